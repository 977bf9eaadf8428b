"""Worker processes on this machine.

On Linux they are forked: they share the model that is already in memory, so they are ready at once and cost little more
than what they work with. Elsewhere joblib's loky starts them, and each loads the model.
"""

import gc
import os
import signal
import sys
import threading
import time
import warnings
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from router.batch.crew import BLOCKS_PER_WORKER, check_folder, classify
from router.cells import Answer
from router.router import Router
from router.store import load_model

CAN_FORK = sys.platform == "linux"
# A worker of loky that has waited this long for a block ends; this also ends those whose parent was killed.
_IDLE_SECONDS = 60
# Two workers on two cores: threads inside their linear algebra would only take turns.
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_routers: list[Router] = []


class ProcessCrew:
    """``workers`` processes that answer as ``router`` does; where they cannot be forked they load it from ``folder``."""

    losses: tuple[type[BaseException], ...] = (BrokenProcessPool,)

    def __init__(self, router: Router, folder: Path, workers: int) -> None:
        self.window = BLOCKS_PER_WORKER * workers
        self._router = router
        self._folder = folder
        self._workers = workers
        self._executor = self._start()

    def _start(self) -> Any:
        return self._fork() if CAN_FORK else self._spawn()

    def _fork(self) -> ProcessPoolExecutor:
        self._router.prepare()
        _routers[:] = [self._router]
        # What is frozen is left alone by the garbage collector, so that its pages stay shared.
        gc.freeze()
        executor = ProcessPoolExecutor(
            self._workers, get_context("fork"), initializer=_begin_forked, initargs=(os.getpid(),)
        )
        with warnings.catch_warnings():
            # Forking beside a thread is warned of. The thread is the progress bar's, which workers never touch.
            warnings.simplefilter("ignore", DeprecationWarning)
            executor.submit(int)
        return executor

    def _spawn(self) -> Any:
        from joblib.externals import loky

        check_folder(self._folder, self._router)
        return loky.ProcessPoolExecutor(
            self._workers,
            timeout=_IDLE_SECONDS,
            initializer=_begin_spawned,
            initargs=(self._folder,),
            env=_ONE_THREAD,
        )

    def submit(self, texts: list[str]) -> "Future[list[Answer]]":
        """Give a block to a worker."""
        future: Future[list[Answer]] = self._executor.submit(_work, texts)
        return future

    def renew(self) -> None:
        """Start again after a worker died: the others are given up with it."""
        self.close()
        self._executor = self._start()

    def close(self) -> None:
        """End the workers as soon as they have finished the block in hand."""
        if CAN_FORK:
            self._executor.shutdown(cancel_futures=True)
        else:
            self._executor.shutdown(kill_workers=True)


def _begin_forked(parent: int) -> None:
    """Make a copy of the batch a worker: no output of its own, Ctrl-C left to the parent, and an end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stdout = sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115  the copied ones may be locked by a thread
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _begin_spawned(folder: Path) -> None:
    """Load the model. Ctrl-C is for the process that reads and writes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _routers[:] = [Router.of(load_model(folder))]


def _work(texts: list[str]) -> list[Answer]:
    return classify(_routers[0], texts)
