"""Training in the background, one at a time, in a process of its own: the server stays quick and gets its memory back."""

import atexit
import contextlib
import logging
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Literal

import router
from web.learning.alone import BusyError

State = Literal["running", "done", "failed"]

COMMAND = (sys.executable, "-m", "router", "train", "--with-decisions")
_ERROR = "Error: "
_UNEXPECTED = "训练时出现意外错误，已记入日志，现用模型没有变动。请重试；若仍出错，请联系管理员。"
_log = logging.getLogger(__name__)


@dataclass
class Run:
    """One training as the page shows it; ``steps`` are seconds since it began, and what was being done."""

    by: str
    began: float = field(default_factory=time.time)
    state: State = "running"
    steps: list[tuple[float, str]] = field(default_factory=list)
    error: str | None = None
    ended: float | None = None

    @property
    def seconds(self) -> float:
        """How long it has taken so far, or took."""
        return (self.ended or time.time()) - self.began


class Trainer:
    """Runs the command that trains. ``after`` is called when a new model answers."""

    def __init__(self, command: Sequence[str], after: Callable[[], None]) -> None:
        self._command, self._after = tuple(command), after
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._thread: threading.Thread | None = None
        self.run: Run | None = None
        atexit.register(self.close)

    def start(self, user_id: int, name: str, database: str) -> Run:
        """Begin a training for the user. Raises BusyError where one is running."""
        with self._lock:
            if self.run and self.run.state == "running":
                raise BusyError("已经在训练，请等它结束。")
            run = self.run = Run(name)
        arguments = (*self._command, "--user", str(user_id))
        self._thread = threading.Thread(
            target=self._watch, args=(run, arguments, _environment(database)), name="training", daemon=True
        )
        self._thread.start()
        return run

    def wait(self, seconds: float) -> None:
        """Wait for the end of the training, if one is running."""
        if self._thread:
            self._thread.join(seconds)

    def close(self) -> None:
        """Stop what is running; the present model stays."""
        if self._process and self._process.poll() is None:
            self._process.terminate()

    def _watch(self, run: Run, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        try:
            self._follow(run, arguments, environment)
        except Exception:
            # Whatever happens to one training, the page must be able to begin the next.
            _log.exception("训练进程未能运行")
            run.error = _UNEXPECTED
        run.ended = time.time()
        run.state = "failed" if run.error else "done"

    def _follow(self, run: Run, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as errors:
            self._process = subprocess.Popen(
                arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, env=environment,
                encoding="utf-8", errors="replace", creationflags=_QUIETLY,
            )  # fmt: skip
            with self._process as process:
                assert process.stdout is not None
                for line in process.stdout:
                    run.steps.append((time.time() - run.began, line.strip()))
            if process.returncode == 0:
                self._after()
            else:
                run.error = _sentence(errors)


def _sentence(errors: IO[str]) -> str:
    """What the command said at its end, or that it did not end as it should."""
    errors.seek(0)
    said = errors.read()
    with contextlib.suppress(IndexError):
        last = said.strip().splitlines()[-1]
        if last.startswith(_ERROR):
            return last.removeprefix(_ERROR)
    _log.error("训练进程异常结束：\n%s", said)
    return _UNEXPECTED


def _environment(database: str) -> dict[str, str]:
    """The server's, with the program's own folder to import from and the address of the store, which may hold a password."""
    paths = [str(Path(router.__file__).resolve().parents[1]), os.environ.get("PYTHONPATH", "")]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "PYTHONIOENCODING": "utf-8",
        "COMPLAINT_ROUTER_DB": database,
    }


if sys.platform == "win32":
    _QUIETLY = subprocess.BELOW_NORMAL_PRIORITY_CLASS | subprocess.CREATE_NO_WINDOW
else:
    _QUIETLY = 0
