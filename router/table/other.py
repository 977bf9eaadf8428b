"""Tables in the older forms: XLS, XLSB and ODS by calamine, and the web pages that many systems save as ``.xls``.

They are small by nature (an XLS sheet ends at row 65,536), so they are read whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from router.errors import TableError
from router.table.cells import value_text
from router.table.encoding import detect_encoding
from router.table.extent import Extent, measure_rows

_LONGEST_SPAN = 1000


@dataclass(frozen=True)
class WholeSource:
    """A table that was read whole."""

    form: str
    sheet: str | None
    other_sheets: tuple[str, ...]
    table: list[list[str]]
    merges: dict[int, list[tuple[int, int]]]

    def measure(self) -> Extent:
        """Rows, width and merged cells."""
        return replace(measure_rows(self.table), merges=self.merges)

    def rows(self) -> Iterator[list[str]]:
        """All rows from the top."""
        return iter(self.table)


def open_workbook(path: Path) -> list[WholeSource]:
    """The sheets of an XLS, XLSB or ODS file, hidden ones last. Raises TableError where it cannot be read."""
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(path.read_bytes()))
        metadata = sorted(
            workbook.sheets_metadata, key=lambda sheet: sheet.visible != SheetVisibleEnum.Visible
        )
        names = [sheet.name for sheet in metadata]
        sheets = [workbook.get_sheet_by_name(name) for name in names]
    except PasswordError as error:
        raise TableError(f"{path.name} 已加密，请先取消密码再试。") from error
    except CalamineError as error:
        raise TableError(
            f"{path.name} 已加密、已损坏或不是工作簿，请用 Excel 或 WPS 打开，取消密码后另存为 XLSX 再试。"
        ) from error
    return [
        WholeSource(
            f"{path.suffix[1:].upper()} 工作簿，工作表“{sheet.name}”",
            sheet.name,
            tuple(name for name in names if name != sheet.name),
            _cells(sheet),
            _merges(sheet),
        )
        for sheet in sheets
    ]


def _cells(sheet: CalamineSheet) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in sheet.to_python(skip_empty_area=False):
        cells = [value_text(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        rows.append(cells)
    return rows


def _merges(sheet: CalamineSheet) -> dict[int, list[tuple[int, int]]]:
    merges: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if bottom > top:
            for column in range(left, right + 1):
                merges.setdefault(column, []).append((top + 1, bottom + 1))
    return merges


def open_page(path: Path) -> list[WholeSource]:
    """The tables of a web page, one below the other. Raises TableError where there is none or it is damaged."""
    encoding = detect_encoding(path)
    parser = _PageParser()
    try:
        parser.feed(path.read_text(encoding.name, errors="replace"))
        parser.close()
    except AssertionError as error:
        # What the parser of the library says of a declaration that it does not know.
        raise TableError(f"{path.name} 已损坏，请用 Excel 或 WPS 打开后另存为 XLSX 再试。") from error
    if not parser.rows:
        raise TableError(f"{path.name} 是网页，但其中没有表格。请用 Excel 或 WPS 打开后另存为 XLSX 再试。")
    return [WholeSource("网页表格", None, (), parser.rows, parser.merges)]


class _PageParser(HTMLParser):
    """Collects the rows of all tables; a cell that spans several leaves the others empty."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.merges: dict[int, list[tuple[int, int]]] = {}
        self._taken: set[tuple[int, int]] = set()
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._finish()
            self.rows.append([])
        elif tag in ("td", "th"):
            self._finish()
            self._open(dict(attrs))
        elif tag in ("br", "p", "div") and self._cell:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._finish()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _open(self, attributes: dict[str, str | None]) -> None:
        self.rows = self.rows or [[]]
        top, row = len(self.rows), self.rows[-1]
        while (top, len(row)) in self._taken:
            row.append("")
        across, down = _span(attributes.get("colspan")), _span(attributes.get("rowspan"))
        for column in range(len(row), len(row) + across):
            self._taken.update((below, column) for below in range(top + 1, top + down))
            if down > 1:
                self.merges.setdefault(column, []).append((top, top + down - 1))
        row.extend([""] * across)
        self._place = len(row) - across
        self._cell = []

    def _finish(self) -> None:
        if self._cell is not None:
            self.rows[-1][self._place] = "".join(self._cell).strip().replace("\xa0", " ")
            self._cell = None


def _span(stated: str | None) -> int:
    return min(int(stated), _LONGEST_SPAN) if stated and stated.isdigit() and int(stated) else 1
