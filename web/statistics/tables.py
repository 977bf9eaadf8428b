"""A table as it is shown, downloaded and drawn from: values without form, columns that know their form."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Literal

from markupsafe import Markup, escape

from router.table.output import safe_cell

# Of fewer cases than this no percentage, median or growth is given: one letter more or less would turn it over.
FEWEST = 10
SHOWN, SHOWN_OPENLY = 30, 10
NOTHING = "—"

Value = str | int | float | None
Form = Literal["text", "count", "share", "growth", "days", "seconds"]


@dataclass(frozen=True)
class Column:
    """A heading and what stands below it: words, a count, a share or growth (0 to 1), days, or seconds."""

    name: str
    form: Form = "text"

    @property
    def is_number(self) -> bool:
        """Whether it is set to the right."""
        return self.form != "text"

    @property
    def file_name(self) -> str:
        """The heading in a file, where the unit stands in it and not in the cells."""
        units = {"share": "（%）", "growth": "（%）", "days": "（天）", "seconds": "（秒）"}
        return self.name + units.get(self.form, "")

    def words(self, value: Value) -> str:
        """``value`` as it is shown."""
        if value is None or isinstance(value, str):
            return value or NOTHING
        if self.form == "share":
            return f"{value:.0%}"
        if self.form == "growth":
            return f"{value:+.0%}"
        if self.form in ("days", "seconds"):
            return f"{value:,.0f}"
        return f"{value:,}"

    def file_value(self, value: Value) -> Value:
        """``value`` as it stands in a file: figures plain, words such that no spreadsheet takes them for a formula."""
        if value is None:
            return ""
        if isinstance(value, str):
            return safe_cell(value)
        return round(100 * value, 1) if self.form in ("share", "growth") else value


@dataclass(frozen=True)
class Table:
    """``key`` names it in addresses and file names; ``note`` says how it was counted. The first ``most`` rows are shown."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]
    note: str = ""
    most: int = SHOWN

    @property
    def shown(self) -> Sequence[Sequence[Value]]:
        """The rows of the page; a file has all."""
        return self.rows[: self.most]

    def body(self) -> Markup:
        """The rows of the page as HTML; in a template each of thousands of cells would take ten times as long."""
        return Markup("".join(f"<tr>{''.join(self._cells(row))}</tr>" for row in self.shown))

    @property
    def header(self) -> list[str]:
        """The headings of a file."""
        return [column.file_name for column in self.columns]

    def file_rows(self) -> list[list[Value]]:
        """The rows of a file."""
        return [
            [column.file_value(value) for column, value in zip(self.columns, row, strict=True)]
            for row in self.rows
        ]

    def _cells(self, row: Sequence[Value]) -> Iterator[str]:
        yield f'<th scope="row">{escape(self.columns[0].words(row[0]))}</th>'
        for column, value in zip(self.columns[1:], row[1:], strict=True):
            if column.is_number:
                yield f'<td class="figure-cell">{escape(column.words(value))}</td>'
            else:
                yield f"<td>{escape(column.words(value))}</td>"

    def csv(self) -> str:
        """The table for Excel, with the mark by which it knows UTF-8."""
        file = StringIO(newline="")
        writer = csv.writer(file)
        writer.writerow(self.header)
        writer.writerows(self.file_rows())
        return "\ufeff" + file.getvalue()


def share(part: int, whole: int) -> float | None:
    """``part`` of ``whole``, None where that is too little to say so."""
    return part / whole if whole >= FEWEST else None


def growth(now: int, former: int) -> float | None:
    """How much more than before, None where there was too little to compare with."""
    return now / former - 1 if former >= FEWEST else None


def differs(now: int, former: int) -> bool:
    """Whether two counts differ by more than chance: twice the standard deviation of two Poisson counts."""
    return bool((now - former) ** 2 > 4 * (now + former))
