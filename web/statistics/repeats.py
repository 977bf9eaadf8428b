"""Letters that came again with the same words, and the problems that came most often."""

import numpy as np

from web.statistics.selection import Selection, department
from web.statistics.tables import SHOWN_OPENLY, Column, Table, Value

_MOST = 100


def repeated(chosen: Selection) -> Table:
    """The letters that came again in the period, the most repeated first."""
    letters, every = chosen.received, chosen.facts.letters
    heads_again = np.unique(letters.repeat_of[letters.repeat_of > 0])
    # The first letter counts with those that repeat it where it lies in the period too.
    first = np.where(letters.repeat_of > 0, letters.repeat_of, letters.ids)
    numbers, counts = np.unique(first[np.isin(first, heads_again)], return_counts=True)
    order = np.argsort(-counts, kind="stable")[:_MOST]
    numbers, counts = numbers[order], counts[order]
    again, times = np.unique(every.repeat_of[every.repeat_of > 0], return_counts=True)
    all_counts = dict(zip(again.tolist(), (times + 1).tolist(), strict=True))
    heads = every.take(chosen.facts.positions(numbers))
    rows: list[list[Value]] = [
        [
            f"第 {number} 件", chosen.matter(matter), chosen.place(place), department(lead), int(count),
            all_counts[number], str(day),
        ]
        for number, matter, place, lead, count, day in zip(
            numbers.tolist(), heads.matter_now.tolist(), heads.territory.tolist(), heads.department.tolist(), counts,
            heads.received, strict=True,
        )
    ]  # fmt: skip
    return Table(
        "repeats", "重复来信最多的问题",
        (
            Column("首件"), Column("事项"), Column("属地"), Column("主办部门"), Column("本期", "count"),
            Column("累计", "count"), Column("首件收到"),
        ),
        rows, "文字相同（不计标点空格）的来信算重复；换了说法的不计，见热点。", SHOWN_OPENLY,
    )  # fmt: skip


def repeats_in(chosen: Selection) -> int:
    """How many letters of the period had come before."""
    return int((chosen.received.repeat_of > 0).sum())
