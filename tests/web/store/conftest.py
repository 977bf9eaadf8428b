"""A store to test with, once on SQLite and once on PostgreSQL: every test here holds for both.

PostgreSQL runs from Debian's package in a folder of its own, on a socket, and dies with the run. Where the package is
missing its half skips, unless CI_POSTGRES=1 says that it must be there.
"""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import insert

from web.store import Actor, Draft, Incoming, open_store
from web.store.migrations import HEAD
from web.store.schema import Base, UserRow

COOKING = "昌吉市延安北路楼下烧烤店油烟太大，熏得不敢开窗"
_NUMBERS = itertools.count(1)
# The key of the digests stays: a store is never without one.
_FILLED = [name for name in (*Base.metadata.tables, "letter_words") if name != "meta"]


def _binaries():
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def _as_postgres():
    """PostgreSQL refuses to run as root; Debian's package made somebody who may."""
    if os.geteuid() != 0:
        return []
    user = pwd.getpwnam("postgres")
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


class Cluster:
    """A running PostgreSQL: databases with an empty store, used again after each test, and quite empty ones."""

    def __init__(self, folder):
        self._address = f"postgresql://postgres@/{{}}?host={folder}"
        self._free = []
        self._used = []

    def url(self, made=True):
        """The address of a database with an empty, up-to-date store, or with nothing at all."""
        name = self._free.pop() if made and self._free else self._create(made)
        self._used.append((name, made))
        return self._address.format(name)

    def clean_up(self):
        """Empty what a test filled; making a database takes longer."""
        for name, made in self._used:
            self._run(
                "postgres",
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND pid <> pg_backend_pid()",
                *([] if made else [f"DROP DATABASE {name} WITH (FORCE)"]),
            )
            if made:
                self._run(
                    name,
                    # The triggers, which refuse this to everybody else, sleep for a replica.
                    "SET session_replication_role = replica",
                    f"TRUNCATE {', '.join(_FILLED)} RESTART IDENTITY",
                    f"UPDATE alembic_version SET version_num = '{HEAD}'",
                )
                self._free.append(name)
        self._used.clear()

    def _create(self, made):
        name = f"test{next(_NUMBERS)}"
        self._run("postgres", f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        if made:
            open_store(self._address.format(name)).close()
        return name

    def _run(self, name, *statements):
        with psycopg.connect(self._address.format(name), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)


@pytest.fixture(scope="session")
def cluster():
    """A private PostgreSQL for the whole run."""
    binaries = _binaries()
    if binaries is None:
        if os.environ.get("CI_POSTGRES") == "1":
            pytest.fail("CI_POSTGRES=1, but PostgreSQL is not installed")
        pytest.skip("PostgreSQL is not installed")
    # Not tmp_path: its parents are root's alone, and the name of a socket must be short.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")

    def run(name, *arguments):
        command = [*_as_postgres(), str(binaries / name), *arguments]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, timeout=300)

    run("initdb", "-D", f"{folder}/data", "-E", "UTF8", "--locale=C", "-U", "postgres", "-A", "trust")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=60"
    run("pg_ctl", "-D", f"{folder}/data", "-o", options, "-l", f"{folder}/log", "-w", "-t", "120", "start")
    try:
        yield Cluster(folder)
    finally:
        run("pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    path = tmp_path_factory.mktemp("store") / "template.db"
    open_store(str(path)).close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request, tmp_path):
    """A function that gives the address of one more empty store; with ``made=False`` not even the tables are there."""
    if request.param == "postgresql":
        cluster = request.getfixturevalue("cluster")
        yield cluster.url
        cluster.clean_up()
        return
    template = request.getfixturevalue("sqlite_template")

    def create_file(made=True):
        path = tmp_path / f"store{next(_NUMBERS)}.db"
        if made:
            shutil.copy(template, path)
        return f"sqlite:///{path}"

    yield create_file


@pytest.fixture
def url(new_url):
    return new_url()


@pytest.fixture
def store(url):
    with open_store(url) as store:
        yield store


def _person(store, login, name):
    """A user with a password that nobody can use: hashing one takes longer than most tests."""
    row = {
        "login": login, "name": name, "role": "clerk", "password_hash": "none", "active": True,
        "failed_attempts": 0, "session_stamp": login, "created_at": datetime(2026, 1, 1, tzinfo=UTC),
    }  # fmt: skip
    with store.database.write() as connection:
        connection.execute(insert(UserRow), row)
    return store.people.find(login).id


@pytest.fixture
def clerk(store):
    """The actor of a clerk."""
    return Actor(_person(store, "wang", "王经办"), "10.0.0.7")


@pytest.fixture
def other(store):
    """The actor of another clerk."""
    return Actor(_person(store, "li", "李经办"), "10.0.0.8")


@pytest.fixture
def decide(store, clerk):
    """Decides at the present revision."""

    def decide(number, action, actor=None, **details):
        revision = store.decisions.get(number).complaint.revision
        return store.decisions.decide(number, revision, Draft(action, **details), actor or clerk)

    return decide


@pytest.fixture
def add(store, router, clerk):
    """Stores a letter and returns its id."""

    def add(text=COOKING, **details):
        details.setdefault("received_on", date(2026, 11, 26))
        return store.intake.add(Incoming(text, **details), router, "paste", clerk).id

    return add
