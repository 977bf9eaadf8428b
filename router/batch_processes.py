"""Worker processes on this machine, by joblib's loky: each loads the model once and answers block after block."""

import signal
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from joblib.externals.loky import ProcessPoolExecutor

from router.batch_crew import BLOCKS_PER_WORKER, Cells, classify
from router.router import Router
from router.store import load_model

# A worker that has waited this long for a block ends; this also ends workers whose parent was killed.
_IDLE_SECONDS = 60
# Two workers on two cores: threads inside their linear algebra would only take turns.
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_routers: list[Router] = []


class ProcessCrew:
    """``workers`` processes with the model in ``folder``."""

    losses: tuple[type[BaseException], ...] = (BrokenProcessPool,)

    def __init__(self, folder: Path, workers: int) -> None:
        self.window = BLOCKS_PER_WORKER * workers
        self._folder = folder
        self._workers = workers
        self._executor = self._start()

    def _start(self) -> Any:
        return ProcessPoolExecutor(
            self._workers,
            timeout=_IDLE_SECONDS,
            initializer=_begin,
            initargs=(self._folder,),
            env=_ONE_THREAD,
        )

    def submit(self, texts: list[str]) -> "Future[list[Cells]]":
        """Give a block to a worker."""
        future: Future[list[Cells]] = self._executor.submit(_work, texts)
        return future

    def renew(self) -> None:
        """Start again after a worker died: the others are given up with it."""
        self.close()
        self._executor = self._start()

    def close(self) -> None:
        """End the workers."""
        self._executor.shutdown(wait=True, kill_workers=True)


def _begin(folder: Path) -> None:
    """Load the model. Ctrl-C is for the process that reads and writes, not for its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _routers.append(Router.of(load_model(folder)))


def _work(texts: list[str]) -> list[Cells]:
    return classify(_routers[-1], texts)
