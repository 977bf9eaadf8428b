"""From what a clerk sends to a `Draft`, with nothing lost on the way."""

import time

from router.labels import KINDS
from router.routing import Kind
from web.numbers import read_number
from web.review.choices import named_departments
from web.review.editing import Edited, Form, read_form
from web.store import Draft, RefusedError
from web.store.records import ACTIONS

_LONGEST_SECONDS = 24 * 60 * 60


def make_draft(form: Form) -> tuple[Draft, Edited]:
    """The decision that ``form`` asks for. Raises RefusedError where the form cannot be read."""
    action = form.get("action", "")
    if action not in ACTIONS:
        raise RefusedError("请选择要做的操作。")
    edited = read_form(form)
    if action == "correct" and edited.problems:
        raise RefusedError("".join(edited.problems))
    return Draft(
        action=action,
        issues=edited.issues if action == "correct" else (),
        kind=_kind(form.get("kind", "")),
        note=form.get("note", ""),
        reason=form.get("reason", "") if action == "return" else "",
        department_no=_department(form) if action == "return" else None,
        to_user=read_number(form.get("to_user", "")) if action == "hand_over" else None,
        undoes=read_number(form.get("undoes", "")) if action == "undo" else None,
        suggestion_id=read_number(form.get("suggestion", "")),
        seconds=seconds_since(form.get("opened", "")),
    ), edited


def seconds_since(opened: str) -> float | None:
    """How long ago the page was opened; None where that was not today, as a page left open says nothing about work."""
    try:
        seconds = time.time() - float(opened)
    except ValueError:
        return None
    return round(seconds, 1) if 0 <= seconds <= _LONGEST_SECONDS else None


def _kind(words: str) -> Kind | None:
    return words if words in KINDS else None


def _department(form: Form) -> int | None:
    # With a script the choice is in `department`, without one it is what was typed.
    named = named_departments("、".join([*form.getlist("department"), form.get("department-add", "")]))
    if len(named) > 1:
        raise RefusedError("一次只登记一个部门的退单，请分两次登记。")
    return named[0].number if named else None
