"""Tables to measure on: rows sampled from the corpus with a seed, in the form of a hotline's export.

``sampled`` rows are texts of the corpus as they fall: the larger the table, the more come again. ``distinct`` ones have a
number at the end, so that nothing is won by remembering answers. Of ``repeated`` rows one in five is such a text, the
others are one of the latest again. These two have the same work for every row at any size.
"""

import csv
import random
from collections import deque
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

from router.table.output import open_part
from training.dataset import load_corpus

SEED = 2021
KINDS = ("sampled", "repeated", "distinct")
TEXT_COLUMN = "市民诉求"
HEADER = ["工单编号", "诉求标题", TEXT_COLUMN, "登记日期", "来电号码", "发生地"]
_PLACES = ("昌吉市", "阜康市", "呼图壁县", "玛纳斯县", "奇台县", "吉木萨尔县", "木垒县", "")
_NEW_EVERY = 5
_LATEST = 1000
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
    choose = random.Random(SEED)
    texts = _TEXTS[kind](choose)
    for number, text in enumerate(islice(texts, rows)):
        day = f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}"
        place, caller = choose.choice(_PLACES), f"1390994{number % 10000:04}"
        yield [f"2024{number:016}", text[:12], text, day, caller, place]


def _sampled(choose: random.Random) -> Iterator[str]:
    texts = [example.text for example in load_corpus()]
    while True:
        yield choose.choice(texts)


def _distinct(choose: random.Random) -> Iterator[str]:
    """The texts of the corpus in ever new orders, so that each comes as seldom as it can at any size."""
    texts = [example.text for example in load_corpus()]
    for number in count(step=len(texts)):
        shuffled = choose.sample(texts, len(texts))
        yield from (f"{text}（来电{number + place}）" for place, text in enumerate(shuffled))


def _repeated(choose: random.Random) -> Iterator[str]:
    latest = deque[str](maxlen=_LATEST)
    for text in _distinct(choose):
        latest.append(text)
        yield text
        yield from (choose.choice(latest) for _ in range(_NEW_EVERY - 1))


_TEXTS = {"sampled": _sampled, "repeated": _repeated, "distinct": _distinct}
