"""Opening makes the tables, twice does nothing, and what cannot be opened is said in a sentence."""

import stat
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, make_url, text

from router.paths import HOME_VARIABLE
from web.store import StoreError, StoreNewerError, open_store
from web.store.migrations import HEAD
from web.store.opening import URL_VARIABLE, store_url
from web.store.schema import Base


def test_an_empty_database_gets_every_table(new_url):
    with open_store(new_url(made=False)) as store, store.database.read() as connection:
        assert set(Base.metadata.tables) <= set(inspect(connection).get_table_names())
        # No index is said to be missing: what is full-text is not part of the schema.
        ignored = "letter_words"
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, parents: not (name or "").startswith(ignored)},
        )
        assert compare_metadata(context, Base.metadata) == []


def test_opening_again_changes_nothing(new_url):
    url = new_url(made=False)

    def facts():
        with open_store(url) as store, store.database.read() as connection:
            return connection.execute(text("SELECT name, value FROM meta ORDER BY name")).all()

    assert facts() == facts()


def test_programs_that_open_an_empty_store_together_all_succeed(new_url):
    url, start, opened = new_url(made=False), threading.Barrier(4), []

    def run():
        start.wait()
        with open_store(url) as store:
            opened.append(store.people.local_user().id)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert opened == [1, 1, 1, 1]


def test_a_store_of_a_later_program_is_refused_and_left_alone(url):
    with open_store(url) as store, store.database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreNewerError, match="请升级本程序"):
        open_store(url)


def test_the_head_is_the_last_of_the_steps():
    from web.store import migrations

    assert ScriptDirectory(str(Path(migrations.__file__).parent)).get_current_head() == HEAD


def test_writes_survive_a_power_cut_by_the_settings_of_sqlite(sqlite_template):
    with open_store(str(sqlite_template)) as store, store.database.read() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "secure_delete")
        }
    full = 2
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "secure_delete": 1,
    }


def test_a_new_file_is_for_its_owner_only(tmp_path):
    path = tmp_path / "new" / "workbench.db"
    with open_store(str(path)) as store:
        store.people.local_user()
        for found in (path, path.with_name("workbench.db-wal")):
            assert stat.S_IMODE(found.stat().st_mode) == 0o600


def test_the_store_is_where_one_says(tmp_path, monkeypatch):
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    assert store_url().database == str(tmp_path / "workbench.db")
    monkeypatch.setenv(URL_VARIABLE, "postgresql://office@db/letters")
    assert store_url().drivername == "postgresql+psycopg"
    assert store_url("/tmp/other.db").database == "/tmp/other.db"


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("nonsense://x", "看不懂数据库地址"),
        ("sqlite:///:memory:", "必须是一个文件"),
        ("sqlite://", "必须是一个文件"),
        ("sqlite:////proc/none/x.db", "无法写入数据库"),
        ("postgresql://nobody:secret@127.0.0.1:1/none", "无法打开数据库"),
    ],
)
def test_what_cannot_be_opened_is_said_in_a_sentence(url, message):
    with pytest.raises(StoreError, match=message) as caught:
        open_store(url)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    path = tmp_path / "letters.xlsx"
    path.write_bytes(b"PK not a database" * 100)
    with pytest.raises(StoreError, match="无法打开数据库"):
        open_store(str(path))
    assert path.read_bytes() == b"PK not a database" * 100


def test_postgresql_compiles_no_query_unless_the_address_says_so(cluster):
    address = cluster.url()
    for options, wanted in (("", "off"), ("-c work_mem=5MB", "off"), ("-c jit=on", "on")):
        url = make_url(address)
        url = url.update_query_dict({"options": options}) if options else url
        with (
            open_store(url.render_as_string(hide_password=False)) as store,
            store.database.read() as connection,
        ):
            assert connection.execute(text("SHOW jit")).scalar() == wanted
            if "work_mem" in options:
                assert connection.execute(text("SHOW work_mem")).scalar() == "5MB"
    cluster.clean_up()
