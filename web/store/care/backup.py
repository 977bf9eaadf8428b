"""Backup while people work, and restore that destroys nothing.

Of a SQLite store the backup is a SQLite file made by SQLite's own online copy; of PostgreSQL it is the portable archive
(`web.store.care.archive`). Either can be restored into either.
"""

import hashlib
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import URL

from router.errors import OutputError
from router.files import write_beside
from web.store.audit import record
from web.store.care.archive import Manifest, is_empty, open_archive, read_manifest, read_tables, write_tables
from web.store.database import Database
from web.store.errors import StoreError
from web.store.opening import open_database, store_url
from web.store.records import Actor

_SQLITE_MAGIC = b"SQLite format 3\0"
_ZIP_MAGIC = b"PK"
DIGEST_SUFFIX = ".sha256"


@dataclass(frozen=True)
class Backup:
    """A backup that was made and checked; beside ``path`` stands a file with its digest."""

    path: Path
    digest: str
    bytes: int
    complaints: int
    decisions: int


@dataclass(frozen=True)
class Restored:
    """What a restore put in place; ``set_aside`` is the former SQLite file where there was one."""

    complaints: int
    decisions: int
    set_aside: Path | None


def backup(
    database: Database, target: Path, actor: Actor | None = None, *, overwrite: bool = False, place: str = ""
) -> Backup:
    """Copy the store to ``target`` while it is in use, check the copy, and write its digest beside it.

    ``place`` is what the audit log says of where it went, else ``target``.
    Raises OutputError where the file exists or cannot be written, StoreError where the copy is not sound.
    """
    if target.exists() and not overwrite:
        raise OutputError(f"{target} 已存在。请换一个文件名，或加上 --overwrite。")
    with write_beside(target) as temporary:
        temporary.chmod(0o600)
        complaints, decisions = _copy(database, temporary)
        digest = file_digest(temporary)
    _digest_file(target).write_text(f"{digest}  {target.name}\n", encoding="utf-8")
    made = Backup(target, digest, target.stat().st_size, complaints, decisions)
    with database.write() as connection:
        record(connection, actor, "backup", place or str(target), digest)
    return made


def restore(
    source: Path, url: str | None = None, actor: Actor | None = None, *, replace: bool = False
) -> Restored:
    """Check the backup ``source`` and make it the store at ``url``.

    A store that has been used is refused unless ``replace`` says so, and then a SQLite file is set aside and not deleted;
    in PostgreSQL an empty database must be given. Raises StoreError; the store is then as it was.
    """
    _check_digest(source)
    target = store_url(url)
    with _manifest_of(source) as (archive, manifest):
        if target.get_backend_name() == "sqlite":
            set_aside = _into_file(archive, manifest, Path(target.database or ""), replace)
        else:
            set_aside = None
            with closing(open_database(target)) as database:
                _check_empty(database)
                read_tables(database, archive, manifest)
    with closing(open_database(target)) as database, database.write() as connection:
        record(connection, actor, "restore", str(source))
        complaints, decisions = (manifest.rows[name] for name in ("complaints", "decisions"))
    return Restored(complaints, decisions, set_aside)


