"""Backups are checked and restore into either database; what is too old goes, and nothing else."""

import csv
import io
import json
import sqlite3
import threading
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from router.errors import OutputError
from web.store import Draft, NotFoundError, RefusedError, StoreError, open_store, restore
from web.store.schema import ComplaintRow


@pytest.fixture
def filled(store, add, decide, other):
    """A store with a history: ids of a decided, a returned and a waiting letter."""
    decided = add("昌吉市楼下烧烤店油烟太大", external_number="A-1", title="=油烟")
    returned = add("奇台县工地半夜打桩吵人")
    waiting = add("阜康市垃圾堆没人拉")
    decide(decided, "note", note="已核实")
    decide(decided, "confirm")
    decide(returned, "confirm")
    decide(returned, "return", department_no=22, reason="不归我局")
    decide(waiting, "hand_over", to_user=other.user_id)
    store.keys.create("热线")
    return decided, returned, waiting


@pytest.fixture
def target(store, tmp_path):
    return tmp_path / ("backup.db" if store.database.is_sqlite else "backup.zip")


def _all(store, numbers):
    return [
        (store.decisions.get(number), store.decisions.history(number), store.decisions.suggestions(number))
        for number in numbers
    ]


def _grow_older(store, number, days):
    with store.database.write() as connection:
        old = datetime.now(UTC) - timedelta(days=days)
        connection.execute(update(ComplaintRow).where(ComplaintRow.id == number).values(decided_at=old))


def test_a_backup_restores_everything_into_an_empty_store(store, filled, target, new_url):
    before, users = _all(store, filled), store.people.list()
    made = store.care.backup(target)
    assert (made.complaints, made.decisions) == (3, 5)
    url = new_url(made=False)
    done = restore(target, url)
    assert (done.complaints, done.decisions, done.set_aside) == (3, 5, None)
    with open_store(url) as restored:
        assert _all(restored, filled) == before
        assert restored.people.list() == users
        assert restored.search.find("烧烤").total == 1
        assert restored.audit.list().entries[0].action == "restore"


def test_work_goes_on_after_a_restore(store, filled, target, new_url, router, clerk):
    from web.store import Incoming

    store.care.backup(target)
    url = new_url(made=False)
    restore(target, url)
    with open_store(url) as restored:
        added = restored.intake.add(Incoming("昌吉市楼下烧烤店油烟太大"), router, "paste", clerk)
        assert added.id > max(filled)
        assert added.repeat_of == filled[0]
        restored.decisions.decide(added.id, 0, Draft("confirm"), clerk)
        assert len(restored.keys.list()) == 1


def test_a_backup_moves_from_one_database_to_the_other(request, store, filled, target, tmp_path):
    before = _all(store, filled)
    store.care.backup(target)
    if store.database.is_sqlite:
        url = request.getfixturevalue("cluster").url(made=False)
    else:
        url = str(tmp_path / "moved.db")
    restore(target, url)
    with open_store(url) as restored:
        assert _all(restored, filled) == before


def test_a_backup_made_while_people_save_is_whole(store, filled, target, clerk):
    stop = threading.Event()

    def save():
        while not stop.is_set():
            revision = store.decisions.get(filled[2]).complaint.revision
            store.decisions.decide(filled[2], revision, Draft("note", note="x"), clerk)

    thread = threading.Thread(target=save)
    thread.start()
    try:
        for number in range(3):
            made = store.care.backup(target.with_stem(f"backup{number}"))
            assert made.decisions >= 5
    finally:
        stop.set()
        thread.join()


def test_the_facts_are_those_of_this_store(store, filled):
    facts = store.care.facts()
    assert facts.letters == len(filled)
    assert facts.decisions == sum(len(store.decisions.history(number)) for number in filled)
    assert facts.size > 10_000
    assert store.database.engine.url.database in facts.place


def test_a_backup_overwrites_nothing_unasked(store, filled, target):
    target.write_text("mine")
    with pytest.raises(OutputError, match="--overwrite"):
        store.care.backup(target)
    assert target.read_text() == "mine"
    assert store.care.backup(target, overwrite=True).bytes == target.stat().st_size
    assert target.stat().st_mode & 0o077 == 0


def test_a_store_in_use_is_not_overwritten(store, filled, target, url):
    store.care.backup(target)
    with pytest.raises(StoreError, match="已有数据"):
        restore(target, url)
    assert store.decisions.get(filled[0])


