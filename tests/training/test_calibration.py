import numpy as np
import pytest

from router.model import softmax
from training.calibration import LEAST_AUTO, fit_platt, fit_sharpness, lowest_cut, platt


def test_sharpness_makes_confidence_true():
    """Labels drawn from softmax(3 × scores) must give back the 3."""
    random = np.random.default_rng(0)
    scores = random.normal(size=(20_000, 5))
    probabilities = softmax(3 * scores)
    labels = [int(random.choice(5, p=row)) for row in probabilities]
    assert fit_sharpness(scores, labels) == pytest.approx(3, rel=0.05)


@pytest.mark.parametrize(
    ("confidence", "right", "cut"),
    [
        ([0.9, 0.8, 0.7, 0.6], [1, 1, 0, 1], 0.8),
        ([0.9, 0.8], [1, 1], 0.8),
        ([0.9, 0.8], [0, 0], 1.0),
    ],
)
def test_the_lowest_cut_that_keeps_the_precision(confidence, right, cut):
    assert lowest_cut(np.array(confidence), np.array(right, dtype=bool), 0.95) == cut


def test_the_curve_gives_back_the_share_that_was_right():
    """Answers that are right as often as the curve of slope 2 and offset 1 says must give back both."""
    random = np.random.default_rng(0)
    ahead = random.uniform(-2, 4, size=20_000)
    right = random.random(len(ahead)) < platt(ahead, 2.0, 1.0)
    assert fit_platt(ahead, right) == (pytest.approx(2, rel=0.1), pytest.approx(1, rel=0.1))


def test_the_shipped_cut_leaves_unsure_answers_to_a_person(model):
    """It did not once, when all answers together were right often enough."""
    assert LEAST_AUTO <= model.policy.auto < 0.99