def check_sqlite(path: Path) -> None:
    """Raises StoreError where the SQLite file is damaged."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{path} 已损坏：{error}。请换一份备份。") from error
    if found != ["ok"] or orphans:
        raise StoreError(f"{path} 未通过完整性检查：{'；'.join(found[:3])}。请换一份备份。")


def file_digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy(database: Database, path: Path) -> tuple[int, int]:
    """Write the store to ``path``, checked; how many complaints and decisions are in it."""
    if database.is_sqlite:
        _copy_sqlite(Path(database.engine.url.database or ""), path)
        check_sqlite(path)
        with closing(sqlite3.connect(path)) as copy:
            complaints, decisions = (
                copy.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
                for name in ("complaints", "decisions")
            )
        return complaints, decisions
    manifest = archive_store(database, path)
    with open_archive(path) as archive:
        read_manifest(archive)
    return manifest.rows["complaints"], manifest.rows["decisions"]


def archive_store(database: Database, path: Path) -> Manifest:
    """Write the portable archive of a store."""
    with (
        database.snapshot() as connection,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
    ):
        return write_tables(connection, archive, secrets=True)


def _copy_sqlite(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(target)) as copy:
        # All pages in one go: a copy in steps begins anew whenever somebody saves in between.
        original.backup(copy)
        # One file that can be carried away, without the two that WAL puts beside it.
        copy.execute("PRAGMA journal_mode = DELETE")


@contextmanager
def _manifest_of(source: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """The backup as a checked archive, whichever of the two it is."""
    with TemporaryDirectory() as folder:
        path = source
        if _magic(source) == _SQLITE_MAGIC:
            check_sqlite(source)
            # A copy, since opening may bring its tables up to date and a backup is never changed.
            copy, path = Path(folder) / "store.db", Path(folder) / "archive.zip"
            copy.write_bytes(source.read_bytes())
            with closing(open_database(URL.create("sqlite", database=str(copy)))) as database:
                archive_store(database, path)
        with open_archive(path) as archive:
            yield archive, read_manifest(archive)


def _magic(source: Path) -> bytes:
    try:
        with source.open("rb") as file:
            magic = file.read(len(_SQLITE_MAGIC))
    except OSError as error:
        raise StoreError(f"读不了备份 {source}：{error.strerror}。请核对文件名。") from error
    if magic != _SQLITE_MAGIC and not magic.startswith(_ZIP_MAGIC):
        raise StoreError(f"{source} 不是本程序的备份（应为 .db 或 .zip）。")
    return magic


def _check_digest(source: Path) -> None:
    """Where the digest still stands beside the backup, it must fit."""
    try:
        expected = _digest_file(source).read_text(encoding="utf-8").split()[0]
    except (OSError, ValueError, IndexError):
        return
    if source.is_file() and file_digest(source) != expected:
        raise StoreError(
            f"备份 {source} 与旁边的校验值 {_digest_file(source).name} 不符，可能已损坏。请换一份备份。"
        )


def _digest_file(path: Path) -> Path:
    return path.with_name(path.name + DIGEST_SUFFIX)


def _check_empty(database: Database) -> None:
    with database.read() as connection:
        if not is_empty(connection):
            raise StoreError("目标数据库已有数据，不能覆盖。请新建一个空库，用 --db 指定后再恢复。")


def _into_file(archive: zipfile.ZipFile, manifest: Manifest, target: Path, replace: bool) -> Path | None:
    """Build the new file beside the old one, then put it in its place."""
    in_use = target.exists() and target.stat().st_size > 0
    if in_use and not replace and not _is_fresh(target):
        raise StoreError(
            f"数据库 {target} 已有数据。确要用备份取代它，请加上 --replace；原有数据会另存在旁边。"
        )
    if in_use:
        _come_to_rest(target)
    building = target.with_name(f".{target.name}.restoring")
    _remove(building)
    try:
        with closing(open_database(URL.create("sqlite", database=str(building)))) as database:
            read_tables(database, archive, manifest)
        check_sqlite(building)
        _come_to_rest(building)
        set_aside = None
        if in_use:
            set_aside = target.with_name(f"{target.name}.before-restore-{datetime.now():%Y%m%d-%H%M%S}")
            target.replace(set_aside)
        building.replace(target)
        return set_aside
    finally:
        _remove(building)


def _is_fresh(target: Path) -> bool:
    with (
        closing(open_database(URL.create("sqlite", database=str(target)))) as database,
        database.read() as connection,
    ):
        return is_empty(connection)


def _come_to_rest(path: Path) -> None:
    """Bring a SQLite file into one piece. Raises StoreError where another program has it open."""
    try:
        with closing(sqlite3.connect(path, timeout=1)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    except sqlite3.OperationalError as error:
        raise StoreError(
            f"数据库 {path} 正在使用中。请先停止网页服务（complaint-router serve），再恢复。"
        ) from error


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
