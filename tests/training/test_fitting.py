"""Folds are fitted from one reading of the texts, and get what a reading of their own would give."""

import numpy as np

from router.features import feature_union
from training.dataset import load_corpus
from training.fitting import RUN_LOUDNESS, VIEW_WEIGHTS, as_learned_from, loudened


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


def test_runs_made_louder_are_found_so_by_the_union():
    texts = [example.text for example in load_corpus()[::240]]
    union = feature_union(VIEW_WEIGHTS)
    matrix = union.fit_transform(texts).tocsr()
    views = [len(view.vocabulary_) for _, view in union.transformer_list]
    before = dict(union.transformer_list)["characters"].idf_.copy()
    louder = loudened(union, matrix, views)
    characters = dict(union.transformer_list)["characters"]
    lengths = [len(run) for run in characters.get_feature_names_out()]
    assert np.allclose(characters.idf_ / before, [RUN_LOUDNESS[length] for length in lengths])
    assert abs(louder - union.transform(texts)).max() < 1e-12
