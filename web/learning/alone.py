"""One training at a time on this machine, whoever began it: a lock that the system gives back when its holder dies."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from router.errors import ComplaintRouterError


class BusyError(ComplaintRouterError):
    """Somebody else is at it."""


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock ``path``. Raises BusyError where another process holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        try:
            _lock(file)
        except OSError as error:
            raise BusyError("正在训练另一个模型，同时只能训练一个。请等它结束后再试。") from error
        yield


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
