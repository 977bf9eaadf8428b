"""Opening a store: where it is, whether this program knows it, and bringing it up to date."""

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, Connection, insert, inspect, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from router.paths import home_dir
from web.store.database import Database
from web.store.errors import StoreError, StoreNewerError
from web.store.migrations import HEAD
from web.store.schema import MetaRow

URL_VARIABLE = "COMPLAINT_ROUTER_DB"
DIGEST_KEY = "digest_key"
_MIGRATION_LOCK = 7_302_026


def store_url(chosen: str | None = None) -> URL:
    """Where the store is: ``chosen``, else the environment's ``COMPLAINT_ROUTER_DB``, else a file in the home folder.

    A plain path means a SQLite file. Raises StoreError where it is no address.
    """
    wanted = chosen or os.environ.get(URL_VARIABLE) or str(home_dir() / "workbench.db")
    if "://" not in wanted:
        return URL.create("sqlite", database=wanted)
    try:
        url = make_url(wanted)
        url.get_dialect()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise StoreError(
            f"看不懂数据库地址，请写成 sqlite:///文件 或 postgresql://用户@主机/库名（环境变量 {URL_VARIABLE}）。"
        ) from error
    except ModuleNotFoundError as error:
        raise _driver_missing(error) from error
    if url.get_backend_name() == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    elif url.get_backend_name() != "sqlite":
        raise StoreError(f"不支持数据库 {url.get_backend_name()}，请用 SQLite 或 PostgreSQL。")
    return url


def open_database(url: URL) -> Database:
    """Connect, and bring the tables up to date. Raises StoreError, StoreNewerError."""
    _make_file(url)
    try:
        database = Database(url)
    except ModuleNotFoundError as error:
        raise _driver_missing(error) from error
    try:
        with database.read() as connection:
            version = _version(connection)
        if version != HEAD:
            _migrate(database)
    except DBAPIError as error:
        database.close()
        raise StoreError(
            f"无法打开数据库 {url.render_as_string()}：{error.orig}。请检查地址、权限和磁盘空间。"
        ) from error
    except StoreError:
        database.close()
        raise
    return database


def _make_file(url: URL) -> None:
    """Make the file of a new SQLite store for its owner's eyes only; what SQLite puts beside it inherits that."""
    if url.get_backend_name() != "sqlite":
        return
    if not url.database or url.database == ":memory:":
        raise StoreError("数据库必须是一个文件，请写成 sqlite:///文件。")
    path = Path(url.database)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StoreError(
            f"无法写入数据库 {path}：{error.strerror}。请检查文件夹权限，或另选位置。"
        ) from error


def _version(connection: Connection) -> str | None:
    """The step the store is at, None for an empty one. Raises StoreNewerError."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if version is not None and version > HEAD:
        raise StoreNewerError(
            f"数据库由更新版本的程序建立（结构 {version}，本程序只认识到 {HEAD}）。请升级本程序后再打开，数据没有改动。"
        )
    return version


def _migrate(database: Database) -> None:
    """All steps in one transaction; of programs that open an old store together one does them, the others wait."""
    from alembic import command  # only a store that is new or old needs it
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with database.write() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        if _version(connection) == HEAD:
            return
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        _remember_facts(connection)


def _remember_facts(connection: Connection) -> None:
    if connection.execute(select(MetaRow.value).where(MetaRow.name == DIGEST_KEY)).scalar() is None:
        facts = {DIGEST_KEY: secrets.token_hex(32), "created_at": datetime.now(UTC).isoformat()}
        connection.execute(insert(MetaRow), [{"name": name, "value": value} for name, value in facts.items()])


def _driver_missing(error: ModuleNotFoundError) -> StoreError:
    return StoreError(f"缺少数据库驱动 {error.name}，请安装：pip install 'complaint-router[postgresql]'。")
