"""The table of results: kept as JSON while it grows, written as ``RESULTS.md`` to be read."""

import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from training.report_markers import fill, table

HERE = Path(__file__).resolve().parent
README = HERE.parent / "README.md"
STORED, WRITTEN = HERE / "results.json", HERE / "RESULTS.md"
# Between these marks stands what `benchmarks.workbench` measured; it is kept as it is.
BEGIN, END = "<!-- workbench: begin -->", "<!-- workbench: end -->"
_LIBRARIES = ("scikit-learn", "numpy", "scipy", "jieba", "rjieba", "joblib", "python-calamine", "distributed")
_IN_README = ("plain", "ours-1", "ours-2")
_CITY_ROWS = 20_000_000
_NAMES = {
    "plain": "(a) jieba + TfidfVectorizer + LinearSVC, department only",
    "ours-1": "(b) complaint-router, all columns, 1 worker",
    "ours-2": "(b) complaint-router, all columns, 2 workers",
    "dask-2": "(c) complaint-router, all columns, Dask with 2 workers",
    "cut-jieba": "(d) cutting words alone, jieba",
    "cut-rjieba": "(d) cutting words alone, rjieba",
}
_ABOUT = """# Benchmarks

Made by `python -m benchmarks`. Rows are complaints of the corpus in the form of a hotline's export (six columns),
drawn with a seed. *sampled*: as they fall, so that the larger the table the more texts come again, and are answered
from memory. *distinct*: a number is added to each, so that every text must be read. *repeated*: one row in five is
such a new text, the others are one of the last thousand new texts again. *ready*: from starting Python to the first row, with imports,
model, dictionary and what is made of them loaded. *rows/s*: rows by the seconds of work, starting of workers included. *steady*: the same
between the first and the last rows written, without any start-up. *memory*: the most that the process and its workers took
together, pages they share counted for each (RSS), or once (PSS). *load*: what else ran, of {cores} cores, when the run began.

(a) reads and writes CSV in chunks of 10,000 rows, knows one department for each row, and gives no ground.
"""


@dataclass(frozen=True)
class Result:
    """One run."""

    name: str
    kind: str
    form: str
    rows: int
    ready: float
    seconds: float
    steady: float
    resident: float
    proportional: float
    load: float

    @property
    def key(self) -> tuple[str, int, str, str]:
        """What a newer run replaces."""
        return self.kind, self.rows, self.form, self.name


@dataclass(frozen=True)
class Latency:
    """Milliseconds that one letter takes: the median and the 95th percentile of ``count`` times."""

    what: str
    median: float
    high: float
    count: int
    load: float


def add_result(result: Result) -> None:
    """Store one more run and write the table anew."""
    results, latencies = _load()
    _write([*(old for old in results if old.key != result.key), result], latencies)


def add_latency(latency: Latency) -> None:
    """Store one more latency and write the table anew."""
    results, latencies = _load()
    _write(results, [*(old for old in latencies if old.what != latency.what), latency])


def _load() -> tuple[list[Result], list[Latency]]:
    if not STORED.exists():
        return [], []
    stored = json.loads(STORED.read_text())
    return [Result(**run) for run in stored["runs"]], [Latency(**found) for found in stored["latencies"]]


def _write(results: list[Result], latencies: list[Latency]) -> None:
    order = list(_NAMES)
    results = sorted(results, key=lambda r: (r.form, r.kind, r.rows, order.index(r.name)))
    stored = {"runs": [asdict(run) for run in results], "latencies": [asdict(found) for found in latencies]}
    STORED.write_text(json.dumps(stored, indent=1) + "\n")
    lines = [*_lines(results), *_latency_lines(latencies), *_kept_section()]
    WRITTEN.write_text("\n".join(lines) + "\n", encoding="utf-8")
    fill(README, {"speed": speed_part(results, latencies)})


