"""Statistics of the workbench for the office's reports: counts, agreement, time, repeats, hot spots, returns.

`Statistics` keeps the facts of a store in memory, brought up to date at every question; `select` chooses days and a
territory, and `web.statistics.report` makes tables and pictures of that. Nothing in them tells who wrote a letter or
which clerk decided it.
"""

from web.statistics.period import SPAN_WORDS, SPANS, Period, Span, period_of
from web.statistics.selection import Selection
from web.statistics.service import Statistics
from web.statistics.tables import Column, Table

__all__ = ["SPANS", "SPAN_WORDS", "Column", "Period", "Selection", "Span", "Statistics", "Table", "period_of"]
