"""Fitting the features and the linear heads, and scoring texts by models that have not seen them."""

import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed
from scipy.sparse import csr_matrix
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.pipeline import FeatureUnion
from sklearn.svm import LinearSVC

from router.features import MIN_DF, feature_union
from router.matters import matter_table
from router.model import Floats, LinearHead
from training.dataset import Example

Rows = npt.NDArray[np.int_]
Counts = npt.NDArray[np.int_]

SEED = 0
FOLDS = 2
JOBS = 2
HEADS = ("matter", "scope", "kind")
# With so much text characters say most; the other views help rare duties and explain. Chosen on letters of writers that
# the model had not read.
VIEW_WEIGHTS = {"words": 0.7, "characters": 1.4, "concepts": 0.5}
# By the number of letters in a run. Chosen on all ordinary letters by a model that had read none of them; why short runs
# say more of strangers' letters than TF-IDF makes of them is not known.
RUN_LOUDNESS = {1: 1.5, 2: 1.2, 3: 0.5}
MATTER_C = 0.5
DEPARTMENT_C = 0.3
CLASS_C = 0.3
TRIAGE_C = 1.0
TOLERANCE = 2.0
# A matter is scored by its own words and, with these shares, by those of the department that leads it and of its class
# (大气, 水, …): what their matters have in common is learned from all their texts. Chosen like the loudness.
DEPARTMENT_SHARE = 0.2
CLASS_SHARE = 0.2
_NOBODY = "outside"
# Nine letters in ten are complaints; the few others must not be drowned.
KIND_BALANCE = 0.7
# Weights below this change no answer worth mentioning and would make the file many times as large.
SMALLEST_WEIGHT = 0.03


@dataclass(frozen=True)
class Heads:
    """The three heads over one feature space."""

    features: FeatureUnion
    matter: LinearHead
    scope: LinearHead
    kind: LinearHead


def fit_with_folds(
    examples: Sequence[Example], always: Sequence[Example], folds: int = FOLDS, jobs: int = JOBS
) -> tuple[Heads, dict[str, Floats]]:
    """Heads fitted on everything, and the scores of each example by heads trained without its group.

    ``always`` (duty texts) is in every training set. Columns of the scores follow the classes of the heads; a class
    that a fold has not seen scores as low as anything does. All fits run side by side on ``jobs`` processes.
    """
    union = feature_union(VIEW_WEIGHTS).set_params(n_jobs=jobs)
    everybody = [*examples, *always]
    matrix = csr_matrix(union.fit_transform([example.text for example in everybody]))
    views = [len(view.vocabulary_) for _, view in union.transformer_list]
    matrix = loudened(union, matrix, views)
    splits = _splits(examples, folds)
    tasks = [(np.arange(len(everybody)), np.arange(0)), *splits]
    extra = np.arange(len(examples), len(everybody))
    work = [(name, np.union1d(train, extra), test) for name in HEADS for train, test in tasks]
    answers = iter(
        Parallel(n_jobs=jobs, mmap_mode="c")(
            delayed(_fit_and_score)(name, everybody, matrix, views, train, test) for name, train, test in work
        )
    )
    heads, scores = {}, {}
    for name in HEADS:
        heads[name], _ = next(answers)
        scores[name] = np.zeros((len(examples), len(heads[name].classes)))
        for _, test in splits:
            head, found = next(answers)
            scores[name][test] = _aligned(head, found, heads[name].classes)
    return Heads(union, **heads), scores


def loudened(union: FeatureUnion, matrix: csr_matrix, views: Sequence[int]) -> csr_matrix:
    """The features with runs of letters as loud as `RUN_LOUDNESS` says; from now on ``union`` finds them so, too."""
    loudness = []
    for name, view in union.transformer_list:
        loudness.append(run_loudness(view.get_feature_names_out(), name == "characters"))
        view.idf_ = view.idf_ * loudness[-1]
    return _rescaled(matrix, views, np.concatenate(loudness))


def run_loudness(names: Sequence[str], is_characters: bool) -> Floats:
    """How loud each feature is made: those that are runs of letters by their length, the others as they are."""
    longest = min(RUN_LOUDNESS.values())
    return np.array([RUN_LOUDNESS.get(len(name), longest) if is_characters else 1.0 for name in names])


def _splits(examples: Sequence[Example], folds: int) -> list[tuple[Rows, Rows]]:
    splitter = StratifiedGroupKFold(folds, shuffle=True, random_state=SEED)
    with warnings.catch_warnings():
        # A matter of fewer texts than folds is rare but legal; training/lint.py is where it is reported.
        warnings.filterwarnings("ignore", message="The least populated class")
        return list(splitter.split(examples, [e.matters[0] for e in examples], [e.group for e in examples]))


