"""Worker processes where a process cannot be forked, as on Windows: loky starts them, and each loads the model."""

import csv
from pathlib import Path
from typing import Any

import pytest

from router.batch import classify_table
from training.dataset import load_corpus


@pytest.fixture
def no_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("router.batch.processes.CAN_FORK", False)
    monkeypatch.setattr("router.batch.classify._FEW_ROWS", 0)
    monkeypatch.setattr("router.batch.run.BLOCK_ROWS", 20)


@pytest.mark.usefixtures("no_fork")
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_workers_that_load_the_model_answer_as_this_process_does(
    tmp_path: Path, router: Any, model_folder: Path
) -> None:
    source = tmp_path / "in.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["诉求内容"], *([e.text] for e in load_corpus()[:100])])
    results = []
    for workers in (1, 2):
        target = tmp_path / f"{workers}.csv"
        classify_table(source, target, router, workers=workers, model_folder=model_folder)
        results.append(target.read_bytes())
    assert results[0] == results[1]
