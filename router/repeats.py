"""疑似重件: a letter that says what an earlier one of the same batch said, about the same place and problem.

Only a hint with the earlier row's number: whether it is the same person and matter, the clerk decides. Texts are
compared by their pairs of characters, in sketches of fixed size (bottom-k, Broder 1997), and only within one matter and
territory, so that time and memory stay bounded however long the table is.
"""

from collections import OrderedDict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from router.arrays import Ints
from router.latest import LatestLetters
from router.sketches import NO_HASH, SKETCH, Sketches, likenesses, marked, places_of, sketched

# Two letters are alike when they share this part of their pairs of characters; less is enough where both name the same
# place. Rules of thumb, tried on the pairs of tests/router/test_repeats.py.
LEAST_ALIKE, LEAST_ALIKE_HERE = 0.4, 0.3
# The smallest hashes of a text are also its index: two texts that are alike share at least one of them.
_INDEXED = 8
_MOST_LETTERS = 30_000
# Letters are looked at so many at a time, and room is kept for so many beside those remembered.
_BLOCK = 1_000
# A letter of a few words (噪声太大) says too little to be told from another.
_FEWEST_PAIRS = 6
# Marks of so many texts, none longer than that, are remembered for the case that the very same text comes again.
_KNOWN, _LONGEST_KNOWN = 5_000, 2_000


class Repeat(NamedTuple):
    """An earlier row that this one resembles, and how much (0 to 1)."""

    row: int
    likeness: float

    @property
    def words(self) -> str:
        """第12行（相似 0.83）."""
        return f"第{self.row}行（相似 {self.likeness:.2f}）"


class RepeatFinder:
    """Remembers the latest ``most`` different letters of a batch and finds the earlier one that the next letter resembles.

    Letters are numbered as they are remembered; what is kept of one, some 500 bytes, stands at its number modulo the
    room: its row, its places, and its sketch.
    """

    def __init__(self, most: int = _MOST_LETTERS) -> None:
        self._most = most
        self._room = most + _BLOCK
        self._count = 0
        # The first row that said the very same of the same problem, for the letters remembered, oldest first.
        self._same: OrderedDict[tuple[str, int], int] = OrderedDict()
        self._marks: dict[str, int | None] = {}
        self._problems: dict[str, int] = {}
        self._index = LatestLetters(most)
        self._rows: Ints = np.zeros(self._room, dtype=np.int64)
        self._places: list[frozenset[str]] = [frozenset()] * self._room
        self._sketches: Sketches = np.full((0, SKETCH), NO_HASH, dtype=np.uint32)

    def __len__(self) -> int:
        """How many letters are remembered."""
        return len(self._same)

    def find(self, row: int, text: str, problem: str) -> Repeat | None:
        """`find_all` for one letter."""
        return self.find_all([row], [text], [problem])[0]

    def find_all(
        self, rows: Sequence[int], texts: Sequence[str], problems: Sequence[str]
    ) -> list[Repeat | None]:
        """For each letter the earlier one most like it, the first of equals; a new one is remembered as its row.

        A problem says what and where, such as ``餐饮油烟 昌吉市``: only letters with the same one are compared. The answer
        is the same whether letters come one by one or together.
        """
        found: list[Repeat | None] = []
        for first in range(0, len(rows), _BLOCK):
            part = slice(first, first + _BLOCK)
            found += self._find_block(rows[part], texts[part], problems[part])
        return found

    def _find_block(
        self, rows: Sequence[int], texts: Sequence[str], problems: Sequence[str]
    ) -> list[Repeat | None]:
        found: list[Repeat | None] = [None] * len(rows)
        new = []
        for at, (problem, mark) in enumerate(zip(problems, self._marks_of(texts), strict=True)):
            if mark is None:
                continue
            said = problem, mark
            first = self._same.get(said)
            if first is not None:
                found[at] = Repeat(first, 1.0)
                continue
            new.append(at)
            self._same[said] = rows[at]
            if len(self._same) > self._most:
                self._same.popitem(last=False)
        if new:
            own = [texts[at] for at in new]
            numbers = self._remember([rows[at] for at in new], own, [problems[at] for at in new])
            self._choose(found, new, *numbers)
        return found

    def _marks_of(self, texts: Sequence[str]) -> list[int | None]:
        """A hash of the letters and digits of each text, None where these are too few."""
        known = self._marks
        unseen = [text for text in dict.fromkeys(texts) if text not in known]
        if len(known) > _KNOWN:
            known = self._marks = {text: known[text] for text in texts if text in known}
        seen = {
            text: mark if size > _FEWEST_PAIRS else None
            for text, mark, size in zip(unseen, *marked(unseen), strict=True)
        }
        found = [seen[text] if text in seen else known[text] for text in texts]
        known.update((text, mark) for text, mark in seen.items() if len(text) <= _LONGEST_KNOWN)
        return found

    def _remember(
        self, rows: Sequence[int], texts: Sequence[str], problems: Sequence[str]
    ) -> tuple[int, Ints, Ints]:
        """Keep new letters; returns the number of the first, and pairs of one of them and an earlier one near it."""
        first, count, sketches = self._count, len(rows), sketched(texts)
        self._count += count
        numbers = np.arange(first, self._count)
        places = numbers % self._room
        if len(self._sketches) < min(self._count, self._room):
            more = np.zeros((min(self._room, 2 * self._count), SKETCH), dtype=np.uint32)
            more[: len(self._sketches)] = self._sketches
            self._sketches = more
        self._rows[places], self._sketches[places] = rows, sketches
        for place, names in zip(places.tolist(), places_of(texts), strict=True):
            self._places[place] = names
        known = self._problems
        problem = np.array([known.setdefault(name, len(known)) for name in problems], dtype=np.int64)
        smallest = sketches[:, :_INDEXED]
        keys = problem[:, None] << 32 | smallest
        is_key = smallest != NO_HASH
        return first, *self._index.add(keys[is_key], np.repeat(numbers, is_key.sum(axis=1)))

    def _choose(
        self, found: list[Repeat | None], new: Sequence[int], first: int, asking: Ints, near: Ints
    ) -> None:
        """Compare each two letters and keep for each that asks the best; ``new`` says whose answer it is."""
        own, other = asking % self._room, near % self._room
        alike = likenesses(self._sketches[own], self._sketches[other])
        close = np.flatnonzero(alike >= LEAST_ALIKE_HERE)
        rows = self._rows[other[close]].tolist()
        pairs = zip(own[close].tolist(), other[close].tolist(), alike[close].tolist(), rows, strict=True)
        for letter, (mine, its, likeness, row) in zip((asking[close] - first).tolist(), pairs, strict=True):
            here, there = self._places[mine], self._places[its]
            if (likeness < LEAST_ALIKE and not (here and there)) or (here and there and not here & there):
                continue
            best = found[new[letter]]
            if best is None or (likeness, -row) > (best.likeness, -best.row):
                found[new[letter]] = Repeat(row, likeness)
