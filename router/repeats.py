"""疑似重件: a letter that says what an earlier one of the same batch said, about the same place and problem.

Only a hint with the earlier row's number: whether it is the same person and matter, the clerk decides. Texts are
compared by their pairs of characters, in sketches of fixed size (bottom-k, Broder 1997), and only within one matter and
territory, so that time and memory stay bounded however long the table is.
"""

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from router.block import Block
from router.hashing import Hashes, SpanHashes, codes_of, mixed
from router.spotting import Spotter
from router.text import Trait, has_trait

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
# A named place is known by the two characters before its kind: …家园小区, …山路.
_KINDS = Spotter(("小区", "花园", "家园", "公寓", "广场", "市场", "学校", "路", "街", "巷", "村", "队"))
_NAME = 2
_NO_PLACES = frozenset(
    ("我们", "这个", "那个", "一个", "整个", "门口", "旁边", "附近", "公路", "修路", "在小", "个小", "的小")
)
# Stands where a sketch has no more hashes; no hash is that large.
_NONE = np.uint32(0xFFFFFFFF)
Sketches = npt.NDArray[np.uint32]


@dataclass(frozen=True)
class Repeat:
    """An earlier row that this one resembles, and how much (0 to 1)."""

    row: int
    likeness: float

    @property
    def words(self) -> str:
        """第12行（相似 0.83）."""
        return f"第{self.row}行（相似 {self.likeness:.2f}）"


class RepeatFinder:
    """Remembers the latest ``most`` different letters of a batch and finds the earlier one that the next letter resembles.

    What is kept of a letter, about a kilobyte, stands under a number: its row, its places, and its sketch.
    """

    def __init__(self, most: int = _MOST_LETTERS) -> None:
        self._most = most
        self._keys: OrderedDict[int, tuple[list[int], tuple[int, int]]] = OrderedDict()
        self._same: dict[tuple[int, int], int] = {}
        self._index: dict[int, list[int]] = defaultdict(list)
        self._problems: dict[str, int] = {}
        self._rows: list[int] = []
        self._places: list[frozenset[str]] = []
        self._sketches: Sketches = np.full((0, _SKETCH), _NONE, dtype=np.uint32)
        self._free: list[int] = []
        self._given_up: list[int] = []

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
        sketches, sizes, marks = _sketched(texts)
        places = _places(texts)
        found: list[Repeat | None] = [None] * len(rows)
        asked: list[int] = []
        candidates: list[int] = []
        indexed = sketches[:, :_INDEXED].astype(np.int64).tolist()
        for at, (row, problem) in enumerate(zip(rows, problems, strict=True)):
            if sizes[at] <= _FEWEST_PAIRS:
                continue
            number = self._problems.setdefault(problem, len(self._problems))
            same = (number, marks[at])
            if same in self._same:
                found[at] = Repeat(self._same[same], 1.0)
                continue
            keys = [number << 32 | value for value in indexed[at] if value != _NONE]
            near = self._candidates(keys)
            asked += [at] * len(near)
            candidates += near
            self._remember(row, places[at], sketches[at], keys, same)
        self._choose(found, sketches, places, asked, candidates)
        # Only now may their numbers be given to others: letters of this block may still have been compared with them.
        self._free += self._given_up
        self._given_up.clear()
        return found

    def _candidates(self, keys: list[int]) -> list[int]:
        """The letters found under most of the ``keys``."""
        index = self._index
        counts = Counter([letter for key in keys if key in index for letter in index[key]])
        if len(counts) <= _MOST_COMPARED:
            return list(counts)
        return sorted(counts, key=counts.__getitem__, reverse=True)[:_MOST_COMPARED]

    def _choose(
        self,
        found: list[Repeat | None],
        sketches: Sketches,
        places: Sequence[frozenset[str]],
        asked: list[int],
        candidates: list[int],
    ) -> None:
        """Compare letters with their candidates and keep for each the best."""
        if not asked:
            return
        alike = likenesses(sketches[asked], self._sketches[candidates])
        close = np.flatnonzero(alike >= LEAST_ALIKE_HERE).tolist()
        for pair, likeness in zip(close, alike[close].tolist(), strict=True):
            at, letter = asked[pair], candidates[pair]
            here, there = places[at], self._places[letter]
            if (likeness < LEAST_ALIKE and not (here and there)) or (here and there and not here & there):
                continue
            best, row = found[at], self._rows[letter]
            if best is None or (likeness, -row) > (best.likeness, -best.row):
                found[at] = Repeat(row, likeness)

    def _remember(
        self, row: int, places: frozenset[str], sketch: Sketches, keys: list[int], same: tuple[int, int]
    ) -> None:
        """A letter that says the very same again is never remembered: the first one stands for it."""
        number = self._number()
        self._rows[number], self._places[number], self._sketches[number] = row, places, sketch
        for key in keys:
            self._index[key].append(number)
            del self._index[key][:-_MOST_UNDER_ONE]
        self._same[same] = row
        self._keys[number] = (keys, same)
        if len(self._keys) > self._most:
            self._forget()

    def _number(self) -> int:
        """A number for a new letter."""
        if self._free:
            return self._free.pop()
        number = len(self._rows)
        self._rows.append(0)
        self._places.append(frozenset())
        if number >= len(self._sketches):
            more = np.full((max(256, number), _SKETCH), _NONE, dtype=np.uint32)
            self._sketches = np.concatenate([self._sketches, more])
        return number

    def _forget(self) -> None:
        """Forget the oldest letter."""
        number, (keys, same) = self._keys.popitem(last=False)
        self._given_up.append(number)
        del self._same[same]
        for key in keys:
            letters = self._index[key]
            if letters and letters[0] == number:
                del letters[0]
            if not letters:
                del self._index[key]


