"""Bringing the facts up to date: everything once, afterwards only the letters that something happened to.

Letters, decisions and suggestions are appended, so the highest numbers of the three say what is new. Where several
write at once (PostgreSQL) a lower number may be kept after a higher one: the last `_TAIL` of each are always looked at again.
"""

import threading
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, Select, select, union
from sqlalchemy.orm import InstrumentedAttribute

from router.matters import matter_table
from web.statistics.facts import (
    NOBODY,
    UNKNOWN,
    Array,
    Facts,
    Letters,
    Names,
    Returns,
    no_letters,
    no_returns,
)
from web.store import Store
from web.store.history import DECIDING
from web.store.schema import ComplaintRow, DecisionRow, SuggestionRow

_TAIL = 100
_WATCHED: tuple[tuple[InstrumentedAttribute[int], InstrumentedAttribute[int]], ...] = (
    (ComplaintRow.id, ComplaintRow.id),
    (DecisionRow.id, DecisionRow.complaint_id),
    (SuggestionRow.id, SuggestionRow.complaint_id),
)
_LETTER_COLUMNS: tuple[Any, ...] = (
    ComplaintRow.id, ComplaintRow.received_on, ComplaintRow.territory, ComplaintRow.matter_id, ComplaintRow.kind,
    ComplaintRow.lead_no, ComplaintRow.department_no, ComplaintRow.repeat_of, ComplaintRow.waiting,
    ComplaintRow.decided_on, ComplaintRow.decided_matter_id, ComplaintRow.decided_kind, ComplaintRow.decided_lead,
    ComplaintRow.agreed, ComplaintRow.seconds,
)  # fmt: skip
_Tails = tuple[tuple[int, ...], ...]


