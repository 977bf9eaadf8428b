"""Writing so that nothing is ever half-written: into a file beside the target, then renamed over it."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from router.errors import OutputError

_NAME_BYTES = 8


@contextmanager
def write_beside(target: Path) -> Iterator[Path]:
    """Give a temporary path in the folder of ``target``; it takes the target's place when the block ends well.

    Raises OutputError, in a sentence for the clerk, where the folder cannot be made, the disk is full or the target
    is held open by another program (a workbook open in Excel).
    """
    temporary: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{target.stem}-{secrets.token_hex(_NAME_BYTES)}{target.suffix}")
        # Made as any other file is, so that those may read it whom the user's umask allows.
        beside.touch(exist_ok=False)
        temporary = beside
        yield temporary
        temporary.replace(target)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            f"无法写入 {target}：{reason}。请确认文件夹可写、磁盘未满、文件未在其他程序中打开，或另选一个文件名。"
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
