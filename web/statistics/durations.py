"""How long letters wait for their first decision, from the day they were received."""

from collections.abc import Sequence
from math import ceil

import numpy as np

from web.statistics.facts import Array, Letters
from web.statistics.selection import Months, Selection, tally
from web.statistics.tables import FEWEST, Column, Table, Value

# 《信访工作条例》第二十二条: registered and passed on within 15 days.
TERM_DAYS = 15
# Beyond any number of days or seconds.
_STEP = 1 << 20
_COLUMNS = (
    Column("首次研判", "count"),
    Column("中位数", "days"),
    Column("90%不超过", "days"),
    Column(f"超过{TERM_DAYS}日", "count"),
    Column("页面用时中位数", "seconds"),
)
_NOTE = (
    "从收到之日到首次研判之日的天数，按首次研判的日期计；不足 10 件的不计中位数。"
    f"《信访工作条例》第二十二条规定 {TERM_DAYS} 日内登记转送。页面用时只含记下了用时的来信。"
)


def time_by_month(chosen: Selection) -> Table:
    """Over the months of the trend."""
    months = Months(chosen.trend.period)
    letters = chosen.trend.first_decided
    codes = months.codes(letters.first_on)
    groups = [(name, at) for at, name in enumerate(months.names)]
    return Table("time", "研判用时", (Column("月份"), *_COLUMNS), _rows(letters, codes, groups), _NOTE)


def time_by_matter(chosen: Selection) -> Table:
    """By matter, the most frequent first."""
    letters = chosen.first_decided
    groups = [(chosen.matter(code), code + 1) for code in tally(letters.matter_now)]
    rows = _rows(letters, letters.matter_now + 1, groups)
    return Table("time-matters", "各事项研判用时", (Column("事项"), *_COLUMNS), rows, _NOTE)


def days_waited(letters: Letters) -> Array:
    """Days from receipt to the first decision; a date of receipt after it is a slip of the pen and counts as none."""
    waited: Array = np.maximum((letters.first_on - letters.received).astype(int), 0)
    return waited


class Quantiles:
    """Whole numbers by group, in order within each: one sort, from which every quantile can be read."""

    def __init__(self, codes: Array, values: Array) -> None:
        keys = codes.astype(np.int64) * _STEP + np.minimum(values, _STEP - 1)
        self._values = np.sort(keys) % _STEP
        self._ends = np.cumsum(np.bincount(codes)) if len(codes) else np.zeros(1, int)

    def count(self, code: int) -> int:
        """How many there are in a group."""
        start, end = self._span(code)
        return end - start

    def above(self, code: int, limit: int) -> int:
        """How many of a group are more than ``limit``."""
        start, end = self._span(code)
        return end - start - int(np.searchsorted(self._values[start:end], limit, side="right"))

    def at(self, code: int, part: float) -> int | None:
        """The least value that ``part`` of the group do not exceed, None of too few."""
        start, end = self._span(code)
        if end - start < FEWEST:
            return None
        return int(self._values[start + ceil(part * (end - start)) - 1])

    def _span(self, code: int) -> tuple[int, int]:
        if code >= len(self._ends):
            return 0, 0
        return int(self._ends[code - 1]) if code else 0, int(self._ends[code])


def _rows(letters: Letters, codes: Array, groups: Sequence[tuple[str, int]]) -> Sequence[Sequence[Value]]:
    days = Quantiles(codes, days_waited(letters))
    timed = ~np.isnan(letters.seconds)
    seconds = Quantiles(codes[timed], letters.seconds[timed].astype(int))
    return [
        [name, days.count(code), days.at(code, 0.5), days.at(code, 0.9), days.above(code, TERM_DAYS), seconds.at(code, 0.5)]
        for name, code in groups
    ]  # fmt: skip