def likenesses(left: Sketches, right: Sketches) -> npt.NDArray[np.float64]:
    """The share of pairs in common of each two letters, estimated from their sketches, shape (n, `_SKETCH`)."""
    both = np.sort(np.concatenate([left, right], axis=1), axis=1)
    is_hash = both != _NONE
    is_again = np.zeros(both.shape, dtype=bool)
    np.equal(both[:, 1:], both[:, :-1], out=is_again[:, 1:])
    is_again &= is_hash
    rank = np.cumsum(is_hash & ~is_again, axis=1)
    common = (is_again & (rank <= _SKETCH)).sum(axis=1)
    return np.asarray(common / np.clip(rank[:, -1], 1, _SKETCH))


def _sketched(texts: Sequence[str]) -> tuple[Sketches, list[int], list[int]]:
    """For each text its sketch, how many letters and digits it has, and a hash of these.

    The sketch are the smallest hashes of its pairs of characters, in order; all of them for a short text.
    """
    lowered = [text.lower() for text in texts]
    lengths = np.fromiter(map(len, lowered), np.int64, len(lowered))
    codes = codes_of("".join(lowered))
    kept = has_trait(codes, Trait.PLAIN)
    owners = np.repeat(np.arange(len(texts)), lengths)[kept]
    codes = codes[kept]
    sizes = np.bincount(owners, minlength=len(texts))
    ends = np.cumsum(sizes)
    marks = SpanHashes(codes).of(ends - sizes, ends)
    pairs: Hashes = codes[:-1].astype(np.uint64) << np.uint64(32) | codes[1:]
    hashes = np.minimum(mixed(pairs) >> np.uint64(32), np.uint64(_NONE - 1))
    within = owners[1:] == owners[:-1]
    packed = np.unique(owners[1:][within].astype(np.uint64) << np.uint64(32) | hashes[within])
    owner = (packed >> np.uint64(32)).astype(np.int64)
    counts = np.bincount(owner, minlength=len(texts))
    place = np.arange(len(packed)) - np.repeat(np.cumsum(counts) - counts, counts)
    chosen = place < _SKETCH
    sketches = np.full((len(texts), _SKETCH), _NONE, dtype=np.uint32)
    sketches[owner[chosen], place[chosen]] = packed[chosen].astype(np.uint32)
    return sketches, sizes.tolist(), marks.tolist()


def _places(texts: Sequence[str]) -> list[frozenset[str]]:
    """The names of places in each text."""
    block = Block(texts)
    kinds = np.unique(_KINDS.find(block.raw_hashes, block.size)[0])
    starts = kinds - _NAME
    kept = starts >= 0
    starts, kinds = starts[kept], kinds[kept]
    is_chinese = has_trait(block.raw, Trait.CHINESE)
    named = is_chinese[starts] & is_chinese[starts + 1]
    found: list[set[str]] = [set() for _ in texts]
    free = 0
    owner = np.searchsorted(block.starts, starts[named], side="right") - 1
    text = "\n".join(texts)
    for number, start in zip(owner.tolist(), starts[named].tolist(), strict=True):
        # Names do not overlap: 小区路 behind 金色 is no place called 色小.
        if start >= free:
            found[number].add(text[start : start + _NAME])
            free = start + _NAME
    return [frozenset(names - _NO_PLACES) for names in found]
