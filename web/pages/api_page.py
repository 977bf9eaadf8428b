"""接口说明: what other programs may ask, from the same description that they read."""

import json

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from web.api.description import description
from web.api.schemas import Schema
from web.people import has_role

bp = Blueprint("api_page", __name__)


@bp.get("/api")
def page() -> ResponseReturnValue:
    """The page."""
    found = description()
    operations = [
        (method.upper(), path, operation)
        for path, methods in found["paths"].items()
        for method, operation in methods.items()
        if method != "parameters"
    ]
    return render_template(
        "api/page.html",
        info=found["info"],
        operations=operations,
        errors=found["components"]["responses"],
        fields_of=_fields_of,
        example_of=_example_of,
        may_manage=has_role("administrator"),
    )


def _fields_of(operation: Schema) -> list[tuple[str, str, str]]:
    """Name, whether it must be there, and meaning of each field that is sent."""
    schema = _sent(operation).get("schema", {})
    name = next((each["$ref"] for each in (schema, *schema.get("oneOf", ())) if "$ref" in each), None)
    if name:
        schema = description()["components"]["schemas"][name.rsplit("/", 1)[-1]]
    needed = schema.get("required", ())
    return [
        (field, "必填" if field in needed else "", words.get("description", ""))
        for field, words in schema.get("properties", {}).items()
    ]


def _example_of(operation: Schema) -> str | None:
    example = _sent(operation).get("example")
    return json.dumps(example, ensure_ascii=False, indent=2) if example else None


def _sent(operation: Schema) -> Schema:
    body: Schema | None = operation.get("requestBody")
    return body["content"]["application/json"] if body else {}
