"""The section about the workbench in ``RESULTS.md``, between marks of its own: the rest of the file is others'."""

import os
import platform
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from benchmarks.results import BEGIN, END, WRITTEN

_LIBRARIES = ("sqlalchemy", "flask", "waitress", "numpy")
_CPU_FILE = Path("/proc/cpuinfo")
_STEPS = {"queue": "open the queue", "letter": "open a letter", "decide": "decide"}


@dataclass(frozen=True)
class Pages:
    """Seconds that a kind of page took, each time."""

    what: str
    seconds: Sequence[float]


@dataclass(frozen=True)
class Clerks:
    """What many clerks did together: ``steps`` are the seconds of each kind of step."""

    clerks: int
    seconds: float
    decisions: int
    conflicts: int
    errors: int
    lost: int
    steps: Mapping[str, Sequence[float]]


def write_section(
    pages: Sequence[Pages],
    clerks: Clerks | None,
    *,
    letters: int,
    backend: str,
    load: float,
    path: Path | None = None,
) -> Path:
    """Put the section in place of an older one, else at the end of the file; where it was written."""
    path = path or WRITTEN
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    section = "\n".join([BEGIN, *_lines(pages, clerks, letters, backend, load), END])
    before, found, rest = text.partition(BEGIN)
    rest = rest.partition(END)[2] or "\n"
    text = f"{before if found else before.rstrip() + chr(10) * 2}{section}{rest}".lstrip()
    path.write_text(text, encoding="utf-8")
    return path


def percentile(values: Sequence[float], part: float) -> float:
    """The least value that ``part`` of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -int(-part * len(ordered) // 1) - 1)]


def _lines(
    pages: Sequence[Pages], clerks: Clerks | None, letters: int, backend: str, load: float
) -> Iterator[str]:
    yield "## The workbench\n"
    yield (
        f"Made by `python -m benchmarks.workbench` on {date.today()}: {letters:,} letters stored ({_backend(backend)}), "
        "`complaint-router serve` (waitress) asked over the loopback interface from a process on the same machine."
    )
    yield f"Machine: {_machine()}, load {load:.1f} when it began; {_versions()}."
    if pages:
        yield "\n| page, one clerk | times | p50 ms | p95 ms | most ms |\n|---|--:|--:|--:|--:|"
        yield from (_row(page.what, page.seconds) for page in pages)
    if clerks:
        yield (
            f"\n{clerks.clerks} clerks at once for {clerks.seconds:g} s, without a pause to think: "
            f"{clerks.decisions:,} decisions acknowledged ({clerks.decisions / clerks.seconds:.1f} a second), "
            f"{clerks.lost} lost, {clerks.errors} errors, {clerks.conflicts} told that a colleague was quicker.\n"
        )
        yield "| step | times | p50 ms | p95 ms | most ms |\n|---|--:|--:|--:|--:|"
        yield from (_row(_STEPS[step], seconds) for step, seconds in clerks.steps.items())


def _row(what: str, seconds: Sequence[float]) -> str:
    if not seconds:
        return f"| {what} | 0 | | | |"
    figures = (percentile(seconds, 0.5), percentile(seconds, 0.95), max(seconds))
    return f"| {what} | {len(seconds):,} | {' | '.join(f'{1000 * value:.0f}' for value in figures)} |"


def _backend(name: str) -> str:
    return f"SQLite {sqlite3.sqlite_version}" if name == "sqlite" else "PostgreSQL"


def _machine() -> str:
    lines = _CPU_FILE.read_text().splitlines() if _CPU_FILE.exists() else []
    model = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return (
        f"{next(model, platform.machine())}, {os.cpu_count()} cores, {platform.system()} {platform.release()}"
    )


def _versions() -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return f"Python {platform.python_version()}, {libraries}"
