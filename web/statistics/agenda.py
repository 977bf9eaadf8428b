"""What the joint meeting (联席会议) may want to settle: the first rows of three tables, few enough for one sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from web.statistics.lookup import Lookup
from web.statistics.returns import between_departments, divided_matters, returned_matters
from web.statistics.selection import Selection
from web.statistics.tables import Table, Value

_ROWS = {"returns": 6, "pairs": 4, "divided": 4}


@dataclass(frozen=True)
class Item:
    """A table of the agenda: its first rows, as words, and how many more there are."""

    table: Table
    rows: list[list[str]]
    more: int


def agenda_of(chosen: Selection, lookup: Lookup) -> list[Item]:
    """The items, those with nothing to settle left out."""
    found = (
        returned_matters(chosen, lookup.numbers),
        between_departments(chosen, lookup.numbers),
        divided_matters(chosen),
    )
    return [
        Item(table, [_words(table, row) for row in table.rows[: _ROWS[table.key]]], len(table.rows) - _ROWS[table.key])
        for table in found
        if table.rows
    ]  # fmt: skip


def _words(table: Table, row: Sequence[Value]) -> list[str]:
    return [column.words(value) for column, value in zip(table.columns, row, strict=True)]
