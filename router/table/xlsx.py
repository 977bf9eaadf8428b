"""XLSX sheets row by row in constant memory: expat over the compressed part, strings from a file on disk.

openpyxl and calamine hold every string, calamine every cell, of a sheet in memory; with a million letters that is
more than an office PC has to spare.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from xml.parsers import expat

from router.errors import TableError
from router.table.cells import column_index, number_text, serial_text
from router.table.extent import Extent, measure_rows
from router.table.package import CHUNK, Book, SharedStrings, Sheet, parse, read_book, read_strings, unescape
from router.table.sheet import MOST_COLUMNS, MOST_ROWS

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell (?:[^>]*? )?ref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"')
# Only cells that hold something count: sheets are often formatted far beyond their data.
_FILLED_CELL = re.compile(rb'<(?:\w+:)?c (?:[^>]*? )?r="([A-Z]{1,3})\d+"[^>]*(?<!/)>(?!</)')
_ROW_OF_CELL = re.compile(rb'<(?:\w+:)?c (?:[^>]*? )?r="[A-Z]{1,3}(\d+)"[^>]*(?<!/)>(?!</)')
_TAIL = 1 << 14
_DIGITS = "0123456789"
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    ValueError,
    RuntimeError,
)


class Workbook:
    """An XLSX file with what its sheets share; the strings are read when the first sheet is."""

    def __init__(self, path: Path, book: Book) -> None:
        self.path = path
        self.book = book

    @cached_property
    def strings(self) -> SharedStrings:
        """The shared strings, on disk."""
        with zipfile.ZipFile(self.path) as package:
            return read_strings(package, self.book.strings)


@dataclass(frozen=True)
class XlsxSource:
    """One sheet of an XLSX file."""

    workbook: Workbook
    chosen: Sheet

    @property
    def sheet(self) -> str:
        """The name of the sheet."""
        return self.chosen.name

    @property
    def other_sheets(self) -> tuple[str, ...]:
        """The names of the sheets that are not read."""
        return tuple(sheet.name for sheet in self.workbook.book.sheets if sheet is not self.chosen)

    @property
    def form(self) -> str:
        """What the file was taken for, for the clerk."""
        return f"XLSX 工作簿，工作表“{self.sheet}”"

    def measure(self) -> Extent:
        """Rows, width and merged cells, in one quick pass over the bytes that builds no cell."""
        rows = width = 0
        merges: dict[int, list[tuple[int, int]]] = {}
        for window in self._windows():
            letters = set(_FILLED_CELL.findall(window))
            width = max([width, *(column_index(column.decode()) + 1 for column in letters)])
            rows = max([rows, *map(int, _ROW_OF_CELL.findall(window, max(0, len(window) - _TAIL)))])
            for left, top, right, bottom in _MERGE.findall(window):
                for column in range(column_index(left.decode()), column_index(right.decode()) + 1):
                    if bottom != top:
                        merges.setdefault(column, []).append((int(top), int(bottom)))
        return Extent(rows, width, merges) if width else replace(measure_rows(self.rows()), merges=merges)

    def _windows(self) -> Iterator[bytes]:
        """The part in pieces that end where a tag ends, so that no pattern is cut in two."""
        path = self.workbook.path
        with damage_told(path), zipfile.ZipFile(path) as package, package.open(self.chosen.part) as file:
            rest = b""
            while chunk := file.read(CHUNK):
                whole, mark, rest = (rest + chunk).rpartition(b"<")
                yield whole
                rest = mark + rest
            yield rest

    def rows(self) -> Iterator[list[str]]:
        """All rows from the top. Raises TableError where the file is damaged."""
        with damage_told(self.workbook.path), zipfile.ZipFile(self.workbook.path) as package:
            sheet = _SheetParser(self.workbook.strings.__getitem__, self.workbook.book)
            last = 0
            for rows in parse(package, self.chosen.part, sheet.start, sheet.end, sheet.text, sheet.take):
                for number, cells in rows:
                    # Rows that are not stored are empty ones; rows after the last filled one are no rows.
                    yield from ([] for _ in range(last + 1, number))
                    yield cells
                    last = max(last, number)


def open_xlsx(path: Path) -> list[XlsxSource]:
    """The sheets of a workbook, in order, hidden ones last. Raises TableError where there is none to read."""
    with damage_told(path), zipfile.ZipFile(path) as package:
        book = read_book(package, path)
    if not book.sheets:
        raise TableError(f"{path.name} 中没有工作表，请检查文件。")
    workbook = Workbook(path, book)
    return [XlsxSource(workbook, sheet) for sheet in sorted(book.sheets, key=lambda sheet: sheet.hidden)]


@contextmanager
def damage_told(path: Path) -> Iterator[None]:
    """Turn what the libraries say of a broken package into a sentence for the clerk."""
    try:
        yield
    except _DAMAGES as error:
        if isinstance(error, RuntimeError) and "encrypted" in str(error):
            raise TableError(f"{path.name} 已加密，请先取消密码再试。") from error
        raise TableError(
            f"{path.name} 已损坏或不是 XLSX 工作簿，请用 Excel 或 WPS 打开后另存为 XLSX 再试。"
        ) from error


class _SheetParser:
    """Collects ``(row number, cells)``. Its methods run a dozen times per cell, hence plain tests and no layers."""

    def __init__(self, shared: Callable[[int], str], book: Book) -> None:
        self._shared = shared
        self._book = book
        self._rows: list[tuple[int, list[str]]] = []
        self._kinds: dict[str, str] = {}
        self._columns: dict[str, int] = {}
        self._cells: list[str] = []
        self._number = 0
        self._column = -1
        self._type = self._style = ""
        self._value: list[str] = []
        self._formula: list[str] = []
        self._into: list[str] | None = None
        self._in_phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = self._kinds.get(name)
        if kind is None:
            kind = self._kinds[name] = name.rpartition("}")[2]
        if kind == "c":
            place = attributes.get("r")
            self._column = self._index(place.rstrip(_DIGITS)) if place else self._column + 1
            self._type = attributes.get("t", "n")
            self._style = attributes.get("s", "")
            self._value, self._formula = [], []
        elif kind == "v" or (kind == "t" and not self._in_phonetic):
            self._into = self._value
        elif kind == "f":
            self._into = self._formula
        elif kind == "row":
            self._number = int(attributes.get("r", self._number + 1))
            if self._number > MOST_ROWS:
                raise ValueError(f"row {self._number}")
            self._cells, self._column = [], -1
        elif kind == "rPh":
            self._in_phonetic = True

    def text(self, text: str) -> None:
        if self._into is not None:
            self._into.append(text)

    def end(self, name: str) -> None:
        kind = self._kinds[name]
        if kind == "c":
            if self._value or self._formula:
                missing = self._column - len(self._cells)
                if missing > 0:
                    self._cells.extend([""] * missing)
                self._cells.append(self._cell())
        elif kind in ("v", "t", "f"):
            self._into = None
        elif kind == "row":
            if any(self._cells):
                self._rows.append((self._number, self._cells))
        elif kind == "rPh":
            self._in_phonetic = False

    def take(self) -> list[tuple[int, list[str]]]:
        """The rows finished since the last call."""
        rows, self._rows = self._rows, []
        return rows

    def _index(self, letters: str) -> int:
        index = self._columns.get(letters)
        if index is None:
            index = self._columns[letters] = column_index(letters)
            if index >= MOST_COLUMNS:
                raise ValueError(f"column {letters}")
        return index

    def _cell(self) -> str:
        if not self._value:
            # A formula that was never calculated: its wording is all there is.
            return "=" + "".join(self._formula)
        value = "".join(self._value)
        if self._type == "s":
            return self._shared(int(value))
        if self._type == "n":
            if self._style in self._book.date_styles:
                return serial_text(value, self._book.is_1904)
            return number_text(value)
        if self._type == "b":
            return "TRUE" if value == "1" else "FALSE"
        return unescape(value)
