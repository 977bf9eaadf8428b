"""``GET /api/matters`` and ``GET /api/departments``: the tables that an answer points into."""

from typing import Any

from flask import jsonify
from flask.typing import ResponseReturnValue

from router.duties import Department, duty_list
from router.matters import Matter, matter_table
from web.api.door import bp


@bp.get("/matters")
def matters() -> ResponseReturnValue:
    """All matters with the duties that lead and assist."""
    return jsonify(
        matters=[_matter(matter) for matter in matter_table().values()], duty_list=duty_list().version
    )


@bp.get("/departments")
def departments() -> ResponseReturnValue:
    """The departments of the duty list."""
    found = [_department(department) for department in duty_list().departments.values()]
    return jsonify(departments=found, duty_list=duty_list().version)


def _matter(matter: Matter) -> dict[str, Any]:
    return {
        "id": matter.id,
        "name": matter.name,
        "class": matter.pollution_class,
        "in_scope": matter.in_scope,
        "leads": [department.number for department in matter.leads],
        "assists": [department.number for department in matter.assists],
        "duties": [duty.id for duty in (*matter.lead, *matter.assist)],
        "question": matter.question,
    }


def _department(department: Department) -> dict[str, Any]:
    return {
        "number": department.number,
        "name": department.name,
        "short": department.short,
        "aliases": list(department.aliases),
    }
