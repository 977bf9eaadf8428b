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
        lengths = sorted({len(word) for word in words}, reverse=True)
        # For the first two characters of words (or the only one) the bits of the lengths such words have.
        openings: dict[str, int] = defaultdict(int)
        for word in words:
            openings[word[:_OPENING]] |= 1 << lengths.index(len(word))
        self._lengths = np.array(lengths, dtype=np.int64)
        self._openings = [
            (size, _bits({opening: bits for opening, bits in openings.items() if len(opening) == size}))
            for size in (1, _OPENING)
            if any(len(opening) == size for opening in openings)
        ]

    def find(self, hashes: SpanHashes) -> tuple[Ints, Ints, Ints]:
        """Every occurrence in a text: starts, ends, and which word.

        Ordered by start, the longest of one start first.
        """
        masks = self._masks(hashes)
        at = np.flatnonzero(masks)
        opening, order = np.nonzero(masks[at, None] >> np.arange(len(self._lengths)) & 1)
        starts = at[opening]
        ends = starts + self._lengths[order]
        inside = ends <= hashes.size
        starts, ends = starts[inside], ends[inside]
        words = self._table.find(hashes.of(starts, ends))
        hit = words >= 0
        return starts[hit], ends[hit], words[hit].astype(np.int64)

    def _masks(self, hashes: SpanHashes) -> Ints:
        """For each character the bits of the lengths that words starting there may have."""
        masks = np.zeros(hashes.size, dtype=np.int64)
        for size, table in self._openings:
            found = table.find(hashes.runs(size))
            masks[: len(found)] |= np.maximum(found, 0)
        return masks


def _bits(openings: dict[str, int]) -> HashTable:
    return HashTable(hashes_of(list(openings)), np.array(list(openings.values())))
