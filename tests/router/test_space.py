"""The features that serve are those that were learned: sklearn's union is the reference."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from router.block import Block
from router.features import feature_union
from router.space import FeatureSpace
from training.dataset import load_corpus

ODD = [
    "", "。。。", "\n", "臭😷死了", "ＫＴＶ太吵", "a" * 300, "بۇ يەردە", "昌吉\n市 噪声", "２２点以后", "𠮷野家油烟",
    "电话１３８１２３４５６７８.12号楼.", "\r\n馕", "㎡½ﬁ臭", "İstanbul", "\ud800坏", "噪声" * 50,
]  # fmt: skip


@pytest.fixture(scope="module")
def texts():
    return [*(example.text for example in load_corpus()[::20]), *ODD]


@pytest.fixture(scope="module")
def union(texts):
    return feature_union({"words": 1.0, "characters": 0.5, "concepts": 2.0}).fit(texts)


@pytest.fixture(scope="module")
def space(union):
    return FeatureSpace.of(union)


def test_a_block_has_the_features_that_sklearn_gives(texts, union, space):
    expected, rows = union.transform(texts).tocsr(), space.letters(Block(texts)).matrix
    assert rows.shape == expected.shape
    assert rows.nnz == expected.nnz
    assert abs(rows - expected).max() < 1e-12


def test_a_text_has_the_same_features_whatever_stands_beside_it(texts, space):
    together = space.letters(Block(texts)).matrix
    for number in (*range(0, len(texts) - len(ODD), 50), *range(len(texts) - len(ODD), len(texts))):
        alone = space.letters(Block([texts[number]])).matrix
        assert (alone.indices == together[number].indices).all()
        assert (alone.data == together[number].data).all()


def test_a_sentence_has_the_features_of_the_letter_that_lie_within_it(space):
    letter, start = "楼下烧烤油烟太大。工地半夜施工噪声扰民，垃圾没人清理", 9
    block = Block(["前一封信", letter])
    first = int(block.starts[1])
    found = space.occurrences(block)
    sentence = space.rows(block, np.array([first + start]), block.ends[1:], found).matrix
    alone = space.letters(Block([letter[start:]])).matrix
    assert (sentence.indices == alone.indices).all()
    assert_allclose(sentence.data, alone.data)


def test_every_occurrence_points_at_its_value(texts, space):
    rows = space.letters(Block(texts))
    for group, places in rows.groups:
        assert (rows.matrix.indices[places] == group.features).all()


def test_single_concepts_are_known_by_name(space):
    names = space.concept_features()
    assert "露天烧烤" in names
    assert not any("×" in name for name in names)
