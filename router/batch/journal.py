"""The journal of a batch: what is being made of what, and how far it is safely on disk.

It stands beside the target as ``结果.partial.json``, the rows so far as ``结果.partial.csv`` (or ``.xlsx``), a table that
can be opened. After a power cut or a kill the same command finds both and goes on; what was written after the last
entry is cut off. Each entry replaces the one before in one step, so there is always a whole one.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from router.batch.summary import Tally
from router.errors import OutputError, TableError
from router.table.sheet import State

_FORMAT = 2
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Stamp:
    """A file's content. Size and time are compared first, the digest only where they differ."""

    size: int
    modified: int
    digest: str

    @classmethod
    def of(cls, path: Path) -> "Stamp":
        """Read ``path`` once."""
        status, digest = path.stat(), hashlib.sha256()
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
        return cls(status.st_size, status.st_mtime_ns, digest.hexdigest())

    def still_holds(self, path: Path) -> bool:
        """Whether ``path`` has the same content as when the stamp was made."""
        try:
            status = path.stat()
        except FileNotFoundError:
            return False
        return (status.st_size, status.st_mtime_ns) == (self.size, self.modified) or Stamp.of(
            path
        ).digest == self.digest


@dataclass(frozen=True)
class Job:
    """What decides every byte of the result."""

    digest: str
    sheet: str | None
    columns: tuple[int, ...]
    model: str
    block: int
    form: str
    received: str | None = None


@dataclass
class Entry:
    """How far a batch is: rows done, the state of the part file, and the counts for the summary."""

    rows: int
    state: State
    tally: Tally


class Journal:
    """Entries about one job, kept beside its ``target``; `alone` keeps a second run for the same target away."""

    def __init__(self, target: Path, job: Job) -> None:
        self.part = target.with_name(f"{target.stem}.partial{target.suffix}")
        self._path = target.with_name(f"{target.stem}.partial.json")
        self._lock = target.with_name(f"{target.stem}.partial.lock")
        self._job = json.loads(json.dumps({"format": _FORMAT, **asdict(job)}))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the target for this process. Raises OutputError where another run is writing it.

        The lock is the system's: it ends with the process, so a killed run leaves nothing to be cleaned away.
        """
        with self._lock.open("ab") as file:
            try:
                lock_file(file)
            except OSError as error:
                raise OutputError(
                    f"另一个程序正在生成 {self.part.name}，请等它完成，或另选一个输出文件名。"
                ) from error
            try:
                yield
            finally:
                file.close()
                self._lock.unlink(missing_ok=True)

    def read(self) -> Entry | None:
        """The last entry, None where there is nothing to go on from.

        Raises OutputError where the journal is about another job: the rows of that one must not be thrown away unasked.
        """
        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
            job, entry = (
                stored["job"],
                Entry(stored["rows"], stored["state"], Tally.from_json(stored["tally"])),
            )
            size = self.part.stat().st_size
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise OutputError(
                f"进度记录 {self._path} 已损坏，无法续做；请删除它，或用 --restart 从头开始。"
            ) from error
        if job != self._job or size < max(entry.state.get("end", 0), entry.state.get("packed", 0)):
            raise OutputError(
                f"{self.part} 是上次中断时留下的结果，但{_difference(job, self._job)}，不能接着做。"
                "要从头开始请用 --restart；要保留它请先改名或移走。"
            )
        return entry

    def write(self, entry: Entry) -> None:
        """Replace the last entry."""
        record = {"job": self._job, "rows": entry.rows, "state": entry.state, "tally": entry.tally.to_json()}
        beside = self._path.with_suffix(".tmp")
        with beside.open("w", encoding="utf-8") as file:
            json.dump(record, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)

    def forget(self) -> None:
        """Remove journal and part."""
        self._path.unlink(missing_ok=True)
        self.part.unlink(missing_ok=True)


def _difference(before: dict[str, Any], now: dict[str, Any]) -> str:
    """What has changed since the journal was begun, in words."""
    reasons = {
        "digest": "输入文件的内容已经改动",
        "sheet": "选的工作表不同",
        "columns": "选的诉求列不同",
        "model": "模型已重新训练",
        "received": "指定的收件日期不同",
    }
    changed = [words for key, words in reasons.items() if before.get(key) != now.get(key)]
    return "、".join(changed) or "程序版本或结果文件已变"


def check_unchanged(stamp: Stamp, path: Path) -> None:
    """Raise TableError where the input was changed while it was read."""
    if not stamp.still_holds(path):
        raise TableError(
            f"处理期间 {path.name} 被改动，结果可能前后不一致，未作为最终结果保存。请用 --restart 重新处理。"
        )


def lock_file(file: BinaryIO) -> None:
    """Lock an open file for this process. Raises OSError where another process has locked it."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
