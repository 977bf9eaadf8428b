"""The queue: which complaints, in which order, page by page at the same speed however deep."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    Update,
    and_,
    false,
    or_,
    select,
    update,
)
from sqlalchemy import func as sql

from web.store.database import Database
from web.store.fulltext import matching
from web.store.paging import Order as Order
from web.store.paging import beyond, keys, ordered, pack, unpack
from web.store.records import STATES, Complaint, State
from web.store.rows import complaints
from web.store.schema import ComplaintRow
from web.store.types import storable_id

PAGE = 50
MOST_COUNTED = 10_000
# From how many letters with a word the index of the queue is gone through.
_MANY = 20_000
_HOLD = timedelta(minutes=10)


@dataclass(frozen=True)
class QueueFilter:
    """What to list; None and empty mean any.

    ``states`` are any of open, decided, returned; ``department`` the number of the lead as things stand (decided, else
    suggested); ``territory`` a county, city or park, ``州外``, or ``""`` for unknown; dates are
    of receipt, both included; ``decided_on`` the day of the decision; ``assigned_to`` a user, or 0 for nobody; ``text``
    words that the letter must hold.
    """

    states: frozenset[State] = frozenset(("open", "returned"))
    department: int | None = None
    territory: str | None = None
    kind: str | None = None
    disposition: str | None = None
    since: date | None = None
    until: date | None = None
    decided_on: date | None = None
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
        here, total = unpack(cursor, order) if cursor else (None, None)
        with self._database.read() as connection:
            conditions = _conditions(connection, wanted)
            query = ordered(keys(order).where(*conditions), order, backwards)
            if here:
                query = query.where(beyond(order, here, backwards))
            # Looking words up is the dear part, so that page and total are taken from one look.
            together = total is None and bool(wanted.text.strip())
            rows = connection.execute(query.limit(MOST_COUNTED + 1 if together else limit + 1)).all()
            if total is None:
                total = len(rows) if together else _count(connection, conditions)
            shown = [tuple(row) for row in rows[:limit]]
            if backwards:
                shown.reverse()
            found = complaints(connection, [key[-1] for key in shown])
        has_more = len(rows) > limit
        has_next, has_previous = (True, has_more) if backwards else (has_more, after is not None)
        return QueuePage(
            tuple(found),
            min(total, MOST_COUNTED),
            total > MOST_COUNTED,
            pack(shown[-1], total) if shown and has_next else None,
            pack(shown[0], total) if shown and has_previous else None,
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
            query = ordered(select(ComplaintRow.id).where(*conditions), order).limit(1)
            # Where PostgreSQL lets others look at the same time, each gets another letter.
            query = query.with_for_update(skip_locked=True)
            found = None
            if after is not None:
                connection.execute(_release(after, user_id))
                key = connection.execute(keys(order).where(ComplaintRow.id == after)).first()
                if key:
                    found = connection.execute(query.where(beyond(order, tuple(key)))).scalar()
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
    if wanted.decided_on:
        conditions.append(row.decided_on == wanted.decided_on)
    if wanted.assigned_to is not None:
        nobody = row.assigned_to.is_(None)
        conditions.append(
            row.assigned_to == storable_id(wanted.assigned_to) if wanted.assigned_to else nobody
        )
    if wanted.text.strip():
        conditions.append(_holds(connection, wanted))
    return conditions


def _holds(connection: Connection, wanted: QueueFilter) -> ColumnElement[bool]:
    """That a letter holds the words.

    SQLite would look up each letter that does. Where these are many, or few letters wait, it is quicker to go through
    the index of the queue instead, to which a plus leads it.
    """
    ids = matching(connection, wanted.text)
    if ids is None:
        return false()
    if connection.dialect.name != "sqlite":
        return ComplaintRow.id.in_(ids)
    some = select(sql.count()).select_from(ids.limit(_MANY + 1).subquery())
    only_waiting = bool(wanted.states) and "decided" not in wanted.states
    if only_waiting or connection.execute(some).scalar_one() > _MANY:
        return (ComplaintRow.id + 0).in_(ids)
    return ComplaintRow.id.in_(ids)


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


def _count(connection: Connection, conditions: Sequence[ColumnElement[bool]]) -> int:
    some = select(ComplaintRow.id).where(and_(True, *conditions)).limit(MOST_COUNTED + 1).subquery()
    return int(connection.execute(select(sql.count()).select_from(some)).scalar_one())
