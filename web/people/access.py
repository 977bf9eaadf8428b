"""Who is asking and what he may do: the gate before every page, and the questions that pages ask."""

import functools
from collections.abc import Callable
from typing import ParamSpec, cast

from flask import Flask, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import SecurityError, Unauthorized

from router.errors import ComplaintRouterError
from web.people.places import this_place
from web.people.sessions import logged_in, login_manager, must_change_password
from web.store import USER_ROLE_WORDS, Actor, Store, User, UserRole

API_PREFIX = "/api/"
_FOR_STRANGERS = ("static", "login.form", "login.enter")
_BEFORE_A_PASSWORD = ("static", "password.form", "password.change", "login.leave")
# Each may do what those before it may.
_RANKS: tuple[UserRole, ...] = ("clerk", "reviewer", "administrator")
_P = ParamSpec("_P")


class ForbiddenError(ComplaintRouterError):
    """The user's role does not allow it."""


class KeyRefusedError(ComplaintRouterError):
    """A program brought no key, or one that is unknown or was ended."""


def init_app(app: Flask) -> None:
    """Put the gate on ``app`` and the questions into its templates."""
    login_manager.init_app(app)
    app.before_request(_gate)
    app.context_processor(
        lambda: {
            "person": person(),
            "has_role": has_role,
            "has_page": app.view_functions.__contains__,
            "ROLE_WORDS": USER_ROLE_WORDS,
        }
    )


def store() -> Store:
    """The store of the current application."""
    return cast(Store, current_app.extensions["store"])


def is_single_user() -> bool:
    """Whether nobody needs to log in: the program listens to this machine only, and no account was made."""
    return _lone_user() is not None


def _lone_user() -> User | None:
    # Accounts are closed but never removed, so once there is one there always will be.
    if not current_app.config["SINGLE_USER"] or current_app.extensions.get("has_accounts"):
        return None
    found = store().people.lone_user()
    current_app.extensions["has_accounts"] = found is None
    return found


def person() -> User | None:
    """Who is asking, None for somebody not logged in and for a program."""
    if "person" not in g:
        # Where the store fails now, the page that says so must not ask it again.
        g.person = None
        g.person = _lone_user() or logged_in()
    return cast("User | None", g.person)


def current_user() -> User:
    """Who is asking. Raises Unauthorized where nobody is logged in, as for a program with a key."""
    found = person()
    if found is None:
        raise Unauthorized
    return found


def current_actor() -> Actor:
    """Who is asking, for the store and its audit log: a user, or a program with a key."""
    if "actor" in g:
        return cast(Actor, g.actor)
    return Actor(current_user().id, request.remote_addr or "")


def may(user: User, role: UserRole) -> bool:
    """Whether ``user`` may do what ``role`` may: a reviewer may do what a clerk may, an administrator everything."""
    return user.active and _RANKS.index(user.role) >= _RANKS.index(role)


def has_role(role: UserRole) -> bool:
    """Whether who is asking may do what ``role`` may."""
    found = person()
    return found is not None and may(found, role)


def require_role(
    role: UserRole,
) -> Callable[[Callable[_P, ResponseReturnValue]], Callable[_P, ResponseReturnValue]]:
    """Let only those into a view who may do what ``role`` may; others get ForbiddenError, which is a page (403)."""

    def decorate(view: Callable[_P, ResponseReturnValue]) -> Callable[_P, ResponseReturnValue]:
        @functools.wraps(view)
        def guarded(*args: _P.args, **kwargs: _P.kwargs) -> ResponseReturnValue:
            check_role(role)
            return view(*args, **kwargs)

        return guarded

    return decorate


def check_role(role: UserRole) -> None:
    """Raises ForbiddenError where who is asking may not do what ``role`` may."""
    user = current_user()
    if not may(user, role):
        allowed = "、".join(USER_ROLE_WORDS[each] for each in _RANKS[_RANKS.index(role) :])
        raise ForbiddenError(
            f"这一页只有{allowed}可以使用，您的角色是{USER_ROLE_WORDS[user.role]}。如需使用，请联系管理员。"
        )


def _gate() -> ResponseReturnValue | None:
    """Let nobody in who must log in first; programs are let in by `web.api`, with their keys."""
    if isinstance(
        request.routing_exception, SecurityError
    ):  # under a foreign host name no page can be addressed
        return None
    if request.endpoint in _FOR_STRANGERS or request.path.startswith(API_PREFIX):
        return None
    if person() is None:
        raise Unauthorized
    if must_change_password() and request.method == "GET" and request.endpoint not in _BEFORE_A_PASSWORD:
        return redirect(url_for("password.form", next=this_place()))
    return None
