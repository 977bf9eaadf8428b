"""The model: TF-IDF features, and linear heads over them that say which matter, whether in scope, and which kind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.pipeline import FeatureUnion

from router.features import VIEWS, View, feature_matrix
from router.text import clean

Floats = npt.NDArray[np.float64]


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

    def scores(self, features: csr_matrix) -> Floats:
        """Raw scores, shape (n_texts, n_classes)."""
        return np.asarray((features @ self.weights).todense(), dtype=np.float64) + self.bias

    def probabilities(self, features: csr_matrix) -> Floats:
        """Calibrated probabilities, shape (n_texts, n_classes), rows sum to one."""
        return softmax(self.sharpness * self.scores(features))


@dataclass(frozen=True)
class Policy:
    """What training learned about its own answers, out of fold (``training/calibration.py``).

    ``slope`` and ``offset`` turn the probability mass of the first department into the share of such answers that are
    right (Platt 1999); from ``auto`` on a complaint may be forwarded without a second look.
    """

    slope: float
    offset: float
    auto: float


@dataclass
class Model:
    """Everything learned. ``version`` and ``trained_at`` are shown on every answer."""

    features: FeatureUnion
    matter: LinearHead
    scope: LinearHead
    kind: LinearHead
    policy: Policy
    version: str
    trained_at: str

    def transform(self, texts: list[str]) -> csr_matrix:
        """Features of complaints, shape (n_texts, n_features)."""
        return feature_matrix(self.features, texts)

    def explain(self, text: str, features: csr_matrix | None = None) -> Explanation:
        """What each character of ``text`` adds to the score of any matter; ``features`` is its row, if at hand."""
        row = self.transform([text]) if features is None else features
        positions = {int(index): position for position, index in enumerate(row.indices)}
        cleaned = clean(text)
        characters: list[int] = []
        owners: list[int] = []
        for first, view, vocabulary in self._views():
            for name, spans in view(cleaned):
                position = positions.get(first + vocabulary.get(name, -first - 1))
                if position is not None:
                    places = [character for span in spans for character in range(*span)]
                    characters += places
                    owners += [position] * len(places)
        weights = self.matter.weights[row.indices].toarray()
        return Explanation(
            self.matter.classes,
            len(text),
            np.array(characters, int),
            np.array(owners, int),
            weights.T * row.data,
        )

    def _views(self) -> list[tuple[int, View, dict[str, int]]]:
        """Each view with the number of its first feature and its vocabulary."""
        views, first = [], 0
        for name, vectorizer in self.features.transformer_list:
            views.append((first, VIEWS[name], vectorizer.vocabulary_))
            first += len(vectorizer.vocabulary_)
        return views


@dataclass(frozen=True)
class Explanation:
    """The features of one text and where they stand.

    ``characters`` and ``owners`` have one entry for each character a feature stands on: which character, and which of
    the text's features. ``contributions`` is weight × value, shape (n_classes, n_features_of_the_text).
    """

    classes: tuple[str, ...]
    length: int
    characters: npt.NDArray[np.int_]
    owners: npt.NDArray[np.int_]
    contributions: Floats

    def evidence(self, matter_id: str) -> Floats:
        """What each character adds to the score of ``matter_id``, shape (length,).

        Exact: a feature adds weight × value, shared equally among the characters it stands on; the sum of the
        evidence and the bias is the score.
        """
        contribution = self.contributions[self.classes.index(matter_id)]
        extent = np.bincount(self.owners, minlength=len(contribution))
        shares = contribution / np.maximum(extent, 1)
        return np.bincount(self.characters, weights=shares[self.owners], minlength=self.length).astype(
            np.float64
        )


def softmax(scores: Floats) -> Floats:
    """Row-wise softmax."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))
