"""The feature space of a model, as it serves: sklearn's TF-IDF of `router.features`, for blocks of texts in numpy.

sklearn is the learner and the reference: `FeatureSpace.of` takes over what a fitted union has learned, and a test holds
the two equal. What is gained is speed, and that every occurrence of a feature is at hand: the features of a sentence are
those of the letter that lie wholly within it, and evidence is laid on the very places that were counted.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from router.arrays import Ints, ranges, run_starts, sums
from router.block import Block
from router.concepts import concept_table
from router.features import CHARACTER_NGRAMS, PAIR, UNPAIRED_GROUPS
from router.hashing import ABSENT, HashTable, hashes_of
from router.occurrences import Occurrences, Rows

if TYPE_CHECKING:
    from sklearn.pipeline import FeatureUnion

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class FeatureSpace:
    """What each view has learned. Views follow one another in the feature numbers, each ``sizes`` long.

    ``concepts`` and ``concept_pairs`` hold the feature of each concept and pair of the concept table, by the order of
    names; ABSENT where training saw it too seldom.
    """

    sizes: dict[str, int]
    weights: dict[str, float]
    idf: Floats
    words: HashTable
    characters: HashTable
    concepts: Ints
    concept_pairs: Ints

    @classmethod
    def of(cls, union: "FeatureUnion") -> "FeatureSpace":
        """Take over a fitted `router.features.feature_union`."""
        views = dict(union.transformer_list)
        sizes = {name: len(view.vocabulary_) for name, view in views.items()}
        first = 0
        names: dict[str, dict[str, int]] = {"words": {}, "characters": {}, "concepts": {}}
        for name, view in views.items():
            names[name] = {word: first + int(place) for word, place in view.vocabulary_.items()}
            first += sizes[name]
        return cls(
            sizes,
            {name: float((union.transformer_weights or {}).get(name, 1.0)) for name in views},
            np.concatenate([view.idf_ for view in views.values()]),
            _table(names["words"]),
            _table(names["characters"]),
            *_concept_features(names["concepts"]),
        )

    @property
    def size(self) -> int:
        """The number of features."""
        return len(self.idf)

    def concept_features(self) -> dict[str, int]:
        """The single concepts that are features, by name."""
        names = _concept_names()
        return {
            name: int(feature)
            for name, feature in zip(names, self.concepts, strict=True)
            if feature != ABSENT
        }

    @cached_property
    def _views(self) -> npt.NDArray[np.intp]:
        """The number of the view of each feature."""
        return np.repeat(np.arange(len(self.sizes)), list(self.sizes.values()))

    def rows(self, block: Block, starts: Ints, ends: Ints, found: Sequence[Occurrences]) -> Rows:
        """The rows of the pieces ``starts:ends`` of ``block``, which do not overlap; ``found`` from `occurrences`."""
        owners = block.owners(starts, ends)
        groups, rows = [], []
        for group in (*found, *self._concept_occurrences(block, owners)):
            owner = owners[group.starts]
            whole = (owner >= 0) & (owner == owners[group.last])
            groups.append(group.at(whole))
            rows.append(owner[whole])
        matrix, places = self._matrix(
            np.concatenate(rows), np.concatenate([group.features for group in groups]), len(starts)
        )
        cuts = np.cumsum([len(group.features) for group in groups])[:-1]
        return Rows(matrix, tuple(zip(groups, np.split(places, cuts), strict=True)))

    def letters(self, block: Block) -> Rows:
        """The rows of the texts of ``block``."""
        return self.rows(block, block.starts, block.ends, self.occurrences(block))

    def occurrences(self, block: Block) -> list[Occurrences]:
        """Words and runs of characters of a whole block."""
        starts, ends = block.words
        shortest, longest = CHARACTER_NGRAMS
        return [
            _known(Occurrences(self.words.find(block.hashes.of(starts, ends)), starts, ends)),
            *(self._runs(block, length) for length in range(shortest, longest + 1)),
        ]

    def _runs(self, block: Block, length: int) -> Occurrences:
        size = max(block.size - length + 1, 0)
        spoken = block.alnum[:size].copy()
        for shift in range(1, length):
            spoken &= block.alnum[shift : size + shift]
        starts = np.flatnonzero(spoken)
        features = self.characters.find(block.hashes.of(starts, starts + length))
        return _known(Occurrences(features, starts, starts + length))

    def _concept_occurrences(self, block: Block, owners: Ints) -> list[Occurrences]:
        """Each concept once in each piece, at its first hit, and the pairs of those."""
        starts, ends, concepts = block.concepts
        order, is_paired = _concept_order()
        # A word of a numbered point may lie across a border: it belongs to neither piece.
        inside = (owners[starts] >= 0) & (owners[starts] == owners[ends - 1])
        starts, ends, ranks = starts[inside], ends[inside], order[concepts[inside]]
        keys, first = np.unique(owners[starts] * len(order) + ranks, return_index=True)
        starts, ends = starts[first], ends[first]
        owner, rank = np.divmod(keys, len(order))
        single = Occurrences(self.concepts[rank], starts, ends)
        pairing = is_paired[rank]
        return [
            _known(single),
            _known(self._pairs(owner[pairing], rank[pairing], starts[pairing], ends[pairing])),
        ]

    def _pairs(self, owner: Ints, rank: Ints, starts: Ints, ends: Ints) -> Occurrences:
        """Every two concepts of one piece, which follow one another by ``owner`` and ``rank``."""
        begins = run_starts(owner)
        sizes = np.diff(begins, append=len(owner))
        behind = np.arange(len(owner)) + 1
        left = np.repeat(begins + sizes, sizes) - behind
        first, second = np.repeat(behind - 1, left), ranges(behind, left)
        features = self.concept_pairs[rank[first], rank[second]]
        return Occurrences(features, starts[first], ends[first], (starts[second], ends[second]))

    def _matrix(self, rows: Ints, features: Ints, count: int) -> tuple[csr_matrix, Ints]:
        """TF-IDF of occurrences as sklearn has it, and the position of each occurrence's value in the data.

        One sort of numbers that hold row, feature and occurrence takes the place of three slower steps.
        """
        width, bits = (max(size - 1, 1).bit_length() for size in (len(rows), self.size))
        packed = np.sort((((rows << bits) | features) << width) | np.arange(len(rows)))
        keys, which = packed >> width, packed & ((1 << width) - 1)
        is_first = np.ones(len(keys), dtype=bool)
        np.not_equal(keys[1:], keys[:-1], out=is_first[1:])
        places = np.empty(len(keys), dtype=np.int64)
        places[which] = np.cumsum(is_first) - 1
        begins = np.flatnonzero(is_first)
        distinct = keys[begins]
        row, indices = distinct >> bits, distinct & ((1 << bits) - 1)
        counts = np.diff(begins, append=len(keys))
        values = (1 + np.log(counts)) * self.idf[indices]
        segment = row * len(self.sizes) + self._views[indices]
        squares = np.bincount(segment, values * values, count * len(self.sizes))
        values *= (
            np.array(list(self.weights.values()))
            / np.sqrt(np.where(squares > 0, squares, 1)).reshape(count, -1)
        ).ravel()[segment]
        indptr = sums(np.bincount(row, minlength=count))
        matrix = csr_matrix(
            (values, indices.astype(np.int32), indptr.astype(np.int32)), shape=(count, self.size)
        )
        matrix.has_sorted_indices = matrix.has_canonical_format = True
        return matrix, places


def _known(found: Occurrences) -> Occurrences:
    return found.at(np.flatnonzero(found.features >= 0))


def _table(names: dict[str, int]) -> HashTable:
    return HashTable(hashes_of(list(names)), np.array(list(names.values()), int))


@functools.cache
def _concept_names() -> list[str]:
    return sorted(concept.name for concept in concept_table().concepts)


@functools.cache
def _concept_order() -> tuple[Ints, npt.NDArray[np.bool_]]:
    """The place of each concept of the table in the order of names; and by that order, whether it is paired."""
    concepts = concept_table().concepts
    place = {name: number for number, name in enumerate(_concept_names())}
    order = np.array([place[concept.name] for concept in concepts])
    is_paired = np.zeros(len(order), dtype=bool)
    is_paired[order] = [concept.group not in UNPAIRED_GROUPS for concept in concepts]
    return order, is_paired


def _concept_features(features: dict[str, int]) -> tuple[Ints, Ints]:
    names = _concept_names()
    place = {name: number for number, name in enumerate(names)}
    single = np.array([features.get(name, ABSENT) for name in names])
    pairs = np.full((len(names), len(names)), ABSENT, dtype=np.int32)
    for name, feature in features.items():
        left, joiner, right = name.partition(PAIR)
        if joiner:
            pairs[place[left], place[right]] = feature
    return single, pairs
