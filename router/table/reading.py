"""Complaint tables as offices have them, read row by row in constant memory.

`read_table` finds out what the file is (by its content, the suffix lies too often), which sheet holds complaints and
where the header stands. Cells are text: blanks are ``""`` here and nowhere else, numbers and dates as a person reads them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Protocol

from router.errors import TableError
from router.table.extent import Extent
from router.table.header import HEADER_ROWS, TEXT_NAMES, TITLE_NAMES, find_header, known_names, plain_name
from router.table.other import open_page, open_workbook
from router.table.text import TextSource, open_text
from router.table.xlsx import open_xlsx
from router.table.xml import MARK, open_xml

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_PAGE_STARTS = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<style")
_START = 1 << 12
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"


class Source(Protocol):
    """Rows of a file or of one of its sheets; they can be read more than once."""

    @property
    def form(self) -> str: ...
    @property
    def sheet(self) -> str | None: ...
    @property
    def other_sheets(self) -> tuple[str, ...]: ...
    def measure(self) -> Extent: ...
    def rows(self) -> Iterator[list[str]]: ...


@dataclass(frozen=True)
class Table:
    """An opened table.

    ``head`` are the rows down to the header as they stand in the file, titles included; empty where the table has no
    header, and ``header`` is then 列1, 列2, ….
    """

    path: Path
    source: Source
    head: list[list[str]]
    header: list[str]

    @property
    def rows(self) -> Iterator[list[str]]:
        """The rows below the header, each time from the first; an empty row is ``[]``, and there is none at the end.

        Raises TableError where the file is damaged further down or can no longer be read.
        """
        empty = 0
        try:
            for row in islice(self.source.rows(), len(self.head), None):
                if not row:
                    empty += 1
                    continue
                yield from ([] for _ in range(empty))
                empty = 0
                yield row
        except OSError as error:
            raise _unreadable(self.path, error) from error

    @cached_property
    def extent(self) -> Extent:
        """Size and merged cells; takes one quick pass over the file."""
        return self.source.measure()

    @property
    def broken_characters(self) -> int:
        """How many characters of a text table no encoding could read."""
        return self.source.encoding.broken if isinstance(self.source, TextSource) else 0


def read_table(path: Path, sheet: str | None = None) -> Table:
    """Open the table in ``path``: CSV, TSV, XLSX, XLS, XLSB, ODS, or a web page saved as one of them.

    Without ``sheet`` the first sheet is taken whose header names a complaint, else the first that holds anything.
    Raises TableError, in a sentence, where there is no such file or sheet, or nothing in it.
    """
    try:
        sources = _open(path)
        source = _choose(sources, path, sheet)
        first = list(islice(source.rows(), HEADER_ROWS))
    except OSError as error:
        raise _unreadable(path, error) from error
    if not any(first):
        raise TableError(
            f"{path.name} 是空表，没有可以判断的行。请检查文件；诉求在另一张工作表的，把它另存为单独的文件，或在命令行用 --sheet 指定。"
        )
    place = find_header(first)
    if place is None:
        return Table(path, source, [], [f"列{number}" for number in range(1, max(map(len, first)) + 1)])
    return Table(path, source, first[: place + 1], first[place])


def _unreadable(path: Path, error: OSError) -> TableError:
    return TableError(
        f"无法读取 {path}：{error.strerror or error}。请检查文件名和读取权限，或先关闭正在使用它的程序。"
    )


def _open(path: Path) -> Sequence[Source]:
    if path.is_dir():
        raise TableError(f"{path} 是文件夹，不是表格文件。请给出 CSV 或 XLSX 文件。")
    if not path.exists():
        raise TableError(f"找不到文件 {path}，请检查路径和文件名。")
    with path.open("rb") as file:
        start = file.read(_START)
    if not start:
        raise TableError(f"{path.name} 是空文件，请检查导出是否完成。")
    if start.startswith(_ZIP):
        return (
            open_workbook(path)
            if _OPEN_DOCUMENT in start or path.suffix.lower() == ".xlsb"
            else open_xlsx(path)
        )
    if start.startswith(_OLE):
        return open_workbook(path)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGE_STARTS):
        return open_page(path)
    if MARK in start:
        return open_xml(path)
    if path.suffix.lower() in (".xlsx", ".xlsm", ".ods", ".xlsb"):
        raise TableError(
            f"{path.name} 不是真正的 {path.suffix[1:].upper()} 工作簿，请用 Excel 或 WPS 打开后另存再试。"
        )
    return [open_text(path)]


def _choose(sources: Sequence[Source], path: Path, sheet: str | None) -> Source:
    if sheet is not None:
        for source in sources:
            if source.sheet == sheet:
                return source
        existing = "、".join(source.sheet for source in sources if source.sheet)
        raise TableError(
            f"{path.name} 没有工作表“{sheet}”，" + (f"现有：{existing}。" if existing else "它不是工作簿。")
        )
    return max(sources, key=_promise) if len(sources) > 1 else sources[0]


def _promise(source: Source) -> tuple[bool, bool]:
    """How likely a sheet holds the complaints: it names a column for them; it holds anything at all."""
    first = list(islice(source.rows(), HEADER_ROWS))
    names = {plain_name(cell) for row in first for cell in row if known_names(row)}
    return bool(names & (TEXT_NAMES | TITLE_NAMES)), any(first)
