"""Tables to measure on: rows sampled from the corpus with a seed, in the form of a hotline's export.

``sampled`` rows repeat as complaints in a hotline do not quite, only far more often: a million rows come from some
fifteen thousand texts. ``distinct`` rows are made of two sentences of different complaints and a house number, so
that no text comes twice and nothing is won by remembering.
"""

import csv
import random
from collections.abc import Iterator
from pathlib import Path

from router.table_output import open_part
from training.dataset import load_corpus

SEED = 2021
HEADER = ["工单编号", "诉求标题", "市民诉求", "登记日期", "来电号码", "发生地"]
_PLACES = ("昌吉市", "阜康市", "呼图壁县", "玛纳斯县", "奇台县", "吉木萨尔县", "木垒县", "")
_BLOCK = 1000
_WIDTHS = [20, 20, 50, 12, 14, 14]


def make_table(path: Path, rows: int, *, distinct: bool = False) -> Path:
    """Write ``rows`` rows to ``path``, CSV or XLSX by its suffix; the same call makes the same bytes."""
    if path.suffix == ".xlsx":
        _write_workbook(path, rows, distinct)
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADER)
            writer.writerows(_rows(rows, distinct))
    return path


def _write_workbook(path: Path, rows: int, distinct: bool) -> None:
    part = open_part(path, 1, _WIDTHS)
    part.append([HEADER])
    block = []
    for row in _rows(rows, distinct):
        block.append(row)
        if len(block) == _BLOCK:
            part.append(block)
            block = []
    part.append(block)
    part.close()


def _rows(rows: int, distinct: bool) -> Iterator[list[str]]:
    texts = [example.text for example in load_corpus()]
    choose = random.Random(SEED)
    for number in range(rows):
        text = choose.choice(texts)
        if distinct:
            text = f"{text}{choose.choice(texts)}我家住{number}号。"
        day = f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}"
        order = f"2024{number:016}"
        yield [order, text[:12], text, day, f"1390994{number % 10000:04}", choose.choice(_PLACES)]


def corpus_rows() -> list[tuple[str, str]]:
    """Texts of the corpus with their first matter, for training the plain pipeline."""
    return [(example.text, example.matters[0]) for example in load_corpus()]
