"""What of the facts is asked for: days and a county; and the words for codes."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from router.duties import duty_list
from router.labels import KINDS
from web.statistics.facts import NOBODY, UNKNOWN, Array, Facts, Letters, Returns
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
    def trend(self) -> "Selection":
        """The same over the months of a development."""
        return Selection(self.facts, self.period.trend, self.territory)

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


def department(number: int) -> str:
    """The short name of a department."""
    if number == NOBODY:
        return NO_DEPARTMENT
    known = duty_list().departments.get(number)
    return known.short if known else f"部门 {number}"


def tally(codes: Array) -> dict[int, int]:
    """How often each code occurs, the most frequent first; codes are `UNKNOWN` or more, and not many."""
    counts = np.bincount(codes + 1)
    order = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]
    return dict(zip((order - 1).tolist(), counts[order].tolist(), strict=True))


def named(counts: dict[int, int], name: Callable[[int], str], most: int = 3) -> str:
    """州住建局 5、州公安局 2: the first of a tally in a cell."""
    first = list(counts.items())[:most]
    return "、".join(f"{name(code)} {count}" for code, count in first)


def months_of(period: Period) -> Array:
    """The months of a period."""
    return np.arange(np.datetime64(period.since, "M"), np.datetime64(period.until, "M") + 1)


def _within(days: Array, period: Period) -> Array:
    # NaT compares false.
    return (days >= np.datetime64(period.since)) & (days <= np.datetime64(period.until))
