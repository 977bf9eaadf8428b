"""用户: who may log in and with which role; for administrators."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from web.people import current_actor, is_single_user, store
from web.people.access import check_role
from web.people.passwords import one_time_password
from web.people.rules import check_first_account
from web.store import USER_ROLE_WORDS, RefusedError, User, UserRole
from web.store.records import USER_ROLES

bp = Blueprint("people", __name__, url_prefix="/people")


@bp.before_request
def _administrators_only() -> None:
    check_role("administrator")


@bp.get("/")
def index() -> ResponseReturnValue:
    """Everybody with an account, and the form for another."""
    return _page()


@bp.post("/")
def add() -> ResponseReturnValue:
    """Add an account with a password that is shown once."""
    fields = {name: request.form.get(name, "").strip() for name in ("login", "name", "role")}
    password, was_single = one_time_password(), is_single_user()
    try:
        role = _role(fields["role"])
        check_first_account(store(), role)
        user = store().people.create(
            fields["login"], fields["name"] or fields["login"], role, password, current_actor()
        )
    except RefusedError as error:
        return _page(str(error), fields), 400
    return _shown_once(user, password, begins=was_single)


@bp.post("/<int:user_id>/role")
def change_role(user_id: int) -> ResponseReturnValue:
    """Give another role."""
    return _changed(user_id, lambda user: store().people.set_role(user.id, _asked_role(), current_actor()))


@bp.post("/<int:user_id>/name")
def rename(user_id: int) -> ResponseReturnValue:
    """Show another name."""
    name = request.form.get("name", "")
    return _changed(user_id, lambda user: store().people.rename(user.id, name, current_actor()))


@bp.post("/<int:user_id>/active")
def activate(user_id: int) -> ResponseReturnValue:
    """Close an account, or open it again."""
    active = request.form.get("active") == "1"
    return _changed(user_id, lambda user: store().people.set_active(user.id, active, current_actor()))


@bp.post("/<int:user_id>/password")
def reset_password(user_id: int) -> ResponseReturnValue:
    """A new password that is shown once; it ends a lock too."""
    user, password = _account(user_id), one_time_password()
    store().people.set_password(user.id, password, current_actor())
    return _shown_once(user, password)


def _changed(user_id: int, change: Callable[[User], object]) -> ResponseReturnValue:
    try:
        change(_account(user_id))
    except RefusedError as error:
        return _page(str(error)), 400
    return redirect(url_for("people.index"), 303)


def _account(user_id: int) -> User:
    user = store().people.get(user_id)
    if not user.has_password:  # the implicit local user is no account
        raise NotFound
    return user


def _role(wanted: str) -> UserRole:
    for role in USER_ROLES:
        if role == wanted:
            return role
    raise RefusedError(f"没有“{wanted}”这种角色，请从列表中选择。")


def _asked_role() -> UserRole:
    return _role(request.form.get("role", ""))


def _shown_once(user: User, password: str, *, begins: bool = False) -> str:
    return render_template(
        "people/password.html", user=user, password=password, begins=begins, role=USER_ROLE_WORDS[user.role]
    )


def _page(message: str | None = None, fields: dict[str, str] | None = None) -> str:
    now = datetime.now(UTC)
    users = [user for user in store().people.list() if user.has_password]
    return render_template(
        "people/index.html",
        users=sorted(users, key=lambda user: not user.active),
        locked={user.id for user in users if user.locked_until and user.locked_until > now},
        fields=fields or {"role": "clerk" if users else "administrator"},
        text_message=message,
        roles=USER_ROLE_WORDS,
    )
