"""Who classifies the blocks: this process, worker processes of this machine, or a Dask cluster.

All are executors with futures. joblib's own `Parallel` gives results in order too, but goes on reading however far the
writer has fallen behind, so its memory grows with the table; here a fixed number of blocks is under way at a time.
"""

import functools
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Protocol

from router.cells import Answer, Cells
from router.columns import unclassified
from router.errors import ModelError
from router.router import Router
from router.store import read_manifest
from router.table.output import RISKY, safe_cell

# So that a worker has its next block at hand while the writer is busy with the one before.
BLOCKS_PER_WORKER = 3
_REMEMBERED = 20_000


class Crew(Protocol):
    """Takes lists of texts and answers each text with the cells of `RESULT_COLUMNS`."""

    window: int
    # What `result` of a future raises when the worker was lost, and the block should be given to another.
    losses: tuple[type[BaseException], ...]

    def submit(self, texts: list[str]) -> "Future[list[Answer]]": ...
    def renew(self) -> None: ...
    def close(self) -> None: ...


def check_folder(folder: Path, router: Router) -> None:
    """Raise ModelError where workers that load the model from ``folder`` would not answer as ``router`` does."""
    if read_manifest(folder).version != router.model.version:
        raise ModelError(f"{folder} 中的模型不是当前使用的模型，请重新运行 complaint-router train。")


def classify(router: Router, texts: Sequence[str]) -> list[Answer]:
    """The safe cells of each text. A text on which the program fails is for the clerk and stops no other one."""
    try:
        return [Answer(_safe(shared), _safe_own(own)) for shared, own in router.answer_many(texts)]
    except Exception as error:
        if len(texts) == 1:
            reason = f"程序无法处理这段文字（{type(error).__name__}），请人工研判。"
            return [unclassified(reason)]
        return [answer for text in texts for answer in classify(router, [text])]


@functools.lru_cache(_REMEMBERED)
def _safe(cells: tuple[str | None, ...]) -> tuple[str | None, ...]:
    return tuple([cell and safe_cell(cell) for cell in cells])


def _safe_own(cells: Cells) -> Cells:
    for cell in cells:
        if cell[:1] in RISKY:
            return tuple(map(safe_cell, cells))
    return cells


class OwnCrew:
    """This process."""

    window = 1
    losses: tuple[type[BaseException], ...] = ()

    def __init__(self, router: Router) -> None:
        self._router = router

    def submit(self, texts: list[str]) -> "Future[list[Answer]]":
        """Classify at once."""
        future: Future[list[Answer]] = Future()
        future.set_result(classify(self._router, texts))
        return future

    def renew(self) -> None:
        """Nothing to renew."""

    def close(self) -> None:
        """Nothing to close."""