def _aligned(head: LinearHead, scores: Floats, classes: tuple[str, ...]) -> Floats:
    block = np.full((len(scores), len(classes)), scores.min())
    block[:, [classes.index(label) for label in head.classes]] = scores
    return block


def _fit_and_score(
    name: str, examples: Sequence[Example], matrix: csr_matrix, views: Sequence[int], train: Rows, test: Rows
) -> tuple[LinearHead, Floats]:
    """One head fitted on the rows ``train``, and its scores of the rows ``test``."""
    if len(test):
        matrix = as_learned_from(matrix, views, train)
    head = _FITS[name](matrix[train], [examples[row] for row in train])
    return head, head.scores(matrix[test])


def as_learned_from(matrix: csr_matrix, views: Sequence[int], rows: Rows) -> csr_matrix:
    """What TF-IDF fitted on ``rows`` alone would make of all texts, from what TF-IDF fitted on all of them made.

    ``views`` are the numbers of features of each view. Frequent enough in ``rows`` is frequent enough in all, so no
    feature is missing; those too rare in ``rows`` become zero. Texts need not be read again for every fold.
    """
    everywhere, here = (
        np.bincount(part.indices, minlength=matrix.shape[1]) for part in (matrix, matrix[rows])
    )
    scale = np.where(here >= MIN_DF, _idf(here, len(rows)) / _idf(everywhere, matrix.shape[0]), 0)
    return _rescaled(matrix, views, scale)


def _rescaled(matrix: csr_matrix, views: Sequence[int], scale: Floats) -> csr_matrix:
    """Each feature ``scale`` times as loud among those of its view; each view of a text is as loud as before."""
    values = matrix.data * scale[matrix.indices]
    view = np.repeat(np.arange(len(views)), views)[matrix.indices]
    segment = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr)) * len(views) + view
    norms = np.sqrt(np.bincount(segment, values**2, matrix.shape[0] * len(views)))
    values *= np.array(list(VIEW_WEIGHTS.values()))[view] / np.maximum(norms, 1e-12)[segment]
    # A copy, as dropping the zeros in place would reach through to the indices of the matrix all folds are made from.
    learned = csr_matrix((values, matrix.indices, matrix.indptr), matrix.shape, copy=True)
    learned.eliminate_zeros()
    return learned


def _idf(frequency: Counts, texts: int) -> Floats:
    return np.log((1 + texts) / (1 + frequency)) + 1


def _fit_matter(matrix: csr_matrix, examples: Sequence[Example]) -> LinearHead:
    """The head for matters, to each of which weights of its leading department and of its class are added."""
    own = _fit(matrix, examples, lambda example: example.matters, MATTER_C)
    departments = _fit(matrix, examples, _departments, DEPARTMENT_C)
    _add(own, departments, DEPARTMENT_SHARE, [leads_of(matter)[0] for matter in own.classes_])
    classes = _fit(matrix, examples, _classes, CLASS_C)
    _add(own, classes, CLASS_SHARE, [class_of(matter) for matter in own.classes_])
    return _head(own)


def _add(machine: LinearSVC, shared: LinearSVC, share: float, labels: Sequence[str]) -> None:
    """Add to each class of ``machine`` a share of that class of ``shared`` which ``labels`` name for it."""
    of = [list(shared.classes_).index(label) for label in labels]
    machine.coef_ += share * shared.coef_[of]
    machine.intercept_ += share * shared.intercept_[of]


def _departments(example: Example) -> tuple[str, ...]:
    """Each department that leads any matter of the text, once."""
    return tuple(dict.fromkeys(lead for matter in example.matters for lead in leads_of(matter)))


def _classes(example: Example) -> tuple[str, ...]:
    """The class of each matter of the text, once."""
    return tuple(dict.fromkeys(map(class_of, example.matters)))


def class_of(matter_id: str) -> str:
    """The pollution class of a matter."""
    return matter_table()[matter_id].pollution_class


def leads_of(matter_id: str) -> list[str]:
    """The departments that lead a matter, the first of them first; of a matter outside the list a name that stands for nobody."""
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
    kept = np.where(np.abs(coefficients) >= SMALLEST_WEIGHT, coefficients, 0)
    # Rounded as they are stored, so that a model answers alike before and after.
    weights = kept.astype(np.float16).astype(np.float32)
    return LinearHead(tuple(map(str, svm.classes_)), csr_matrix(weights.T), intercepts.astype(np.float64))


_FITS: dict[str, Callable[[csr_matrix, Sequence[Example]], LinearHead]] = {
    "matter": _fit_matter,
    "scope": lambda matrix, examples: _head(_fit(matrix, examples, lambda e: (e.scope,), TRIAGE_C)),
    "kind": lambda matrix, examples: _head(
        _fit(matrix, examples, lambda e: (e.kind,) if e.kind else (), TRIAGE_C, KIND_BALANCE)
    ),
}
