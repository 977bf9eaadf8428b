"""Folds are fitted from one reading of the texts, and get what a reading of their own would give."""

import numpy as np

from router.features import feature_union
from training.dataset import load_corpus
from training.fitting import VIEW_WEIGHTS, as_learned_from


def test_features_of_a_fold_are_those_of_a_union_fitted_on_it():
    texts = [example.text for example in load_corpus()[::120]]
    rows = np.flatnonzero(np.arange(len(texts)) % 3)
    everything = feature_union(VIEW_WEIGHTS)
    matrix = everything.fit_transform(texts).tocsr()
    names = everything.get_feature_names_out()

    alone = feature_union(VIEW_WEIGHTS).fit([texts[row] for row in rows])
    expected = alone.transform(texts).tocsr()

    before = matrix.copy()
    learned = as_learned_from(
        matrix, [len(view.vocabulary_) for _, view in everything.transformer_list], rows
    )
    columns = {name: number for number, name in enumerate(names)}
    kept = [columns[name] for name in alone.get_feature_names_out()]
    assert abs(learned[:, kept] - expected).max() < 1e-12
    assert learned.nnz == expected.nnz
    assert (matrix.nnz, abs(matrix - before).max()) == (before.nnz, 0)
