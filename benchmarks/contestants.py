"""What is measured, each in a process of its own: ``python -m benchmarks.contestants NAME TABLE TARGET FOLDER``.

Prints one JSON object: seconds until ready, seconds of work, rows.
"""

import csv
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

BEGUN = time.perf_counter()
Report = Callable[[int], None]
# What a contestant does: get ready and return the work to be timed.
Contestant = Callable[[Path, Path, Path], Callable[[Report], None]]


def plain(source: Path, target: Path, folder: Path) -> Callable[[Report], None]:
    """(a) The plain pipeline."""
    from benchmarks.models import plain_file
    from benchmarks.plain import classify_plain, load_plain

    pipeline = load_plain(plain_file(folder))
    return lambda report: classify_plain(pipeline, source, target, report)


def ours(workers: int, backend: str | None = None) -> Contestant:
    """(b) and (c): the batch with all its columns."""

    def ready(source: Path, target: Path, folder: Path) -> Callable[[Report], None]:
        from benchmarks.models import model_folder
        from router.batch import classify_table
        from router.router import Router
        from router.store import load_model

        router = Router.of(load_model(model_folder(folder)))
        router.prepare()

        def work(report: Report) -> None:
            classify_table(
                source, target, router, workers=workers, backend=backend, model_folder=model_folder(folder),
                overwrite=True, restart=True, progress=lambda progress: report(progress.rows),
            )  # fmt: skip

        return work

    return ready


def cutting(name: str) -> Contestant:
    """(d) Cutting words and nothing else."""

    def ready(source: Path, _: Path, __: Path) -> Callable[[Report], None]:
        from benchmarks.tables import TEXT_COLUMN
        from router import words

        cut = getattr(words, name)()
        cut("预热")

        def work(report: Report) -> None:
            with source.open(encoding="utf-8-sig", newline="") as file:
                texts = (row[TEXT_COLUMN] for row in csv.DictReader(file))
                report(sum(bool(cut(text)) for text in texts))

        return work

    return ready


CONTESTANTS: dict[str, Contestant] = {
    "plain": plain,
    "ours-1": ours(1),
    "ours-2": ours(2),
    "dask-2": ours(2, "dask"),
    "cut-jieba": cutting("jieba_cutter"),
    "cut-rjieba": cutting("rust_cutter"),
}


def main(name: str, source: Path, target: Path, folder: Path) -> None:
    """Run one contestant and print what it took."""
    marks: list[tuple[float, int]] = []
    work = CONTESTANTS[name](source, target, folder)
    ready = time.perf_counter()
    work(lambda rows: marks.append((time.perf_counter(), rows)))
    done = time.perf_counter()
    print(
        json.dumps(
            {
                "ready": ready - BEGUN,
                "seconds": done - ready,
                "rows": marks[-1][1],
                "marks": _few(marks, ready),
            }
        )
    )


def _few(marks: list[tuple[float, int]], start: float) -> list[tuple[float, int]]:
    """When the first rows were there and when the last: between them nothing is start-up."""
    filled = [(moment - start, rows) for moment, rows in marks if rows]
    return [filled[0], filled[-1]]


if __name__ == "__main__":
    main(sys.argv[1], *map(Path, sys.argv[2:5]))
