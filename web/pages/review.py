"""One letter: what it says, what is suggested and why, and the clerk's decision, after which the next one opens."""

import hashlib
import json
import time
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from router.duties import duty_list
from router.errors import ModelError
from router.labels import KINDS
from router.matters import matter_table
from router.text import is_readable
from web.answer import shortened
from web.departments import department_name
from web.engine import engine, require_router
from web.numbers import read_number
from web.pages.queue import to_next
from web.people import current_actor, current_user, store
from web.queue_view import QueueView, form_view, read_view
from web.review.casefile import CaseFile, open_case
from web.review.choices import department_choices, matter_choices, named_departments
from web.review.drafting import make_draft
from web.review.editing import Edited, read_form, stepped
from web.review.events import issue_words, outcome
from web.review.offers import Offer, offer, remark
from web.store import ACTION_WORDS, DONE_WORDS, STATE_WORDS, ConflictError, Decision, Draft, RefusedError
from web.why import why_not
from web.why_view import WhyView, present_why

bp = Blueprint("review", __name__, url_prefix="/complaints")

PANELS = ("edit", "hand", "return", "why")
# These leave the letter on the desk: it is not decided by them.
_STAYING = {"note": "已记下备注。", "return": "已登记退单，请重新研判。"}
_PANEL_OF = {"correct": "edit", "hand_over": "hand", "return": "return"}
_UNDO_SECONDS = 30 * 60
_CHECK_MATTER = "主办改了，事项已随之改为最可能的一项。请核对，可另选，再保存一次。"


@bp.get("/<int:complaint_id>")
def page(complaint_id: int) -> ResponseReturnValue:
    """The letter."""
    return _page(complaint_id, read_view(request.args), panel=request.args.get("panel", ""))


@bp.post("/<int:complaint_id>/draft")
def draft(complaint_id: int) -> ResponseReturnValue:
    """A step of editing, such as splitting; nothing is saved."""
    view = form_view(request.form)
    edited = read_form(request.form)
    text = store().decisions.get(complaint_id).text
    try:
        edited = stepped(edited, request.form.get("step", ""), request.form, text, require_router())
        message = "".join(edited.problems)
    except (RefusedError, ModelError) as error:
        message = str(error)
    return _page(complaint_id, view, panel="edit", edited=edited, message=message)


@bp.post("/<int:complaint_id>/decide")
def decide(complaint_id: int) -> ResponseReturnValue:
    """Save a decision and go on; where it cannot be saved the page comes back with everything on it."""
    view, action = form_view(request.form), request.form.get("action", "")
    panel = _PANEL_OF.get(action, "")
    try:
        made, edited = make_draft(request.form)
        followed = _followed(complaint_id, edited) if action == "correct" else edited
        if followed != edited:
            return _page(complaint_id, view, panel=panel, edited=followed, message=_CHECK_MATTER)
        decision = store().decisions.decide(complaint_id, _revision(), made, current_actor())
    except ConflictError as error:
        return _page(complaint_id, view, panel="", edited=read_form(request.form), conflict=error), 409
    except RefusedError as error:
        edited = read_form(request.form)
        return _page(complaint_id, view, panel=panel, edited=edited, message=str(error)), 400
    _remember(decision)
    if action in _STAYING:
        flash(_STAYING[action])
        return _back(complaint_id, view)
    return to_next(view, complaint_id)


@bp.post("/<int:complaint_id>/undo")
def undo(complaint_id: int) -> ResponseReturnValue:
    """Take back the last step, also from the page of the next letter."""
    view = form_view(request.form)
    made = Draft("undo", undoes=read_number(request.form.get("undoes", "")))
    try:
        store().decisions.decide(complaint_id, _revision(), made, current_actor())
        flash(f"已撤销第 {complaint_id} 件的最后一步。")
    except (ConflictError, RefusedError) as error:
        flash(str(error), "error")
    session.pop("done", None)
    return _back(complaint_id, view)


