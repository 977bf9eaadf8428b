"""Who is asking, and what he may do.

One rule decides whether anybody must log in (`is_single_user`): on an installation that listens to this machine only and
has no account, everybody is the implicit local user, who may do everything. As soon as an account exists, or the program
listens beyond this machine, every page asks for a log-in and the API for a key.

Pages use `store`, `current_user`, `current_actor` (for the store), `has_role` and the decorator `require_role`.
"""

from web.people.access import (
    ForbiddenError,
    current_actor,
    current_user,
    has_role,
    init_app,
    is_single_user,
    may,
    require_role,
    store,
)

__all__ = [
    "ForbiddenError",
    "current_actor",
    "current_user",
    "has_role",
    "init_app",
    "is_single_user",
    "may",
    "require_role",
    "store",
]
