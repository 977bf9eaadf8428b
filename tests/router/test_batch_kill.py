"""Killing what runs: the batch itself at random moments, and workers in the middle of their blocks."""

import csv
import os
import random
import runpy
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from router.batch import classify_table
from router.batch_processes import ProcessCrew
from router.router import Router
from training.dataset import load_corpus

ROOT = Path(__file__).resolve().parents[2]
ROWS = 4000
SLOW_BATCH = """
import runpy, sys, time
from pathlib import Path
from router.batch import classify_table
Stub = runpy.run_path(sys.argv[3])["StubRouter"]
class Slow(Stub):
    def route_many(self, texts):
        time.sleep(0.05)
        return super().route_many(texts)
classify_table(Path(sys.argv[1]), Path(sys.argv[2]), Slow())
"""


Stub: Any = runpy.run_path(str(Path(__file__).with_name("test_batch.py")))["StubRouter"]


def start(source: Path, target: Path) -> subprocess.Popen[bytes]:
    script = [
        sys.executable,
        "-c",
        SLOW_BATCH,
        str(source),
        str(target),
        str(Path(__file__).with_name("test_batch.py")),
    ]
    return subprocess.Popen(script, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kill") / "in.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["编号", "内容"], *([number, f"第 {number} 件"] for number in range(ROWS))]
        )
    return path


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_killed_at_three_random_moments_the_result_is_the_same(
    tmp_path: Path, source: Path, suffix: str
) -> None:
    whole, target = tmp_path / f"whole{suffix}", tmp_path / f"out{suffix}"
    classify_table(source, whole, Stub())
    moments = random.Random(suffix)
    for _ in range(3):
        run = start(source, target)
        while not target.with_name(f"out.partial{suffix}").exists() and run.poll() is None:
            time.sleep(0.01)
        time.sleep(moments.uniform(0.0, 0.4))
        run.kill()
        run.wait()
    classify_table(source, target, Stub())
    assert target.read_bytes() == whole.read_bytes()
    assert not list(tmp_path.glob("*partial*"))


def corpus_table(path: Path, rows: int) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        texts = [example.text for example in load_corpus()[:rows]]
        csv.writer(file).writerows([["内容"], *([text] for text in texts)])
    return path


def test_two_workers_make_the_same_result_and_a_dead_one_is_survived(
    tmp_path: Path, router: Router, model_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("router.batch._FEW_ROWS", 0)
    table, alone, together = (
        corpus_table(tmp_path / "in.csv", 1600),
        tmp_path / "one.csv",
        tmp_path / "two.csv",
    )
    classify_table(table, alone, router)
    renewed = []
    submit = ProcessCrew.submit

    def deadly(self: ProcessCrew, texts: list[str]) -> object:
        future = submit(self, texts)
        if not renewed:
            renewed.append(True)
            os.kill(next(iter(self._executor._processes)), signal.SIGKILL)
        return future

    monkeypatch.setattr(ProcessCrew, "submit", deadly)
    classify_table(table, together, router, workers=2, model_folder=model_folder)
    assert together.read_bytes() == alone.read_bytes()


def test_a_dask_cluster_makes_the_same_result_and_a_dead_worker_is_survived(
    tmp_path: Path, router: Router, model_folder: Path
) -> None:
    distributed = pytest.importorskip("distributed")
    table, alone, together = (
        corpus_table(tmp_path / "in.csv", 3000),
        tmp_path / "one.csv",
        tmp_path / "two.csv",
    )
    classify_table(table, alone, router)
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster:
        victims = [worker.pid for worker in cluster.workers.values()]

        def kill(_: object) -> None:
            while victims:
                os.kill(victims.pop(), signal.SIGKILL)
                victims.clear()

        address = cluster.scheduler_address
        classify_table(
            table,
            together,
            router,
            backend="dask",
            scheduler=address,
            model_folder=model_folder,
            progress=kill,
        )
    assert together.read_bytes() == alone.read_bytes()
