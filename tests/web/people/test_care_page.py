"""Administrators see where the store is, save a backup and an export, and clear what is older than the retention period."""

import io
import re
import sqlite3
import zipfile
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import pytest
from sqlalchemy import update

from web.store import Draft
from web.store.schema import ComplaintRow

COOKING = "昌吉市延安北路楼下烧烤店油烟太大，熏得不敢开窗"


@pytest.fixture
def expired(add_letter, decide, store):
    """A letter decided forty days ago."""
    number = add_letter(COOKING)
    decide(number, Draft("confirm"))
    with store.database.write() as connection:
        old = datetime.now(UTC) - timedelta(days=40)
        connection.execute(update(ComplaintRow).values(decided_at=old))
    return number


def test_only_administrators_care_for_the_store(log_in, store):
    for role in ("clerk", "reviewer"):
        client = log_in(role)
        assert client.get("/care/").status_code == 403
        for name in ("backup", "export", "retention"):
            assert client.post(f"/care/{name}", data={"days": "30"}).status_code == 403
        assert "数据保管" not in client.get("/").text
    assert "数据保管" in log_in("administrator").get("/people/").text


def test_the_page_says_where_the_store_is_and_how_to_restore(client, add_letter, settings, words):
    add_letter(COOKING)
    seen = words(client.get("/care/"))
    assert settings["DATABASE_URL"] in seen
    assert "来信1件" in seen
    assert "还没有备份过" in seen
    assert "complaint-routerrestore备份.db--replace" in seen


def test_a_backup_is_a_whole_store_and_the_page_remembers_it(client, add_letter, store, tmp_path, words):
    add_letter(COOKING)
    answer = client.post("/care/backup")
    name = unquote(answer.headers["Content-Disposition"].partition("''")[2])
    assert re.fullmatch(r"备份-\d{8}-\d{4}\.db", name)
    assert answer.content_length == len(answer.data)
    (tmp_path / "saved.db").write_bytes(answer.data)
    with sqlite3.connect(tmp_path / "saved.db") as copy:
        assert copy.execute("SELECT count(*) FROM complaints").fetchone() == (1,)
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    entry = store.audit.list().entries[0]
    assert (entry.action, entry.object, entry.user_name) == ("backup", f"下载 {name}", "本机经办人")
    seen = words(client.get("/care/"))
    assert f"下载{name}" in seen
    assert f"SHA-256{entry.detail}" in seen


def test_the_export_is_a_zip_without_secrets(client, add_letter, store):
    add_letter(COOKING)
    answer = client.post("/care/export")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert {"来信.csv", "决定.csv", "manifest.json"} <= set(archive.namelist())
        assert b"password_hash" not in archive.read("users.jsonl")
    assert store.audit.list().entries[0].action == "export"


def test_no_copy_is_left_behind(client, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "made"))
    (tmp_path / "made").mkdir()
    client.post("/care/backup").close()
    client.post("/care/export").close()
    assert list((tmp_path / "made").iterdir()) == []


def test_what_is_due_is_counted_before_it_is_cleared(client, expired, store, words):
    assert "来信有1件" in words(client.get("/care/?days=30"))
    assert "来信有0件" in words(client.get("/care/?days=41"))
    assert store.decisions.get(expired).text == COOKING
    answer = client.post("/care/retention", data={"days": "30", "letters": "1", "sure": "1"})
    assert answer.status_code == 303
    assert store.decisions.get(expired).text == ""
    seen = words(client.get("/care/"))
    assert "已清除1件来信的内容" in seen
    assert "学过这些来信的模型只留有词语的权重" in seen


@pytest.mark.parametrize(
    ("fields", "status", "message"),
    [
        ({"days": "30", "letters": "1"}, 400, "请先勾选"),
        ({"days": "30", "letters": "7", "sure": "1"}, 409, "请核对新的件数"),
        ({"days": "3", "letters": "1", "sure": "1"}, 400, "至少 30 天"),
        ({"days": "x", "letters": "1", "sure": "1"}, 400, "请写天数"),
        ({"days": "9" * 30, "letters": "1", "sure": "1"}, 400, "请写天数"),
    ],
)
def test_nothing_is_cleared_that_was_not_agreed_to(client, expired, store, fields, status, message):
    answer = client.post("/care/retention", data=fields)
    assert answer.status_code == status
    assert message in answer.text
    assert store.decisions.get(expired).text == COOKING


@pytest.mark.parametrize("days", ["3", "x", "-1", "9" * 5000])
def test_a_period_that_is_none_is_explained(client, days):
    assert client.get(f"/care/?days={days}").status_code == 400
