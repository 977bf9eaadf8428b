"""All tables as one workbook, a sheet for each."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from router.charts import text_width
from web.statistics.tables import Table

_WIDEST, _NARROWEST = 60, 8
_LONGEST_TITLE = 31


def write_workbook(tables: Sequence[Table], subtitle: str, target: BinaryIO | Path) -> None:
    """Write ``tables``; ``subtitle`` says of which days and which place."""
    book = Workbook(write_only=True)
    for table in tables:
        sheet = book.create_sheet(table.title[:_LONGEST_TITLE])
        rows = table.file_rows()
        for at, width in enumerate(_widths([table.header, *rows])):
            sheet.column_dimensions[chr(ord("A") + at)].width = width
        sheet.freeze_panes = "A4"
        sheet.append([_bold(sheet, f"{table.title}　{subtitle}")])
        sheet.append([table.note])
        sheet.append([_bold(sheet, name) for name in table.header])
        for row in rows:
            sheet.append(["" if value is None else value for value in row])
    book.save(target)


def _bold(sheet: Any, words: str) -> Any:
    cell = WriteOnlyCell(sheet, words)
    cell.font = Font(bold=True)
    return cell


def _widths(rows: Sequence[Sequence[object]]) -> list[float]:
    """A Chinese character is two units wide."""
    return [
        min(max(max(text_width(str(value), 2) for value in column) + 2, _NARROWEST), _WIDEST)
        for column in zip(*rows, strict=True)
    ]
