"""Writing the result: block by block into a part file that is a whole table after every block.

A block is a fixed number of rows, so that a run that was interrupted and resumed makes the same bytes as one that was not.
"""

import csv
import os
import re
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import BinaryIO, Protocol

from router.cells import NO_ANSWER, Answer, Cells
from router.errors import OutputError
from router.table.sheet import Rows, SheetPart, State

_BOM = b"\xef\xbb\xbf"
# What makes spreadsheets take a cell for a formula, in full width too; tab and line ends are skipped by them, and blanks
# by some.
_BLANKS = " \u3000"
_RUN = frozenset("=+-@\t\r\n＝＋－＠")
RISKY = _RUN.union(_BLANKS)
_PLAIN = re.compile(r"[+-]?\d[\d,]*(\.\d*)?%?|.")
_MARK = "'"
_KEPT = 5_000
# Cells with line ends must be quoted, so they are part of the mark; the control character makes it rare.
_ROW_END = "\r\n\x1e"
_SEPARATORS = {".csv": ",", ".tsv": "\t"}
FORMS = (*_SEPARATORS, ".xlsx")


class Part(Protocol):
    """A result being written. ``state`` is what must be known to go on from the last block."""

    longest_cell: int | None
    most_rows: int | None

    @property
    def state(self) -> State: ...
    def append(self, rows: Rows) -> None: ...
    def append_answered(self, rows: Rows, answers: Sequence[Answer]) -> None: ...
    def sync(self) -> None: ...
    def close(self) -> None: ...


def safe_cell(text: str) -> str:
    """``text`` with an apostrophe before it where a spreadsheet would run it; numbers such as -5 stay as they are."""
    bare = text.lstrip(_BLANKS)
    if bare and bare[0] in _RUN and not _PLAIN.fullmatch(bare):
        return _MARK + text
    return text


def check_form(target: Path) -> None:
    """Raise OutputError where no result can be written in the form that the suffix of ``target`` asks for."""
    if target.suffix.lower() not in FORMS:
        raise OutputError(
            f"不支持输出为“{target.suffix or target.name}”，请用 {'、'.join(FORMS)} 之一作输出文件的后缀。"
        )


def check_target(source: Path, target: Path, overwrite: bool) -> None:
    """Raise OutputError where ``target`` is the ``source`` itself or a folder, or is there and not to be replaced."""
    try:
        is_there, is_folder = target.exists(), target.is_dir()
        is_source = is_there and source.exists() and target.samefile(source)
    except OSError as error:
        raise OutputError(f"无法写入 {target}：{error.strerror or error}。请另选一个文件名。") from error
    if is_source:
        raise OutputError(f"输出文件与输入文件相同（{target}），会丢失原表。请另选一个文件名。")
    if is_folder:
        raise OutputError(f"{target} 是文件夹，请给出文件名，例如 {target / '结果.csv'}。")
    if is_there and not overwrite:
        raise OutputError(f"{target} 已存在。请另选一个文件名，或用 --overwrite 覆盖它。")


def open_part(path: Path, header_rows: int, widths: Sequence[int], state: State | None = None) -> Part:
    """Begin the part file ``path``, or go on with it from ``state``; its suffix says the form."""
    file = path.open("wb" if state is None else "r+b")
    separator = _SEPARATORS.get(path.suffix.lower())
    if separator is None:
        return SheetPart(file, header_rows, widths, state)
    return TextPart(file, separator, state)


class TextPart:
    """CSV or TSV in UTF-8 with a mark, so that Excel opens it."""

    longest_cell: int | None = None
    most_rows: int | None = None

    def __init__(self, file: BinaryIO, separator: str, state: State | None) -> None:
        self._file = file
        self._separator = separator
        self._patterns: dict[tuple[str | None, ...], str] = {}
        self._marks = f'{separator}"\r\n'
        self._special = re.compile(f"[{re.escape(self._marks)}]")
        if state is None:
            file.write(_BOM)
        self._end = state["end"] if state else len(_BOM)
        file.truncate(self._end)

    @property
    def state(self) -> State:
        """Where the last block ends."""
        return {"end": self._end}

    def append(self, rows: Rows) -> None:
        """Write a block."""
        self.append_answered(rows, [NO_ANSWER] * len(rows))

    def append_answered(self, rows: Rows, answers: Sequence[Answer]) -> None:
        """Write a block of rows, each with its answer at the end."""
        pairs = zip(self._lines(rows), answers, strict=True)
        pattern, own = self._pattern, self._own
        lines = [f"{line}{pattern(answer.shared) % own(answer.own)}\r\n" for line, answer in pairs]
        data = "".join(lines).encode("utf-8", "replace")
        self._file.seek(self._end)
        self._file.write(data)
        self._file.flush()
        self._end += len(data)

    def _lines(self, rows: Rows) -> list[str]:
        """Each row as text without a line end; all in one call where no cell holds what marks their ends."""
        lines = self._written(rows, _ROW_END).split(_ROW_END)[:-1]
        if len(lines) == len(rows):
            return lines
        return [self._written([row], "\r\n").removesuffix("\r\n") for row in rows]

    def _written(self, rows: Rows, end: str) -> str:
        text = StringIO(newline="")
        csv.writer(text, delimiter=self._separator, lineterminator=end).writerows(rows)
        return text.getvalue()

    def _pattern(self, shared: tuple[str | None, ...]) -> str:
        """What answers share, as a pattern for the operator % with their own cells; kept for a while."""
        known = self._patterns.get(shared)
        if known is None:
            fields = ["%s" if cell is None else self._field(cell).replace("%", "%%") for cell in shared]
            known = "".join([self._separator + field for field in fields])
            if len(self._patterns) >= _KEPT:
                self._patterns.clear()
            self._patterns[shared] = known
        return known

    def _own(self, cells: Cells) -> Cells:
        text = "".join(cells)
        for mark in self._marks:
            if mark in text:
                return tuple(map(self._field, cells))
        return cells

    def _field(self, cell: str) -> str:
        """A cell, quoted where it must be."""
        return '"' + cell.replace('"', '""') + '"' if self._special.search(cell) else cell

    def sync(self) -> None:
        """Make sure that what was written outlives a power cut."""
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file."""
        self._file.close()
