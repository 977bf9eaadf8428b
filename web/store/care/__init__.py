"""Care of a store: backup, restore, export of everything, retention period.

``store.care`` is a `Care`; restoring is the function `restore`, since it makes a store and does not use one.
"""

from pathlib import Path

from web.store.care.archive import Manifest
from web.store.care.backup import Backup, Restored, backup, restore
from web.store.care.export import export_all
from web.store.care.facts import Facts, facts
from web.store.care.retention import FEWEST_DAYS, STILL_ELSEWHERE, Removal, expired, remove_expired
from web.store.database import Database
from web.store.records import Actor

__all__ = [
    "FEWEST_DAYS",
    "STILL_ELSEWHERE",
    "Backup",
    "Care",
    "Facts",
    "Manifest",
    "Removal",
    "Restored",
    "restore",
]


class Care:
    """What keeps a store safe and no longer than needed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def backup(
        self, target: Path, actor: Actor | None = None, *, overwrite: bool = False, place: str = ""
    ) -> Backup:
        """A checked copy while people work: a SQLite file, or the portable archive (ZIP) of PostgreSQL."""
        return backup(self._database, target, actor, overwrite=overwrite, place=place)

    def export(
        self, target: Path, actor: Actor | None = None, *, overwrite: bool = False, place: str = ""
    ) -> Manifest:
        """Everything to read elsewhere: a ZIP of CSV for Excel and JSON lines, without secrets."""
        return export_all(self._database, target, actor, overwrite=overwrite, place=place)

    def facts(self) -> Facts:
        """Where the store is and how much is in it."""
        return facts(self._database)

    def expired(self, days: int) -> Removal:
        """How many letters have been decided for more than ``days`` days."""
        return expired(self._database, days)

    def remove_expired(self, days: int, actor: Actor | None = None) -> Removal:
        """Remove their words for good; what statistics count by stays."""
        return remove_expired(self._database, days, actor)
