"""Where a store is and how much is in it."""

from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import func, select, text

from web.store.database import Database
from web.store.schema import ComplaintRow, DecisionRow


class Facts(NamedTuple):
    """``place`` is a file, or an address without its password; ``size`` in bytes, with what waits in the log."""

    place: str
    size: int
    letters: int
    decisions: int


def facts(database: Database) -> Facts:
    """The facts of the store in ``database``."""
    with database.read() as connection:
        letters, decisions = (
            connection.execute(select(func.count()).select_from(row)).scalar_one()
            for row in (ComplaintRow, DecisionRow)
        )
        if database.is_sqlite:
            place = str(Path(database.engine.url.database or "").resolve())
            size = _size_of(place)
        else:
            place = database.engine.url.render_as_string()
            size = int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    return Facts(place, size, letters, decisions)


def _size_of(place: str) -> int:
    size = 0
    for suffix in ("", "-wal"):
        with suppress(FileNotFoundError):
            size += Path(f"{place}{suffix}").stat().st_size
    return size
