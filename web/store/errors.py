"""What can go wrong with the store, each in a Chinese sentence for the clerk."""

from datetime import datetime

from router.errors import ComplaintRouterError


class StoreError(ComplaintRouterError):
    """The store cannot be opened, or the request does not fit what is in it."""


class StoreNewerError(StoreError):
    """The store was made by a later program than this one."""


class NotFoundError(StoreError):
    """There is no such complaint, user, key or decision."""


class RefusedError(StoreError):
    """The draft breaks a rule; the sentence says which, and nothing was saved."""


class ConflictError(StoreError):
    """Somebody else was quicker: the complaint is at ``revision`` now, by ``user`` at ``at``. Nothing was saved."""

    def __init__(self, message: str, revision: int, user: str, at: datetime | None) -> None:
        super().__init__(message)
        self.revision = revision
        self.user = user
        self.at = at
