"""Making confidence mean what it says, and choosing the cut-offs, on answers the model gave out of fold."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression

from router.decision import Decider
from router.duties import duty_list
from router.matters import matter_table
from router.model import Floats, Policy, softmax
from training.dataset import Example

Flags = npt.NDArray[np.bool_]

AUTO_PRECISION = 0.95
# Of the letters that reach an environmental desk, about one in twenty is none of the list's: a rule of thumb.
OUT_SHARE = 0.05
_SHARPEST = 60.0
_EDGE = 1e-4
_CUTS = tuple(np.round(np.arange(0.2, 0.81, 0.02), 2))


def fit_sharpness(scores: Floats, labels: Sequence[int]) -> float:
    """The inverse temperature that makes ``labels`` likeliest under softmax(sharpness × ``scores``)."""
    rows = np.arange(len(scores))

    def loss(sharpness: float) -> float:
        probabilities = softmax(sharpness * scores)[rows, labels]
        return float(-np.log(np.maximum(probabilities, 1e-12)).mean())

    return float(minimize_scalar(loss, bounds=(0.1, _SHARPEST), method="bounded").x)


def choose_policy(examples: Sequence[Example], matter: Floats, out: Floats, classes: Sequence[str]) -> Policy:
    """Calibration and cut-offs from out-of-fold probabilities: ``matter`` (n, n_matters), ``out`` (n,) of the scope head.

    Only letters written with the frequency of everyday life count, since the rest of the corpus is harder than what
    comes in through the door.
    """
    natural = [row for row, example in enumerate(examples) if example.is_natural]
    inside = [row for row in natural if examples[row].scope == "in"]
    plain = Policy(slope=1.0, offset=0.0, auto=1.0, out=0.5)
    decider = Decider(classes, matter_table(), duty_list(), plain)
    findings = [decider.find(matter[row]) for row in inside]
    mass = np.array([finding.confidence for finding in findings])
    right = np.array(
        [finding.lead in _leads(examples[row]) for row, finding in zip(inside, findings, strict=True)]
    )
    slope, offset = fit_platt(mass, right)
    confidence = expit(slope * logit(np.clip(mass, _EDGE, 1 - _EDGE)) + offset)
    outside = np.array([decider.out_probability(matter[row], out[row]) for row in natural])
    is_out = np.array([examples[row].scope == "out" for row in natural])
    return Policy(slope, offset, lowest_cut(confidence, right, AUTO_PRECISION), out_cut(outside, is_out))


def fit_platt(mass: Floats, right: Flags) -> tuple[float, float]:
    """Slope and offset of the logistic curve from log-odds of ``mass`` to the share of ``right`` answers."""
    odds = logit(np.clip(mass, _EDGE, 1 - _EDGE))
    fitted = LogisticRegression(C=np.inf).fit(odds[:, None], right)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def lowest_cut(confidence: Floats, right: Flags, precision: float) -> float:
    """The lowest confidence above which answers are right with ``precision``; 1.0 where none is."""
    order = np.argsort(-confidence, kind="stable")
    reached = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(reached >= precision)
    return float(confidence[order[good[-1]]]) if len(good) else 1.0


def out_cut(probability: Floats, truth: Flags) -> float:
    """The cut with the best F1 for out of scope, were `OUT_SHARE` of the letters out of scope."""
    weight = np.where(truth, OUT_SHARE / truth.mean(), (1 - OUT_SHARE) / (1 - truth.mean()))
    return float(max(_CUTS, key=lambda cut: _f1(probability > cut, truth, weight)))


def _f1(guess: Flags, truth: Flags, weight: Floats) -> float:
    return float(2 * weight[guess & truth].sum() / max(weight[guess].sum() + weight[truth].sum(), _EDGE))


def _leads(example: Example) -> set[object]:
    table = matter_table()
    return {department for matter in example.matters for department in table[matter].leads}
