"""The portable archive: a ZIP of JSON lines, one file for each table, that can be restored into either database.

``manifest.json`` says which structure the rows have, how many there are, and the digest of every file. The full-text
index is not in it; it follows from the letters.
"""

import base64
import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Table, delete, func, insert, select, text, tuple_
from sqlalchemy.types import Date, LargeBinary

from web.store.database import Database
from web.store.errors import StoreError
from web.store.fulltext import add_words
from web.store.migrations import HEAD
from web.store.schema import Base, ComplaintRow, LetterRow, MetaRow
from web.store.types import Moment

MANIFEST = "manifest.json"
FORM = "complaint-router-archive"
_BLOCK = 1000
# In this order a row never refers to one that is not there yet; within complaints the number of a repeat is the higher.
TABLES: tuple[Table, ...] = tuple(Base.metadata.sorted_tables)
# What an export for other eyes leaves out.
SECRETS = {"users": ("password_hash", "session_stamp"), "api_keys": ("digest",), "complaints": ("digest",)}
_SECRET_TABLES = ("meta",)


@dataclass(frozen=True)
class Manifest:
    """What stands in ``manifest.json``; ``digests`` are SHA-256 by file name."""

    form: str
    structure: str
    made_at: str
    rows: dict[str, int]
    digests: dict[str, str]


def write_tables(connection: Connection, archive: zipfile.ZipFile, *, secrets: bool) -> Manifest:
    """Write all tables as the transaction of ``connection`` sees them; without ``secrets`` it cannot be restored."""
    rows, digests = {}, {}
    for table in TABLES:
        if not secrets and table.name in _SECRET_TABLES:
            continue
        left_out = () if secrets else SECRETS.get(table.name, ())
        name = f"{table.name}.jsonl"
        with archive.open(name, "w", force_zip64=True) as file:
            rows[table.name], digests[name] = _write(file, _rows(connection, table), left_out)
    manifest = Manifest(
        FORM if secrets else f"{FORM}-export", HEAD, datetime.now(UTC).isoformat(), rows, digests
    )
    archive.writestr(MANIFEST, json.dumps(manifest.__dict__, ensure_ascii=False, indent=2))
    return manifest


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """The manifest, checked against the files. Raises StoreError."""
    try:
        manifest = Manifest(**json.loads(archive.read(MANIFEST)))
    except (KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        raise StoreError("这不是本程序的备份：压缩包里没有可读的 manifest.json。") from error
    if manifest.form != FORM:
        raise StoreError(
            "这是供查阅的导出（export），不含密钥，不能用来恢复。请用 complaint-router backup 的备份。"
        )
    if manifest.structure > HEAD:
        raise StoreError(
            f"备份由更新版本的程序制作（结构 {manifest.structure}，本程序只认识到 {HEAD}）。请升级本程序后再恢复。"
        )
    for name, digest in manifest.digests.items():
        try:
            with archive.open(name) as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
        except (KeyError, OSError, zipfile.BadZipFile) as error:
            raise StoreError(f"备份已损坏：{name} 读不出来。请换一份备份。") from error
        if found != digest:
            raise StoreError(f"备份已损坏：{name} 的校验值不符。请换一份备份。")
    return manifest


def read_tables(database: Database, archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Put the rows of an archive into an empty store, all or none, and make its index. Raises StoreError."""
    with database.write() as connection:
        connection.execute(delete(MetaRow))
        for table in TABLES:
            with archive.open(f"{table.name}.jsonl") as file:
                for block in _blocks(_parsed(line, table) for line in file):
                    connection.execute(insert(table), block)
            stored = connection.execute(select(func.count()).select_from(table)).scalar_one()
            if stored != manifest.rows[table.name]:
                raise StoreError(
                    f"恢复中断：表 {table.name} 应有 {manifest.rows[table.name]} 行，只写入 {stored} 行。"
                )
        index_letters(connection)
        if not database.is_sqlite:
            _count_on(connection)


def index_letters(connection: Connection) -> None:
    """Fill the empty full-text index from the letters."""
    query = select(ComplaintRow.id, ComplaintRow.external_number, LetterRow.title, LetterRow.text)
    query = query.join(LetterRow, LetterRow.complaint_id == ComplaintRow.id).order_by(ComplaintRow.id)
    last = 0
    while rows := connection.execute(query.where(ComplaintRow.id > last).limit(_BLOCK)).all():
        add_words(connection, [(row.id, row.external_number, row.title, row.text) for row in rows])
        last = rows[-1].id


def is_empty(connection: Connection) -> bool:
    """Whether nobody has used the store yet."""
    return not any(
        connection.execute(select(func.count()).select_from(table.select().limit(1).subquery())).scalar_one()
        for table in TABLES
        if table.name not in _SECRET_TABLES
    )


def _count_on(connection: Connection) -> None:
    """Let PostgreSQL number new rows behind those that came with their numbers."""
    for table in TABLES:
        if "id" in table.c:
            sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
            last = f"SELECT max(id) FROM {table.name}"
            connection.execute(
                text(f"SELECT setval({sequence}, coalesce(({last}), 1), ({last}) IS NOT NULL)")
            )


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    """All rows of a table by its key, block by block."""
    keys = list(table.primary_key.columns)
    query = select(table).order_by(*keys).limit(_BLOCK)
    last: tuple[Any, ...] | None = None
    while True:
        beyond = query if last is None else query.where(tuple_(*keys) > last)
        rows = connection.execute(beyond).all()
        for row in rows:
            yield dict(row._mapping)
        if len(rows) < _BLOCK:
            return
        last = tuple(rows[-1]._mapping[key.name] for key in keys)


def _write(file: IO[bytes], rows: Iterable[dict[str, Any]], left_out: Iterable[str]) -> tuple[int, str]:
    digest, count = hashlib.sha256(), 0
    for row in rows:
        for name in left_out:
            del row[name]
        line = json.dumps(row, ensure_ascii=False, default=_plain).encode() + b"\n"
        digest.update(line)
        file.write(line)
        count += 1
    return count, digest.hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    assert isinstance(value, bytes), type(value)
    return base64.b64encode(value).decode()


def _parsed(line: bytes, table: Table) -> dict[str, Any]:
    row: dict[str, Any] = json.loads(line)
    for name, value in row.items():
        kind = table.c[name].type
        if value is None:
            continue
        if isinstance(kind, Moment):
            row[name] = datetime.fromisoformat(value)
        elif isinstance(kind, Date):
            row[name] = date.fromisoformat(value)
        elif isinstance(kind, LargeBinary):
            row[name] = base64.b64decode(value)
    return row


def _blocks(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    block: list[dict[str, Any]] = []
    for row in rows:
        block.append(row)
        if len(block) == _BLOCK:
            yield block
            block = []
    if block:
        yield block


def open_archive(path: Path) -> zipfile.ZipFile:
    """The archive at ``path``. Raises StoreError where it is none."""
    try:
        return zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise StoreError(f"读不了备份 {path}：不是完整的压缩包。请换一份备份。") from error
