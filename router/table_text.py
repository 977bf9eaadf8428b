"""Text tables: comma, tab, semicolon or bar between the cells, in any encoding an office has.

The file is read twice: once to learn encoding, separator, size and unpaired quotes, then row by row.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from router.table_encoding import Encoding, detect_encoding
from router.table_header import known_names

_SEPARATORS = {",": "逗号", "\t": "制表符", ";": "分号", "|": "竖线"}
# One column needs no separator: a character that no table holds, so that commas in the text stay in their cell.
_NO_SEPARATOR = "\x1f"
_SAMPLE_ROWS = 100
_SAMPLE_CHARACTERS = 1 << 18
_EXCEL_HINT = "sep="
# csv refuses longer cells unless told otherwise; the largest C long that Windows has too.
_LONGEST_CELL = 2**31 - 1
# An unpaired quote swallows every row after it; a real cell seldom has this many lines.
_MANY_LINES = 200


@dataclass(frozen=True)
class TextSource:
    """A text table. ``literal`` are lines (from 0) whose quotes open nothing; ``skip`` leading lines are no rows."""

    path: Path
    encoding: Encoding
    separator: str
    skip: int
    literal: tuple[int, ...] = ()

    sheet: None = None
    other_sheets: tuple[str, ...] = ()

    @property
    def form(self) -> str:
        """What the file was taken for, for the clerk."""
        name = self.encoding.name.removesuffix("-sig").upper()
        separator = _SEPARATORS.get(self.separator)
        return f"文本表格，{name} 编码，" + (f"以{separator}分列" if separator else "只有一列")

    @property
    def merges(self) -> dict[int, list[tuple[int, int]]]:
        """Text has no merged cells."""
        return {}

    def rows(self) -> Iterator[list[str]]:
        """All rows from the top; a blank line is an empty row."""
        csv.field_size_limit(_LONGEST_CELL)
        with self.path.open(encoding=self.encoding.name, errors="replace", newline="") as file:
            next(islice(file, self.skip, self.skip), None)
            line = self.skip
            for literal in self.literal:
                yield from csv.reader(islice(file, literal - line), delimiter=self.separator)
                yield from csv.reader(islice(file, 1), delimiter=self.separator, quoting=csv.QUOTE_NONE)
                line = literal + 1
            yield from csv.reader(file, delimiter=self.separator)


def open_text(path: Path) -> TextSource:
    """Look at a text table. Raises TableError where it is no text."""
    encoding = detect_encoding(path)
    with path.open(encoding=encoding.name, errors="replace", newline="") as file:
        sample = file.read(_SAMPLE_CHARACTERS)
    skip = 0
    if sample.lower().startswith(_EXCEL_HINT):
        hint, _, sample = sample.partition("\n")
        separator, skip = hint[len(_EXCEL_HINT) :].strip("\r\n") or ",", 1
    else:
        separator = _sniff(sample, "\t" if path.suffix.lower() == ".tsv" else ",")
    source = TextSource(path, encoding, separator[:1], skip)
    return TextSource(path, encoding, source.separator, skip, tuple(_unpaired(source)))


def _sniff(sample: str, usual: str) -> str:
    """The separator under which most header names are known, and then most rows are equally long."""
    order = sorted(_SEPARATORS, key=lambda separator: separator != usual)
    return max((*order, _NO_SEPARATOR), key=lambda separator: _fit(sample, separator))


def _fit(sample: str, separator: str) -> tuple[int, float, bool]:
    csv.field_size_limit(_LONGEST_CELL)
    rows = [row for row in islice(csv.reader(sample.splitlines(keepends=True), delimiter=separator), _SAMPLE_ROWS) if row]
    if not rows:
        return 0, 0.0, False
    (width, count), *_ = Counter(map(len, rows)).most_common(1)
    splits = width > 1 and len(rows[0]) > 1
    return max(map(known_names, rows)), count / len(rows) if splits or separator == _NO_SEPARATOR else 0.0, splits


def _unpaired(source: TextSource) -> Iterator[int]:
    """Lines (from 0) on which a quote opens that is never closed, so that it would swallow the rows below."""
    first = source.skip
    while (line := _unclosed(source, first)) is not None:
        yield line
        first = line + 1


def _unclosed(source: TextSource, first: int) -> int | None:
    csv.field_size_limit(_LONGEST_CELL)
    with source.path.open(encoding=source.encoding.name, errors="replace", newline="") as file:
        reader = csv.reader(islice(file, first, None), delimiter=source.separator)
        start = before = 0
        for _ in reader:
            start, before = before, reader.line_num
        if before - start <= 1:
            return None
    return first + start if _swallows(source, first + start) else None


def _swallows(source: TextSource, line: int) -> bool:
    """Whether the record that begins on ``line`` ends only because the file does."""
    with source.path.open(encoding=source.encoding.name, errors="replace", newline="") as file:
        try:
            for _ in csv.reader(islice(file, line, None), delimiter=source.separator, strict=True):
                pass
        except csv.Error as error:
            return "unexpected end of data" in str(error)
    return False
