"""Killing what runs: the batch itself at random moments, and workers in the middle of their blocks."""

import csv
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from router.batch import classify_table
from router.batch.cluster import ClusterError
from router.batch.processes import ProcessCrew
from router.router import Router
from tests.router.batch.stub import StubRouter
from training.dataset import load_corpus

ROOT = Path(__file__).resolve().parents[3]
ROWS = 4000
SLOW_BATCH = """
import sys, time
from pathlib import Path
from router.batch import classify_table
from router.batch.cluster import ClusterError
from tests.router.batch.stub import StubRouter
class Slow(StubRouter):
    def route_many(self, texts):
        time.sleep(0.05)
        return super().route_many(texts)
classify_table(Path(sys.argv[1]), Path(sys.argv[2]), Slow())
"""


def start(source: Path, target: Path) -> subprocess.Popen[bytes]:
    script = [
        sys.executable,
        "-c",
        SLOW_BATCH,
        str(source),
        str(target),
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
    classify_table(source, whole, StubRouter())
    moments = random.Random(suffix)
    for _ in range(3):
        run = start(source, target)
        while not target.with_name(f"out.partial{suffix}").exists() and run.poll() is None:
            time.sleep(0.01)
        time.sleep(moments.uniform(0.0, 0.4))
        run.kill()
        run.wait()
    classify_table(source, target, StubRouter())
    assert target.read_bytes() == whole.read_bytes()
    assert not list(tmp_path.glob("*partial*"))


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many blocks from few rows, and workers even for these."""
    monkeypatch.setattr("router.batch.run.BLOCK_ROWS", 10)
    monkeypatch.setattr("router.batch.classify._FEW_ROWS", 0)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A hundred and twenty different complaints."""
    path = tmp_path / "in.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["内容"], *([example.text] for example in load_corpus()[:120])])
    return path


@pytest.mark.usefixtures("small_blocks")
def test_two_workers_make_the_same_result_and_a_dead_one_is_survived(
    tmp_path: Path, table: Path, router: Router, model_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = []
    submit = ProcessCrew.submit

    def deadly(self: ProcessCrew, texts: list[str]) -> object:
        future = submit(self, texts)
        if not killed:
            killed.append(next(iter(self._executor._processes)))
            os.kill(killed[0], signal.SIGTERM)
        return future

    classify_table(table, tmp_path / "one.csv", router)
    monkeypatch.setattr(ProcessCrew, "submit", deadly)
    classify_table(table, tmp_path / "two.csv", router, workers=2, model_folder=model_folder)
    assert killed
    assert (tmp_path / "two.csv").read_bytes() == (tmp_path / "one.csv").read_bytes()


@pytest.mark.usefixtures("small_blocks")
def test_a_dask_cluster_makes_the_same_result_and_a_dead_worker_is_survived(
    tmp_path: Path, table: Path, router: Router, model_folder: Path
) -> None:
    distributed = pytest.importorskip("distributed")
    classify_table(table, tmp_path / "one.csv", router)
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster:
        victims = [worker.pid for worker in cluster.workers.values()][:1]

        def kill(_: object) -> None:
            while victims:
                os.kill(victims.pop(), signal.SIGTERM)

        there = {"backend": "dask", "scheduler": cluster.scheduler_address, "model_folder": model_folder}
        classify_table(table, tmp_path / "two.csv", router, progress=kill, **there)
    assert (tmp_path / "two.csv").read_bytes() == (tmp_path / "one.csv").read_bytes()


def test_a_scheduler_that_is_not_there_is_told(
    tmp_path: Path, table: Path, router: Router, model_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("router.batch.cluster._CONNECT_SECONDS", 1)
    there = {"backend": "dask", "scheduler": "tcp://127.0.0.1:9", "model_folder": model_folder}
    with pytest.raises(ClusterError, match=r"连接不上 Dask 调度器 tcp://127\.0\.0\.1:9"):
        classify_table(table, tmp_path / "two.csv", router, **there)
