"""The audit log: appended by everything that changes something, read and exported by an administrator."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TextIO

from sqlalchemy import ColumnElement, Connection, Row, insert, select

from router.table.output import safe_cell
from web.moments import second
from web.store.database import Database
from web.store.records import Actor, AuditEntry
from web.store.schema import AuditRow, UserRow
from web.store.types import LAST_ID, storable_id

PAGE = 50
_BLOCK = 1000
_COLUMNS = ("编号", "时间", "用户", "操作", "对象", "详情", "地址")
_SYSTEM = "系统"


@dataclass(frozen=True)
class AuditFilter:
    """What to list; None means any. Dates are days of the office, both included."""

    user_id: int | None = None
    action: str | None = None
    object: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class AuditPage:
    """Entries, the latest first; ``next`` goes to ``list(before=…)`` for older ones, None where there are none."""

    entries: tuple[AuditEntry, ...]
    next: int | None


class Audit:
    """The log."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, actor: Actor | None, action: str, object: str = "", detail: str | Mapping[str, Any] = ""
    ) -> None:
        """Append an entry; without an actor it was the program itself."""
        with self._database.write() as connection:
            record(connection, actor, action, object, detail)

    def list(
        self,
        wanted: AuditFilter = AuditFilter(),
        *,
        before: int | None = None,
        limit: int = PAGE,
    ) -> AuditPage:
        """A page of the log."""
        conditions = _conditions(wanted)
        if before is not None:
            conditions.append(AuditRow.id < min(before, LAST_ID))
        query = (
            select(*AuditRow.__table__.columns)
            .where(*conditions)
            .order_by(AuditRow.id.desc())
            .limit(limit + 1)
        )
        with self._database.read() as connection:
            entries = [_entry(row) for row in connection.execute(query)]
        has_more = len(entries) > limit
        return AuditPage(tuple(entries[:limit]), entries[limit - 1].id if has_more else None)

    def actions(self) -> tuple[str, ...]:
        """The actions that occur, for the filter of a page."""
        with self._database.read() as connection:
            return tuple(
                connection.execute(select(AuditRow.action).distinct().order_by(AuditRow.action)).scalars()
            )

    def write_csv(self, file: TextIO, wanted: AuditFilter = AuditFilter()) -> int:
        """Write the log, oldest first, as CSV for Excel (open ``file`` as utf-8-sig, newline=''); how many entries."""
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        count = 0
        for entry in self._all(wanted):
            cells = (entry.user_name, entry.action, entry.object, entry.detail, entry.address)
            writer.writerow((entry.id, second(entry.at), *map(safe_cell, cells)))
            count += 1
        return count

    def _all(self, wanted: AuditFilter) -> Iterator[AuditEntry]:
        last = 0
        while True:
            query = select(*AuditRow.__table__.columns).where(*_conditions(wanted), AuditRow.id > last)
            with self._database.read() as connection:
                rows = connection.execute(query.order_by(AuditRow.id).limit(_BLOCK)).all()
            yield from map(_entry, rows)
            if len(rows) < _BLOCK:
                return
            last = rows[-1].id


def record(
    connection: Connection,
    actor: Actor | None,
    action: str,
    object: str = "",
    detail: str | Mapping[str, Any] = "",
) -> None:
    """Append an entry in the transaction of what it tells of."""
    actor = actor or Actor(None)
    name = actor.name
    if actor.user_id is not None:
        name = connection.execute(select(UserRow.name).where(UserRow.id == actor.user_id)).scalar() or name
    connection.execute(
        insert(AuditRow),
        {
            "at": datetime.now(UTC),
            "user_id": actor.user_id,
            "user_name": name or _SYSTEM,
            "action": action,
            "object": object,
            "detail": detail if isinstance(detail, str) else json.dumps(detail, ensure_ascii=False),
            "address": actor.address[:64],
        },
    )


def day_begins(day: date) -> datetime:
    """The moment at which a day of the office begins."""
    return datetime.combine(day, time()).astimezone()


def _conditions(wanted: AuditFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.user_id is not None:
        conditions.append(AuditRow.user_id == storable_id(wanted.user_id))
    if wanted.action:
        conditions.append(AuditRow.action == wanted.action)
    if wanted.object:
        conditions.append(AuditRow.object == wanted.object)
    if wanted.since:
        conditions.append(AuditRow.at >= day_begins(wanted.since))
    if wanted.until:
        conditions.append(AuditRow.at < day_begins(wanted.until + timedelta(days=1)))
    return conditions


def _entry(row: Row[Any]) -> AuditEntry:
    return AuditEntry(**row._mapping)
