"""The model: TF-IDF features, and linear heads over them that say which matter, whether in scope, and which kind."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.pipeline import FeatureUnion

from router.features import VIEWS, feature_matrix
from router.text import clean
from router.words import Span

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
    """Cut-offs of the dispositions, chosen in training on out-of-fold answers (``training/calibration.py``)."""

    auto: float
    out: float


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

    def evidence(self, text: str, matter_id: str) -> Floats:
        """What each character of ``text`` adds to the score of ``matter_id``, shape (len(text),).

        Exact: a feature adds weight × value, shared equally among the characters it stands on; together with the bias
        the sum is the score.
        """
        column = self.matter.weights[:, self.matter.classes.index(matter_id)].toarray().ravel()
        row = self.transform([text])
        contribution = dict(zip(row.indices, row.data * column[row.indices], strict=True))
        places: dict[int, list[Span]] = {}
        cleaned = clean(text)
        for prefix, view, vocabulary in self._views():
            for name, spans in view(cleaned):
                index = vocabulary.get(name)
                if index is not None and contribution.get(prefix + index):
                    places.setdefault(prefix + index, []).extend(spans)
        return _spread(places, contribution, len(text))

    def _views(self) -> list[tuple[int, Any, dict[str, int]]]:
        """Each view with the number of its first feature and its vocabulary."""
        views, first = [], 0
        for name, vectorizer in self.features.transformer_list:
            views.append((first, VIEWS[name], vectorizer.vocabulary_))
            first += len(vectorizer.vocabulary_)
        return views


def _spread(places: dict[int, list[Span]], contribution: dict[int, float], length: int) -> Floats:
    weight = np.zeros(length)
    for index, spans in places.items():
        share = contribution[index] / sum(end - start for start, end in spans)
        for start, end in spans:
            weight[start:end] += share
    return weight


def softmax(scores: Floats) -> Floats:
    """Row-wise softmax."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))
