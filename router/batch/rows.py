"""What an answer owes to its row: the deadlines by the date in it, and the earlier row that it resembles.

The rest of an answer follows from the text alone and is shared by all rows with the same text.
"""

import functools
from collections.abc import Sequence
from datetime import date

from router.batch.layout import MERGED, Line
from router.cells import Answer
from router.columns import ADDED_COLUMNS, OWN_COLUMNS, RESULT_COLUMNS, SEPARATOR
from router.dates import find_date
from router.deadlines import schedule
from router.legal import legal_table
from router.repeats import RepeatFinder
from router.table.fields import field_columns

_MATTER, _TERRITORY, _ROUTE = (RESULT_COLUMNS.index(name) for name in ("事项", "属地", "法定途径"))
assert ADDED_COLUMNS[-2:] == OWN_COLUMNS[-2:] == ("办理期限", "疑似重件")


class RowCells:
    """Fills the last columns of one table, row after row in order.

    ``received`` counts where a row has no date of its own; ``today`` is what overdue and due soon are relative to.
    """

    def __init__(self, header: Sequence[str], received: date | None, today: date) -> None:
        self._column = field_columns(header).get("received")
        self._received = received
        self._today = today
        self._repeats = RepeatFinder()

    def fill(self, lines: Sequence[Line], answers: Sequence[Answer]) -> list[Answer]:
        """The answers to ``lines`` with 办理期限 and 疑似重件; the very same object where both stay empty."""
        filled = []
        repeats = self.remember(lines, [answer.shared for answer in answers])
        for line, answer, repeat in zip(lines, answers, repeats, strict=True):
            due = self._due_words(line.row, answer.shared[_ROUTE]) if answer.shared else ""
            filled.append(answer.ending(due, repeat) if due or repeat else answer)
        return filled

    def remember(self, lines: Sequence[Line], answers: Sequence[Sequence[str | None]]) -> list[str]:
        """Keep the letters for those to come, and say of each which earlier one it resembles.

        ``answers`` are their cells; of these only such are looked at as answers share.
        """
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
            [_problem(answers[at][_MATTER], answers[at][_TERRITORY]) for at in told],
        )
        for at, repeat in zip(told, found, strict=True):
            if repeat:
                repeats[at] = repeat.words
        return repeats

    def _due_words(self, row: Sequence[str], route: str | None) -> str:
        column = self._column
        day = row[column] if column is not None and column < len(row) else ""
        return _due(route, day, self._received, self._today) if route else ""


@functools.lru_cache(maxsize=4096)
def _problem(matters: str | None, territory: str | None) -> str:
    """Letters about the same are those with the same first matter and territory."""
    return f"{(matters or '').partition(SEPARATOR)[0]} {territory}"


@functools.lru_cache(maxsize=4096)
def _due(route: str, day: str, received: date | None, today: date) -> str:
    """The deadlines in a line: 转送 2026-12-11前（即将到期）；告知 …."""
    begin = find_date(day) or received
    if begin is None:
        return ""
    found = schedule(begin, legal_table().named(route.partition(SEPARATOR)[0]))
    return SEPARATOR.join(item.short_words(today) for item in found.items)
