"""The queue: which complaints, in which order, page by page at the same speed however deep."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Update,
    and_,
    false,
    literal,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy import func as sql

from web.store.database import Database
from web.store.errors import RefusedError
from web.store.fulltext import matching
from web.store.records import STATES, Complaint, State
from web.store.rows import complaints
from web.store.schema import ComplaintRow
from web.store.types import storable_id

Order = Literal["uncertain", "oldest", "newest"]
PAGE = 50
MOST_COUNTED = 10_000
_HOLD = timedelta(minutes=10)
_KEYS: dict[Order, tuple[Any, ...]] = {
    "uncertain": (ComplaintRow.confidence, ComplaintRow.received_on, ComplaintRow.id),
    "oldest": (ComplaintRow.received_on, ComplaintRow.id),
    "newest": (ComplaintRow.received_on, ComplaintRow.id),
}


@dataclass(frozen=True)
class QueueFilter:
    """What to list; None and empty mean any.

    ``states`` are any of open, decided, returned; ``department`` the number of the lead as things stand (decided, else
    suggested); ``territory`` a county, city or park, ``州外``, or ``""`` for unknown; dates are
    of receipt, both included; ``assigned_to`` a user, or 0 for nobody; ``text`` words that the letter must hold.
    """

    states: frozenset[State] = frozenset(("open", "returned"))
    department: int | None = None
    territory: str | None = None
    kind: str | None = None
    disposition: str | None = None
    since: date | None = None
    until: date | None = None
    assigned_to: int | None = None
    text: str = ""


@dataclass(frozen=True)
class QueuePage:
    """Complaints in order. ``next`` and ``previous`` go back into ``page(after=…)`` and ``page(before=…)``.

    ``total`` is exact up to `MOST_COUNTED`; where ``is_more`` there are more than that.
    """

    complaints: tuple[Complaint, ...]
    total: int
    is_more: bool
    next: str | None
    previous: str | None


class Queue:
    """The complaints in the order of work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(
        self,
        wanted: QueueFilter = QueueFilter(),
        order: Order = "uncertain",
        *,
        after: str | None = None,
        before: str | None = None,
        limit: int = PAGE,
    ) -> QueuePage:
        """A page, with how many there are in all. Raises RefusedError for a cursor that is none."""
        backwards, cursor = before is not None, before or after
        here, total = _unpack(cursor, order) if cursor else (None, None)
        with self._database.read() as connection:
            conditions = _conditions(connection, wanted)
            query = _ordered(_keys(order).where(*conditions), order, backwards)
            if here:
                query = query.where(_beyond(order, here, backwards))
            # Looking words up is the dear part, so that page and total are taken from one look.
            together = total is None and bool(wanted.text.strip())
            rows = connection.execute(query.limit(MOST_COUNTED + 1 if together else limit + 1)).all()
            if total is None:
                total = len(rows) if together else _count(connection, conditions)
            keys = [tuple(row) for row in rows[:limit]]
            if backwards:
                keys.reverse()
            found = complaints(connection, [key[-1] for key in keys])
        has_more = len(rows) > limit
        has_next, has_previous = (True, has_more) if backwards else (has_more, after is not None)
        return QueuePage(
            tuple(found),
            min(total, MOST_COUNTED),
            total > MOST_COUNTED,
            _pack(keys[-1], total) if keys and has_next else None,
            _pack(keys[0], total) if keys and has_previous else None,
        )

    def counts(self, wanted: QueueFilter = QueueFilter()) -> dict[State, int]:
        """How many there are in each state, whatever states the filter names."""
        with self._database.read() as connection:
            conditions = _conditions(connection, replace(wanted, states=frozenset()))
            counted = [sql.count().filter(ComplaintRow.state == state).label(state) for state in STATES]
            row = connection.execute(select(*counted).select_from(ComplaintRow).where(*conditions)).one()
            return dict(zip(STATES, row, strict=True))

    def next_open(
        self,
        user_id: int,
        after: int | None = None,
        wanted: QueueFilter = QueueFilter(),
        order: Order = "uncertain",
    ) -> Complaint | None:
        """The next letter that waits for ``user_id``: his own or nobody's, behind ``after``, else from the beginning.

        It is held for him for ten minutes: others are given the next but one meanwhile. None where nothing waits.
        """
        now = datetime.now(UTC)
        with self._database.write() as connection:
            conditions = [
                *_conditions(connection, wanted),
                ComplaintRow.waiting.is_(True),
                or_(ComplaintRow.assigned_to.is_(None), ComplaintRow.assigned_to == user_id),
                or_(
                    ComplaintRow.held_by.is_(None),
                    ComplaintRow.held_by == user_id,
                    ComplaintRow.held_until < now,
                ),
            ]
            if after is not None:
                conditions.append(ComplaintRow.id != after)
            query = _ordered(select(ComplaintRow.id).where(*conditions), order).limit(1)
            # Where PostgreSQL lets others look at the same time, each gets another letter.
            query = query.with_for_update(skip_locked=True)
            found = None
            if after is not None:
                connection.execute(_release(after, user_id))
                key = connection.execute(_keys(order).where(ComplaintRow.id == after)).first()
                if key:
                    found = connection.execute(query.where(_beyond(order, tuple(key)))).scalar()
            if found is None:
                found = connection.execute(query).scalar()
            if found is None:
                return None
            hold = update(ComplaintRow).where(ComplaintRow.id == found)
            connection.execute(hold.values(held_by=user_id, held_until=now + _HOLD))
            return complaints(connection, [found])[0]


