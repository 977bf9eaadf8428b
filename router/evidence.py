"""Evidence: what each character of a text adds to a score, and the runs of words that add most.

Exact: a feature adds weight × value, shared equally among the characters it stands on. Shares are counted in whole
units, so that sums over a block are the same to the last bit as sums over each of its texts.
"""

import numpy as np

from router.arrays import Ints, run_starts
from router.block import Block
from router.occurrences import Rows
from router.scoring import LinearHead

# A unit is far below what float32 weights can tell apart, and a text of any length stays far below 2^53 units.
UNIT = 2.0**-36
# How many runs of a text are shown; its strongest word, and those adding at least one part in so many of what that
# one adds, are marked. Rules of thumb for the eye.
LISTED = 4
NOTABLE_PART = 4


def evidence(head: LinearHead, block: Block, rows: Rows, columns: Ints) -> Ints:
    """Sums of evidence from the start of the block, in `UNIT`; shape (size + 1,).

    Each row of ``rows`` is weighed for the class in ``columns``, or not at all where that is -1. What ``start:end`` adds
    is the difference of the sums at its ends.
    """
    matrix = rows.matrix
    column = np.repeat(columns, np.diff(matrix.indptr))
    asked = np.flatnonzero(column >= 0)
    shares = np.zeros(matrix.nnz)
    features = matrix.indices[asked].astype(np.int64)
    shares[asked] = matrix.data[asked] * head.weights_at(features, column[asked])
    extent = np.ones(matrix.nnz)
    for group, places in rows.groups:
        extent += np.bincount(places, weights=group.extent, minlength=matrix.nnz)
    shares = np.rint(shares / np.maximum(extent - 1, 1) / UNIT)
    change = np.zeros(block.size + 1)
    for group, places in rows.groups:
        share = shares[places]
        speaking = np.flatnonzero(share)
        share, group = share[speaking], group.at(speaking)
        for starts, ends in group.spans:
            change += np.bincount(starts, share, block.size + 1) - np.bincount(ends, share, block.size + 1)
    sums: Ints = np.zeros(block.size + 1, dtype=np.int64)
    np.cumsum(np.cumsum(change[:-1]).astype(np.int64), out=sums[1:])
    return sums


def notable_runs(sums: Ints, starts: Ints, ends: Ints, owners: Ints) -> tuple[Ints, Ints, Ints]:
    """The runs of words ``starts:ends`` that add most, at most `LISTED` for each owner and the strongest first.

    ``owners`` says whose each word is, in ascending order. Returns owner, start and end of each run.
    """
    none = np.zeros(0, dtype=np.int64)
    if not len(starts):
        return none, none, none
    values = sums[ends] - sums[starts]
    begins = run_starts(owners)
    strongest = np.repeat(np.maximum.reduceat(values, begins), np.diff(begins, append=len(owners)))
    chosen = np.flatnonzero((strongest > 0) & (values * NOTABLE_PART >= strongest))
    if not len(chosen):
        return none, none, none
    starts, ends, owners, values = starts[chosen], ends[chosen], owners[chosen], values[chosen]
    # Words that touch become one run, as strong as its words together.
    is_apart = np.ones(len(starts), dtype=bool)
    is_apart[1:] = (starts[1:] != ends[:-1]) | (owners[1:] != owners[:-1])
    first = np.flatnonzero(is_apart)
    last = np.append(first[1:], len(starts)) - 1
    starts, ends, owners, values = starts[first], ends[last], owners[first], np.add.reduceat(values, first)
    order = np.lexsort((-values, owners))
    owners = owners[order]
    begins = run_starts(owners)
    place = np.arange(len(owners)) - np.repeat(begins, np.diff(begins, append=len(owners)))
    kept = place < LISTED
    return owners[kept], starts[order][kept], ends[order][kept]
