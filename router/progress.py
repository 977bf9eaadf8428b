"""The progress of a batch on a terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from router.batch.summary import Progress as BatchProgress


@contextmanager
def progress_bar() -> Iterator[Callable[[BatchProgress], None]]:
    """Give a function that shows how far a batch is; on stderr, so that stdout stays clean for the summary."""
    columns = (
        TextColumn("{task.completed:,.0f} 行"),
        BarColumn(),
        TextColumn("每秒 {task.fields[speed]:,.0f} 行，剩余"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, speed=0.0)

        def advance(progress: BatchProgress) -> None:
            total = max(progress.total, progress.rows)
            bar.update(task, completed=progress.rows, total=total, speed=progress.rows_per_second)

        yield advance
