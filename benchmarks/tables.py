"""Tables to measure on: rows sampled from the corpus with a seed, in the form of a hotline's export.

``repeated`` rows come again and again, as a hundred thousand rows drawn from some seventeen thousand texts must;
``distinct`` rows are the same with a number at the end, so that nothing is won by remembering answers.
"""

import csv
import random
from collections.abc import Iterator
from pathlib import Path

from router.table.output import open_part
from training.dataset import load_corpus

SEED = 2021
KINDS = ("repeated", "distinct")
TEXT_COLUMN = "市民诉求"
HEADER = ["工单编号", "诉求标题", TEXT_COLUMN, "登记日期", "来电号码", "发生地"]
_PLACES = ("昌吉市", "阜康市", "呼图壁县", "玛纳斯县", "奇台县", "吉木萨尔县", "木垒县", "")
_BLOCK = 1000
_WIDTHS = [20, 20, 50, 12, 14, 14]


def make_table(path: Path, rows: int, kind: str) -> Path:
    """Write ``rows`` rows of ``kind`` to ``path``, CSV or XLSX by its suffix; the same call makes the same rows."""
    if path.suffix == ".xlsx":
        _write_workbook(path, rows, kind)
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADER)
            writer.writerows(_rows(rows, kind))
    return path


def _write_workbook(path: Path, rows: int, kind: str) -> None:
    part = open_part(path, 1, _WIDTHS)
    part.append([HEADER])
    block: list[list[str]] = []
    for row in _rows(rows, kind):
        block.append(row)
        if len(block) == _BLOCK:
            part.append(block)
            block = []
    part.append(block)
    part.close()


def _rows(rows: int, kind: str) -> Iterator[list[str]]:
    texts = [example.text for example in load_corpus()]
    choose = random.Random(SEED)
    for number in range(rows):
        text = choose.choice(texts)
        title = text[:12]
        if kind == "distinct":
            text = f"{text}（来电{number}）"
        day = f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}"
        yield [f"2024{number:016}", title, text, day, f"1390994{number % 10000:04}", choose.choice(_PLACES)]
