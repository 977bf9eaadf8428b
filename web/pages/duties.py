"""责任清单: browse it by department, search it, and point to a single duty."""

import csv
import functools
from itertools import groupby

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from router.duties import Department, Duty, duty_list
from router.matters import Matter, matter_table
from router.paths import data_dir
from web.marking import Piece, find_all, pieces

bp = Blueprint("duties", __name__, url_prefix="/duties")


@bp.get("/")
def index() -> ResponseReturnValue:
    """The whole list by department, one department's duties, or what a search found."""
    query = request.args.get("q", "").strip()
    department = _chosen_department()
    found = duty_list().search(query) if query or department else []
    if department:
        found = [duty for duty in found if duty.department == department]
    return render_template(
        "duties/index.html",
        document=duty_list(),
        query=query,
        department=department,
        sections=_sections(),
        found=[(duty, _marked(duty, query)) for duty in found],
        requirements=requirements(),
    )


@bp.get("/<duty_id>")
def duty(duty_id: str) -> ResponseReturnValue:
    """A single duty, its neighbours, and the citizens' matters it answers for."""
    found = duty_list().duties.get(duty_id)
    if found is None:
        abort(404)
    ids = list(duty_list().duties)
    place = ids.index(duty_id)
    return render_template(
        "duties/duty.html",
        document=duty_list(),
        duty=found,
        leading=_matters(found, "lead"),
        assisting=_matters(found, "assist"),
        before=ids[place - 1] if place else None,
        after=ids[place + 1] if place + 1 < len(ids) else None,
    )


@functools.cache
def requirements() -> list[dict[str, str]]:
    """The work requirements: what counties and parks answer for (part five of the document)."""
    with (data_dir() / "requirements.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _chosen_department() -> Department | None:
    asked = request.args.get("department", "").strip()
    if not asked:
        return None
    return duty_list().find_department(asked) or abort(404)


@functools.cache
def _sections() -> list[tuple[str, list[tuple[Department, int]]]]:
    """Each section of the document with its departments and how many duties each has."""
    sections = []
    for name, duties in groupby(duty_list().duties.values(), key=lambda duty: duty.section):
        counted: dict[Department, int] = {}
        for duty in duties:
            counted[duty.department] = counted.get(duty.department, 0) + 1
        sections.append((name, list(counted.items())))
    return sections


def _marked(duty: Duty, query: str) -> list[Piece]:
    return pieces(duty.text, find_all(duty.text, query.split()))


def _matters(duty: Duty, role: str) -> list[Matter]:
    return [matter for matter in matter_table().values() if duty in getattr(matter, role)]
