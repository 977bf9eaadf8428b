"""Slips for a table of letters: one zip of Word files, or one table to paste into the petition system."""

import csv
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from io import StringIO
from itertools import islice
from pathlib import Path

from router.batch.layout import Layout, Line
from router.columns import SEPARATOR
from router.dates import parse_date
from router.errors import DateError, OutputError
from router.files import write_beside
from router.labels import DISPOSITIONS
from router.office import Office
from router.router import Router
from router.routing import Routing
from router.slip.content import Slip, SlipDetails, SlipForm, make_slip
from router.slip.docx import slip_docx
from router.table import Table, read_table
from router.table.fields import field_columns, field_values
from router.table.output import FORMS, check_target, open_part, safe_cell

ZIP_FORM = ".zip"
LIST_NAME = "清单.csv"
LIST_COLUMNS = (
    "行号",
    "信访件编号",
    "信访日期",
    "信访形式",
    "问题属地",
    "信访内容",
    "诉求类别",
    "法定途径",
    "办理方式",
    "转往处",
    "抄送",
    "属地承办单位",
    "限办时间",
    "责任条目",
    "文号",
    "备注",
)
_BLOCK = 200
_WIDTH = 18
# File names may have 255 bytes on Linux, three to a Chinese character.
_LONGEST_NAME = 40
_UNSAFE = re.compile(r'[\\/:*?"<>|\s\x00-\x1f\ud800-\udfff]+')
_NO_UNIT = "未出函：{words}，清单中没有可转的部门"
_NO_RECEIPT = "收件日期不明，未推算期限"

Report = Callable[[int], None]


@dataclass(frozen=True)
class SlipSummary:
    """What was made: rows read, slips written, and rows for which nobody could be addressed."""

    target: Path
    rows: int
    slips: int

    def sentences(self) -> list[str]:
        """For the terminal."""
        rest = self.rows - self.slips
        lines = [f"已写入 {self.target}：{self.rows} 件来信，{self.slips} 件有转送单位。"]
        if rest:
            lines.append(f"{rest} 件没有可转的部门，见清单备注。")
        return lines


@dataclass(frozen=True)
class _Record:
    """A letter with its slip; ``remark`` says what the clerk should look at."""

    line: Line
    routing: Routing
    slip: Slip
    details: SlipDetails
    remark: str

    @property
    def cells(self) -> list[str]:
        """The row of the list; the content is masked, and nothing in it tells who wrote."""
        slip, legal = self.slip, self.routing.legal
        duties = [ground.duty.id for s in self.routing.suggestions for ground in s.grounds]
        facts = dict(slip.facts)
        cells = [
            str(self.line.number),
            self.details.letter_number,
            self.details.received.isoformat() if self.details.received else "",
            self.details.channel,
            facts["问题属地"],
            slip.content,
            facts["诉求类别"],
            legal.rule.route if legal else "",
            self.details.form,
            slip.addressees,
            "、".join(unit.name for unit in slip.copied),
            slip.on_the_spot,
            SEPARATOR.join(f"{step}：{due}" for step, _, due, _ in slip.deadlines),
            SEPARATOR.join(dict.fromkeys(duties)),
            slip.number if slip.main else "",
            self.remark,
        ]
        return [safe_cell(cell) for cell in cells]

    @property
    def file_name(self) -> str:
        """A name that sorts by row and says whose letter it is."""
        parts = (
            f"{self.line.number:05}",
            self.details.letter_number[:_LONGEST_NAME],
            self.slip.addressees[:20],
        )
        return _UNSAFE.sub("-", "_".join(filter(None, parts))) + ".docx"


def slip_details(form: SlipForm, written: str | None, received: str | None, first_number: str) -> SlipDetails:
    """The details for a whole table as typed. Raises DateError where a date is none."""
    return SlipDetails(
        written=parse_date(written) if written else date.today(),
        received=parse_date(received) if received else None,
        form=form,
        number=first_number,
    )


def make_slips(
    source: Path,
    target: Path,
    router: Router,
    details: SlipDetails,
    office: Office,
    *,
    column: str | None = None,
    sheet: str | None = None,
    overwrite: bool = False,
    progress: Report = lambda _: None,
) -> SlipSummary:
    """Write slips for every letter of ``source``: a .zip of Word files with a list, or the list alone as a table.

    ``details`` hold for all letters; what a row of the table says itself (number, date, form, petitioner) goes before it.
    A number in ``details`` is that of the first slip, the others follow. Raises TableError where the input cannot be
    read, OutputError where the target cannot be written.
    """
    _check_form(target)
    check_target(source, target, overwrite)
    records = _records(read_table(source, sheet), column, router, details, office, progress)
    write = _write_zip if target.suffix.lower() == ZIP_FORM else _write_table
    with write_beside(target) as temporary:
        rows, slips = write(temporary, records)
    return SlipSummary(target, rows, slips)


def _check_form(target: Path) -> None:
    if target.suffix.lower() not in (ZIP_FORM, *FORMS):
        raise OutputError(f"不支持输出为“{target.name}”，请用 {'、'.join((ZIP_FORM, *FORMS))} 之一作后缀。")


def _records(
    table: Table, column: str | None, router: Router, details: SlipDetails, office: Office, progress: Report
) -> Iterator[_Record]:
    columns = field_columns(table.header)
    lines, done = Layout(table, column).lines(), 0
    number = int(details.number) if details.number.isdecimal() else None
    while block := list(islice(lines, _BLOCK)):
        filled = [line for line in block if line.text]
        for line, routing in zip(
            filled, router.route_many([line.text or "" for line in filled]), strict=True
        ):
            row = replace(
                details, number="" if number is None else str(number), **field_values(line.row, columns)
            )
            record = _record(line, routing, row, office)
            if record.slip.main and number is not None:
                number += 1
            yield record
        done += len(block)
        progress(done)


def _record(line: Line, routing: Routing, details: SlipDetails, office: Office) -> _Record:
    try:
        slip, remark = make_slip(routing, details, office), ""
    except DateError as error:
        # A letter dated after the slip: the date is misread or wrong, and no term can rest on it.
        details = replace(details, received=None)
        slip, remark = make_slip(routing, details, office), str(error)
    if not slip.main:
        remark = _NO_UNIT.format(words=DISPOSITIONS[routing.disposition])
    elif details.received is None:
        remark = remark or _NO_RECEIPT
    elif routing.disposition != "auto":
        remark = DISPOSITIONS[routing.disposition]
    return _Record(line, routing, slip, details, remark)


def _write_zip(path: Path, records: Iterator[_Record]) -> tuple[int, int]:
    rows, slips = [], 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for record in records:
            rows.append(record.cells)
            if record.slip.main:
                slips += 1
                archive.writestr(record.file_name, slip_docx(record.slip))
        archive.writestr(LIST_NAME, _csv([LIST_COLUMNS, *rows]))
    return len(rows), slips


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    text = StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def _write_table(path: Path, records: Iterator[_Record]) -> tuple[int, int]:
    rows = slips = 0
    with closing(open_part(path, 1, [_WIDTH] * len(LIST_COLUMNS))) as part:
        part.append([list(LIST_COLUMNS)])
        for record in records:
            part.append([record.cells])
            rows, slips = rows + 1, slips + bool(record.slip.main)
    return rows, slips
