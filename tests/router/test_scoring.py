"""A head scores a text in the same way alone and among many, and its single weights are those it scores with."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.sparse import csr_matrix, random

from router import scoring
from router.scoring import LinearHead


@pytest.fixture
def head(monkeypatch):
    # So few that some features are in the dense table and some are not.
    monkeypatch.setattr(scoring, "_DENSE_NUMBERS", 7 * 300)
    weights = random(1000, 7, 0.3, "csr", np.float32, random_state=1)
    return LinearHead(tuple("abcdefg"), weights, np.arange(7.0))


@pytest.fixture
def texts():
    return csr_matrix(random(200, 1000, 0.05, "csr", random_state=2))


def test_scores_are_products_and_bias(head, texts):
    expected = texts.toarray() @ head.weights.toarray() + head.bias
    assert_allclose(head.scores(texts), expected, atol=1e-5)


def test_a_text_scores_the_same_to_the_last_bit_alone_and_among_many(head, texts):
    alone = [head.scores(texts[number]) for number in range(50)]
    many = head.scores(texts)
    again = [head.scores(texts[number]) for number in range(50)]
    assert (np.vstack(alone) == many[:50]).all()
    assert (np.vstack(again) == many[:50]).all()


def test_single_weights_before_and_after_many_texts(head, texts):
    features, columns = (grid.ravel() for grid in np.meshgrid(np.arange(1000), np.arange(7)))
    expected = head.weights.toarray()[features, columns]
    assert (head.weights_at(features, columns) == expected).all()
    head.scores(texts)
    assert (head.weights_at(features, columns) == expected).all()
