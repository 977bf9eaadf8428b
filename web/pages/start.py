"""诉求研判: paste a complaint, read whose matter it is, ask why it is not somebody else's."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from router.duties import duty_list
from router.errors import ModelError
from router.router import LONGEST, Router
from router.routing import Routing
from router.text import is_readable
from web.answer import present
from web.engine import engine, require_router
from web.pages.slip import form_values
from web.why import why_not
from web.why_view import WhyView, meant_department, present_why, unknown_department

bp = Blueprint("start", __name__)

_EMPTY = "请先填写诉求内容，再点“研判”。"
_TOO_LONG = "诉求共 {length:,} 字，超过 {longest:,} 字的上限。请分成几件研判，或使用“批量研判”。"
_SUPPLEMENT = "{text}\n补充情况：{supplement}"


@bp.get("/")
def form() -> ResponseReturnValue:
    """The blank form."""
    return draft_page()


@bp.post("/")
def answer() -> ResponseReturnValue:
    """The answer, or the form with the draft and what is wrong with it."""
    text = _draft()
    if not text.strip():
        return draft_page(_EMPTY), 400
    if len(text) > LONGEST:
        return draft_page(_TOO_LONG.format(length=len(text), longest=LONGEST)), 400
    try:
        router = require_router()
    except ModelError as error:
        return draft_page(str(error)), 503
    routing = router.route(text)
    asked = _asked()
    why = _why(router, routing, asked)
    return render_template(
        "start/answer.html",
        answer=present(routing, router),
        text=text,
        asked=asked,
        why=why,
        unknown=unknown_department(asked) if asked and not why else None,
        can_ask=is_readable(text),
        departments=duty_list().departments.values(),
        document=duty_list(),
        slip_form=form_values(),
    )


def _why(router: Router, routing: Routing, asked: str) -> WhyView | None:
    """The case of the department asked about, if any is and the text can be read."""
    department = meant_department(asked) if asked else None
    if department is None or not is_readable(routing.text):
        return None
    return present_why(why_not(router, routing, department), routing.text)


def draft_page(message: str | None = None) -> str:
    """The form with whatever was written in it, so that no draft is ever lost."""
    return render_template("start/form.html", text=_draft(), text_message=message, problem=engine().problem)


def _draft() -> str:
    """What was written, with what the clerk learned from the petitioner appended."""
    # Browsers send line ends as CRLF; one kind keeps the text the same on its way back and forth.
    text = request.form.get("text", "").replace("\r\n", "\n")
    supplement = request.form.get("supplement", "").strip()
    return _SUPPLEMENT.format(text=text.rstrip(), supplement=supplement) if supplement else text


def _asked() -> str:
    """The department asked about: the button beside a candidate counts before the text field."""
    return (request.form.get("candidate") or request.form.get("department", "")).strip()
