"""Looking up many pieces of text at once: 64-bit hashes of spans, and a hash table whose keys are such hashes.

A span's hash depends on its characters alone, wherever it stands: sum of ``mix(character) · R^(i - start)`` modulo 2^64,
from sums over the whole text. Two different spans share a hash about once in 10^19 pairs; tables refuse such keys
when they are built, and an unknown span taken for a known one would be rarer than a bit turned by a cosmic ray.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from router.arrays import Ints, sums

Codes = npt.NDArray[np.uint32]
Hashes = npt.NDArray[np.uint64]

_RATIO = np.uint64(0x9E3779B97F4A7C15)
_INVERSE = np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31))
# A quarter full, so that most lookups take one step.
_SPARSITY = 4
_EMPTY = np.uint64(0)
ABSENT = -1


def codes_of(text: str) -> Codes:
    """The code points of ``text``, shape (len(text),)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def text_of(codes: Codes) -> str:
    """The inverse of `codes_of`."""
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def mixed(values: Hashes) -> Hashes:
    """Every bit of the result depends on every bit of the value (splitmix64)."""
    values = (values ^ (values >> _SHIFTS[0])) * _MIX[0]
    values = (values ^ (values >> _SHIFTS[1])) * _MIX[1]
    return values ^ (values >> _SHIFTS[2])


def _powers(base: np.uint64, count: int) -> Hashes:
    powers = np.full(count, base, dtype=np.uint64)
    powers[:1] = 1
    return np.multiply.accumulate(powers)


class SpanHashes:
    """Hashes of any span of a text."""

    def __init__(self, codes: Codes) -> None:
        self._sums = np.zeros(len(codes) + 1, dtype=np.uint64)
        np.cumsum(mixed(codes.astype(np.uint64)) * _powers(_RATIO, len(codes)), out=self._sums[1:])
        self._back = _powers(_INVERSE, len(codes) + 1)

    @property
    def size(self) -> int:
        """The number of characters."""
        return len(self._sums) - 1

    def of(self, starts: Ints, ends: Ints) -> Hashes:
        """The hash of each ``starts:ends``."""
        return (self._sums[ends] - self._sums[starts]) * self._back[starts]

    def runs(self, length: int) -> Hashes:
        """The hash of every run of ``length`` characters, by its start, shape (n - length + 1,)."""
        size = max(len(self._sums) - length, 0)
        return (self._sums[len(self._sums) - size :] - self._sums[:size]) * self._back[:size]


def hashes_of(words: Sequence[str]) -> Hashes:
    """The hash of each word, as `SpanHashes` gives it to the same characters in a text."""
    ends = sums(np.fromiter(map(len, words), np.int64, len(words)))
    return SpanHashes(codes_of("".join(words))).of(ends[:-1], ends[1:])


class HashTable:
    """Maps hashes to numbers; open addressing in numpy arrays."""

    def __init__(self, keys: Hashes, values: Ints) -> None:
        """Raises ValueError where two keys are the same or one is zero."""
        if len(np.unique(keys)) < len(keys) or (keys == _EMPTY).any():
            raise ValueError("two spans share a hash")
        bits = max(4, int(_SPARSITY * max(len(keys), 1) - 1).bit_length())
        self._shift = np.uint64(64 - bits)
        self._keys = np.zeros(1 << bits, dtype=np.uint64)
        self._values = np.full(1 << bits, ABSENT, dtype=np.int32)
        slots, left = self._slots(keys), np.arange(len(keys))
        while len(left):
            free = self._keys[slots[left]] == _EMPTY
            # Of several keys that want one free slot the first takes it, the others go on to the next.
            taken, first = np.unique(slots[left[free]], return_index=True)
            winners = left[free][first]
            self._keys[taken], self._values[taken] = keys[winners], values[winners]
            left = np.setdiff1d(left, winners, assume_unique=True)
            slots[left] = (slots[left] + 1) & (len(self._keys) - 1)

    def __getstate__(self) -> dict[str, Any]:
        """What is stored: the slots that are taken."""
        taken = np.flatnonzero(self._keys != _EMPTY).astype(np.int32)
        return {
            "shift": self._shift,
            "taken": taken,
            "keys": self._keys[taken],
            "values": self._values[taken],
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._shift = state["shift"]
        size = 1 << (64 - int(self._shift))
        self._keys = np.zeros(size, dtype=np.uint64)
        self._values = np.full(size, ABSENT, dtype=np.int32)
        self._keys[state["taken"]], self._values[state["taken"]] = state["keys"], state["values"]

    def _slots(self, keys: Hashes) -> Ints:
        return ((keys * _MIX[0]) >> self._shift).astype(np.int64)

    def find(self, keys: Hashes) -> Ints:
        """The value of each key, `ABSENT` where there is none."""
        slots = self._slots(keys)
        met = self._keys[slots]
        values = self._values[slots]
        left = np.flatnonzero((met != keys) & (met != _EMPTY))
        slots, keys = slots[left], keys[left]
        while len(left):
            slots = (slots + 1) & (len(self._keys) - 1)
            met = self._keys[slots]
            values[left] = self._values[slots]
            more = (met != keys) & (met != _EMPTY)
            left, slots, keys = left[more], slots[more], keys[more]
        return values
