import os
import stat
import sys
import threading
import time

import pytest

from router.batch.summary import Progress
from router.errors import TableError
from web.jobs import JobStore

PROGRESS = Progress(1, 2, 1.0, 1.0, 1.0)


@pytest.fixture
def store(tmp_path):
    store = JobStore(tmp_path / "uploads", keep_seconds=60)
    yield store
    store.close()


def test_folder_is_private_and_its_name_cannot_be_guessed(store):
    job, other = store.create("来信.csv", None), store.create("来信.csv", None)
    assert len(job.id) >= 32
    assert job.id != other.id
    if sys.platform != "win32":
        assert stat.S_IMODE(job.folder.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("filename", "source", "target"),
    [
        ("来信.csv", "来信.csv", "来信-研判结果.csv"),
        ("来信 (1).TXT", "来信 (1).TXT", "来信 (1)-研判结果.csv"),
        ("a.b.XLSX", "a.b.XLSX", "a.b-研判结果.xlsx"),
        ("台账.xls", "台账.xls", "台账-研判结果.xlsx"),
        ("..\\..\\x:y*?.csv", ".._.._x_y__.csv", ".._.._x_y__-研判结果.csv"),
        ("信" * 300 + ".csv", "信" * 60 + ".csv", "信" * 60 + "-研判结果.csv"),
    ],
)
def test_files_are_named_after_the_upload_without_harm(store, filename, source, target):
    job = store.create(filename, None)
    assert (job.source.name, job.target.name) == (source, target)
    assert job.source.parent == job.target.parent == job.folder
    job.source.write_text("可写")
    job.target.write_text("可写")


def test_jobs_wait_for_one_another(store):
    go = threading.Event()
    first, second = store.create("a.csv", None), store.create("b.csv", None)
    store.start(first, lambda _: go.wait(5))
    store.start(second, lambda _: None)
    assert store.ahead_of(second) == 1
    assert second.state == "waiting"
    go.set()
    assert second.ended.wait(5)
    assert (first.state, second.state) == ("done", "done")


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (TableError("第 3 行有误，请更正。"), "第 3 行有误，请更正。"),
        (ZeroDivisionError("secret"), "意外错误"),
    ],
)
def test_failure_is_a_sentence_and_leaves_no_files(store, error, message):
    def fail(job):
        job.source.write_text("内容")
        raise error

    job = store.create("a.csv", None)
    store.start(job, fail)
    assert job.ended.wait(5)
    assert job.state == "failed"
    assert message in job.error
    assert "secret" not in job.error
    assert not job.folder.exists()
    after = store.create("b.csv", None)
    store.start(after, lambda _: None)
    assert after.ended.wait(5)


def test_removed_job_stops_at_its_next_report(store):
    began, go = threading.Event(), threading.Event()

    def work(job):
        job.report(PROGRESS)
        began.set()
        go.wait(5)
        job.report(PROGRESS)
        pytest.fail("went on")

    job = store.create("a.csv", None)
    store.start(job, work)
    assert began.wait(5)
    assert job.progress == PROGRESS
    store.remove(job)
    go.set()
    assert job.ended.wait(5)
    assert job.state == "running"
    assert store.get(job.id) is None
    assert not job.folder.exists()


def test_old_job_is_forgotten(store):
    job = store.create("a.csv", None)
    job.created -= 61
    assert store.get(job.id) is None
    assert not job.folder.exists()


def test_start_removes_what_a_crash_left_behind_and_spares_a_running_neighbour(tmp_path):
    old, young = tmp_path / "old", tmp_path / "young"
    for folder in (old, young):
        folder.mkdir()
        (folder / "upload.csv").write_text("内容")
    yesterday = time.time() - 100
    os.utime(old, (yesterday, yesterday))
    JobStore(tmp_path, keep_seconds=60)
    assert not old.exists()
    assert young.exists()


def test_close_removes_everything(store, tmp_path):
    store.create("a.csv", None)
    store.close()
    assert list((tmp_path / "uploads").iterdir()) == []
