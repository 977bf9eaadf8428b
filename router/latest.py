"""The latest letters by what they share, in arrays: who has most keys in common with a letter, for many at once."""

import numpy as np

from router.arrays import Ints, ranges

# Under a key that many letters have, only so many of the latest are looked at, and so many letters are named in all.
_MOST_UNDER_ONE = 20
_MOST_NAMED = 5
# Letters too old to be named are thrown out when there are so many times more than are kept.
_SLACK = 1.25


class LatestLetters:
    """Letters, numbered as they come, by their keys; of the ``most`` latest before a letter those nearest it are named."""

    def __init__(self, most: int) -> None:
        self._most = most
        # Sorted by key, and by letter under each.
        self._keys: Ints = np.zeros(0, dtype=np.int64)
        self._letters: Ints = np.zeros(0, dtype=np.int64)
        self._oldest = 0

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, keys: Ints, letters: Ints) -> tuple[Ints, Ints]:
        """Put ``letters``, ascending and later than all before, under ``keys``, each letter under several.

        Returns pairs: a letter, and an earlier one that shares keys with it; at most `_MOST_NAMED` for each.
        """
        order = np.argsort(keys, kind="stable")
        keys, letters = keys[order], letters[order]
        places = np.searchsorted(self._keys, keys, side="right") + np.arange(len(keys))
        self._keys = _merged(self._keys, keys, places)
        self._letters = _merged(self._letters, letters, places)
        first = np.maximum(np.searchsorted(self._keys, keys), places - _MOST_UNDER_ONE)
        counts = places - first
        asking, found = np.repeat(letters, counts), self._letters[ranges(first, counts)]
        kept = found >= asking - self._most
        if len(letters):
            self._forget(int(letters.max()) + 1 - self._most)
        return _nearest(asking[kept], found[kept])

    def _forget(self, oldest: int) -> None:
        if oldest - self._oldest > (_SLACK - 1) * self._most:
            kept = self._letters >= oldest
            self._keys, self._letters, self._oldest = self._keys[kept], self._letters[kept], oldest


def _merged(old: Ints, new: Ints, places: Ints) -> Ints:
    """``old`` and ``new`` in one array, in which the new ones stand at ``places``."""
    both = np.empty(len(old) + len(new), dtype=np.int64)
    is_old = np.ones(len(both), dtype=bool)
    is_old[places] = False
    both[places], both[is_old] = new, old
    return both


def _nearest(asking: Ints, found: Ints) -> tuple[Ints, Ints]:
    """For each letter that asks those it found most often, the earlier of equals first."""
    pairs, counts = np.unique(asking << 32 | found, return_counts=True)
    asking = pairs >> 32
    order = np.lexsort((-counts, asking))
    begins = np.searchsorted(asking, asking)
    chosen = order[np.arange(len(order)) - begins < _MOST_NAMED]
    return asking[chosen], pairs[chosen] & 0xFFFFFFFF