def _release(complaint_id: int, user_id: int) -> Update:
    held = update(ComplaintRow).where(ComplaintRow.id == complaint_id, ComplaintRow.held_by == user_id)
    return held.values(held_by=None, held_until=None)


def _conditions(connection: Connection, wanted: QueueFilter) -> list[ColumnElement[bool]]:
    row = ComplaintRow
    conditions: list[ColumnElement[bool]] = _state_conditions(wanted.states)
    if wanted.department is not None:
        conditions.append(row.department_no == storable_id(wanted.department))
    equal = (
        (row.territory, wanted.territory),
        (row.kind, wanted.kind or None),
        (row.disposition, wanted.disposition or None),
    )
    conditions += [column == value for column, value in equal if value is not None]
    if wanted.since:
        conditions.append(row.received_on >= wanted.since)
    if wanted.until:
        conditions.append(row.received_on <= wanted.until)
    if wanted.assigned_to is not None:
        nobody = row.assigned_to.is_(None)
        conditions.append(
            row.assigned_to == storable_id(wanted.assigned_to) if wanted.assigned_to else nobody
        )
    if wanted.text.strip():
        ids = matching(connection, wanted.text)
        conditions.append(false() if ids is None else row.id.in_(ids))
    return conditions


def _state_conditions(states: frozenset[State]) -> list[ColumnElement[bool]]:
    """``waiting`` leads the index; naming it keeps the queue in the order of the index."""
    row = ComplaintRow
    if not states or states == {"open", "returned", "decided"}:
        return []
    if "decided" in states and len(states) > 1:
        return [row.state.in_(states)]
    conditions: list[ColumnElement[bool]] = [row.waiting.is_("decided" not in states)]
    if len(states) == 1 and "decided" not in states:
        conditions.append(row.state == next(iter(states)))
    return conditions


def _keys(order: Order) -> Select[Any]:
    columns: Sequence[ColumnElement[Any]] = _KEYS[order]
    return select(*columns)


def _ordered(query: Select[Any], order: Order, backwards: bool = False) -> Select[Any]:
    descends = (order == "newest") != backwards
    return query.order_by(*(key.desc() if descends else key.asc() for key in _KEYS[order]))


def _beyond(order: Order, key: Sequence[Any], backwards: bool = False) -> ColumnElement[bool]:
    """What comes after ``key`` in the order, or before it."""
    columns = _KEYS[order]
    here = tuple_(*columns)
    there = tuple_(*(literal(value, column.type) for value, column in zip(key, columns, strict=True)))
    return here < there if (order == "newest") != backwards else here > there


def _count(connection: Connection, conditions: Sequence[ColumnElement[bool]]) -> int:
    some = select(ComplaintRow.id).where(and_(True, *conditions)).limit(MOST_COUNTED + 1).subquery()
    return int(connection.execute(select(sql.count()).select_from(some)).scalar_one())


def _pack(key: Sequence[Any], total: int) -> str:
    """A key as a cursor for a link; the total goes along and need not be counted again on the next page."""
    plain = [total, *(value.isoformat() if isinstance(value, date) else value for value in key)]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def _unpack(cursor: str, order: Order) -> tuple[list[Any], int]:
    kinds: dict[str, Callable[[Any], Any]] = {
        "confidence": float, "received_on": date.fromisoformat, "id": storable_id,
    }  # fmt: skip
    try:
        total, *plain = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        key = [kinds[column.key](value) for column, value in zip(_KEYS[order], plain, strict=True)]
        return key, int(total)
    except (ValueError, TypeError) as error:
        raise RefusedError("翻页位置有误，请从第一页重新打开。") from error
