"""What of the facts is asked for: days and a county; and the words for codes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property

import numpy as np

from router.labels import KINDS
from web.departments import department_name
from web.statistics.facts import NOBODY, UNKNOWN, Array, Facts, Letters, Returns
from web.statistics.outcomes import Outcomes
from web.statistics.period import Period

NO_DEPARTMENT = "无主办部门"
NO_TERRITORY = "未写明"
NO_MATTER = "未定事项"


@dataclass(frozen=True, eq=False)
class Selection:
    """The facts of a period and of one territory, None for all."""

    facts: Facts
    period: Period
    territory: str | None = None

    @cached_property
    def received(self) -> Letters:
        """Letters received in the period."""
        return self.received_in(self.period)

    @cached_property
    def decided(self) -> Letters:
        """Letters whose decision that holds was made in the period."""
        letters = self.facts.letters
        return letters.take(self._here & _within(letters.decided_on, self.period))

    @cached_property
    def first_decided(self) -> Letters:
        """Letters that were decided for the first time in the period."""
        letters = self.facts.letters
        return letters.take(self._here & _within(letters.first_on, self.period))

    @cached_property
    def returns(self) -> Returns:
        """Returns in the period."""
        returns = self.facts.returns
        here = self._here[self.facts.positions(returns.ids)]
        return returns.take(here & _within(returns.on, self.period))

    @cached_property
    def outcomes(self) -> Outcomes:
        """What became of the suggestions of the letters decided in the period."""
        return Outcomes.of(self.decided)

    @cached_property
    def trend(self) -> "Selection":
        """The same over the months of a development."""
        period = self.period.trend
        is_same = (period.since, period.until) == (self.period.since, self.period.until)
        return self if is_same else Selection(self.facts, period, self.territory)

    @cached_property
    def former(self) -> "Selection | None":
        """The same of the period that is compared with."""
        return Selection(self.facts, self.period.former, self.territory) if self.period.former else None

    def received_in(self, period: Period) -> Letters:
        """Letters received in another period."""
        letters = self.facts.letters
        return letters.take(self._here & _within(letters.received, period))

    def matter(self, code: int) -> str:
        """The name of a matter."""
        return self.facts.matter_name(code) or NO_MATTER

    def place(self, code: int) -> str:
        """The name of a territory."""
        return self.facts.territories.values[code] or NO_TERRITORY

    def kind(self, code: int) -> str:
        """The word for a kind."""
        value = self.facts.kinds.values[code] if code != UNKNOWN else "other"
        return next((words for kind, words in KINDS.items() if kind == value), value)

    @cached_property
    def _here(self) -> Array:
        letters = self.facts.letters
        if self.territory is None:
            return np.ones(len(letters), bool)
        return np.asarray(letters.territory == self.facts.territories.find(self.territory))


@cache
def department(number: int) -> str:
    """The short name of a department."""
    if number == NOBODY:
        return NO_DEPARTMENT
    return department_name(number)


def tally(codes: Array) -> dict[int, int]:
    """How often each code occurs, the most frequent first; codes are `UNKNOWN` or more, and not many."""
    counts = np.bincount(codes + 1)
    found = np.flatnonzero(counts)
    order = found[np.argsort(-counts[found], kind="stable")]
    return dict(zip((order - 1).tolist(), counts[order].tolist(), strict=True))


def named(counts: dict[int, int], name: Callable[[int], str], most: int = 3) -> str:
    """州住建局 5、州公安局 2: the first of a tally in a cell."""
    first = list(counts.items())[:most]
    return "、".join(f"{name(code)} {count}" for code, count in first)


@dataclass(frozen=True, eq=False)
class Months:
    """The months of a period, in order, and which of them a day lies in."""

    period: Period

    @cached_property
    def names(self) -> list[str]:
        """2026-01, as files have them."""
        return [str(month) for month in np.arange(*(np.datetime64(day, "M") for day in self._ends))]

    @cached_property
    def _ends(self) -> tuple[date, date]:
        following = self.period.until.replace(day=28) + timedelta(days=4)
        return self.period.since, following

    @cached_property
    def _of_day(self) -> Array:
        """The place of the month of each day of the period: far quicker than asking each letter for its month."""
        days = np.arange(np.datetime64(self.period.since), np.datetime64(self.period.until) + 1)
        return (days.astype("M8[M]") - np.datetime64(self.period.since, "M")).astype(np.int32)

    def codes(self, days: Array) -> Array:
        """The place of the month of each of ``days``, which lie in the period."""
        of_day: Array = self._of_day[(days - np.datetime64(self.period.since)).view(np.int64)]
        return of_day

    def counts(self, days: Array) -> list[int]:
        """How many of ``days`` lie in each month."""
        counted: list[int] = np.bincount(self.codes(days), minlength=len(self.names)).tolist()
        return counted


def _within(days: Array, period: Period) -> Array:
    # NaT compares false.
    return (days >= np.datetime64(period.since)) & (days <= np.datetime64(period.until))
