"""Linear heads over the feature space: scores of many texts at once, and single weights."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_matrix, csr_matrix

from router.arrays import Flags, Ints, ranges, sums
from router.hashing import ABSENT

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]

# The features with the most weights are kept as a dense table of at most this many numbers (some 50 MB): they are most of
# what texts are made of, and whole rows of a table are added up faster than scattered weights.
_DENSE_NUMBERS = 13_000_000
# Fewer texts than this are not worth making the table for.
_MANY = 64
# Where less than one row of the table in so many is asked for, these are taken out first.
_FEW_OF = 8
# So few texts are scored faster without matrices: a letter, and the sentences of a long one.
_FEW_ROWS = 8


@dataclass(frozen=True)
class Columns:
    """Features of texts by feature: the numbers ``used``, ascending, and a column for each, shape (n_texts, n_used).

    Each row of a table of weights is then fetched once, in the order of the table, and not once for each text.
    """

    used: Ints
    values: csc_matrix

    @classmethod
    def of(cls, features: csr_matrix) -> "Columns":
        """From rows, shape (n_texts, n_features)."""
        used, places = _used(features.indices, features.shape[1])
        values = (features.data.astype(np.float32), places, features.indptr)
        return cls(used, csr_matrix(values, shape=(features.shape[0], len(used))).tocsc())

    def only(self, chosen: Flags) -> "Columns":
        """Some of the columns."""
        counts = np.diff(self.values.indptr)
        kept = np.repeat(chosen, counts)
        values = (
            self.values.data[kept],
            self.values.indices[kept],
            sums(counts[chosen]),
        )
        used = self.used[chosen]
        return Columns(used, csc_matrix(values, shape=(self.values.shape[0], len(used))))

    def times(self, table: Singles, places: Ints) -> Singles:
        """The product with a ``table`` in which the feature of column i has the row ``places[i]``, ascending."""
        if len(places) * _FEW_OF < len(table):
            return np.asarray(self.values @ table[places])
        counts = np.zeros(len(table), dtype=np.int64)
        counts[places] = np.diff(self.values.indptr)
        spread = (self.values.data, self.values.indices, sums(counts))
        return np.asarray(csc_matrix(spread, shape=(self.values.shape[0], len(table))) @ table)


@dataclass
class LinearHead:
    """Linear scores over ``classes``, turned into probabilities by one temperature (Guo et al. 2017).

    ``weights`` is sparse, shape (n_features, n_classes), of numbers that fit into half a float;
    ``bias`` has shape (n_classes,). ``sharpness`` is the inverse
    temperature, fitted on scores of texts the weights had not seen.
    """

    classes: tuple[str, ...]
    weights: csr_matrix
    bias: Floats
    sharpness: float = 1.0

    def __getstate__(self) -> dict[str, Any]:
        """What is stored: the fields, and nothing that follows from them; weights in half the room, none changed."""
        state = {name: vars(self)[name] for name in self.__dataclass_fields__}
        weights = self.weights
        state["weights"] = (
            weights.data.astype(np.float16),
            weights.indices.astype(np.uint16),
            weights.indptr,
            weights.shape,
        )
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        data, indices, indptr, shape = state["weights"]
        stored = (data.astype(np.float32), indices.astype(np.int32), indptr)
        vars(self).update(state, weights=csr_matrix(stored, shape=shape))

    @cached_property
    def _places(self) -> npt.NDArray[np.int32]:
        """The row of each feature in the dense table, ABSENT for those with few weights."""
        count = min(self.weights.shape[0], _DENSE_NUMBERS // len(self.classes))
        fullest = np.sort(np.argsort(-np.diff(self.weights.indptr), kind="stable")[:count])
        places = np.full(self.weights.shape[0], ABSENT, dtype=np.int32)
        places[fullest] = np.arange(count)
        return places

    @cached_property
    def _dense(self) -> Singles:
        return np.asarray(self.weights[np.flatnonzero(self._places >= 0)].toarray())

    def scores(self, features: csr_matrix | Columns) -> Floats:
        """Raw scores, shape (n_texts, n_classes).

        Those of a text are the same to the last bit whichever texts are scored with it: its features are always added
        up in one order, first those of the dense table, then the others.
        """
        columns = features if isinstance(features, Columns) else by_feature(features)
        if isinstance(columns, csr_matrix):
            return self._row_by_row(columns)
        is_dense = self._places[columns.used] >= 0
        common = columns if is_dense.all() else columns.only(is_dense)
        if self._is_worth_a_table(columns.values.shape[0]):
            scores = common.times(self._dense, self._places[common.used])
        else:
            scores = common.values @ self.weights[common.used].toarray()
        if common is not columns:
            rest = columns.only(~is_dense)
            scores += (rest.values.tocsr() @ self.weights[rest.used]).toarray()
        return np.asarray(scores, dtype=np.float64) + self.bias

    def _row_by_row(self, features: csr_matrix) -> Floats:
        """`scores` without the matrices that pay only for many texts: the same sums in the same order."""
        has_table = self._is_worth_a_table(features.shape[0])
        scores = np.zeros((features.shape[0], len(self.classes)), dtype=np.float32)
        for row, (start, end) in enumerate(pairwise(features.indptr.tolist())):
            used, values = features.indices[start:end], features.data[start:end].astype(np.float32)
            places = self._places[used]
            is_dense = places >= 0
            if has_table:
                scores[row] = (values[is_dense, None] * self._dense[places[is_dense]]).sum(axis=0)
            else:
                scores[row] = self._sum(used[is_dense], values[is_dense])
            if not is_dense.all():
                scores[row] += self._sum(used[~is_dense], values[~is_dense])
        return np.asarray(scores, dtype=np.float64) + self.bias

    def _sum(self, features: Ints, values: Singles) -> Singles:
        """The weights of ``features``, times their ``values``, added up one feature after the other."""
        firsts = self.weights.indptr[features].astype(np.int64)
        counts = self.weights.indptr[features + 1] - firsts
        at = ranges(firsts, counts)
        scores = np.zeros(len(self.classes), dtype=np.float32)
        np.add.at(scores, self.weights.indices[at], self.weights.data[at] * np.repeat(values, counts))
        return scores

    def _is_worth_a_table(self, texts: int) -> bool:
        """Whether the dense table is there, or this process has scored enough for making it to pay."""
        scored: int = vars(self).get("_scored", 0) + texts
        vars(self)["_scored"] = scored
        return scored >= _MANY

    def prepare(self) -> None:
        """Make the dense table now, so that processes forked from this one share it."""
        self._is_worth_a_table(_MANY)
        assert self._dense is not None

    def probabilities(self, features: csr_matrix | Columns) -> Floats:
        """Calibrated probabilities, shape (n_texts, n_classes), rows sum to one."""
        return softmax(self.sharpness * self.scores(features))

    def weights_at(self, features: Ints, columns: Ints) -> Singles:
        """The weight of each of ``features`` for the class in each of ``columns``."""
        found = np.zeros(len(features), dtype=np.float32)
        left = np.arange(len(features))
        if "_dense" in vars(self):
            places = self._places[features]
            found = np.where(places >= 0, self._dense[places, columns], found)
            left = np.flatnonzero(places < 0)
            features, columns = features[left], columns[left]
        found[left] = self._sought(features, columns)
        return found

    def _sought(self, features: Ints, columns: Ints) -> Singles:
        """`weights_at` by halving the sorted columns of each feature, for all at once."""
        low, high = (self.weights.indptr[features + more].astype(np.int64) for more in (0, 1))
        end = high.copy()
        for _ in range(int((high - low).max(initial=0)).bit_length()):
            middle = (low + high) // 2
            is_below = (middle < high) & (self.weights.indices[np.minimum(middle, self._last)] < columns)
            low, high = np.where(is_below, middle + 1, low), np.where(is_below, high, middle)
        at = np.minimum(low, self._last)
        is_there = (low < end) & (self.weights.indices[at] == columns)
        return np.where(is_there, self.weights.data[at], np.float32(0))

    @property
    def _last(self) -> int:
        return max(len(self.weights.indices) - 1, 0)


def by_feature(features: csr_matrix) -> csr_matrix | Columns:
    """Features of texts as heads score them fastest: few texts row by row, many feature by feature."""
    return features if features.shape[0] <= _FEW_ROWS else Columns.of(features)


def _used(indices: Ints, count: int) -> tuple[Ints, Ints]:
    """Which of ``count`` numbers occur among ``indices``, and the place of each index among those."""
    if len(indices) * _FEW_OF < count:
        used, places = np.unique(indices, return_inverse=True)
        return used, places
    occurs = np.zeros(count, dtype=bool)
    occurs[indices] = True
    return np.flatnonzero(occurs), (np.cumsum(occurs) - 1)[indices]


def softmax(scores: Floats) -> Floats:
    """Row-wise softmax."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))
