"""Sessions of those who logged in. What a browser holds is a signed cookie that names the user and his session stamp."""

from typing import cast

from flask import current_app
from flask_login import LoginManager, UserMixin
from flask_login import current_user as _current

from web.store import NotFoundError, Store, User

login_manager = LoginManager()


class SessionUser(UserMixin):  # type: ignore[misc]
    """A user as Flask-Login wants him; a new session stamp of his makes every older cookie name nobody."""

    def __init__(self, user: User) -> None:
        self.user = user

    def get_id(self) -> str:
        return f"{self.user.id}:{self.user.session_stamp}"


@login_manager.user_loader  # type: ignore[untyped-decorator]
def _load(name: str) -> SessionUser | None:
    number, _, stamp = name.partition(":")
    try:
        user = cast(Store, current_app.extensions["store"]).people.get(int(number))
    except (NotFoundError, ValueError):
        return None
    return SessionUser(user) if user.active and user.session_stamp == stamp else None


def logged_in() -> User | None:
    """The user of the current session."""
    return _current.user if _current.is_authenticated else None
