"""What an answer owes to its row: the deadlines by the date in it, and the earlier row that it resembles.

The rest of an answer follows from the text alone and is shared by all rows with the same text.
"""

import functools
from collections.abc import Sequence
from datetime import date

from router.batch.layout import MERGED, Line
from router.columns import ADDED_COLUMNS, RESULT_COLUMNS, SEPARATOR
from router.dates import find_date
from router.deadlines import schedule
from router.legal import legal_table
from router.repeats import RepeatFinder
from router.table.fields import field_columns
from router.table.sheet import Cells

_MATTER, _TERRITORY, _ROUTE = (RESULT_COLUMNS.index(name) for name in ("事项", "属地", "法定途径"))
_OWN = 2
assert ADDED_COLUMNS[-_OWN:] == ("办理期限", "疑似重件")


class RowCells:
    """Fills the last columns of one table, row after row in order.

    ``received`` counts where a row has no date of its own; ``today`` is what overdue and due soon are relative to.
    """

    def __init__(self, header: Sequence[str], received: date | None, today: date) -> None:
        self._column = field_columns(header).get("received")
        self._received = received
        self._today = today
        self._repeats = RepeatFinder()

    def fill(self, line: Line, cells: Cells) -> Cells:
        """``cells`` with 办理期限 and 疑似重件; the very same object where both stay empty."""
        day = self._day(line.row)
        due = _due(cells[_ROUTE].partition(SEPARATOR)[0], day, self._today) if day and cells[_ROUTE] else ""
        repeat = self.remember(line, cells)
        return (*cells[:-_OWN], due, repeat) if due or repeat else cells

    def remember(self, line: Line, cells: Sequence[str]) -> str:
        """Keep the letter for those to come, and say which earlier one it resembles."""
        # Rows that share a merged cell are one letter.
        if not line.text or len(cells) <= _TERRITORY or MERGED in line.notes:
            return ""
        problem = f"{cells[_MATTER].partition(SEPARATOR)[0]} {cells[_TERRITORY]}"
        repeat = self._repeats.find(line.number, line.text, problem)
        return repeat.words if repeat else ""

    def _day(self, row: Sequence[str]) -> date | None:
        if self._column is None or self._column >= len(row):
            return self._received
        return find_date(row[self._column]) or self._received


@functools.lru_cache(maxsize=4096)
def _due(route: str, received: date, today: date) -> str:
    """The deadlines in a line: 转送 2026-12-11前（即将到期）；告知 …."""
    found = schedule(received, legal_table().named(route))
    return SEPARATOR.join(item.short_words(today) for item in found.items)
