"""Until when: the terms of 《信访工作条例》 (art. 22, 23, 34) for a letter received on a given day.

Terms are rows of ``data/deadlines.csv``. Days are calendar days, counted from the day after; a last day on which
offices are closed moves to the next working day. That is the general rule of Chinese procedure, the regulation itself
says nothing (from memory, to be confirmed by a clerk). Only the objection is in working days.
"""

import csv
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

from router.errors import DataError, DateError
from router.legal import REGULATION, LegalRoute
from router.paths import data_dir
from router.workdays import add_workdays, is_known, workday_from

State = Literal["overdue", "due_soon", "open"]

STATES: dict[State, str] = {"overdue": "已超期", "due_soon": "即将到期", "open": ""}
DUE_SOON_DAYS = 3
_CALENDAR, _WORKING = "日", "工作日"
_FROM = {"received": "收到", "forwarded": "转送", "accepted": "受理"}
_SEPARATOR = ";"
_COUNTING = "期限自次日起算；最后一日遇节假日的顺延至其后第一个工作日（条例未写明，按程序法通例，待核）。"
_ESTIMATED = "{years}年的节假日安排未收入本程序所用的日历，涉及该年的日期只扣除周末，须核对国务院放假通知。"
_FORWARDED = "转送日期未填，按收到当日转送推算。"
_ACCEPTED = "受理日期未填，按转送当日受理推算。"
_STATUTORY = "查处、复议、仲裁、诉讼等按各自法定程序的期限办理，不适用条例第三十四条的60日。"


@dataclass(frozen=True)
class Term:
    """A row of ``data/deadlines.csv``. ``routes`` are categories or articles it holds for, empty for all."""

    id: str
    short: str
    step: str
    who: str
    days: int
    unit: str
    start: str
    routes: frozenset[str]
    basis: str
    certainty: str
    note: str

    def holds_for(self, legal: LegalRoute | None) -> bool:
        """Whether it binds by this route; without a route only the terms that bind always do."""
        return not self.routes or bool(
            legal and self.routes & {legal.rule.category, legal.rule.article, legal.rule.id}
        )

    def due(self, start: date) -> date:
        """The last day of the term."""
        if self.unit == _WORKING:
            return add_workdays(start, self.days)
        return workday_from(start + timedelta(days=self.days))


@dataclass(frozen=True)
class Deadline:
    """Until when ``term`` runs that began on ``start``; ``is_estimated`` where the year's holidays are not known."""

    term: Term
    start: date
    due: date
    is_estimated: bool

    @property
    def basis(self) -> str:
        """《信访工作条例》第二十二条."""
        return f"{REGULATION}{self.term.basis}"

    @property
    def length(self) -> str:
        """15日, 自收到次日起."""
        return f"{self.term.days}{self.term.unit}，自{_FROM[self.term.start]}次日起"

    def state(self, today: date) -> State:
        """Overdue after the last day; due soon on it and in the `DUE_SOON_DAYS` days before."""
        if self.due < today:
            return "overdue"
        return "due_soon" if (self.due - today).days <= DUE_SOON_DAYS else "open"

    def words(self, today: date) -> str:
        """登记，转送…：2026-12-11前（即将到期）."""
        return f"{self.term.step}：{self._last_day(today)}"

    def short_words(self, today: date) -> str:
        """转送 2026-12-11前（即将到期）."""
        return f"{self.term.short} {self._last_day(today)}"

    def _last_day(self, today: date) -> str:
        marks = [STATES[self.state(today)], "仅按周末推算" if self.is_estimated else ""]
        mark = "，".join(filter(None, marks))
        return f"{self.due.isoformat()}前" + (f"（{mark}）" if mark else "")

    def to_json(self, today: date) -> dict[str, Any]:
        """For ``route --json``."""
        return {
            "step": self.term.step,
            "who": self.term.who,
            "days": self.term.days,
            "unit": self.term.unit,
            "start": self.start.isoformat(),
            "due": self.due.isoformat(),
            "state": self.state(today),
            "basis": self.basis,
            "certainty": self.term.certainty,
            "estimated": self.is_estimated,
            "note": self.term.note or None,
        }


@dataclass(frozen=True)
class Schedule:
    """The deadlines of a letter in the order of the table, and what must be known to read them."""

    items: tuple[Deadline, ...]
    notes: tuple[str, ...]

    def to_json(self, today: date) -> dict[str, Any]:
        """For ``route --json``."""
        return {"items": [item.to_json(today) for item in self.items], "notes": list(self.notes)}


def schedule(
    received: date,
    legal: LegalRoute | None,
    *,
    forwarded: date | None = None,
    accepted: date | None = None,
    terms: Sequence[Term] | None = None,
) -> Schedule:
    """All terms of a letter ``received`` on that day, by its legal route.

    Where the days on which it was forwarded and accepted are not given they are taken to be the earliest possible ones,
    and a note says so. Raises DateError where the days are not in their order.
    """
    sent = forwarded or received
    if sent < received or (accepted or sent) < sent:
        raise DateError("日期次序不对：收到日期不能晚于转送日期，转送日期不能晚于受理日期，请更正。")
    starts = {"received": received, "forwarded": sent, "accepted": accepted or sent}
    binding = [term for term in terms or term_table() if term.holds_for(legal)]
    items = tuple(_deadline(term, starts[term.start]) for term in binding)
    used = {term.start for term in binding}
    notes = [
        _FORWARDED if forwarded is None and used & {"forwarded", "accepted"} else None,
        _ACCEPTED if accepted is None and "accepted" in used else None,
        _STATUTORY if legal and "accepted" not in used and legal.rule.category == "申诉求决" else None,
        _COUNTING,
        _unknown_years(items),
    ]
    return Schedule(items, tuple(filter(None, notes)))


def _deadline(term: Term, start: date) -> Deadline:
    due = term.due(start)
    # Working days are counted all the way; of calendar days only the last is looked up.
    passed = (start, due) if term.unit == _WORKING else (start + timedelta(days=term.days), due)
    return Deadline(term, start, due, not all(map(is_known, passed)))


def _unknown_years(items: Sequence[Deadline]) -> str | None:
    years = {str(item.due.year) for item in items if item.is_estimated}
    return _ESTIMATED.format(years="、".join(sorted(years))) if years else None


def _term(row: dict[str, str]) -> Term:
    if row["unit"] not in (_CALENDAR, _WORKING) or row["from"] not in _FROM or not row["days"].isdigit():
        raise DataError(
            f"deadlines.csv：{row['id']} 的 days 须是整数，unit 须是 {_CALENDAR} 或 {_WORKING}，from 须是 {'、'.join(_FROM)} 之一。"
        )
    return Term(
        id=row["id"],
        short=row["short"],
        step=row["step"],
        who=row["who"],
        days=int(row["days"]),
        unit=row["unit"],
        start=row["from"],
        routes=frozenset(filter(None, row["routes"].split(_SEPARATOR))),
        basis=row["basis"],
        certainty=row["certainty"],
        note=row["note"],
    )


def read_terms(path: Path) -> tuple[Term, ...]:
    """Read the table. Raises DataError where a row has a unit or a beginning that the program does not know."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(map(_term, csv.DictReader(file)))


@functools.cache
def term_table() -> tuple[Term, ...]:
    """The terms shipped with the program."""
    return read_terms(data_dir() / "deadlines.csv")
