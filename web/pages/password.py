"""修改密码: a user's own password."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from web.people import current_actor, current_user, is_single_user, store
from web.people.places import safe_place
from web.people.sessions import begin, must_change_password
from web.store import LoginRefusedError, RefusedError
from web.store.people import LONGEST_PASSWORD, SHORTEST_PASSWORD

bp = Blueprint("password", __name__, url_prefix="/password")

_WRONG = "现在的密码不对，请重新填写。"
_DIFFERENT = "两次填写的新密码不一样，请重新填写。"
_SAME = "新密码与现在的相同，请换一个。"
_NOBODY = "单机使用时不需要密码。如需多人使用，请先在“用户”中添加账号。"


@bp.get("/")
def form() -> ResponseReturnValue:
    """The form."""
    return _form()


@bp.post("/")
def change() -> ResponseReturnValue:
    """Change it; all other sessions of the user end."""
    if is_single_user():
        raise RefusedError(_NOBODY)
    user, new = current_user(), request.form.get("new", "")
    old = request.form.get("old", "")
    if new != request.form.get("again", ""):
        return _form(_DIFFERENT), 400
    if new == old:
        return _form(_SAME), 400
    try:
        # Counts as an attempt, so that nobody can try passwords at a screen left open.
        store().people.verify(user.login, old, request.remote_addr or "")
        changed = store().people.set_password(user.id, new, current_actor())
    except LoginRefusedError:
        return _form(_WRONG), 400
    except RefusedError as error:
        return _form(str(error)), 400
    begin(changed)
    return redirect(safe_place(request.form.get("next")), 303)


def _form(message: str | None = None) -> str:
    return render_template(
        "password/form.html",
        text_message=message,
        place=safe_place(request.values.get("next")),
        is_given=must_change_password(),
        shortest=SHORTEST_PASSWORD,
        longest=LONGEST_PASSWORD,
        nobody=_NOBODY if is_single_user() else None,
    )
