"""Everything in one ZIP that other people and programs can read: CSV for Excel, JSON lines for programs.

For reading, not for restoring: password hashes, digests and the store's key are not in it.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from router.errors import OutputError
from router.files import write_beside
from router.labels import DISPOSITIONS, KINDS, SCOPES
from router.table.output import safe_cell
from web.departments import department_name
from web.moments import second
from web.store.audit import record
from web.store.care.archive import Manifest, write_tables
from web.store.database import Database
from web.store.records import ACTION_WORDS, SOURCE_WORDS, STATE_WORDS, Actor
from web.store.schema import ComplaintRow, DecisionRow, LetterRow, UserRow

_BLOCK = 1000
# What a cell of Excel takes.
_LONGEST_CELL = 32_767
_COMPLAINTS = (
    "编号", "来信编号", "收件日期", "来源", "标题", "内容", "重件（首件编号）", "事项", "建议主办", "诉求类型",
    "是否属清单范围", "处理建议", "属地", "把握", "状态", "承办人", "决定主办", "决定范围", "决定时间", "决定人",
    "与建议一致", "用时（秒）", "退单次数", "内容清除时间",
)  # fmt: skip
_DECISIONS = (
    "编号", "来信", "序次", "时间", "用户", "操作", "主办", "范围", "诉求类型", "备注", "退单部门", "退单理由",
    "移交给", "撤销（决定编号）", "与建议一致", "用时（秒）",
)  # fmt: skip


def export_all(
    database: Database, target: Path, actor: Actor | None = None, *, overwrite: bool = False, place: str = ""
) -> Manifest:
    """Write the ZIP; the audit log says that it went to ``place``, else to ``target``.

    Raises OutputError where the file exists or cannot be written."""
    if target.exists() and not overwrite:
        raise OutputError(f"{target} 已存在。请换一个文件名，或加上 --overwrite。")
    with write_beside(target) as temporary:
        temporary.chmod(0o600)
        with (
            database.snapshot() as connection,
            zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
        ):
            manifest = write_tables(connection, archive, secrets=False)
            _write_csv(archive, "来信.csv", _COMPLAINTS, _complaints(connection))
            _write_csv(archive, "决定.csv", _DECISIONS, _decisions(connection))
    with database.write() as connection:
        record(connection, actor, "export", place or str(target), dict(manifest.rows))
    return manifest


def _write_csv(
    archive: zipfile.ZipFile, name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    with (
        archive.open(name, "w", force_zip64=True) as raw,
        io.TextIOWrapper(raw, "utf-8-sig", newline="") as file,
    ):
        writer = csv.writer(file)
        writer.writerow(header)
        for row in rows:
            writer.writerow([_cell(value) for value in row])


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if hasattr(value, "astimezone"):
        return second(value)
    return safe_cell(value)[:_LONGEST_CELL] if isinstance(value, str) else value


def _complaints(connection: Connection) -> Iterator[Sequence[Any]]:
    names, row = _names(connection), ComplaintRow.__table__.c
    query = select(*row, LetterRow.title, LetterRow.text).outerjoin(
        LetterRow, LetterRow.complaint_id == row.id
    )
    for found in _all(connection, query.order_by(row.id), row.id):
        yield (
            found.id, found.external_number, found.received_on.isoformat(), SOURCE_WORDS.get(found.source),
            found.title, found.text, found.repeat_of, found.matter, department_name(found.lead_no), KINDS.get(found.kind),
            SCOPES.get(found.scope), DISPOSITIONS.get(found.disposition), found.territory,
            round(found.confidence, 4), STATE_WORDS.get(found.state), names.get(found.assigned_to),
            department_name(found.decided_lead), SCOPES.get(found.decided_scope), found.decided_at,
            names.get(found.decided_by), found.agreed, found.seconds, found.returns, found.removed_at,
        )  # fmt: skip


def _decisions(connection: Connection) -> Iterator[Sequence[Any]]:
    names, row = _names(connection), DecisionRow.__table__.c
    for found in _all(connection, select(*row).order_by(row.id), row.id):
        yield (
            found.id, found.complaint_id, found.revision, found.decided_at, names.get(found.user_id),
            ACTION_WORDS.get(found.action), _leads(found.issues), SCOPES.get(found.scope), KINDS.get(found.kind),
            found.note, department_name(found.department_no), found.reason, names.get(found.to_user), found.undoes,
            found.agreed, found.seconds,
        )  # fmt: skip


def _all(connection: Connection, query: Any, key: Any) -> Iterator[Any]:
    last = 0
    while True:
        rows = connection.execute(query.where(key > last).limit(_BLOCK)).all()
        yield from rows
        if len(rows) < _BLOCK:
            return
        last = rows[-1].id


def _leads(issues: Any) -> str:
    numbers = dict.fromkeys(number for issue in issues or () for number in issue["leads"])
    return "；".join(department_name(number) for number in numbers)


def _names(connection: Connection) -> dict[int | None, str]:
    return {row.id: row.name for row in connection.execute(select(UserRow.id, UserRow.name))}