def speed_part(results: Sequence[Result], latencies: Sequence[Latency]) -> str:
    """The figures for the README: steady rows a second beside the plain pipeline at the largest size both were run at."""
    rows = []
    for kind in dict.fromkeys(result.kind for result in results if result.form == "csv"):
        runs = {(r.name, r.rows): r for r in results if (r.kind, r.form) == (kind, "csv")}
        size = max((size for name, size in runs if name == "plain"), default=0)
        steady = [runs[name, size].steady if (name, size) in runs else 0.0 for name in _IN_README]
        shown = [f"{speed:,.0f} ({speed / steady[0]:.1f} ×)" if speed else "" for speed in steady[1:]]
        if size:
            rows.append([f"{size:,} rows, *{kind}*", f"{steady[0]:,.0f}", *shown])
    singles = [[found.what, f"{found.median:.0f}", f"{found.high:.0f}"] for found in latencies]
    return "\n\n".join(
        [
            table(["rows a second, steady", "plain pipeline", "one worker", "two workers"], rows),
            table(["milliseconds", "median", "95th percentile"], singles),
        ]
    )


def _kept_section() -> Iterable[str]:
    """The section between the marks in the table as it was written before."""
    text = WRITTEN.read_text(encoding="utf-8") if WRITTEN.exists() else ""
    _, begun, rest = text.partition(BEGIN)
    section, ended, _ = rest.partition(END)
    if begun and ended:
        yield f"\n{BEGIN}{section}{END}"


def _latency_lines(latencies: list[Latency]) -> Iterable[str]:
    if latencies:
        yield "\n## One letter\n"
        yield "| what | p50 ms | p95 ms | times | load |"
        yield "|---|--:|--:|--:|--:|"
    for found in latencies:
        yield f"| {found.what} | {found.median:.1f} | {found.high:.1f} | {found.count} | {found.load:.1f} |"


def _lines(results: list[Result]) -> Iterable[str]:
    yield _ABOUT.format(cores=os.cpu_count())
    yield f"Machine: {_processor()}, {os.cpu_count()} cores, {_memory():.0f} GB; {platform.system()} {platform.release()}; "
    yield (
        f"Python {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
        + "."
    )
    for form, kind in dict.fromkeys((result.form, result.kind) for result in results):
        yield f"\n## {form.upper()}, {kind}\n"
        yield "| what | rows | ready s | work s | rows/s | × (a) | steady | × (a) | RSS MB | PSS MB | load |"
        yield "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
        group = [result for result in results if (result.form, result.kind) == (form, kind)]
        yield from (_line(result, results) for result in group)
    yield from _estimate(results)


def _estimate(results: list[Result]) -> Iterable[str]:
    """What a city's history would take, from the largest distinct run on two workers."""
    runs = [
        result
        for result in results
        if (result.name, result.kind, result.form) == ("ours-2", "distinct", "csv")
    ]
    if runs:
        speed = max(runs, key=lambda result: result.rows).steady
        hours = _CITY_ROWS / speed / 3600
        yield (
            f"\n## A city's {_CITY_ROWS:,} rows\n\nAt {speed:,.0f} distinct rows a second on this machine's two cores: "
            f"{hours:.1f} hours here. The blocks are independent, so four such machines in a Dask cluster need about "
            f"{hours / 4:.1f} hours, until the one that reads and writes is the limit (see *repeated*, where it is)."
        )


def _line(result: Result, results: list[Result]) -> str:
    speed = result.rows / result.seconds
    base = [
        r for r in results if (r.name, r.kind, r.rows, r.form) == ("plain", result.kind, result.rows, "csv")
    ]
    times = f"{speed * base[0].seconds / base[0].rows:.1f}" if base else ""
    steady = f"{result.steady / base[0].steady:.1f}" if base else ""
    return (
        f"| {_NAMES[result.name]} | {result.rows:,} | {result.ready:.1f} | {result.seconds:.1f} | {speed:,.0f} | "
        f"{times} | {result.steady:,.0f} | {steady} | {result.resident:.0f} | {result.proportional:.0f} | {result.load:.1f} |"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")),
        platform.machine(),
    )


def _memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30 if hasattr(os, "sysconf") else 0.0
