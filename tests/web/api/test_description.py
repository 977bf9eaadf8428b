import re

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from web.api.description import description
from web.api.schemas import SCHEMAS


@pytest.fixture
def fits():
    """Whether an answer is what the description says."""

    def fits(answer, method, path):
        response = description()["paths"][path][method]["responses"][str(answer.status_code)]
        if "$ref" in response:
            response = description()["components"]["responses"][response["$ref"].rsplit("/", 1)[-1]]
        schema = response["content"]["application/json"]["schema"]
        Draft202012Validator({**schema, "components": {"schemas": SCHEMAS}}).validate(answer.json)
        return True

    return fits


def test_the_description_is_valid():
    validate(description())


def test_every_address_is_described_and_no_other(app):
    described = {
        (method.upper(), path)
        for path, methods in description()["paths"].items()
        for method in methods
        if method != "parameters"
    }
    served = {
        (method, re.sub(r"<(?:int:)?(\w+)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert described == served


def test_answers_are_what_the_description_says(ask, letter, fits):
    number = letter["id"]
    one, decisions = "/api/complaints/{complaint_id}", "/api/complaints/{complaint_id}/decisions"
    decision = {"revision": 0, "user": "wangli", "action": "confirm"}
    new = {"text": "奇台县工地半夜打桩"}
    assert fits(ask("POST", "/api/complaints", new), "post", "/api/complaints")
    assert fits(
        ask("POST", "/api/complaints", {"complaints": [new, {"text": ""}]}), "post", "/api/complaints"
    )
    assert fits(ask("POST", f"/api/complaints/{number}/decisions", decision), "post", decisions)
    assert fits(ask("POST", f"/api/complaints/{number}/decisions", decision), "post", decisions)  # 409
    assert fits(ask("GET", f"/api/complaints/{number}"), "get", one)
    assert fits(ask("GET", "/api/complaints/999"), "get", one)
    assert fits(ask("GET", "/api/complaints"), "get", "/api/complaints")
    assert fits(ask("GET", "/api/complaints", secret=None), "get", "/api/complaints")
    assert fits(
        ask("POST", "/api/route", {"text": "露天烧烤", "received": "2026-11-26"}), "post", "/api/route"
    )
    assert fits(ask("POST", "/api/route", {}), "post", "/api/route")
    assert fits(ask("GET", "/api/matters"), "get", "/api/matters")
    assert fits(ask("GET", "/api/departments"), "get", "/api/departments")


def test_examples_are_accepted(ask, letter, store):
    store.people.set_role(store.people.find("wangli").id, "reviewer", None)
    for path, methods in description()["paths"].items():
        body = methods.get("post", {}).get("requestBody")
        if body:
            answer = ask(
                "POST",
                path.replace("{complaint_id}", str(letter["id"])),
                body["content"]["application/json"]["example"],
            )
            assert answer.status_code in (200, 201), answer.text


def test_the_page_names_every_address(client):
    page = client.get("/api").text
    for path in description()["paths"]:
        assert path in page
