"""Tables being classified in the background, one at a time, each in a private folder that does not stay.

A job lives in memory and its files in a folder named by an id nobody can guess. The upload goes as soon as the table
is classified, the rest when the result has been fetched, after a day, or when the program ends; what a crash left
behind goes at the next start.
"""

import atexit
import contextlib
import logging
import queue
import re
import secrets
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from router.batch.summary import Progress, Summary
from router.errors import ComplaintRouterError
from web.store import Report

State = Literal["waiting", "running", "done", "failed", "fetched"]
Work = Callable[["Job"], None]

TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")

_ID_BYTES = 24
_SWEEP_SECONDS = 600
_ODD_CHARACTERS = re.compile(r"[^\w .()（）-]")
_LONGEST_STEM = 60
_UNEXPECTED = "处理时出现意外错误，已记入日志。请重试；若仍出错，请联系管理员。"
_log = logging.getLogger(__name__)


class JobGoneError(ComplaintRouterError):
    """There is no such job, or no longer."""


class JobCancelledError(Exception):
    """The job was removed while it ran."""


@dataclass(frozen=True)
class Preview:
    """A few rows to look at."""

    header: tuple[str, ...]
    rows: list[list[str]]


@dataclass
class Job:
    """One table. The work fills in how far it is and what came out; the page only reads.

    ``stored`` is what became of the letters of a table that went into the queue.
    """

    id: str
    folder: Path
    filename: str
    column: str | None
    created: float = field(default_factory=time.time)
    state: State = "waiting"
    progress: Progress | None = None
    summary: Summary | None = None
    preview: Preview | None = None
    stored: Report | None = None
    error: str | None = None
    ended: threading.Event = field(default_factory=threading.Event)
    is_cancelled: bool = False

    @property
    def source(self) -> Path:
        """The uploaded table, under its own name, as messages about it say that name."""
        return self.folder / self.filename

    @property
    def target(self) -> Path:
        """The classified table: text stays text, every kind of workbook becomes XLSX."""
        suffix = ".csv" if self.source.suffix.lower() in TEXT_SUFFIXES else ".xlsx"
        return self.folder / f"{self.source.stem}-研判结果{suffix}"

    def report(self, progress: Progress) -> None:
        """Take note of progress. Raises JobCancelledError where nobody waits for the result any more."""
        if self.is_cancelled:
            raise JobCancelledError
        self.progress = progress


class JobStore:
    """All jobs of this process and the one thread that does them."""

    def __init__(self, folder: Path, keep_seconds: float) -> None:
        self._folder = folder
        self._keep_seconds = keep_seconds
        self._jobs: dict[str, Job] = {}
        self._queue: queue.Queue[tuple[Job, Work]] = queue.Queue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._remove_leftovers()
        atexit.register(self.close)

    def create(self, filename: str, column: str | None) -> Job:
        """A new job with its empty private folder, into which the upload is to be saved."""
        job_id = secrets.token_urlsafe(_ID_BYTES)
        job = Job(job_id, self._folder / job_id, _harmless(filename), column)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        job.folder.mkdir(mode=0o700)
        with self._lock:
            self._jobs[job_id] = job
        return job

    def start(self, job: Job, work: Work) -> None:
        """Queue ``job``; ``work`` writes its target."""
        self._queue.put((job, work))
        with self._lock:
            if self._thread is None:
                # A daemon: the program must be able to end in the middle of a table.
                self._thread = threading.Thread(target=self._run, name="batch", daemon=True)
                self._thread.start()

    def get(self, job_id: str) -> Job | None:
        """The job, or None where it never was or is gone."""
        job = self._jobs.get(job_id)
        if job and self._is_old(job.created):
            self.remove(job)
            return None
        return job

    def ahead_of(self, job: Job) -> int:
        """How many jobs are done before ``job``."""
        unfinished = [other for other in list(self._jobs.values()) if other.state in ("waiting", "running")]
        return sum(other.created < job.created for other in unfinished)

    def fetched(self, job: Job) -> None:
        """Delete the files of a job whose result the clerk has; what it summed up stays readable for a day."""
        job.state, job.preview = "fetched", None
        _remove_folder(job.folder)

    def remove(self, job: Job) -> None:
        """Forget ``job``; if it is running it stops at its next report."""
        job.is_cancelled = True
        with self._lock:
            self._jobs.pop(job.id, None)
        _remove_folder(job.folder)

    def close(self) -> None:
        """Remove everything."""
        for job in list(self._jobs.values()):
            self.remove(job)

    def _run(self) -> None:
        while True:
            with contextlib.suppress(queue.Empty):
                self._do(*self._queue.get(timeout=_SWEEP_SECONDS))
            for job in list(self._jobs.values()):
                if self._is_old(job.created):
                    self.remove(job)

    def _do(self, job: Job, work: Work) -> None:
        if job.is_cancelled:
            return
        job.state = "running"
        try:
            work(job)
            job.source.unlink(missing_ok=True)
            job.state = "done"
        except JobCancelledError:
            _remove_folder(job.folder)
        except ComplaintRouterError as error:
            self._fail(job, str(error))
        except Exception:
            # The thread must survive any table; the log keeps what the clerk need not see.
            _log.exception("表格任务失败")
            self._fail(job, _UNEXPECTED)
        finally:
            job.ended.set()

    def _fail(self, job: Job, message: str) -> None:
        job.error, job.state = message, "failed"
        _remove_folder(job.folder)

    def _is_old(self, moment: float) -> bool:
        return time.time() - moment > self._keep_seconds

    def _remove_leftovers(self) -> None:
        """Delete folders of a process that ended without tidying up; a younger one may belong to another server."""
        for folder in self._folder.glob("*/"):
            if self._is_old(folder.stat().st_mtime):
                _remove_folder(folder)


def _harmless(filename: str) -> str:
    """The name without a folder and without what no disk takes, not too long for any."""
    path = Path(_ODD_CHARACTERS.sub("_", filename))
    return f"{path.stem[:_LONGEST_STEM]}{path.suffix}"


def _remove_folder(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
