"""Matters for the joint meeting (联席会议): returned letters, corrections between the same two departments, divided leads."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from web.statistics.facts import MOST_DEPARTMENTS, NOBODY, UNKNOWN, Array
from web.statistics.selection import Selection, department, named, tally
from web.statistics.tables import FEWEST, SHOWN_OPENLY, Column, Table, Value

_EXAMPLES = 3
_FEWEST_BETWEEN = 2
_MOST = 50
# Where the second department leads at least this part of a matter's letters, responsibility is divided.
_DIVIDED = 0.2

Numbers = Callable[[Sequence[int]], Sequence[str]]


@dataclass
class _Returned:
    """The returns of a matter."""

    letters: list[int] = field(default_factory=list)
    by: Counter[int] = field(default_factory=Counter)
    then: Counter[int] = field(default_factory=Counter)
    waiting: int = 0


def returned_matters(chosen: Selection, numbers: Numbers) -> Table:
    """Matters with returns, the most first. ``numbers`` tells the numbers by which the office knows letters."""
    groups: dict[int, _Returned] = defaultdict(_Returned)
    for letter, by, then, matter, waits in zip(*(part.tolist() for part in _returns(chosen)), strict=True):
        group = groups[matter]
        group.letters.append(letter)
        group.by[by] += 1
        group.waiting += waits
        if then != by and not waits:
            group.then[then] += 1
    ordered = sorted(groups.items(), key=lambda item: -len(item[1].letters))[:_MOST]
    examples = _examples([group.letters for _, group in ordered], numbers)
    rows: list[list[Value]] = [
        [
            chosen.matter(matter), len(group.letters), named(dict(group.by.most_common()), department),
            named(dict(group.then.most_common()), department), group.waiting, example,
        ]
        for (matter, group), example in zip(ordered, examples, strict=True)
    ]  # fmt: skip
    return Table(
        "returns", "有退单的事项",
        (
            Column("事项"), Column("退单", "count"), Column("退单部门"), Column("改由何部门主办"),
            Column("其中仍待研判", "count"), Column("来信举例"),
        ),
        rows, "按退单日期计；同一来信退几次计几次。", SHOWN_OPENLY,
    )  # fmt: skip


def between_departments(chosen: Selection, numbers: Numbers) -> Table:
    """Pairs of departments between which letters went, by correction or because one returned what the other then led."""
    moves = _Moves.of(chosen)
    pairs = {
        pair: count for pair, count in list(tally(moves.pairs).items())[:_MOST] if count >= _FEWEST_BETWEEN
    }
    order = np.argsort(moves.pairs, kind="stable")
    starts = np.searchsorted(moves.pairs[order], list(pairs))
    mine = [
        moves.take(order[start : start + count]) for start, count in zip(starts, pairs.values(), strict=True)
    ]
    examples = _examples([list(dict.fromkeys(part.letters.tolist())) for part in mine], numbers)
    rows: list[list[Value]] = [
        [
            " 与 ".join(map(department, divmod(pair, MOST_DEPARTMENTS))), count, part.words(part.returned == 0),
            part.words(part.returned == 1), named(tally(part.matters), chosen.matter), example,
        ]
        for (pair, count), part, example in zip(pairs.items(), mine, examples, strict=True)
    ]  # fmt: skip
    return Table(
        "pairs", "同两个部门之间的更正和退单",
        (
            Column("部门"), Column("件次", "count"), Column("更正主办"), Column("退单后改派"), Column("主要事项"),
            Column("来信举例"),
        ),
        rows, f"更正按现行决定计，退单按退单日期计；至少 {_FEWEST_BETWEEN} 件次，列前 {_MOST} 对。",
        SHOWN_OPENLY,
    )  # fmt: skip


def divided_matters(chosen: Selection) -> Table:
    """Matters that are led now by one department, now by another."""
    letters = chosen.decided
    led = letters.take((letters.decided_lead != NOBODY) & (letters.matter_now != UNKNOWN))
    by_matter: dict[int, dict[int, int]] = defaultdict(dict)
    for pair, count in tally(led.matter_now * MOST_DEPARTMENTS + led.decided_lead).items():
        matter, lead = divmod(pair, MOST_DEPARTMENTS)
        by_matter[matter][lead] = count
    rows: list[list[Value]] = []
    for matter, counts in by_matter.items():
        every, second = sum(counts.values()), [*counts.values(), 0][1]
        if every >= FEWEST and second / every >= _DIVIDED:
            rows.append([chosen.matter(matter), every, named(counts, department), second / every])
    rows.sort(key=lambda row: -int(row[1] or 0))
    return Table(
        "divided", "主办部门不一的事项",
        (Column("事项"), Column("研判", "count"), Column("主办部门"), Column("第二位占比", "share")), rows,
        f"同一事项研判满 {FEWEST} 件、第二位主办部门占 {_DIVIDED:.0%} 以上的列入。", SHOWN_OPENLY,
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Moves:
    """Letters that went from one department to another; ``returned`` is 1 where by return and 0 where by correction."""

    letters: Array
    one: Array
    two: Array
    matters: Array
    returned: Array

    @classmethod
    def of(cls, chosen: Selection) -> "_Moves":
        """Those of a period, the latest last."""
        outcomes = chosen.outcomes
        corrected = outcomes.letters.take(outcomes.corrected)
        letters, by, then, matters, waits = _returns(chosen)
        moves = cls(
            np.concatenate([corrected.ids, letters]),
            np.concatenate([corrected.shown_lead, by]),
            np.concatenate([corrected.decided_lead, np.where(waits, by, then)]),
            np.concatenate([corrected.matter_now, matters]),
            np.concatenate([np.zeros(len(corrected), int), np.ones(len(letters), int)]),
        )
        both = (moves.one != NOBODY) & (moves.two != NOBODY) & (moves.one != moves.two)
        return moves.take(np.flatnonzero(both))

    @property
    def pairs(self) -> Array:
        """One number for the two departments, whichever way the letter went."""
        pair = np.minimum(self.one, self.two) * MOST_DEPARTMENTS + np.maximum(self.one, self.two)
        return np.asarray(pair)

    def take(self, places: Array) -> "_Moves":
        """Some of them."""
        return _Moves(*(part[places] for part in vars(self).values()))

    def words(self, chosen: Array) -> str:
        """From whom to whom, and how many."""
        counts = tally(self.one[chosen] * MOST_DEPARTMENTS + self.two[chosen])
        return "；".join(
            f"{'→'.join(map(department, divmod(move, MOST_DEPARTMENTS)))} {count}"
            for move, count in counts.items()
        )


def _returns(chosen: Selection) -> tuple[Array, Array, Array, Array, Array]:
    """Of each return: letter, who returned it, who leads now, matter, whether it still waits."""
    returns = chosen.returns
    letters = chosen.facts.letters.take(chosen.facts.positions(returns.ids))
    return returns.ids, returns.department, letters.decided_lead, letters.matter_now, letters.waiting


def _examples(groups: Sequence[Sequence[int]], numbers: Numbers) -> list[str]:
    """The numbers of the latest letters of each group."""
    wanted = [letters[-_EXAMPLES:] for letters in groups]
    flat = list(dict.fromkeys(letter for letters in wanted for letter in letters))
    known = dict(zip(flat, numbers(flat), strict=True))
    return ["、".join(known[letter] for letter in letters) for letters in wanted]
