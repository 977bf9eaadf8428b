"""Spotting the words of a fixed list in a text of any length, at every position at once."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from router.arrays import Ints
from router.hashing import HashTable, SpanHashes, hashes_of

_OPENING = 2


class Spotter:
    """Finds ``words`` in text. Most positions are ruled out by their first two characters."""

    def __init__(self, words: Sequence[str]) -> None:
        self._table = HashTable(hashes_of(words), np.arange(len(words)))
        self._lengths = sorted({len(word) for word in words}, reverse=True)
        # For the first two characters of words (or the only one) the bits of the lengths such words have.
        openings: dict[str, int] = defaultdict(int)
        for word in words:
            openings[word[:_OPENING]] |= 1 << self._lengths.index(len(word))
        self._openings = [
            (size, _bits({opening: bits for opening, bits in openings.items() if len(opening) == size}))
            for size in (1, _OPENING)
            if any(len(opening) == size for opening in openings)
        ]

    def openings(self, hashes: SpanHashes) -> Ints:
        """Where a word may start, in order: a quick sieve."""
        return self._candidates(hashes)[0]

    def _candidates(self, hashes: SpanHashes) -> tuple[Ints, Ints]:
        starts, bits = [], []
        for size, table in self._openings:
            found = table.find(hashes.runs(size))
            at = np.flatnonzero(found > 0)
            starts.append(at)
            bits.append(found[at].astype(np.int64))
        every, masks = np.concatenate([*starts, []]).astype(np.int64), np.concatenate([*bits, []])
        if len(starts) < _OPENING:
            return every, masks.astype(np.int64)
        unique, inverse = np.unique(every, return_inverse=True)
        merged = np.zeros(len(unique), dtype=np.int64)
        np.bitwise_or.at(merged, inverse, masks.astype(np.int64))
        return unique, merged

    def find(self, hashes: SpanHashes, size: int) -> tuple[Ints, Ints, Ints]:
        """Every occurrence in a text of ``size`` characters: starts, ends, and which word.

        Ordered by start, the longest of one start first.
        """
        starts, bits = self._candidates(hashes)
        found = []
        for order, length in enumerate(self._lengths):
            at = starts[(bits >> order & 1).astype(bool)]
            at = at[at + length <= size]
            if not len(at):
                continue
            words = self._table.find(hashes.of(at, at + length))
            hit = words >= 0
            found.append((at[hit], at[hit] + length, words[hit].astype(np.int64)))
        if not found:
            none = starts[:0]
            return none, none, none
        begin, end, word = (np.concatenate(parts) for parts in zip(*found, strict=True))
        order_ = np.argsort(begin, kind="stable")
        return begin[order_], end[order_], word[order_]


def _bits(openings: dict[str, int]) -> HashTable:
    return HashTable(hashes_of(list(openings)), np.array(list(openings.values())))