def test_a_damaged_backup_is_refused(store, filled, target, new_url):
    store.care.backup(target)
    data = bytearray(target.read_bytes())
    data[len(data) // 2] ^= 0xFF
    target.write_bytes(data)
    with pytest.raises(StoreError, match=r"不符|损坏|未通过"):
        restore(target, new_url(made=False))
    target.with_name(f"{target.name}.sha256").unlink()
    target.write_bytes(data[: len(data) // 2])
    with pytest.raises(StoreError, match="请换一份备份"):
        restore(target, new_url(made=False))


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_backup_is_refused(new_url, tmp_path, content):
    path = tmp_path / "thing"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="不是本程序的备份"):
        restore(path, new_url(made=False))
    with pytest.raises(StoreError, match="核对文件名"):
        restore(tmp_path / "none", new_url(made=False))


def test_a_backup_of_a_later_program_is_refused(store, filled, target, new_url):
    store.care.backup(target)
    target.with_name(f"{target.name}.sha256").unlink()
    if store.database.is_sqlite:
        with sqlite3.connect(target) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.close()
    else:
        with zipfile.ZipFile(target) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        files["manifest.json"] = json.dumps(
            json.loads(files["manifest.json"]) | {"structure": "9999"}
        ).encode()
        with zipfile.ZipFile(target, "w") as archive:
            for name, data in files.items():
                archive.writestr(name, data)
    with pytest.raises(StoreError, match="请升级本程序"):
        restore(target, new_url(made=False))


def test_replacing_sets_the_old_file_aside_once_nobody_has_it_open(tmp_path):
    path, backup = tmp_path / "workbench.db", tmp_path / "backup.db"
    with open_store(str(path)) as store:
        store.people.local_user()
        store.care.backup(backup)
        store.audit.add(None, "later")
        with pytest.raises(StoreError, match="请先停止网页服务"):
            restore(backup, str(path), replace=True)
        assert store.audit.list().entries[0].action == "later"
    done = restore(backup, str(path), replace=True)
    with open_store(str(done.set_aside)) as old:
        assert old.audit.list().entries[0].action == "later"
    with open_store(str(path)) as restored:
        assert [entry.action for entry in restored.audit.list().entries] == ["restore"]


def test_an_export_can_be_read_in_excel_and_holds_no_secrets(store, filled, tmp_path):
    path = tmp_path / "export.zip"
    store.care.export(path)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        everything = b"".join(archive.read(name) for name in archive.namelist())
        letters = list(csv.DictReader(io.StringIO(archive.read("来信.csv").decode("utf-8-sig"))))
        decisions = list(csv.DictReader(io.StringIO(archive.read("决定.csv").decode("utf-8-sig"))))
        answers = [json.loads(line) for line in archive.read("suggestions.jsonl").splitlines()]
    assert archive.namelist()
    assert [row["状态"] for row in letters] == ["已研判", "被退回", "待研判"]
    assert letters[0]["标题"] == "'=油烟"
    assert (letters[0]["决定主办"], letters[0]["与建议一致"], letters[2]["承办人"]) == (
        "州住建局",
        "是",
        "李经办",
    )
    assert [row["操作"] for row in decisions] == ["备注", "确认", "确认", "退单", "移交"]
    assert answers[0]["answer"]["departments"]
    assert b"password_hash" not in everything
    assert b"digest_key" not in everything
    with pytest.raises(OutputError, match="已存在"):
        store.care.export(path)


def test_an_export_is_no_backup(store, filled, tmp_path, new_url):
    store.care.export(tmp_path / "export.zip")
    with pytest.raises(StoreError, match="不能用来恢复"):
        restore(tmp_path / "export.zip", new_url(made=False))


def test_words_of_letters_decided_long_ago_go_and_the_figures_stay(store, filled):
    decided, returned, waiting = filled
    for number in filled:
        _grow_older(store, number, 400)
    before = store.decisions.get(decided).complaint
    assert store.care.expired(365).letters == 1
    assert store.care.remove_expired(365).letters == 1
    after = store.decisions.get(decided)
    assert (after.text, after.title, after.suggestion.answer) == ("", "", None)
    assert after.suggestion.model_version
    assert after.complaint.removed_at is not None
    assert (after.complaint.external_number, after.complaint.excerpt) == ("", "")
    for name in (
        "received_on",
        "matter",
        "territory",
        "department_no",
        "decided_lead",
        "agreed",
        "state",
        "kind",
    ):
        assert getattr(after.complaint, name) == getattr(before, name)
    history = store.decisions.history(decided)
    assert [(event.action, event.note) for event in history] == [("note", ""), ("confirm", "")]
    assert history[1].issues
    assert store.search.find("烧烤").total == store.search.find("A").total == 0
    for number in (returned, waiting):
        assert store.decisions.get(number).text
    assert store.audit.list().entries[0].action == "retention"
    assert store.care.remove_expired(365).letters == 0


def test_a_removed_letter_cannot_be_decided_and_is_listed_all_the_same(store, filled, clerk, router):
    _grow_older(store, filled[0], 400)
    store.care.remove_expired(365)
    revision = store.decisions.get(filled[0]).complaint.revision
    with pytest.raises(RefusedError, match="已按保存期限清除"):
        store.decisions.decide(filled[0], revision, Draft("note", note="x"), clerk)
    with pytest.raises(RefusedError, match="已按保存期限清除"):
        store.intake.suggest_again(filled[0], router, clerk)
    from web.store import QueueFilter

    assert store.queue.page(QueueFilter(states=frozenset())).total == 3
    assert store.similar.to(filled[0]) == ()
    assert [decided.complaint_id for decided in store.decisions.decided()] == []


def test_removed_words_are_nowhere_in_the_file(store, filled, tmp_path):
    if not store.database.is_sqlite:
        pytest.skip("PostgreSQL's vacuum sees to that")
    _grow_older(store, filled[0], 400)
    store.care.remove_expired(365)
    store.close()
    assert "烧烤店油烟".encode() not in (tmp_path / store.database.engine.url.database).read_bytes()


def test_a_store_with_removed_letters_can_be_backed_up_and_restored(store, filled, target, new_url):
    _grow_older(store, filled[0], 400)
    store.care.remove_expired(365)
    before = _all(store, filled)
    store.care.backup(target)
    url = new_url(made=False)
    restore(target, url)
    with open_store(url) as restored:
        assert _all(restored, filled) == before
        with pytest.raises(NotFoundError):
            restored.decisions.get(99)


def test_a_period_that_is_too_short_is_refused(store):
    with pytest.raises(RefusedError, match="至少 30 天"):
        store.care.remove_expired(29)
