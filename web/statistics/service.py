"""The statistics of one store."""

from datetime import date

from web.statistics.facts import Facts
from web.statistics.loading import FactStore
from web.statistics.lookup import Lookup
from web.statistics.period import Period, Span, period_of
from web.statistics.selection import Selection
from web.store import Store


class Statistics:
    """Answers from any thread. The first question reads the whole store, which takes seconds for a large one."""

    def __init__(self, store: Store) -> None:
        self._facts = FactStore(store)
        self.lookup = Lookup(store)

    def warm(self) -> None:
        """Read the store, so that the first to ask does not wait."""
        self._facts.facts()

    def select(
        self,
        span: Span = "year",
        territory: str | None = None,
        since: date | None = None,
        until: date | None = None,
        today: date | None = None,
    ) -> Selection:
        """The facts of a span of days; ``territory`` as letters have it, None for all."""
        facts, today = self._facts.facts(), today or date.today()
        if span == "all":
            since, until = _extent(facts, today)
        return self.of(period_of(span, today, since, until), territory, facts)

    def of(self, period: Period, territory: str | None = None, facts: Facts | None = None) -> Selection:
        """The facts of a period."""
        return Selection(facts or self._facts.facts(), period, territory)


def _extent(facts: Facts, today: date) -> tuple[date, date]:
    received = facts.letters.received
    if not len(received):
        return today, today
    first, last = received.min().item(), received.max().item()
    return min(first, today), max(last, today)
