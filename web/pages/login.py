"""登录: log in, log out, and go on where the log-in was asked for."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RoutingException

from web.people import current_actor, current_user, is_single_user, store
from web.people.access import person
from web.people.held import FIELD, HeldForm, hold, unpack
from web.people.passwords import was_given
from web.people.places import form_place, safe_place, this_place
from web.people.sessions import begin, end, forget_expired
from web.store import LoginRefusedError

bp = Blueprint("login", __name__)

_EXPIRED = "登录已结束（久未操作，或密码、角色有变动），请重新登录。"
_FIRST = "请先登录。"
_PAGE_EXPIRED = "页面已过期，请再登录一次。"


@bp.get("/login")
def form() -> ResponseReturnValue:
    """The log-in form, or the page that was wanted where nobody needs to log in."""
    place = safe_place(request.args.get("next"))
    if person() is not None:
        return redirect(place)
    return _form(place)


@bp.post("/login")
def enter() -> ResponseReturnValue:
    """Log in; a form that was held meanwhile comes back."""
    place = safe_place(request.form.get("next"))
    if is_single_user():
        return redirect(place, 303)
    held = unpack(request.form.get(FIELD))
    try:
        user = store().people.verify(
            request.form.get("login", ""), request.form.get("password", ""), request.remote_addr or ""
        )
    except LoginRefusedError as error:
        return _form(place, str(error), held), 401
    is_given = was_given(store(), user)
    begin(user, must_change=is_given)
    if held:
        return render_template("login/held.html", held=held, person=user, draft_url=_draft_url(held))
    return redirect(url_for("password.form", next=place) if is_given else place, 303)


@bp.post("/logout")
def leave() -> ResponseReturnValue:
    """Log out. A POST, so that no link can do it."""
    if not is_single_user():
        end(current_user(), current_actor())
    return redirect(url_for("login.form"), 303)


def ask_to_log_in() -> ResponseReturnValue:
    """The answer to somebody who must log in first: the way to the form, or the form itself with what he had written."""
    has_ended = forget_expired()
    if request.method in ("GET", "HEAD"):
        place = this_place()
        # What is None stands not in the address.
        wanted = place if safe_place(place) != url_for("start.form") else None
        return redirect(url_for("login.form", next=wanted, ended=1 if has_ended else None))
    held = hold()
    place = held.to if held else safe_place(form_place())
    return _form(place, _EXPIRED if has_ended else _FIRST, held), 401


def expired_page() -> str:
    """The form once more where its token was too old; a form held in it may now be anybody's."""
    place = safe_place(request.form.get("next"))
    return _form(place, _PAGE_EXPIRED, unpack(request.form.get(FIELD), is_ours=False))


def _draft_url(held: HeldForm) -> str | None:
    """Where a decision that was held can be seen as a draft, with its letter, before it is sent on."""
    adapter = current_app.create_url_adapter(request)
    try:
        endpoint, arguments = adapter.match(held.to.partition("?")[0], "POST") if adapter else ("", {})
    except (HTTPException, RoutingException):
        return None
    return url_for("review.draft", **arguments) if endpoint == "review.decide" else None


def _form(place: str, message: str | None = None, held: HeldForm | None = None) -> str:
    if message is None and request.args.get("ended"):
        message = _EXPIRED
    return render_template(
        "login/form.html",
        place=place,
        text_message=message,
        held=held,
        held_field=FIELD,
        login=request.form.get("login", "") if request.endpoint == "login.enter" else "",
    )
