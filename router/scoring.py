"""Linear heads over the feature space: scores of many texts at once, and single weights."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from router.hashing import ABSENT, Ints

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]

# The features with the most weights are kept as a dense table of about this many numbers: they make up most of what
# texts are made of, and whole rows of a table are added up faster than scattered weights. The table stays in the
# processor's cache; a larger one would not.
_DENSE_NUMBERS = 5_000_000
# Fewer texts than this are not worth making the table for.
_MANY = 64


@dataclass
class LinearHead:
    """Linear scores over ``classes``, turned into probabilities by one temperature (Guo et al. 2017).

    ``weights`` is sparse, shape (n_features, n_classes); ``bias`` has shape (n_classes,). ``sharpness`` is the inverse
    temperature, fitted on scores of texts the weights had not seen.
    """

    classes: tuple[str, ...]
    weights: csr_matrix
    bias: Floats
    sharpness: float = 1.0

    def __getstate__(self) -> dict[str, Any]:
        """What is stored: the fields, and nothing that follows from them."""
        return {name: vars(self)[name] for name in self.__dataclass_fields__}

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

    def scores(self, features: csr_matrix) -> Floats:
        """Raw scores, shape (n_texts, n_classes).

        Those of a text are the same to the last bit whichever texts are scored with it: its features are always added
        up in one order, first those of the dense table, then the others.
        """
        values = features.data.astype(np.float32)
        is_dense = self._places[features.indices] >= 0
        common, rest = _part(features, values, is_dense), _part(features, values, ~is_dense)
        if features.shape[0] >= _MANY or "_dense" in vars(self):
            scores = _product(common, self._places[common.indices], self._dense)
        else:
            used, places = _used(common.indices, features.shape[1])
            scores = _product(common, places, self.weights[used].toarray())
        if rest.nnz:
            # Brought together first, as rows from all over the memory cost more to fetch than to add up.
            used, places = _used(rest.indices, features.shape[1])
            scores += _product(rest, places, self.weights[used].toarray())
        return np.asarray(scores, dtype=np.float64) + self.bias

    def probabilities(self, features: csr_matrix) -> Floats:
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


def _product(features: csr_matrix, columns: Ints, table: Singles) -> Singles:
    """``features`` with their values in other ``columns``, times ``table``, whose rows are then read in order, each once."""
    shape = (features.shape[0], len(table))
    moved = csr_matrix((features.data, columns.astype(np.int32), features.indptr), shape=shape)
    return np.asarray(moved.tocsc() @ table)


def _used(indices: Ints, count: int) -> tuple[Ints, Ints]:
    """Which of ``count`` numbers occur among ``indices``, and the place of each index among those."""
    occurs = np.zeros(count, dtype=bool)
    occurs[indices] = True
    return np.flatnonzero(occurs), (np.cumsum(occurs) - 1)[indices]


def _part(features: csr_matrix, values: Singles, chosen: npt.NDArray[np.bool_]) -> csr_matrix:
    """The matrix with only the ``chosen`` of its values."""
    indptr = np.r_[0, np.cumsum(chosen)][features.indptr].astype(np.int32)
    return csr_matrix((values[chosen], features.indices[chosen], indptr), shape=features.shape)


def softmax(scores: Floats) -> Floats:
    """Row-wise softmax."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))
