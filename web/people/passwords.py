"""Passwords that an administrator hands out: made by the program, shown once, and to be changed at the first log-in."""

import secrets

from sqlalchemy import select

from web.store import Store, User
from web.store.schema import AuditRow

# Without signs that look like others on paper: 0 O, 1 l I.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 4
_GIVING = ("user.create", "user.password")


def one_time_password() -> str:
    """A password to be read from a screen and typed once: about 79 bits, in four groups."""
    groups = ("".join(secrets.choice(_SIGNS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def was_given(store: Store, user: User) -> bool:
    """Whether the present password was set by another user; who set it stands in the audit log.

    One that was typed at the command line is taken to be the user's own choice.
    """
    query = (
        select(AuditRow.user_id)
        .where(AuditRow.action.in_(_GIVING), AuditRow.object == f"user:{user.id}")
        .order_by(AuditRow.id.desc())
        .limit(1)
    )
    with store.database.read() as connection:
        giver = connection.execute(query).scalar()
    return giver is not None and giver != user.id
