"""疑似重件: a letter that says what an earlier one of the same batch said, about the same place and problem.

Only a hint with the earlier row's number: whether it is the same person and matter, the clerk decides. Texts are
compared by their pairs of characters, in sketches of fixed size (bottom-k, Broder 1997), and only within one matter and
territory, so that time and memory stay bounded however long the table is.
"""

import re
import zlib
from array import array
from collections import Counter, OrderedDict, defaultdict
from dataclasses import dataclass

# Two letters are alike when they share this part of their pairs of characters; less is enough where both name the same
# place. Rules of thumb, tried on the pairs of tests/router/test_repeats.py.
LEAST_ALIKE, LEAST_ALIKE_HERE = 0.4, 0.3
_SKETCH = 64
# The smallest hashes of a text are also its index: two texts that are alike share at least one of them.
_INDEXED = 8
_MOST_LETTERS = 30_000
_MOST_UNDER_ONE = 20
_MOST_COMPARED = 5
# A letter of a few words (噪声太大) says too little to be told from another.
_FEWEST_PAIRS = 6
_NO_WORD = re.compile(r"[^0-9a-z一-鿿]+")
# A named place is known by the two characters before its kind: …家园小区, …山路.
_PLACE = re.compile(r"[一-鿿]{2}(?=小区|花园|家园|公寓|广场|市场|学校|路|街|巷|村|队)")
_NO_PLACES = frozenset(
    ("我们", "这个", "那个", "一个", "整个", "门口", "旁边", "附近", "公路", "修路", "在小", "个小", "的小")
)


@dataclass(frozen=True)
class Repeat:
    """An earlier row that this one resembles, and how much (0 to 1)."""

    row: int
    likeness: float

    @property
    def words(self) -> str:
        """第12行（相似 0.83）."""
        return f"第{self.row}行（相似 {self.likeness:.2f}）"


@dataclass(frozen=True, eq=False)
class _Letter:
    """What is kept of a letter, about a kilobyte; the hashes of the sketch are in order."""

    row: int
    sketch: "array[int]"
    places: frozenset[str]

    def likeness(self, other: "_Letter") -> float:
        """The share of pairs in common, estimated from the sketches."""
        mine, theirs = set(self.sketch), set(other.sketch)
        smallest = sorted(mine | theirs)[:_SKETCH]
        return len((mine & theirs).intersection(smallest)) / len(smallest) if smallest else 0.0

    def is_like(self, other: "_Letter", likeness: float) -> bool:
        """Whether both may be about one thing: alike enough, and not about two named places."""
        if self.places and other.places:
            return bool(self.places & other.places) and likeness >= LEAST_ALIKE_HERE
        return likeness >= LEAST_ALIKE


class RepeatFinder:
    """Remembers the latest ``most`` different letters of a batch and finds the earlier one that the next letter resembles."""

    def __init__(self, most: int = _MOST_LETTERS) -> None:
        self._most = most
        self._keys: OrderedDict[int, list[tuple[str, int]]] = OrderedDict()
        self._same: dict[tuple[str, int], int] = {}
        self._index: dict[tuple[str, int], list[_Letter]] = defaultdict(list)

    def find(self, row: int, text: str, problem: str) -> Repeat | None:
        """The earlier letter most like this one, the first of equals; a new one is remembered as ``row``.

        ``problem`` says what and where, such as ``餐饮油烟 昌吉市``: only letters with the same one are compared.
        """
        plain = _NO_WORD.sub("", text.lower())
        if len(plain) <= _FEWEST_PAIRS:
            return None
        same = (problem, zlib.crc32(plain.encode()))
        if same in self._same:
            return Repeat(self._same[same], 1.0)
        letter = _Letter(row, _sketch(plain), frozenset(_PLACE.findall(text)) - _NO_PLACES)
        keys = [(problem, value) for value in letter.sketch[:_INDEXED]]
        alike = [
            Repeat(other.row, likeness)
            for other in self._candidates(keys)
            if letter.is_like(other, likeness := letter.likeness(other))
        ]
        self._remember(letter, keys, same)
        return max(alike, key=lambda repeat: (repeat.likeness, -repeat.row), default=None)

    def _candidates(self, keys: list[tuple[str, int]]) -> list[_Letter]:
        """The letters found under most of the ``keys``."""
        found = Counter(letter for key in keys if key in self._index for letter in self._index[key])
        return [letter for letter, _ in found.most_common(_MOST_COMPARED)]

    def _remember(self, letter: _Letter, keys: list[tuple[str, int]], same: tuple[str, int]) -> None:
        """A letter that says the very same again is never remembered: the first one stands for it."""
        for key in keys:
            self._index[key].append(letter)
            del self._index[key][:-_MOST_UNDER_ONE]
        self._same[same] = letter.row
        self._keys[letter.row] = [*keys, same]
        if len(self._keys) > self._most:
            row, old = self._keys.popitem(last=False)
            *keys, same = old
            del self._same[same]
            for key in keys:
                self._forget(key, row)

    def _forget(self, key: tuple[str, int], row: int) -> None:
        letters = self._index[key]
        if letters and letters[0].row == row:
            del letters[0]
        if not letters:
            del self._index[key]


def _sketch(plain: str) -> "array[int]":
    """The smallest hashes of the pairs of characters of a text; all of them for a short text."""
    pairs = {plain[at : at + 2] for at in range(len(plain) - 1)}
    return array("I", sorted(zlib.crc32(pair.encode()) for pair in pairs)[:_SKETCH])
