"""Corrections to a source text, kept in a table and applied by rule, never by hand.

The source is a scan read by a machine: some characters are wrong. ``data/source/mendings.csv`` says what was
wrong, where, what is right and why; only what is certain stands there.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from router.errors import DataError

EVERYWHERE = "全文"

_CHINESE = r"[\u4e00-\u9fff]"


@dataclass(frozen=True)
class Mending:
    """One correction: `wrong` becomes `right` in the duty `where`, or in all texts if 全文."""

    where: str
    wrong: str
    right: str
    why: str


def read_mendings(path: Path) -> list[Mending]:
    """Read the table of mendings; `DataError` if its columns are not where, wrong, right, why."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return [Mending(**row) for row in csv.DictReader(stream)]
    except TypeError as error:
        raise DataError(f"校改表 {path} 的列应为 where、wrong、right、why。") from error


def mend(text: str, where: str, mendings: Iterable[Mending]) -> str:
    """Apply to `text` the mendings meant for everywhere and for the place `where`.

    Raises
    ------
    DataError
        If a mending for this very place finds nothing to mend: it was made for another version of the source.
    """
    for mending in mendings:
        wrong = re.escape(mending.wrong)
        if mending.where == EVERYWHERE:
            # Beside a Chinese character only: a half-width mark within a number or Latin text is no mistake.
            text = re.sub(rf"(?<={_CHINESE}){wrong}|{wrong}(?={_CHINESE})", mending.right, text)
        elif mending.where == where:
            if mending.wrong not in text:
                raise DataError(f"校改表要求把 {where} 的“{mending.wrong}”改掉，但原文没有这几个字。")
            text = text.replace(mending.wrong, mending.right)
    return text
