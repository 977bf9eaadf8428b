"""Of which days statistics are, and which days they are compared with."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

Span = Literal["month", "last_month", "quarter", "year", "all", "custom"]
SPANS: tuple[Span, ...] = get_args(Span)
SPAN_WORDS: dict[Span, str] = {
    "month": "本月",
    "last_month": "上月",
    "quarter": "本季",
    "year": "本年",
    "all": "全部",
    "custom": "自定义",
}
# Months back to the period that is compared with.
_STEPS: dict[Span, int] = {"month": 1, "last_month": 1, "quarter": 3, "year": 12}
_TREND_MONTHS, _MOST_MONTHS = 12, 36


@dataclass(frozen=True)
class Period:
    """The days ``since`` to ``until``, both included; ``former`` are those to compare with, None for none."""

    since: date
    until: date
    former: "Period | None" = None

    @property
    def words(self) -> str:
        """2026年11月1日至27日, as reports write it."""
        first, last = self.since, self.until
        start = f"{first.year}年{first.month}月{first.day}日"
        if first == last:
            return start
        year = f"{last.year}年" if last.year != first.year else ""
        month = f"{last.month}月" if (last.year, last.month) != (first.year, first.month) else ""
        return f"{start}至{year}{month}{last.day}日"

    @property
    def trend(self) -> "Period":
        """The whole months that a development is shown over: a year at least, three at most, to the same end."""
        back = max(_TREND_MONTHS - 1, _month_number(self.until) - _month_number(self.since))
        return Period(_shifted(self.until.replace(day=1), -min(back, _MOST_MONTHS - 1)), self.until)


def period_of(span: Span, today: date, since: date | None = None, until: date | None = None) -> Period:
    """The days that ``span`` means on ``today``; ``since`` and ``until`` are those of ``custom`` and ``all``.

    A month, quarter or year that is not over is compared with as many days of the one before; chosen days with as many
    days before them.
    """
    until = until if until and span in ("custom", "all") else today
    if span == "custom" or span == "all":
        since = min(since or today, until)
        days = until - since
        before = since - timedelta(days=1)
        return Period(since, until, Period(before - days, before) if span == "custom" else None)
    if span == "last_month":
        until = today.replace(day=1) - timedelta(days=1)
        first = until.replace(day=1)
        former_until = first - timedelta(days=1)
        return Period(first, until, Period(former_until.replace(day=1), former_until))
    months = {"month": 1, "quarter": 3, "year": 12}[span]
    first = date(today.year, (today.month - 1) // months * months + 1, 1)
    step = -_STEPS[span]
    return Period(first, until, Period(_shifted(first, step), _shifted(until, step)))


def _shifted(day: date, months: int) -> date:
    """The same day of another month, or its last one where it is shorter."""
    year, month = divmod(_month_number(day) + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1
