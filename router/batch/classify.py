"""A table of complaints in, the same table with the contracted columns out; can be interrupted at any moment."""

import gc
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from router.batch.crew import Crew, OwnCrew
from router.batch.journal import Job, Journal, Stamp, check_unchanged
from router.batch.layout import Layout
from router.batch.rows import RowCells
from router.batch.run import BLOCK_ROWS, Report, Run
from router.batch.summary import Summary
from router.errors import ComplaintRouterError, OutputError
from router.paths import model_dir
from router.router import Router
from router.table import Table, read_table
from router.table.output import check_form, check_target

# So few rows make hardly more than one block, which only one worker could take.
_FEW_ROWS = 1000
_OBJECTS_BETWEEN_LOOKS = 100_000
BACKENDS = ("loky", "dask")


class BatchInterruptedError(ComplaintRouterError):
    """The user stopped the batch; what was done is kept."""


@dataclass(frozen=True)
class Workers:
    """Who works. ``backend`` is ``loky`` (this machine) or ``dask``, ``scheduler`` the address of a Dask cluster.

    ``folder`` is where worker processes load the model from; None for the usual place.
    """

    count: int = 1
    backend: str | None = None
    scheduler: str | None = None
    folder: Path | None = None


def classify_table(
    source: Path,
    target: Path,
    router: Router,
    *,
    column: str | None = None,
    sheet: str | None = None,
    workers: int = 1,
    backend: str | None = None,
    scheduler: str | None = None,
    model_folder: Path | None = None,
    overwrite: bool = False,
    restart: bool = False,
    received: date | None = None,
    progress: Report = lambda _: None,
) -> Summary:
    """Classify every row of ``source`` and write ``target``, CSV, TSV or XLSX by its suffix.

    ``column`` names the column with the complaint (several joined by +); None finds it. A run that was interrupted is
    gone on with unless ``restart``. ``overwrite`` replaces a target that exists. ``received`` is when letters
    without a date in their row came in; without either no deadlines are given. ``progress`` is told now and then.
    Raises TableError where the input cannot be read or has changed meanwhile, OutputError where the result cannot be
    written, ModelError where workers cannot load the model, BatchInterruptedError on Ctrl-C.
    """
    check_form(target)
    check_target(source, target, overwrite)
    table = read_table(source, sheet)
    layout, stamp = Layout(table, column), Stamp.of(source)
    journal = Journal(target, _job(stamp, layout, table, router, target, received))
    hands = Workers(workers, backend, scheduler, model_folder)
    with (
        _told(target),
        journal.alone(),
        _calm_collector(),
        closing(_crew(router, hands, layout.total)) as crew,
    ):
        if restart:
            journal.forget()
        run = Run(layout, RowCells(table.header, received, date.today()), journal, progress)
        _go(run, crew, journal)
        check_unchanged(stamp, source)
        _publish(journal, target)
    return run.summary(table, source, target, router)


@contextmanager
def _calm_collector() -> Iterator[None]:
    """Let Python look for garbage seldom: answers come and go by the million, and none of them holds itself."""
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_LOOKS, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


def _job(
    stamp: Stamp, layout: Layout, table: Table, router: Router, target: Path, received: date | None
) -> Job:
    return Job(
        stamp.digest,
        table.source.sheet,
        layout.columns.indices,
        f"{router.model.version} {router.duties.version}",
        BLOCK_ROWS,
        target.suffix,
        received.isoformat() if received else None,
    )


def _go(run: Run, crew: Crew, journal: Journal) -> None:
    try:
        run.go(crew)
    except KeyboardInterrupt as error:
        raise BatchInterruptedError(
            f"已中断，前 {run.tally.rows} 行的结果在 {journal.part}。再次运行同一命令会接着做下去。"
        ) from error


@contextmanager
def _told(target: Path) -> Iterator[None]:
    """A sentence for the clerk where the disk is full or the folder closed."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise OutputError(
            f"无法写入 {target}：{error.strerror or error}。已完成的行不会丢失；请确认磁盘未满、文件夹可写、"
            "文件未在其他程序中打开，然后再次运行同一命令。"
        ) from error


def _crew(router: Router, hands: Workers, rows: int) -> Crew:
    if hands.backend not in (None, *BACKENDS):
        raise OutputError(f"没有“{hands.backend}”这种后端，可用：{'、'.join(BACKENDS)}。")
    is_cluster = hands.backend == "dask"
    if not is_cluster and (hands.count <= 1 or rows <= _FEW_ROWS):
        return OwnCrew(router)
    folder = hands.folder or model_dir()
    # Loaded only where used: Dask is an extra, and loky starts helpers of its own.
    if is_cluster:
        from router.batch.cluster import ClusterCrew

        return ClusterCrew(router, folder, hands.count, hands.scheduler)
    from router.batch.processes import ProcessCrew

    return ProcessCrew(router, folder, hands.count)


def _publish(journal: Journal, target: Path) -> None:
    """Put the finished part in the place of the target."""
    try:
        journal.part.replace(target)
    except OSError as error:
        raise OutputError(
            f"结果已全部写在 {journal.part}，但不能改名为 {target.name}：{error.strerror or error}。"
            "请关闭正在使用它的程序（如 Excel），再次运行同一命令即可完成。"
        ) from error
    journal.forget()
