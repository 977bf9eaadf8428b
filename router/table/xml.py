"""Excel's XML form of 2003, which older systems still save as ``.xls``."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from router.errors import TableError
from router.table.cells import number_text
from router.table.other import WholeSource
from router.table.sheet import MOST_ROWS

_SPACE = "{urn:schemas-microsoft-com:office:spreadsheet}"
MARK = b"urn:schemas-microsoft-com:office:spreadsheet"


def open_xml(path: Path) -> list[WholeSource]:
    """The sheets of the workbook. Raises TableError where it is damaged."""
    data = path.read_bytes()
    try:
        if b"<!DOCTYPE" in data:
            raise TableError(
                f"{path.name} 含有文档类型声明，为安全起见不予读取。请用 Excel 或 WPS 另存为 XLSX 再试。"
            )
        sheets = ElementTree.fromstring(data).findall(f"{_SPACE}Worksheet")
        read = [_read(sheet) for sheet in sheets]
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise TableError(f"{path.name} 已损坏，请用 Excel 或 WPS 打开后另存为 XLSX 再试。") from error
    names = [sheet.get(f"{_SPACE}Name", "") for sheet in sheets]
    return [
        WholeSource(f"XML 工作簿，工作表“{name}”", name, tuple(n for n in names if n != name), *table)
        for name, table in zip(names, read, strict=True)
    ]


def _read(sheet: ElementTree.Element) -> tuple[list[list[str]], dict[int, list[tuple[int, int]]]]:
    """Rows and merged cells; rows and cells that are left out are told by the index of the next one."""
    rows: list[list[str]] = []
    merges: dict[int, list[tuple[int, int]]] = {}
    for element in sheet.iter(f"{_SPACE}Row"):
        rows.extend([] for _ in range(_number(element, "Index", len(rows) + 1) - len(rows) - 1))
        row: list[str] = []
        for column, cell in _placed(element):
            row.extend([""] * (column - len(row)))
            row.append(_text(cell))
            down = _number(cell, "MergeDown", 0)
            if down:
                merges.setdefault(column, []).append((len(rows) + 1, len(rows) + 1 + down))
        rows.append(row if any(row) else [])
    return rows, merges


def _placed(row: ElementTree.Element) -> Iterator[tuple[int, ElementTree.Element]]:
    column = 0
    for cell in row.findall(f"{_SPACE}Cell"):
        column = _number(cell, "Index", column + 1) - 1
        yield column, cell
        column += 1 + _number(cell, "MergeAcross", 0)


def _number(element: ElementTree.Element, name: str, default: int) -> int:
    number = int(element.get(f"{_SPACE}{name}", default))
    if not 0 <= number <= MOST_ROWS:
        raise ValueError(f"{name} {number}")
    return number


def _text(cell: ElementTree.Element) -> str:
    data = cell.find(f"{_SPACE}Data")
    if data is None:
        return ""
    text, kind = "".join(data.itertext()), data.get(f"{_SPACE}Type")
    if kind == "Number":
        return number_text(text)
    if kind == "DateTime":
        return text.removesuffix(".000").removesuffix("T00:00:00").replace("T", " ")
    return text
