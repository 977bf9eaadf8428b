"""An XLSX file that grows block by block, is a whole workbook after each, and can be continued after a power cut.

Each block of rows is deflated by itself (a full flush ends it), so the compressed sheet can be cut at any block and
continued with a new compressor. The sheet is the last part of the package; what closes it is written after each block
and overwritten by the next one.
"""

import os
import re
import zlib
from collections.abc import Sequence
from typing import BinaryIO

from router.cells import NO_ANSWER, Answer
from router.errors import OutputError
from router.table.cells import EXACT_DIGITS, Number, column_letters
from router.table.zip import Entry, directory, local_header

Rows = Sequence[Sequence[str]]
State = dict[str, int]

LONGEST_CELL = 32_767
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
# Measured on a result of a million rows: higher levels take twice the time for a tenth of the size.
_LEVEL = 1
_KEPT = 5_000
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHEET = "xl/worksheets/sheet1.xml"
_CLOSING = b"</sheetData></worksheet>"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/{_SHEET}" ContentType="{_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="分办结果" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/>'
    '</fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/><xf fontId="1" xfId="0" '
    'applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>",
}
# What XML cannot hold, or what would be read as the escape for it.
_SPECIAL = re.compile("[&<>\\x00-\\x08\\x0b-\\x1f\\ud800-\\udfff\\ufffe\\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# Stands for the number of the row in the XML of cells that answers share; no XML holds it.
_NUMBER = "\x00"
_STORABLE = re.compile(r"-?\d+(\.\d+)?")


class SheetPart:
    """A workbook with one sheet; the first ``header_rows`` rows are bold and stay in view."""

    longest_cell: int | None = LONGEST_CELL
    most_rows: int | None = MOST_ROWS

    def __init__(self, file: BinaryIO, header_rows: int, widths: Sequence[int], state: State | None) -> None:
        self._file = file
        self._header_rows = header_rows
        if len(widths) > MOST_COLUMNS:
            raise OutputError(f"XLSX 最多 {MOST_COLUMNS} 列，结果有 {len(widths)} 列，请改用 .csv 输出。")
        self._known: dict[str, str] = {}
        self._patterns: dict[tuple[tuple[str | None, ...], int], tuple[str, tuple[str, ...]]] = {}
        self._letters = [column_letters(column) for column in range(len(widths))]
        self._entries = self._write_parts()
        self._start = file.tell()
        if state is None:
            self._sheet, self._row = Entry(_SHEET, self._start, 0, 0, 0), 0
            self._grow(_opening(header_rows, widths))
        else:
            self._sheet = Entry(_SHEET, self._start, state["crc"], state["packed"], state["size"])
            self._row = state["row"]
            self._write(b"", self._sheet.packed)

    def _write_parts(self) -> list[Entry]:
        self._file.seek(0)
        entries = []
        for name, content in _PARTS.items():
            data = (_XML + content).encode()
            packed = _packed(data, zlib.Z_FINISH)
            entry = Entry(name, self._file.tell(), zlib.crc32(data), len(packed), len(data))
            self._file.write(local_header(entry) + packed)
            entries.append(entry)
        return entries

    @property
    def state(self) -> State:
        """Length and checksum of the sheet after the last block."""
        sheet = self._sheet
        return {"crc": sheet.crc, "packed": sheet.packed, "size": sheet.size, "row": self._row}

    def append(self, rows: Rows) -> None:
        """Write a block. Raises OutputError where a sheet has no room for it."""
        self._check_room(len(rows))
        self._grow("".join(map(self._row_xml, rows)).encode())

    def append_answered(self, rows: Rows, answers: Sequence[Answer]) -> None:
        """Write a block of rows, each with its answer at the end."""
        self._check_room(len(rows))
        self._grow("".join(map(self._row_xml, rows, answers)).encode())

    def _check_room(self, rows: int) -> None:
        if self._row + rows > MOST_ROWS:
            raise OutputError(f"XLSX 每表最多 {MOST_ROWS} 行，结果超出，请改用 .csv 输出。")

    def _grow(self, data: bytes) -> None:
        packed, end = _packed(data, zlib.Z_FULL_FLUSH), self._sheet.packed
        self._sheet = self._sheet.grown(zlib.crc32(data, self._sheet.crc), len(packed), len(data))
        self._write(packed, end)

    def _write(self, packed: bytes, at: int) -> None:
        """Write a block at ``at`` and what closes sheet and package after it, then the sizes at the head of the sheet."""
        closing = _packed(_CLOSING, zlib.Z_FINISH)
        sheet = self._sheet.grown(zlib.crc32(_CLOSING, self._sheet.crc), len(closing), len(_CLOSING))
        head = local_header(sheet)
        body = self._start + len(head)
        self._file.seek(body + at)
        self._file.write(packed + closing + directory([*self._entries, sheet], body + sheet.packed))
        self._file.truncate()
        self._file.seek(self._start)
        self._file.write(head)
        self._file.flush()

    def _row_xml(self, row: Sequence[str], answer: Answer = NO_ANSWER) -> str:
        self._row += 1
        number = self._row
        style = ' s="1"' if number <= self._header_rows else ""
        content = self._content
        cells = [
            f'<c r="{letters}{number}"{style}{content(text)}</c>'
            for letters, text in zip(self._letters, row, strict=False)
            if text
        ]
        if answer.shared:
            cells.append(self._answer_xml(answer, len(row)))
        return f'<row r="{number}">{"".join(cells)}</row>' if cells else ""

    def _answer_xml(self, answer: Answer, column: int) -> str:
        """The cells of an answer from ``column`` on; what answers share is escaped once and kept for a while."""
        key = answer.shared, column
        known = self._patterns.get(key)
        if known is None:
            letters = self._letters[column : column + len(answer.shared)]
            pairs = list(zip(letters, answer.shared, strict=True))
            cells = ["%s" if cell is None else _cell_xml(place, _NUMBER, cell) for place, cell in pairs]
            known = "".join(cells), tuple([place for place, cell in pairs if cell is None])
            if len(self._patterns) >= _KEPT:
                self._patterns.clear()
            self._patterns[key] = known
        pattern, own = known
        number = str(self._row)
        cells = [_cell_xml(place, number, cell) for place, cell in zip(own, answer.own, strict=True)]
        return pattern.replace(_NUMBER, number) % tuple(cells)

    def _content(self, text: str) -> str:
        """Type and value of a cell; answers repeat, so what was escaped once is kept for a while."""
        if type(text) is not str:
            return _number_xml(text)
        known = self._known.get(text)
        if known is None:
            known = _string_xml(text)
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[text] = known
        return known

    def sync(self) -> None:
        """Make sure that what was written outlives a power cut."""
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _opening(header_rows: int, widths: Sequence[int]) -> bytes:
    view = ""
    if header_rows:
        pane = f'<pane ySplit="{header_rows}" topLeftCell="A{header_rows + 1}" activePane="bottomLeft" state="frozen"/>'
        view = f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(widths, start=1)
    )
    return f'{_XML}<worksheet xmlns="{_MAIN}">{view}<cols>{columns}</cols><sheetData>'.encode()


def _cell_xml(letters: str, number: str, text: str) -> str:
    """A cell of an answer, nothing where it is empty; a pattern for the operator % where ``number`` is `_NUMBER`."""
    if not text:
        return ""
    content = _string_xml(text)
    return f'<c r="{letters}{number}"{content.replace("%", "%%") if number == _NUMBER else content}</c>'


def _number_xml(text: str) -> str:
    if isinstance(text, Number) and len(text) <= EXACT_DIGITS and _STORABLE.fullmatch(text):
        return f"><v>{text}</v>"
    return _string_xml(text)


def _string_xml(text: str) -> str:
    escaped = _SPECIAL.sub(_escape, text[:LONGEST_CELL])
    return f' t="inlineStr"><is><t xml:space="preserve">{escaped}</t></is>'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return _NAMED.get(character) or f"_x{ord(character):04X}_"


def _packed(data: bytes, flush: int) -> bytes:
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return compressor.compress(data) + compressor.flush(flush)
