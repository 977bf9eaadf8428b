"""Text tables: comma, tab, semicolon or bar between the cells, in any encoding an office has."""

import csv
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import TextIO

from router.table.encoding import Encoding, detect_encoding
from router.table.extent import Extent, measure_rows
from router.table.header import known_names

_SEPARATORS = {",": "逗号", "\t": "制表符", ";": "分号", "|": "竖线"}
# One column needs no separator: a character that no table holds, so that commas in the text stay in their cell.
_NO_SEPARATOR = "\x1f"
# A separator must make this share of the rows equally long to be preferred to taking the file for one column.
_SHARE_OF_ONE_COLUMN = 0.5
_SAMPLE_ROWS = 100
_SAMPLE_CHARACTERS = 1 << 18
_EXCEL_HINT = "sep="
# csv refuses cells of more than 128 KB unless told otherwise; this is the largest C long that Windows has too.
_LONGEST_CELL = 2**31 - 1
# A quote that is never closed would swallow the rest of the file; a record longer than this is taken for such a one.
_LONGEST_RECORD = 1 << 26
# Lines of whole records are let go when so many characters were read.
_LOOK = 1 << 16


@dataclass(frozen=True)
class TextSource:
    """A text table; the ``skip`` leading lines are no rows."""

    path: Path
    encoding: Encoding
    separator: str
    skip: int = 0

    sheet: None = None
    other_sheets: tuple[str, ...] = ()

    @property
    def form(self) -> str:
        """What the file was taken for, for the clerk."""
        name = self.encoding.name.removesuffix("-sig").upper()
        separator = _SEPARATORS.get(self.separator)
        return f"文本表格，{name} 编码，" + (f"以{separator}分列" if separator else "只有一列")

    def measure(self) -> Extent:
        """Rows and width."""
        return measure_rows(self.rows())

    def rows(self) -> Iterator[list[str]]:
        """All rows from the top; a blank line is an empty row.

        A record that breaks the rules of quoting is no reason to lose the rows it would swallow: its first line is
        then read by itself, its quotes as ordinary characters.
        """
        csv.field_size_limit(_LONGEST_CELL)
        with self.path.open(encoding=self.encoding.name, errors="replace", newline="") as file:
            lines = _Lines(file)
            next(islice(file, self.skip, self.skip), None)
            width = 0
            while True:
                reader = csv.reader(lines, delimiter=self.separator, strict=True)
                lines.begin()
                try:
                    for row in reader:
                        lines.accepted = reader.line_num
                        if row:
                            width = len(row)
                        yield row
                    return
                except (csv.Error, _RunawayError):
                    yield self._as_it_stands(lines.reject(), width)

    def _as_it_stands(self, line: str, width: int) -> list[str]:
        """A line with odd quotes: with the quotes kept, unless only reading them gives the usual number of cells."""
        literal = next(csv.reader([line], delimiter=self.separator, quoting=csv.QUOTE_NONE))
        lenient = next(csv.reader([line], delimiter=self.separator))
        return lenient if len(lenient) == width != len(literal) else literal


class _RunawayError(Exception):
    """A record has become longer than any real one."""


class _Lines:
    """The lines of a file, with a way back to the start of the record being read.

    Its user says how many lines since `begin` belong to whole records; these are let go now and then.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._waiting: deque[str] = deque()
        self.begin()

    def begin(self) -> None:
        """A new reader begins with the next line."""
        self.accepted = self._dropped = 0
        self._lines: list[str] = []
        self._size, self._look = 0, _LOOK
        self._keep, self._next = self._lines.append, self._file.__next__

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else self._next()
        self._keep(line)
        self._size += len(line)
        if self._size > self._look:
            self._drop()
        return line

    def _drop(self) -> None:
        """Let go the lines of whole records. Raises _RunawayError where the record being read is too long."""
        del self._lines[: self.accepted - self._dropped]
        self._dropped = self.accepted
        self._size = sum(map(len, self._lines))
        if self._size > _LONGEST_RECORD and len(self._lines) > 1:
            raise _RunawayError
        self._look = max(_LOOK, min(2 * self._size, _LONGEST_RECORD))

    def reject(self) -> str:
        """Give up the record: return its first line, and read the others again."""
        first, *others = self._lines[self.accepted - self._dropped :]
        self._waiting.extendleft(reversed(others))
        return first


def open_text(path: Path) -> TextSource:
    """Look at a text table. Raises TableError where it is no text."""
    encoding = detect_encoding(path)
    with path.open(encoding=encoding.name, errors="replace", newline="") as file:
        sample = file.read(_SAMPLE_CHARACTERS)
    if sample.lower().startswith(_EXCEL_HINT):
        hint = sample.splitlines()[0][len(_EXCEL_HINT) :]
        return TextSource(path, encoding, hint[:1] or ",", skip=1)
    return TextSource(path, encoding, _sniff(sample, "\t" if path.suffix.lower() == ".tsv" else ","))


def _sniff(sample: str, usual: str) -> str:
    """The separator under which most header names are known, and then most rows are equally long."""
    order = sorted(_SEPARATORS, key=lambda separator: separator != usual)
    return max((*order, _NO_SEPARATOR), key=lambda separator: _fit(sample, separator))


def _fit(sample: str, separator: str) -> tuple[int, float, bool]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(StringIO(sample, newline=""), delimiter=separator)
    rows = [row for row in islice(reader, _SAMPLE_ROWS) if row]
    if not rows:
        return 0, 0.0, False
    (width, count), *_ = Counter(map(len, rows)).most_common(1)
    splits = width > 1 and len(rows[0]) > 1
    share = _SHARE_OF_ONE_COLUMN if separator == _NO_SEPARATOR else count / len(rows) if splits else 0.0
    return max(map(known_names, rows)), share, splits
