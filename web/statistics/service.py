"""The statistics of one store."""

import threading
from datetime import date

from web.statistics.facts import Facts
from web.statistics.loading import FactStore
from web.statistics.lookup import Lookup
from web.statistics.period import Period, Span, period_of
from web.statistics.report import Fact, Section, overview, sections
from web.statistics.selection import Selection
from web.store import Store

_MOST_REMEMBERED = 16
_Key = tuple[Facts, Period, str | None]


class Statistics:
    """Answers from any thread. The first question reads the whole store, which takes seconds for a large one."""

    def __init__(self, store: Store) -> None:
        self._facts = FactStore(store)
        self.lookup = Lookup(store)
        self._lock = threading.Lock()
        self._reports: dict[_Key, tuple[list[Fact], list[Section]]] = {}

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

    def report(self, chosen: Selection) -> tuple[list[Fact], list[Section]]:
        """The overview and all sections; the same ones again until something happens in the store."""
        key = (chosen.facts, chosen.period, chosen.territory)
        with self._lock:
            made = self._reports.get(key)
        if made is None:
            made = (overview(chosen), sections(chosen, self.lookup))
            with self._lock:
                # Reports on older facts are never asked for again.
                kept = [
                    (other, report) for other, report in self._reports.items() if other[0] is chosen.facts
                ]
                self._reports = dict([*kept[1 - _MOST_REMEMBERED :], (key, made)])
        return made

    def of(self, period: Period, territory: str | None = None, facts: Facts | None = None) -> Selection:
        """The facts of a period."""
        return Selection(facts or self._facts.facts(), period, territory)


def _extent(facts: Facts, today: date) -> tuple[date, date]:
    received = facts.letters.received
    if not len(received):
        return today, today
    first, last = received.min().item(), received.max().item()
    return min(first, today), max(last, today)
