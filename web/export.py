"""Decided letters as a table: what was suggested, what was decided, by whom, and whether both agree."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from sqlalchemy import select

from router.columns import SEPARATOR
from router.labels import KINDS, SCOPES
from router.matters import matter_table
from router.table.output import safe_cell
from web.departments import department_name
from web.moments import minute
from web.review.events import last_deciding
from web.store import STATE_WORDS, Complaint, DecidedIssue, Decision, QueueFilter, State, Store
from web.store.history import effective
from web.store.queue import Order
from web.store.rows import decision, decision_query
from web.store.schema import DecisionRow, LetterRow, SuggestionRow

COLUMNS = (
    "序号", "来信编号", "收件日期", "标题", "来信内容（已遮盖）", "状态", "建议主办", "决定主办", "决定协办", "责任条目",
    "事项", "清单范围", "诉求类型", "属地", "与建议一致", "经办人", "决定时间", "用时（秒）", "备注", "退单",
)  # fmt: skip
_BLOCK = 500
_DECIDED: frozenset[State] = frozenset(("decided",))
# A letter that was returned had been decided; it is left out where only what waits is looked at.
_STATES: dict[frozenset[State], frozenset[State]] = {
    frozenset(): frozenset(("decided", "returned")),
    frozenset(("returned",)): frozenset(("returned",)),
}
# What a cell of a workbook can hold.
_LONGEST_CELL = 32_000


def rows(store: Store, wanted: QueueFilter, order: Order) -> Iterator[list[str]]:
    """The decided letters that ``wanted`` lists, whatever states it names, in their order."""
    names = {user.id: user.name for user in store.people.list()}
    decided = replace(wanted, states=_STATES.get(wanted.states, _DECIDED))
    after = None
    while True:
        page = store.queue.page(decided, order, after=after, limit=_BLOCK)
        yield from _block(store, [found for found in page.complaints if found.decided_at], names)
        after = page.next
        if after is None:
            return


def csv_chunks(found: Iterator[list[str]]) -> Iterator[bytes]:
    """The table as CSV that Excel opens, block by block."""
    yield b"\xef\xbb\xbf"
    buffer = StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for number, row in enumerate(found, 1):
        writer.writerow([safe_cell(cell) for cell in row])
        if number % _BLOCK == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def write_workbook(found: Iterator[list[str]], path: Path) -> None:
    """The table as XLSX."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("研判结果")
    sheet.freeze_panes = "A2"
    sheet.append(COLUMNS)
    for row in found:
        sheet.append([safe_cell(cell)[:_LONGEST_CELL] for cell in row])
    book.save(path)


def _taken(buffer: StringIO) -> bytes:
    data = buffer.getvalue().encode("utf-8", "replace")
    buffer.seek(0)
    buffer.truncate()
    return data


def _block(store: Store, found: Sequence[Complaint], names: Mapping[int, str]) -> Iterator[list[str]]:
    ids = [complaint.id for complaint in found]
    if not ids:
        return
    with store.database.read() as connection:
        letters = {
            row.complaint_id: row
            for row in connection.execute(select(LetterRow.complaint_id, LetterRow.title, LetterRow.text).where(
                LetterRow.complaint_id.in_(ids)
            ))
        }  # fmt: skip
        events: dict[int, list[Any]] = {}
        query = decision_query().where(DecisionRow.complaint_id.in_(ids)).order_by(DecisionRow.revision)
        for row in connection.execute(query):
            events.setdefault(row.complaint_id, []).append(row)
        shown = dict(
            connection.execute(
                select(SuggestionRow.id, SuggestionRow.lead_no).where(SuggestionRow.complaint_id.in_(ids))
            ).all()
        )
    for complaint in found:
        holding = [decision(row, False) for row in effective(events.get(complaint.id, []))]
        yield _row(complaint, letters.get(complaint.id), holding, shown, names)


def _row(
    complaint: Complaint,
    letter: Any,
    holding: Sequence[Decision],
    shown: Mapping[int, int | None],
    names: Mapping[int, str],
) -> list[str]:
    last = last_deciding(holding)
    issues = last.issues if last else ()
    suggested = shown.get(last.suggestion_id) if last and last.suggestion_id else None
    moment = minute(complaint.decided_at) if complaint.decided_at else ""
    scope, kind = complaint.decided_scope or "", complaint.decided_kind or ""
    return [
        str(complaint.id),
        complaint.external_number,
        complaint.received_on.isoformat(),
        letter.title if letter else "",
        letter.text if letter else "（内容已按保存期限清除）",
        STATE_WORDS[complaint.state],
        department_name(suggested),
        _departments(lead for issue in issues for lead in issue.leads),
        _departments(assist for issue in issues for assist in issue.assists),
        SEPARATOR.join(_duties(issues)),
        SEPARATOR.join(_matters(issues)),
        dict(SCOPES).get(scope, scope),  # type: ignore[call-overload]
        dict(KINDS).get(kind, kind),  # type: ignore[call-overload]
        complaint.territory,
        {True: "一致", False: "不一致", None: ""}[complaint.agreed],
        names.get(complaint.decided_by or 0, ""),
        moment,
        "" if complaint.seconds is None else str(round(complaint.seconds)),
        SEPARATOR.join(event.note for event in holding if event.note),
        SEPARATOR.join(
            f"{department_name(event.department_no)}：{event.reason}"
            for event in holding
            if event.action == "return"
        ),
    ]


def _departments(numbers: Any) -> str:
    return SEPARATOR.join(map(department_name, dict.fromkeys(numbers)))


def _matters(issues: Sequence[DecidedIssue]) -> list[str]:
    found = (matter_table().get(issue.matter_id or "") for issue in issues)
    return list(dict.fromkeys(matter.name for matter in found if matter))


def _duties(issues: Sequence[DecidedIssue]) -> list[str]:
    """The duties by which the decided departments answer for the decided matters."""
    ids: dict[str, None] = {}
    for issue in issues:
        matter = matter_table().get(issue.matter_id or "")
        for duty in (*matter.lead, *matter.assist) if matter else ():
            if duty.department.number in (*issue.leads, *issue.assists):
                ids[duty.id] = None
    return list(ids)
