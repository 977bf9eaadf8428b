"""Hot spots: which matters pile up in which territory, whether more than before, and in which towns."""

from collections.abc import Callable, Sequence

import numpy as np

from web.statistics.facts import UNKNOWN, Array, Letters
from web.statistics.selection import NO_TERRITORY, Selection, named, tally
from web.statistics.tables import Column, Table, Value, differs, growth

# Towns are looked up, in the answers, for the latest letters of the hottest cells only: it is the one slow thing here.
_WITH_TOWNS, _LETTERS_LOOKED_AT = 10, 30
_FEWEST_LETTERS = 3
_MOST = 200
_GRID_MATTERS = 12
# Above the code of any territory, so that it makes one number with that of a matter.
_STEP = 1 << 8

Towns = Callable[[Sequence[int]], Sequence[str]]


def hot_spots(chosen: Selection, towns: Towns) -> Table:
    """Cells of territory and matter, the most letters first. ``towns`` tells the towns of letters, as far as known."""
    letters = _placed(chosen, chosen.received)
    cells = _cells(letters)
    counts = {cell: count for cell, count in tally(cells).items() if count >= _FEWEST_LETTERS}
    before = tally(_cells(_placed(chosen, chosen.former.received))) if chosen.former else {}
    rows: list[list[Value]] = []
    for place, (cell, count) in enumerate(list(counts.items())[:_MOST]):
        matter, territory = divmod(cell, _STEP)
        row: list[Value] = [chosen.place(territory), chosen.matter(matter), count]
        if chosen.former:
            row += [
                before.get(cell, 0),
                growth(count, before.get(cell, 0)),
                _trend(count, before.get(cell, 0)),
            ]
        found = (
            towns(letters.ids[cells == cell][-_LETTERS_LOOKED_AT:].tolist()) if place < _WITH_TOWNS else ()
        )
        rows.append([*row, _named_towns(found)])
    compared = (Column("上期", "count"), Column("增减", "growth"), Column("变化")) if chosen.former else ()
    return Table(
        "spots", "热点：属地与事项",
        (Column("属地"), Column("事项"), Column("本期", "count"), *compared, Column("多在何处")), rows, _note(chosen),
    )  # fmt: skip


def grid(chosen: Selection) -> tuple[list[str], list[str], list[list[int]]]:
    """Territories, the most frequent matters, and how many letters there are of each: rows are matters."""
    letters = _placed(chosen, chosen.received)
    territories = list(tally(letters.territory))
    matters = list(tally(letters.matter_now))[:_GRID_MATTERS]
    counts = tally(_cells(letters))
    table = [[counts.get(matter * _STEP + place, 0) for place in territories] for matter in matters]
    return (
        [chosen.place(place) for place in territories],
        [chosen.matter(matter) for matter in matters],
        table,
    )


def _note(chosen: Selection) -> str:
    unplaced = len(chosen.received) - len(_placed(chosen, chosen.received))
    words = [f"至少 {_FEWEST_LETTERS} 件；未写明属地的 {unplaced:,} 件和未定事项的不计。"]
    if chosen.former:
        words.append(
            f"上期为{chosen.former.period.words}；上期不足 10 件的不计增减比例；“明显”指超出偶然波动（两倍标准差）。"
        )
    words.append(f"地点取前 {_WITH_TOWNS} 个热点各最近 {_LETTERS_LOOKED_AT} 件中写明的乡镇街道。")
    return "".join(words)


def _placed(chosen: Selection, letters: Letters) -> Letters:
    known = [bool(name) and name != NO_TERRITORY for name in chosen.facts.territories.values]
    has_place = np.array(known, bool)[letters.territory] if known else np.zeros(len(letters), bool)
    return letters.take(has_place & (letters.matter_now != UNKNOWN))


def _cells(letters: Letters) -> Array:
    """One number for matter and territory."""
    return np.asarray(letters.matter_now * _STEP + letters.territory)


def _trend(now: int, former: int) -> str:
    if not differs(now, former):
        return ""
    return "明显上升" if now > former else "明显下降"


def _named_towns(found: Sequence[str]) -> str:
    counts: dict[str, int] = {}
    for town in filter(None, found):
        counts[town] = counts.get(town, 0) + 1
    ordered = dict(sorted(counts.items(), key=lambda item: -item[1]))
    names = list(ordered)
    return named({at: ordered[town] for at, town in enumerate(names)}, names.__getitem__)
