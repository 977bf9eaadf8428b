"""Fitting the features and the linear heads, and scoring texts by models that have not seen them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed
from scipy.sparse import csr_matrix
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.pipeline import FeatureUnion
from sklearn.svm import LinearSVC

from router.features import feature_matrix, feature_union
from router.model import Floats, LinearHead
from training.dataset import Example

SEED = 0
FOLDS = 4
VIEW_WEIGHTS = {"words": 1.0, "characters": 1.0, "concepts": 1.0}
MATTER_C = 1.0
TRIAGE_C = 0.5
# Weights below this change no answer worth mentioning and would make the file eight times as large.
SMALLEST_WEIGHT = 0.01


@dataclass(frozen=True)
class Heads:
    """The three heads over one feature space."""

    features: FeatureUnion
    matter: LinearHead
    scope: LinearHead
    kind: LinearHead

    def scores(self, texts: Sequence[str]) -> dict[str, Floats]:
        """Raw scores of every head, each of shape (n_texts, n_classes)."""
        matrix = feature_matrix(self.features, list(texts))
        return {
            "matter": self.matter.scores(matrix),
            "scope": self.scope.scores(matrix),
            "kind": self.kind.scores(matrix),
        }


def fit_heads(examples: Sequence[Example]) -> Heads:
    """Fit features and heads. An example with several labels counts for each of them with a part of its weight."""
    features = feature_union(VIEW_WEIGHTS)
    matrix = features.fit_transform([example.text for example in examples]).tocsr()
    return Heads(
        features,
        _fit(matrix, examples, lambda example: example.matters, MATTER_C),
        _fit(matrix, examples, lambda example: (example.scope,), TRIAGE_C),
        _fit(matrix, examples, lambda example: (example.kind,) if example.kind else (), TRIAGE_C),
    )


def _fit(
    matrix: csr_matrix, examples: Sequence[Example], labels_of: Callable[[Example], tuple[str, ...]], c: float
) -> LinearHead:
    rows, labels, weights = [], [], []
    for row, example in enumerate(examples):
        found = labels_of(example)
        for label in found:
            rows.append(row)
            labels.append(label)
            weights.append(1 / len(found))
    svm = LinearSVC(C=c, tol=0.01, random_state=SEED).fit(matrix[rows], labels, sample_weight=weights)
    return _head(svm)


def _head(svm: LinearSVC) -> LinearHead:
    coefficients, intercepts = svm.coef_, svm.intercept_
    if len(svm.classes_) == 2:
        coefficients, intercepts = np.vstack([-coefficients, coefficients]), np.r_[-intercepts, intercepts]
    weights = np.where(np.abs(coefficients) >= SMALLEST_WEIGHT, coefficients, 0).astype(np.float32)
    return LinearHead(tuple(map(str, svm.classes_)), csr_matrix(weights.T), intercepts.astype(np.float64))


def out_of_fold_scores(
    examples: Sequence[Example], always: Sequence[Example], folds: int = FOLDS, jobs: int = 2
) -> dict[str, Floats]:
    """Scores of each example by heads trained without its group; ``always`` (duty texts) is in every training set.

    Columns follow the sorted labels of all examples; a label a fold has not seen scores as low as anything does.
    """
    classes = {
        "matter": sorted({m for e in [*examples, *always] for m in e.matters}),
        "scope": ["in", "out"],
        "kind": sorted({e.kind for e in examples if e.kind}),
    }
    splitter = StratifiedGroupKFold(folds, shuffle=True, random_state=SEED)
    splits = list(splitter.split(examples, [e.matters[0] for e in examples], [e.group for e in examples]))

    def score(train: Sequence[int], test: Sequence[int]) -> tuple[Heads, dict[str, Floats]]:
        heads = fit_heads([*(examples[i] for i in train), *always])
        return heads, heads.scores([examples[i].text for i in test])

    result = {name: np.zeros((len(examples), len(labels))) for name, labels in classes.items()}
    answers = Parallel(n_jobs=jobs)(delayed(score)(train, test) for train, test in splits)
    for (_, test), (heads, scores) in zip(splits, answers, strict=True):
        for name, labels in classes.items():
            seen = getattr(heads, name).classes
            block = np.full((len(test), len(labels)), scores[name].min())
            block[:, [labels.index(label) for label in seen]] = scores[name]
            result[name][test] = block
    return result