class FactStore:
    """The facts of one store, kept in memory; safe to ask from any thread."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._tails: _Tails = ((), (), ())
        self._territories, self._matters, self._kinds = Names(), Names(), Names()
        self._matter_names: dict[str, str] = {}
        self._facts = self._made(no_letters(), no_returns())

    def facts(self) -> Facts:
        """The facts as of now."""
        with self._lock, self._store.database.snapshot() as connection:
            tails = tuple(_tail(connection, key) for key, _ in _WATCHED)
            if tails != self._tails:
                self._refresh(connection, tails)
                self._tails = tails
            return self._facts

    def _refresh(self, connection: Connection, tails: _Tails) -> None:
        # A store with lower numbers than before is another store: somebody restored a copy.
        is_other = any(
            old and (not new or new[0] < old[0]) for old, new in zip(self._tails, tails, strict=True)
        )
        if is_other or not len(self._facts.letters):
            letters, returns = self._read(connection, None)
        else:
            changed = _changed(self._tails)
            ids = np.array(connection.execute(changed).scalars().all(), np.int64)
            newer, newer_returns = self._read(connection, changed)
            letters = self._facts.letters.renewed(newer)
            returns = self._facts.returns.replaced(newer_returns, ids)
        self._name_matters(connection)
        self._facts = self._made(letters, returns)

    def _made(self, letters: Letters, returns: Returns) -> Facts:
        names = self._matter_names
        matters = self._matters
        return Facts(
            letters, returns, self._territories, matters, self._kinds,
            lambda code: names[matters.values[code]] if code != UNKNOWN else "",
        )  # fmt: skip

    def _read(self, connection: Connection, changed: Select[Any] | None) -> tuple[Letters, Returns]:
        """The facts of the letters ``changed``, None for all."""
        query = select(*_LETTER_COLUMNS).order_by(ComplaintRow.id)
        if changed is not None:
            query = query.where(ComplaintRow.id.in_(changed))
        rows = connection.execute(query).all()
        if not rows:
            return no_letters(), no_returns()
        events = _Events(connection, changed)
        return self._letters(list(zip(*rows, strict=True)), events), events.returns()

    def _letters(self, columns: Sequence[Sequence[Any]], events: "_Events") -> Letters:
        (ids, received, territory, matter, kind, lead, department, repeat_of, waiting,
         decided_on, decided_matter, decided_kind, decided_lead, agreed, seconds) = columns  # fmt: skip
        numbers, days = np.array(ids, np.int64), _days(decided_on)
        agrees = np.array([UNKNOWN if value is None else int(value) for value in agreed], np.int32)
        action, first_on, shown_lead = events.decisions(numbers, days)
        return Letters(
            ids=numbers,
            received=_days(received),
            territory=self._territories.codes(territory),
            matter=self._matters.codes(matter),
            kind=self._kinds.codes(kind),
            lead=_numbers(lead),
            department=_numbers(department),
            repeat_of=np.array([value or 0 for value in repeat_of], np.int64),
            waiting=np.array(waiting, bool),
            decided_on=days,
            first_on=first_on,
            action=action,
            decided_matter=self._matters.codes(decided_matter),
            decided_kind=self._kinds.codes(decided_kind),
            decided_lead=_numbers(decided_lead),
            shown_lead=np.where(agrees == 0, shown_lead, _numbers(decided_lead)),
            agreed=agrees,
            seconds=np.array([np.nan if value is None else value for value in seconds], float),
        )

    def _name_matters(self, connection: Connection) -> None:
        """Names of new matters: of the table, else, where it no longer has them, as the letters have them."""
        for matter_id in self._matters.values[len(self._matter_names) :]:
            known = matter_table().get(matter_id)
            query = select(ComplaintRow.matter).where(ComplaintRow.matter_id == matter_id).limit(1)
            self._matter_names[matter_id] = (
                known.name if known else connection.execute(query).scalar() or matter_id
            )


class _Events:
    """The deciding events and returns that hold, in the order of letters and revisions."""

    def __init__(self, connection: Connection, changed: Select[Any] | None) -> None:
        undone = select(DecisionRow.undoes).where(DecisionRow.action == "undo")
        holding: list[ColumnElement[bool]] = [DecisionRow.id.not_in(undone)]
        if changed is not None:
            holding.append(DecisionRow.complaint_id.in_(changed))
        query = select(
            DecisionRow.complaint_id, DecisionRow.id, DecisionRow.action, DecisionRow.decided_at,
            DecisionRow.department_no,
        ).where(DecisionRow.action.in_((*DECIDING, "return")), *holding)  # fmt: skip
        rows = connection.execute(query.order_by(DecisionRow.complaint_id, DecisionRow.revision)).all()
        self._deciding = [row for row in rows if row.action != "return"]
        self._returns = [row for row in rows if row.action == "return"]
        # Only of those that were not agreed with must the suggestion be looked up, which lies among long answers.
        shown = select(DecisionRow.id, SuggestionRow.lead_no)
        shown = shown.join(SuggestionRow, SuggestionRow.id == DecisionRow.suggestion_id)
        corrected = connection.execute(shown.where(DecisionRow.agreed.is_(False), *holding))
        self._shown: dict[int, int | None] = dict(corrected.all())

    def decisions(self, ids: Array, decided_on: Array) -> tuple[Array, Array, Array]:
        """Of each letter: the action that holds, the day of the first decision, and the lead that was suggested."""
        action = np.full(len(ids), UNKNOWN, np.int32)
        shown = np.full(len(ids), NOBODY, np.int32)
        first_on = decided_on.copy()
        owners = np.array([row.complaint_id for row in self._deciding], np.int64)
        if not len(owners):
            return action, first_on, shown
        _, first, count = np.unique(owners, return_index=True, return_counts=True)
        last = first + count - 1
        places = np.searchsorted(ids, owners[first])
        action[places] = [DECIDING.index(self._deciding[at].action) for at in last]
        shown[places] = [self._shown.get(self._deciding[at].id) or NOBODY for at in last]
        several = count > 1
        first_on[places[several]] = _local_days([self._deciding[at].decided_at for at in first[several]])
        return action, first_on, shown

    def returns(self) -> Returns:
        """The returns."""
        if not self._returns:
            return no_returns()
        ids, _, _, moments, departments = zip(*self._returns, strict=True)
        return Returns(np.array(ids, np.int64), _local_days(moments), _numbers(departments))


def _tail(connection: Connection, key: InstrumentedAttribute[int]) -> tuple[int, ...]:
    """The highest numbers, the highest first."""
    return tuple(connection.execute(select(key).order_by(key.desc()).limit(_TAIL)).scalars())


def _changed(tails: _Tails) -> Select[Any]:
    """The letters with anything as new as the end of what was known, or newer."""
    parts = [
        select(owner.label("number")).where(key >= (tail[-1] if tail else 0))
        for (key, owner), tail in zip(_WATCHED, tails, strict=True)
    ]
    return select(union(*parts).subquery().c.number)


def _numbers(values: Sequence[int | None]) -> Array:
    return np.array([value or NOBODY for value in values], np.int32)


def _days(values: Sequence[date | None]) -> Array:
    return np.array(values, "M8[D]")


def _local_days(moments: Sequence[datetime]) -> Array:
    """The days of the office."""
    return _days([moment.astimezone().date() for moment in moments])
