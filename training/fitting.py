"""Fitting the features and the linear heads, and scoring texts by models that have not seen them."""

import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed
from scipy.sparse import csr_matrix
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.pipeline import FeatureUnion
from sklearn.svm import LinearSVC

from router.features import feature_matrix, feature_union
from router.matters import matter_table
from router.model import Floats, LinearHead
from training.dataset import Example

SEED = 0
FOLDS = 3
JOBS = 2
HEADS = ("matter", "scope", "kind")
VIEW_WEIGHTS = {"words": 1.0, "characters": 1.0, "concepts": 1.0}
MATTER_C = 1.0
DEPARTMENT_C = 0.3
TRIAGE_C = 1.0
TOLERANCE = 0.1
# A matter is scored by its own words and, with this share, by those of the department that leads it: what all matters
# of a department have in common is learned from all their texts. Chosen out of fold on ordinary letters.
DEPARTMENT_SHARE = 0.3
_NOBODY = "outside"
# Nine letters in ten are complaints; the few others must not be drowned.
KIND_BALANCE = 0.7
# Weights below this change no answer worth mentioning and would make the file eight times as large.
SMALLEST_WEIGHT = 0.02


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
        return {name: getattr(self, name).scores(matrix) for name in HEADS}


def fit_heads(examples: Sequence[Example]) -> Heads:
    """Fit features and heads. An example with several labels counts for each of them with a part of its weight."""
    features = feature_union(VIEW_WEIGHTS)
    matrix = features.fit_transform([example.text for example in examples]).tocsr()
    return Heads(
        features,
        _fit_matter(matrix, examples),
        _head(_fit(matrix, examples, lambda example: (example.scope,), TRIAGE_C)),
        _head(
            _fit(
                matrix,
                examples,
                lambda example: (example.kind,) if example.kind else (),
                TRIAGE_C,
                KIND_BALANCE,
            )
        ),
    )


def _fit_matter(matrix: csr_matrix, examples: Sequence[Example]) -> LinearHead:
    """The head for matters, to each of which the weights of its leading department are added."""
    own = _fit(matrix, examples, lambda example: example.matters, MATTER_C)
    shared = _fit(matrix, examples, _departments, DEPARTMENT_C)
    of = [list(shared.classes_).index(_leads(matter)[0]) for matter in own.classes_]
    own.coef_ += DEPARTMENT_SHARE * shared.coef_[of]
    own.intercept_ += DEPARTMENT_SHARE * shared.intercept_[of]
    return _head(own)


def _departments(example: Example) -> tuple[str, ...]:
    """Each department that leads any matter of the text, once."""
    return tuple(dict.fromkeys(lead for matter in example.matters for lead in _leads(matter)))


def _leads(matter_id: str) -> list[str]:
    return [department.short for department in matter_table()[matter_id].leads] or [_NOBODY]


def _fit(
    matrix: csr_matrix,
    examples: Sequence[Example],
    labels_of: Callable[[Example], tuple[str, ...]],
    c: float,
    balance: float = 0.0,
) -> LinearSVC:
    """Fit one linear machine. ``balance`` from 0 to 1 lifts rare labels: at 1 all labels weigh the same together."""
    labelled = [
        (row, label, len(found))
        for row, e in enumerate(examples)
        for found in [labels_of(e)]
        for label in found
    ]
    rows, labels, shared = map(list, zip(*labelled, strict=True))
    frequency = Counter(labels)
    weights = [
        (len(labels) / frequency[label]) ** balance / n for label, n in zip(labels, shared, strict=True)
    ]
    svm = LinearSVC(C=c, tol=TOLERANCE, random_state=SEED)
    return svm.fit(matrix[rows], labels, sample_weight=weights)


def _head(svm: LinearSVC) -> LinearHead:
    coefficients, intercepts = svm.coef_, svm.intercept_
    if len(svm.classes_) == 2:
        coefficients, intercepts = np.vstack([-coefficients, coefficients]), np.r_[-intercepts, intercepts]
    weights = np.where(np.abs(coefficients) >= SMALLEST_WEIGHT, coefficients, 0).astype(np.float32)
    return LinearHead(tuple(map(str, svm.classes_)), csr_matrix(weights.T), intercepts.astype(np.float64))


def fit_with_folds(
    examples: Sequence[Example], always: Sequence[Example], folds: int = FOLDS, jobs: int = JOBS
) -> tuple[Heads, dict[str, Floats]]:
    """Heads fitted on everything, and the scores of each example by heads trained without its group.

    ``always`` (duty texts) is in every training set. Columns of the scores follow the classes of the heads; a class
    that a fold has not seen scores as low as anything does. All fits run side by side on ``jobs`` processes.
    """
    splitter = StratifiedGroupKFold(folds, shuffle=True, random_state=SEED)
    with warnings.catch_warnings():
        # A matter of fewer texts than folds is rare but legal; training/lint.py is where it is reported.
        warnings.filterwarnings("ignore", message="The least populated class")
        splits = list(splitter.split(examples, [e.matters[0] for e in examples], [e.group for e in examples]))
    everything = list(range(len(examples)))
    tasks = [(everything, []), *splits]
    answers = Parallel(n_jobs=jobs)(delayed(_fit_and_score)(examples, always, *task) for task in tasks)
    full = answers[0][0]
    result = {name: np.zeros((len(examples), len(getattr(full, name).classes))) for name in HEADS}
    for (_, test), (heads, scores) in zip(splits, answers[1:], strict=True):
        for name in HEADS:
            classes, seen = getattr(full, name).classes, getattr(heads, name).classes
            block = np.full((len(test), len(classes)), scores[name].min())
            block[:, [classes.index(label) for label in seen]] = scores[name]
            result[name][test] = block
    return full, result


def _fit_and_score(
    examples: Sequence[Example], always: Sequence[Example], train: Sequence[int], test: Sequence[int]
) -> tuple[Heads, dict[str, Floats]]:
    heads = fit_heads([*(examples[i] for i in train), *always])
    return heads, heads.scores([examples[i].text for i in test]) if len(test) else {}
