"""Sessions of those who logged in. What a browser holds is a signed cookie that names the user and his session stamp.

A session ends when nothing was asked for a while (``SESSION_IDLE_SECONDS``), in any case after a working day
(``SESSION_SECONDS``), and at once when the stamp of the user changes: with his password, his role, his account, or when
he logs out, wherever that was.
"""

import time
from typing import cast

from flask import current_app, session
from flask_login import LoginManager, UserMixin, login_user, logout_user
from flask_login import current_user as _current

from web.store import Actor, NotFoundError, Store, User
from web.store.people import People

# Noting every request would send a new cookie with every answer.
_SEEN_NOTED_EVERY = 60
_USER, _BEGAN, _SEEN, _OWNER, _MUST_CHANGE = "_user_id", "began", "seen", "owner", "must_change"
login_manager = LoginManager()


class SessionUser(UserMixin):  # type: ignore[misc]
    """A user as Flask-Login wants him; a new session stamp of his makes every older cookie name nobody."""

    def __init__(self, user: User) -> None:
        self.user = user

    def get_id(self) -> str:
        """What the cookie says of him."""
        return f"{self.user.id}:{self.user.session_stamp}"


@login_manager.user_loader  # type: ignore[untyped-decorator]
def _load(name: str) -> SessionUser | None:
    number, _, stamp = name.partition(":")
    if _is_too_old():
        return None
    try:
        user = _people().get(int(number))
    except (NotFoundError, ValueError):
        return None
    return SessionUser(user) if user.active and user.session_stamp == stamp else None


def logged_in() -> User | None:
    """The user of the current session, whose time begins anew."""
    if not _current.is_authenticated:
        return None
    now = int(time.time())
    if now - session[_SEEN] >= _SEEN_NOTED_EVERY:
        session[_SEEN] = now
    return cast(User, _current.user)


def begin(user: User, *, must_change: bool = False) -> None:
    """Begin a session of ``user``; with ``must_change`` he is led to choose a password of his own.

    What somebody else had in this browser goes. What he himself had stays, so that forms he left open in other windows
    can still be sent.
    """
    if session.get(_OWNER) != user.id:
        session.clear()
    now = int(time.time())
    session.update({_OWNER: user.id, _BEGAN: now, _SEEN: now, _MUST_CHANGE: must_change})
    login_user(SessionUser(user))


def end(user: User, actor: Actor) -> None:
    """Log out: here, and everywhere else, since a copy of the cookie must not outlive it."""
    _people().end_sessions(user.id, actor)
    logout_user()
    session.clear()


def forget_expired() -> bool:
    """Whether there was a session that has ended; then its rest is taken away, except what open forms need."""
    was_one = _USER in session
    if was_one:
        logout_user()
    return was_one


def must_change_password() -> bool:
    """Whether the password was given to the user by somebody else."""
    return bool(session.get(_MUST_CHANGE))


def _is_too_old() -> bool:
    now = time.time()
    idle, longest = current_app.config["SESSION_IDLE_SECONDS"], current_app.config["SESSION_SECONDS"]
    return bool(now - session.get(_SEEN, 0) > idle or now - session.get(_BEGAN, 0) > longest)


def _people() -> People:
    return cast(Store, current_app.extensions["store"]).people
