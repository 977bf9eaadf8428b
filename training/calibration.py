"""Making confidence mean what it says, and choosing the cut-offs, on answers the model gave out of fold."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from router.decision import Decider
from router.duties import duty_list
from router.matters import matter_table
from router.model import Floats, Policy, softmax
from training.dataset import Example

Flags = npt.NDArray[np.bool_]

AUTO_PRECISION = 0.95
# Where all answers together reach that, the cut would leave nothing to a person. An answer that is wrong more often than
# one in five is not for forwarding unseen, however good the others are: a rule of thumb.
LEAST_AUTO = 0.8
# What reads scores before anything is known of what they are worth.
PLAIN = Policy(slope=1.0, offset=0.0, auto=1.0)
_SHARPEST = 60.0
# One number is fitted: about so many rows, spread over all, tell it as well as many times as many.
_SHARPNESS_ROWS = 20_000


def fit_sharpness(scores: Floats, labels: Sequence[int]) -> float:
    """The inverse temperature that makes ``labels`` likeliest under softmax(sharpness × ``scores``)."""
    step = max(1, len(scores) // _SHARPNESS_ROWS)
    scores, labels = scores[::step], labels[::step]
    rows = np.arange(len(scores))

    def loss(sharpness: float) -> float:
        probabilities = softmax(sharpness * scores)[rows, labels]
        return float(-np.log(np.maximum(probabilities, 1e-12)).mean())

    return float(minimize_scalar(loss, bounds=(0.1, _SHARPEST), method="bounded").x)


def choose_policy(examples: Sequence[Example], matter: Floats, classes: Sequence[str]) -> Policy:
    """Calibration and cut-off from out-of-fold probabilities of matters, shape (n_examples, n_matters).

    Only letters written with the frequency of everyday life count, since the rest of the corpus is harder than what
    comes in through the door.
    """
    inside = [row for row, example in enumerate(examples) if example.is_natural and example.scope == "in"]
    decider = Decider(classes, matter_table(), duty_list(), PLAIN)
    decisions = decider.decide(matter[inside])
    right = np.array(
        [
            decider.departments[first] in _leads(examples[row])
            for row, first in zip(inside, decisions.first.tolist(), strict=True)
        ]
    )
    slope, offset = fit_platt(decisions.ahead, right)
    confidence = platt(decisions.ahead, slope, offset)
    return Policy(slope, offset, max(LEAST_AUTO, lowest_cut(confidence, right, AUTO_PRECISION)))


def fit_platt(ahead: Floats, right: Flags) -> tuple[float, float]:
    """Slope and offset of the logistic curve from how far answers are ahead, a logarithm, to the share that is right."""
    fitted = LogisticRegression(C=np.inf).fit(ahead[:, None], right)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def platt(ahead: Floats, slope: float, offset: float) -> Floats:
    """The share of answers so far ahead that are right (Platt 1999)."""
    return np.asarray(expit(slope * ahead + offset))


def lowest_cut(confidence: Floats, right: Flags, precision: float) -> float:
    """The lowest confidence above which answers are right with ``precision``; 1.0 where none is."""
    order = np.argsort(-confidence, kind="stable")
    reached = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(reached >= precision)
    return float(confidence[order[good[-1]]]) if len(good) else 1.0


def _leads(example: Example) -> set[object]:
    table = matter_table()
    return {department for matter in example.matters for department in table[matter].leads}
