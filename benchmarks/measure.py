"""Running a command and watching how much memory it and its children take together."""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_EVERY = 0.2
_PROC = Path("/proc")


@dataclass(frozen=True)
class Measured:
    """The JSON object that the command printed, and the most memory its processes took at one time, in MB.

    ``resident`` counts pages that processes share once for each of them, ``proportional`` once in all.
    """

    printed: dict[str, Any]
    resident: float
    proportional: float


def measure(module: str, *arguments: str) -> Measured:
    """Run ``python -m module arguments``. Memory is read from /proc and 0 where there is none."""
    process = subprocess.Popen([sys.executable, "-m", module, *arguments], stdout=subprocess.PIPE, text=True)
    watch = _Watch(process.pid)
    watch.start()
    output, _ = process.communicate()
    watch.stop()
    if process.returncode:
        raise SystemExit(f"{module} {' '.join(arguments)} ended with {process.returncode}")
    return Measured(json.loads(output.splitlines()[-1]), watch.resident / 1024, watch.proportional / 1024)


class _Watch(threading.Thread):
    """Adds up the memory of a process and all below it, again and again, and keeps the most."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._done = threading.Event()
        self.resident = self.proportional = 0

    def run(self) -> None:
        while not self._done.wait(_EVERY):
            sizes = [_memory(pid) for pid in _family(self._pid)]
            self.resident = max(self.resident, sum(resident for resident, _ in sizes))
            self.proportional = max(self.proportional, sum(proportional for _, proportional in sizes))

    def stop(self) -> None:
        """End watching."""
        self._done.set()
        self.join()


def _family(pid: int) -> list[int]:
    """The process and all that descend from it."""
    parents: dict[int, list[int]] = {}
    for entry in _PROC.glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(entry.parent.name))
    family, found = [], [pid]
    while found:
        family.append(found.pop())
        found += parents.get(family[-1], [])
    return family


def _memory(pid: int) -> tuple[int, int]:
    """Resident and proportional size in kB; zero for a process that is gone."""
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0, 0
    sizes = {line.partition(":")[0]: int(line.split()[1]) for line in lines[1:]}
    return sizes.get("Rss", 0), sizes.get("Pss", 0)
