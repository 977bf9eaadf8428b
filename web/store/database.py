"""Connections: what a transaction that reads or writes must promise, on SQLite and on PostgreSQL."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

_WAIT_SECONDS = 30
_WRITES = "writes"
_PAUSE_SECONDS = 0.05
_PRAGMAS = (
    # A decision that was acknowledged must outlast a power cut, which NORMAL does not promise.
    "synchronous = FULL",
    "foreign_keys = ON",
    # Without it INSERT OR REPLACE would pass by the triggers that refuse DELETE.
    "recursive_triggers = ON",
    f"busy_timeout = {_WAIT_SECONDS * 1000}",
    "cache_size = -32768",
    "temp_store = MEMORY",
    # What the retention period removes must not stay in free pages of the file.
    "secure_delete = ON",
)


class Database:
    """An engine, and the two kinds of transaction on it."""

    def __init__(self, url: URL) -> None:
        self.engine = _engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        # SQLite takes one writer at a time. Waiting here is fair and quick; its own waiting sleeps and may starve.
        self._writer = threading.RLock() if self.is_sqlite else nullcontext()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A transaction that sees one state of the store however long it reads."""
        with self.engine.connect() as connection:
            if not self.is_sqlite:
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may write: it is kept when the block ends well, and leaves no trace otherwise."""
        with self._writer, self.engine.connect() as connection:
            connection.execution_options(**{_WRITES: True})
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(
            url, pool_size=10, max_overflow=20, pool_pre_ping=True, connect_args={"options": _options(url)}
        )
    engine = create_engine(
        url,
        pool_size=10,
        max_overflow=20,
        connect_args={"timeout": _WAIT_SECONDS, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _options(url: URL) -> str:
    """Settings of each PostgreSQL session; those that the address names come last and hold."""
    asked = url.query.get("options", ())
    # Compiling a query takes longer than any of ours does: without it words over all states take half the time.
    return " ".join(["-c jit=off", *([asked] if isinstance(asked, str) else asked)])


def _prepare(connection: Any, _record: Any) -> None:
    # The driver's own way of beginning transactions leaves statements of the schema outside them.
    connection.isolation_level = None
    cursor = connection.cursor()
    _keep_a_log(cursor)
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _keep_a_log(cursor: sqlite3.Cursor) -> None:
    """Let readers go on while somebody writes. Of programs that open a new store together only one may ask for it at a
    time, and SQLite does not make the others wait."""
    deadline = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
        time.sleep(_PAUSE_SECONDS)


def _begin(connection: Connection) -> None:
    # A transaction that begins by reading and then writes could find that another wrote in between, and fail.
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
