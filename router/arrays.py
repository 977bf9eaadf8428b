"""The few steps over arrays of numbers from which blocks of texts are worked out."""

from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.signedinteger[Any]]
Flags = npt.NDArray[np.bool_]


def ranges(firsts: Ints, counts: Ints) -> Ints:
    """The numbers ``first, first + 1, …``, as many as ``counts`` says, for each of ``firsts``."""
    begun = np.cumsum(counts) - counts
    numbers: Ints = np.arange(int(counts.sum())) + np.repeat(firsts - begun, counts)
    return numbers


def sums(counts: Ints | Flags) -> Ints:
    """The sums of none, the first, the first two, … of ``counts``, shape (n + 1,): what lies between is a difference."""
    added = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=added[1:])
    return added


def run_starts(values: npt.NDArray[Any]) -> Ints:
    """Where a value is another than the one before; the first is always such."""
    changes = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=changes[1:])
    return np.flatnonzero(changes)
