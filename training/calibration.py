"""Making confidence mean what it says, and choosing the cut-offs, on answers the model gave out of fold."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar

from router.decision import Decider
from router.duties import duty_list
from router.matters import matter_table
from router.model import Floats, Policy, softmax
from training.dataset import Example

Flags = npt.NDArray[np.bool_]

AUTO_PRECISION = 0.95
_SHARPEST = 60.0
_UNDECIDED = Policy(auto=1.0, out=0.5)


def fit_sharpness(scores: Floats, labels: Sequence[int]) -> float:
    """The inverse temperature that makes ``labels`` likeliest under softmax(sharpness × ``scores``)."""
    rows = np.arange(len(scores))

    def loss(sharpness: float) -> float:
        probabilities = softmax(sharpness * scores)[rows, labels]
        return float(-np.log(np.maximum(probabilities, 1e-12)).mean())

    return float(minimize_scalar(loss, bounds=(0.1, _SHARPEST), method="bounded").x)


def choose_policy(examples: Sequence[Example], matter: Floats, out: Floats, classes: Sequence[str]) -> Policy:
    """Cut-offs from out-of-fold probabilities: ``matter`` (n, n_matters), ``out`` (n,) of the scope head."""
    decider = Decider(classes, matter_table(), duty_list(), _UNDECIDED)
    outside = np.array([decider.out_probability(row, head) for row, head in zip(matter, out, strict=True)])
    is_out = np.array([example.scope == "out" for example in examples])
    inside = [row for row, example in enumerate(examples) if example.scope == "in"]
    findings = [decider.find(matter[row]) for row in inside]
    confidence = np.array([finding.confidence for finding in findings])
    right = np.array(
        [finding.lead in _leads(examples[row]) for row, finding in zip(inside, findings, strict=True)]
    )
    return Policy(auto=lowest_cut(confidence, right, AUTO_PRECISION), out=_best_f1_cut(outside, is_out))


def lowest_cut(confidence: Floats, right: Flags, precision: float) -> float:
    """The lowest confidence above which answers are right with ``precision``; 1.0 where none is."""
    order = np.argsort(-confidence, kind="stable")
    reached = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(reached >= precision)
    return float(confidence[order[good[-1]]]) if len(good) else 1.0


def _best_f1_cut(probability: Floats, truth: Flags) -> float:
    cuts = np.round(np.arange(0.2, 0.81, 0.02), 2)
    return float(max(cuts, key=lambda cut: _f1(probability > cut, truth)))


def _f1(guess: Flags, truth: Flags) -> float:
    hits = int((guess & truth).sum())
    return 2 * hits / max(1, int(guess.sum() + truth.sum()))


def _leads(example: Example) -> set[object]:
    table = matter_table()
    return {department for matter in example.matters for department in table[matter].leads}
