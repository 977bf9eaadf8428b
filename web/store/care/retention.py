"""The retention period: the words of letters decided long ago go, what statistics count by stays.

Goes: title, text, number of the letter, the answers that quoted it, notes and reasons, the digest, and its terms in the
index. Stays: dates, matter, departments, kind, territory, who decided what and when. `STILL_ELSEWHERE` says what the store
cannot reach.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, null, select, text, update

from web.store.audit import record
from web.store.database import Database
from web.store.errors import RefusedError
from web.store.fulltext import remove_words
from web.store.records import Actor
from web.store.schema import ComplaintRow, DecisionRow, LetterRow, SuggestionRow

FEWEST_DAYS = 30
# For whoever removes letters; learned words are no letters, but single words of them.
STILL_ELSEWHERE = (
    "更早的备份中仍有这些内容，请一并按期销毁；学过这些来信的模型只留有词语的权重，不存原文，"
    "旧模型不再需要时请删去。"
)
_BLOCK = 200


@dataclass(frozen=True)
class Removal:
    """How many letters were, or would be, removed: those decided before ``before``."""

    letters: int
    before: datetime


def expired(database: Database, days: int) -> Removal:
    """How many letters have been decided for more than ``days`` days. Raises RefusedError for too few days."""
    before = _before(days)
    with database.read() as connection:
        count = select(func.count()).select_from(ComplaintRow).where(*_due(before))
        return Removal(connection.execute(count).scalar_one(), before)


def remove_expired(database: Database, days: int, actor: Actor | None = None) -> Removal:
    """Remove the words of letters that have been decided for more than ``days`` days; the audit log says so."""
    before, removed = _before(days), 0
    while True:
        with database.write() as connection:
            query = select(ComplaintRow.id).where(*_due(before)).order_by(ComplaintRow.id).limit(_BLOCK)
            # Locked, or a letter could come back (退单) while its words go.
            ids = list(connection.execute(query.with_for_update()).scalars())
            if ids:
                _remove(connection, ids)
                detail = {"letters": len(ids), "first": ids[0], "last": ids[-1], "days": days}
                record(connection, actor, "retention", detail=detail)
        removed += len(ids)
        if len(ids) < _BLOCK:
            break
    if removed and database.is_sqlite:
        _wipe(database)
    return Removal(removed, before)


def _before(days: int) -> datetime:
    if days < FEWEST_DAYS:
        raise RefusedError(f"保存期限 {days} 天太短，至少 {FEWEST_DAYS} 天，以免清除还要用的来信。")
    return datetime.now(UTC) - timedelta(days=days)


def _due(before: datetime) -> list[ColumnElement[bool]]:
    return [
        ComplaintRow.waiting.is_(False),
        ComplaintRow.removed_at.is_(None),
        ComplaintRow.decided_at < before,
    ]


def _remove(connection: Connection, ids: Sequence[int]) -> None:
    """Mark first: the triggers let go of what belongs to a marked complaint only."""
    remove_words(connection, _letters(connection, ids))
    values: dict[str, Any] = {"removed_at": datetime.now(UTC), "digest": None, "external_number": ""}
    connection.execute(update(ComplaintRow).where(ComplaintRow.id.in_(ids)).values(**values))
    connection.execute(delete(LetterRow).where(LetterRow.complaint_id.in_(ids)))
    connection.execute(update(SuggestionRow).where(SuggestionRow.complaint_id.in_(ids)).values(answer=null()))
    connection.execute(
        update(DecisionRow).where(DecisionRow.complaint_id.in_(ids)).values(note="", reason="")
    )


def _letters(connection: Connection, ids: Sequence[int]) -> list[tuple[int, str, str, str]]:
    query = select(ComplaintRow.id, ComplaintRow.external_number, LetterRow.title, LetterRow.text)
    query = query.join(LetterRow, LetterRow.complaint_id == ComplaintRow.id).where(ComplaintRow.id.in_(ids))
    return [(row.id, row.external_number, row.title, row.text) for row in connection.execute(query)]


def _wipe(database: Database) -> None:
    """Leave nothing of it in the index's old segments or in the journal."""
    with database.write() as connection:
        connection.execute(text("INSERT INTO letter_words (letter_words) VALUES ('optimize')"))
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
