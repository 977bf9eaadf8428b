"""The model: TF-IDF features, and linear heads over them that say which matter, whether in scope, and which kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from router.block import Block
from router.evidence import UNIT, evidence
from router.occurrences import Rows
from router.scoring import Floats, LinearHead, softmax
from router.space import FeatureSpace

__all__ = ["Explanation", "Floats", "LinearHead", "Model", "Policy", "softmax"]


@dataclass(frozen=True)
class Policy:
    """What training learned about its own answers, out of fold (``training/calibration.py``).

    ``slope`` and ``offset`` turn how far the first department's likeliest matter is ahead of any other's, as a
    logarithm, into the share of such answers that are right (Platt 1999); from ``auto`` on a complaint may be forwarded
    without a second look.
    """

    slope: float
    offset: float
    auto: float


@dataclass
class Model:
    """Everything learned. ``version`` and ``trained_at`` are shown on every answer."""

    features: FeatureSpace
    matter: LinearHead
    scope: LinearHead
    kind: LinearHead
    policy: Policy
    version: str
    trained_at: str

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """Features of complaints, shape (n_texts, n_features)."""
        return self.features.letters(Block(texts)).matrix

    def explain(self, text: str) -> Explanation:
        """What each character of ``text`` adds to the score of any matter."""
        block = Block([text])
        return Explanation(self.matter, block, self.features.letters(block))


@dataclass(frozen=True)
class Explanation:
    """The features of one text and where they stand, to be weighed for any class of ``head``."""

    head: LinearHead
    block: Block
    rows: Rows

    def evidence(self, matter_id: str) -> Floats:
        """What each character adds to the score of ``matter_id``, shape (length,); with the bias that is the score."""
        column = np.array([self.head.classes.index(matter_id)])
        return np.diff(evidence(self.head, self.block, self.rows, column)) * UNIT
