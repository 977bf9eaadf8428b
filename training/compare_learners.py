"""The learners that are compared. Each is given the same training rows and answers with scores; the higher the likelier."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import log_expit, log_softmax
from sklearn.linear_model import SGDClassifier
from sklearn.svm import LinearSVC

from router.model import Floats
from training.fitting import (
    CLASS_C,
    CLASS_SHARE,
    DEPARTMENT_C,
    DEPARTMENT_SHARE,
    MATTER_C,
    SEED,
    class_of,
    leads_of,
)

# Tighter than what ships is fitted with: single views stop before they have learned anything at that.
_TOLERANCE = 1.0
# Stages must be sharp before they are multiplied: tried 3, 5, 8 on a tenth of the corpus, out of fold.
_STAGE_SHARPNESS = 5.0
# The inverse of the regularisation for logistic regression: tried 1, 5, 20, 50 on a tenth of the corpus, out of fold.
_LOGISTIC_C = 20.0
_EPOCHS = 20
_BLOCK = 2000


@dataclass(frozen=True)
class Training:
    """Rows of a feature matrix with one label each; a text of several labels stands there once for each, with a part
    of its weight."""

    matrix: csr_matrix
    labels: list[str]
    weights: list[float]

    @classmethod
    def of(cls, matrix: csr_matrix, labels: Sequence[tuple[str, ...]]) -> "Training":
        """Rows of ``matrix`` repeated for each of their ``labels``, as ``training/fitting.py`` does it."""
        pairs = [(row, label, 1 / len(found)) for row, found in enumerate(labels) for label in found]
        rows = [row for row, *_ in pairs]
        return cls(matrix[rows], [label for _, label, _ in pairs], [weight for *_, weight in pairs])


@dataclass(frozen=True)
class Scored:
    """Scores of shape (n_texts, n_classes)."""

    classes: list[str]
    scores: Floats


Learner = Callable[[Training, csr_matrix], Scored]


def support_vectors(training: Training, asked: csr_matrix) -> Scored:
    """One linear SVM against the rest for each class (Fan et al. 2008)."""
    return _support_vectors(training, asked, MATTER_C)


def with_departments(training: Training, asked: csr_matrix) -> Scored:
    """To the score of each matter, a share of the score of the department that leads it."""
    own = _support_vectors(training, asked, MATTER_C)
    led = [leads_of(label) for label in training.labels]
    rows = [row for row, leads in enumerate(led) for _ in leads]
    leads = [lead for found in led for lead in found]
    weights = [training.weights[row] / len(led[row]) for row in rows]
    shared = _support_vectors(Training(training.matrix[rows], leads, weights), asked, DEPARTMENT_C)
    columns = [shared.classes.index(leads_of(matter)[0]) for matter in own.classes]
    return Scored(own.classes, own.scores + DEPARTMENT_SHARE * shared.scores[:, columns])


def with_departments_and_classes(training: Training, asked: csr_matrix) -> Scored:
    """Matters as they ship: a share of the score of their class besides."""
    own = with_departments(training, asked)
    of_class = [class_of(label) for label in training.labels]
    shared = _support_vectors(Training(training.matrix, of_class, training.weights), asked, CLASS_C)
    columns = [shared.classes.index(class_of(matter)) for matter in own.classes]
    return Scored(own.classes, own.scores + CLASS_SHARE * shared.scores[:, columns])


def _support_vectors(training: Training, asked: csr_matrix, c: float) -> Scored:
    machine = LinearSVC(C=c, tol=_TOLERANCE, random_state=SEED)
    machine.fit(training.matrix, training.labels, sample_weight=training.weights)
    scores = machine.decision_function(asked)
    return Scored(list(machine.classes_), scores if scores.ndim == 2 else np.c_[-scores, scores])


def logistic_regression(training: Training, asked: csr_matrix) -> Scored:
    """One logistic regression against the rest for each class, by stochastic gradient descent (Bottou 2010).

    The exact solvers take many minutes with so many classes and features. Softmax of the scores gives the class
    probabilities, scaled to sum to one.
    """
    alpha = 1 / (_LOGISTIC_C * training.matrix.shape[0])
    machine = SGDClassifier(loss="log_loss", alpha=alpha, max_iter=_EPOCHS, tol=1e-3, random_state=SEED)
    machine.fit(training.matrix, training.labels, sample_weight=training.weights)
    return Scored(list(machine.classes_), log_expit(machine.decision_function(asked)))


def nearest_text(training: Training, asked: csr_matrix) -> Scored:
    """The cosine of the most similar training text of each class: no learning at all (Salton et al. 1975)."""
    classes = sorted(set(training.labels))
    columns = [np.flatnonzero(np.array(training.labels) == label) for label in classes]
    scores = np.zeros((asked.shape[0], len(classes)))
    for start in range(0, asked.shape[0], _BLOCK):
        cosines = (asked[start : start + _BLOCK] @ training.matrix.T).toarray()
        for index, found in enumerate(columns):
            scores[start : start + _BLOCK, index] = cosines[:, found].max(axis=1)
    return Scored(classes, scores)


def class_then_matter(training: Training, asked: csr_matrix) -> Scored:
    """First the pollution class, then the matter within it; the score is the log of the product of both."""
    groups: dict[str, list[int]] = defaultdict(list)
    for row, label in enumerate(training.labels):
        groups[class_of(label)].append(row)
    of_class = [class_of(label) for label in training.labels]
    first = _logarithms(support_vectors(Training(training.matrix, of_class, training.weights), asked))
    classes: list[str] = []
    scores: list[Floats] = []
    for name, rows in groups.items():
        labels = [training.labels[row] for row in rows]
        within = Training(training.matrix[rows], labels, [training.weights[row] for row in rows])
        column = first.scores[:, [first.classes.index(name)]]
        second = _logarithms(support_vectors(within, asked)) if len(set(labels)) > 1 else None
        classes += second.classes if second else labels[:1]
        scores.append(column + second.scores if second else column)
    return Scored(classes, np.hstack(scores))


def _logarithms(scored: Scored) -> Scored:
    return Scored(scored.classes, np.asarray(log_softmax(_STAGE_SHARPNESS * scored.scores, axis=1)))
