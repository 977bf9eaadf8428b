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

    def fill(self, lines: Sequence[Line], answers: Sequence[Cells]) -> list[Cells]:
        """The answers to ``lines`` with 办理期限 and 疑似重件; the very same object where both stay empty."""
        filled = []
        for line, cells, repeat in zip(lines, answers, self.remember(lines, answers), strict=True):
            due = self._due_words(line, cells) if cells else ""
            filled.append((*cells[:-_OWN], due, repeat) if due or repeat else cells)
        return filled

    def remember(self, lines: Sequence[Line], answers: Sequence[Sequence[str]]) -> list[str]:
        """Keep the letters for those to come, and say of each which earlier one it resembles."""
        repeats = [""] * len(lines)
        # Rows that share a merged cell are one letter.
        told = [
            at
            for at, (line, cells) in enumerate(zip(lines, answers, strict=True))
            if line.text and len(cells) > _TERRITORY and MERGED not in line.notes
        ]
        found = self._repeats.find_all(
            [lines[at].number for at in told],
            [lines[at].text or "" for at in told],
            [f"{answers[at][_MATTER].partition(SEPARATOR)[0]} {answers[at][_TERRITORY]}" for at in told],
        )
        for at, repeat in zip(told, found, strict=True):
            if repeat:
                repeats[at] = repeat.words
        return repeats

    def _due_words(self, line: Line, cells: Cells) -> str:
        day = self._day(line.row)
        return _due(cells[_ROUTE].partition(SEPARATOR)[0], day, self._today) if day and cells[_ROUTE] else ""

    def _day(self, row: Sequence[str]) -> date | None:
        if self._column is None or self._column >= len(row):
            return self._received
        return find_date(row[self._column]) or self._received


@functools.lru_cache(maxsize=4096)
def _due(route: str, received: date, today: date) -> str:
    """The deadlines in a line: 转送 2026-12-11前（即将到期）；告知 …."""
    found = schedule(received, legal_table().named(route))
    return SEPARATOR.join(item.short_words(today) for item in found.items)
