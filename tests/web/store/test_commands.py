"""The commands that care for the store: parse, call, print."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from router.cli import WORKBENCH_COMMANDS, main
from web.store import Actor, Incoming, open_store
from web.store.opening import URL_VARIABLE
from web.store.schema import ComplaintRow


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv(URL_VARIABLE, str(tmp_path / "workbench.db"))
    return lambda *arguments: CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def letter(run, tmp_path, router):
    with open_store() as store:
        actor = Actor(store.people.local_user().id)
        return store.intake.add(Incoming("昌吉市楼下烧烤店油烟太大"), router, "paste", actor).id


def test_a_backup_is_made_and_restored(run, letter, tmp_path):
    made = run("backup", tmp_path / "b.db")
    assert made.exit_code == 0, made.output
    assert "来信 1 件" in made.output
    assert "SHA-256" in made.output
    refused = run("restore", tmp_path / "b.db")
    assert refused.exit_code == 1
    assert "--replace" in refused.output
    done = run("restore", tmp_path / "b.db", "--replace")
    assert done.exit_code == 0, done.output
    assert "原有数据库保留为" in done.output


def test_an_export_says_what_is_in_it(run, letter, tmp_path):
    done = run("export", tmp_path / "e.zip")
    assert "来信 1 件，决定 0 条" in done.output
    assert run("export", tmp_path / "e.zip").exit_code == 1


def test_retention_removes_only_when_told_to(run, letter):
    with open_store() as store, store.database.write() as connection:
        old = datetime.now(UTC) - timedelta(days=40)
        connection.execute(update(ComplaintRow).values(state="decided", waiting=False, decided_at=old))
    assert "有 1 件。确认清除请加 --yes" in run("retention", "--days", 30).output
    assert "已清除 1 件" in run("retention", "--days", 30, "--yes").output
    assert run("retention", "--days", 3).exit_code == 1


@pytest.mark.parametrize("name", WORKBENCH_COMMANDS)
def test_every_command_of_the_workbench_has_help(run, name):
    assert run(name, "--help").exit_code == 0


def test_routing_loads_nothing_of_the_workbench():
    program = "import sys, router.cli; print([m for m in sys.modules if m.split('.')[0] in ('web', 'sqlalchemy', 'flask')])"
    assert (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout.strip() == "[]"
    )


def test_help_loads_no_store_and_a_backup_no_pages(tmp_path):
    program = (
        "import sys; from router.cli import main; main(sys.argv[1:], standalone_mode=False);"
        "print(sorted({'sqlalchemy', 'flask', 'openpyxl', 'sklearn'} & set(sys.modules)))"
    )

    def loaded(*arguments):
        command = [sys.executable, "-c", program, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1]

    assert loaded("backup", "--help") == "[]"
    database = str(tmp_path / "workbench.db")
    assert loaded("backup", str(tmp_path / "b.db"), "--db", database) == "['sqlalchemy']"