@bp.post("/<int:complaint_id>/next")
def next_letter(complaint_id: int) -> ResponseReturnValue:
    """Leave this letter as it is and open the next one."""
    return to_next(form_view(request.form), complaint_id)


@bp.get("/choices.json")
def choices() -> ResponseReturnValue:
    """Departments and matters with what may be typed for each; the browser keeps it until it changes."""
    body = json.dumps(
        {"department": department_choices(), "matter": matter_choices()}, ensure_ascii=False
    ).encode()
    response = Response(body, content_type="application/json; charset=utf-8")
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    return response.make_conditional(request)


def _followed(complaint_id: int, edited: Edited) -> Edited:
    """A correction with matters that follow their leads: where that changes it, the clerk is asked once."""
    router, dossier = engine().router, store().decisions.get(complaint_id)
    # Where somebody else was quicker, that is what must be said.
    if router is None or dossier.complaint.revision != _revision():
        return edited
    return edited.followed(dossier.text, router)


def _page(
    complaint_id: int,
    view: QueueView,
    *,
    panel: str = "",
    edited: Edited | None = None,
    message: str = "",
    conflict: ConflictError | None = None,
) -> str:
    case = open_case(store(), complaint_id)
    asked = request.values.get("why", "").strip(" 、，,；;")
    why, unknown = _why(case, asked)
    shown = edited or Edited(case.standing)
    return render_template(
        "review/page.html",
        case=case,
        letter=case.dossier.complaint,
        view=view,
        panel="why" if asked and not panel else panel if panel in PANELS else "",
        edited=shown,
        offers=_offers(shown, case.dossier.text),
        message=message,
        conflict=conflict,
        asked=asked,
        why=why,
        unknown=unknown,
        done=_done(complaint_id),
        opened=request.form.get("opened") or f"{time.time():.1f}",
        values=request.form,
        me=current_user(),
        names={user.id: user.name for user in case.users},
        departments=duty_list().departments,
        matters=matter_table(),
        shortened=shortened,
        document=duty_list(),
        **_WORDS,
    )


def _offers(edited: Edited, text: str) -> list[Offer | None]:
    """The matters to choose from, for each issue."""
    router = engine().router
    return [offer(issue, edited.asked, text, router) if router else None for issue in edited.issues]


_WORDS: dict[str, Any] = {
    "ACTION_WORDS": ACTION_WORDS,
    "DONE_WORDS": DONE_WORDS,
    "KINDS": KINDS,
    "STATE_WORDS": STATE_WORDS,
    "department_name": department_name,
    "issue_words": issue_words,
    "matter_remark": remark,
    "outcome": outcome,
}


def _why(case: CaseFile, asked: str) -> tuple[WhyView | None, str]:
    """The case of the department asked about, or what is wrong with the question."""
    if not asked:
        return None, ""
    text = case.dossier.text
    if not is_readable(text):
        return None, "来信中没有足够的中文内容，无法比较。"
    try:
        (department, *_), router = named_departments(asked), require_router()
    except (RefusedError, ModelError) as error:
        return None, str(error)
    return present_why(why_not(router, router.route(text), department), text), ""


def _remember(decision: Decision) -> None:
    """Keep the last step of this browser, so that it can be undone from wherever the clerk is next."""
    session["done"] = {
        "letter": decision.complaint_id,
        "decision": decision.id,
        "revision": decision.revision,
        "action": decision.action,
        "at": time.time(),
    }


def _done(complaint_id: int) -> dict[str, Any] | None:
    """The last step, as long as it is fresh and was about another letter; this one's own stands in its history."""
    done = session.get("done")
    if not done or time.time() - done["at"] > _UNDO_SECONDS or done["letter"] == complaint_id:
        return None
    return dict(done)


def _revision() -> int:
    revision = read_number(request.form.get("revision", ""))
    if revision is None:
        raise RefusedError("页面不完整，请刷新后重试。")
    return revision


def _back(complaint_id: int, view: QueueView) -> ResponseReturnValue:
    return redirect(url_for("review.page", complaint_id=complaint_id, **view.args), 303)
