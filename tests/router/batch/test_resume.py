"""A batch that is stopped, by whomever and whenever, loses nothing and is gone on with."""

import errno
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from router.batch import BatchInterruptedError, classify_table
from router.batch.journal import Stamp
from router.batch.run import Run
from router.columns import RESULT_COLUMNS
from router.errors import OutputError, TableError
from tests.router.batch.stub import many, read_csv

TABLES = Path(__file__).resolve().parents[2] / "data" / "tables"
REMARK = RESULT_COLUMNS.index("备注") - len(RESULT_COLUMNS)
NAMES = sorted(json.loads((TABLES / "expected.json").read_text(encoding="utf-8")))


@pytest.fixture(autouse=True)
def blocks_of_500(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("router.batch.run.BLOCK_ROWS", 500)


def stop_after(monkeypatch: pytest.MonkeyPatch, blocks: int, error: BaseException) -> None:
    """Let the run end with ``error`` in the middle of writing the block after ``blocks``."""
    write, left = Run._write, [blocks]

    def failing(self: Run, part: Any, *rest: Any) -> None:
        if not left[0]:
            part.append([["半", "行"]])
            raise error
        left[0] -= 1
        write(self, part, *rest)

    monkeypatch.setattr(Run, "_write", failing)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_an_interrupted_run_is_gone_on_with_to_the_same_bytes(
    tmp_path: Path, stub: Any, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    source, target = many(tmp_path / "in.csv", 2600), tmp_path / f"out{suffix}"
    whole = tmp_path / f"whole{suffix}"
    classify_table(source, whole, stub)
    for blocks in (0, 1, 2):
        with (
            monkeypatch.context() as patched,
            pytest.raises(BatchInterruptedError, match="再次运行同一命令会接着做"),
        ):
            stop_after(patched, blocks, KeyboardInterrupt())
            classify_table(source, target, stub)
        assert not target.exists()
    partial = tmp_path / f"out.partial{suffix}"
    rows = openpyxl.load_workbook(partial).active.max_row if suffix == ".xlsx" else len(read_csv(partial))
    assert rows == 1501
    stub.asked.clear()
    summary = classify_table(source, target, stub)
    assert target.read_bytes() == whole.read_bytes()
    assert (summary.rows, summary.resumed, len(stub.asked)) == (2600, 1500, 1100)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["in.csv", target.name, whole.name])


def test_a_full_disk_is_told_and_nothing_is_lost(
    tmp_path: Path, stub: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = many(tmp_path / "in.csv", 1200)
    with (
        monkeypatch.context() as patched,
        pytest.raises(OutputError, match="No space left on device。已完成的行不会丢失"),
    ):
        stop_after(patched, 2, OSError(errno.ENOSPC, "No space left on device"))
        classify_table(source, tmp_path / "out.csv", stub)
    assert len(read_csv(tmp_path / "out.partial.csv")) == 1001
    assert classify_table(source, tmp_path / "out.csv", stub).resumed == 1000


def test_a_target_held_by_another_program_leaves_the_whole_result(
    tmp_path: Path, stub: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = many(tmp_path / "in.csv", 30), tmp_path / "out.csv"

    def held(self: Path, other: Path) -> None:
        if other == target:
            raise PermissionError(errno.EACCES, "Permission denied")
        replace(self, other)

    replace = Path.replace
    with (
        monkeypatch.context() as patched,
        pytest.raises(OutputError, match=r"结果已全部写在 .*out\.partial\.csv"),
    ):
        patched.setattr(Path, "replace", held)
        classify_table(source, target, stub)
    stub.asked.clear()
    assert classify_table(source, target, stub).rows == 30
    assert stub.asked == []


def test_an_input_changed_after_an_interruption_is_noticed(
    tmp_path: Path, stub: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = many(tmp_path / "in.csv", 1200)
    with monkeypatch.context() as patched, pytest.raises(BatchInterruptedError):
        stop_after(patched, 1, KeyboardInterrupt())
        classify_table(source, tmp_path / "out.csv", stub)
    many(source, 1201)
    with pytest.raises(OutputError, match="输入文件的内容已经改动，不能接着做"):
        classify_table(source, tmp_path / "out.csv", stub)
    assert len(read_csv(tmp_path / "out.partial.csv")) == 501
    assert classify_table(source, tmp_path / "out.csv", stub, restart=True).resumed == 0


def test_an_input_changed_while_it_is_read_is_noticed(
    tmp_path: Path, stub: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = many(tmp_path / "in.csv", 10)
    with pytest.raises(TableError, match=r"处理期间 in\.csv 被改动"):
        classify_table(source, tmp_path / "out.csv", stub, progress=lambda _: many(source, 11) and None)
    assert not (tmp_path / "out.csv").exists()


def test_a_file_only_touched_is_not_taken_for_changed(tmp_path: Path) -> None:
    source = many(tmp_path / "in.csv", 1)
    stamp = Stamp.of(source)
    source.touch()
    assert stamp.still_holds(source)
    source.unlink()
    assert not stamp.still_holds(source)


def test_a_damaged_journal_is_told(tmp_path: Path, stub: Any) -> None:
    (tmp_path / "out.partial.json").write_text("{")
    source = many(tmp_path / "in.csv", 1)
    with pytest.raises(OutputError, match=r"进度记录 .* 已损坏"):
        classify_table(source, tmp_path / "out.csv", stub)
    assert classify_table(source, tmp_path / "out.csv", stub, restart=True).rows == 1


def test_two_runs_do_not_write_one_target(tmp_path: Path, stub: Any) -> None:
    source = many(tmp_path / "in.csv", 1)

    def second(_: object) -> None:
        with pytest.raises(OutputError, match=r"另一个程序正在生成 out\.partial\.csv"):
            classify_table(source, tmp_path / "out.csv", stub)

    classify_table(source, tmp_path / "out.csv", stub, progress=second)
