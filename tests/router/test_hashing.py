import numpy as np
import pytest

from router.hashing import ABSENT, HashTable, SpanHashes, codes_of, hashes_of, mixed, text_of
from router.spotting import Spotter

TEXT = "楼下烧烤摊的烧烤\ud800😷"


def test_code_points_are_the_text():
    assert text_of(codes_of(TEXT)) == TEXT
    assert len(codes_of(TEXT)) == len(TEXT)


def test_a_span_hashes_as_the_word_does_wherever_it_stands():
    hashes = SpanHashes(codes_of(TEXT))
    spans = np.array([[2, 4], [6, 8], [0, 2]])
    assert hashes.of(spans[:, 0], spans[:, 1]).tolist() == hashes_of(["烧烤", "烧烤", "楼下"]).tolist()
    assert hashes.runs(2).tolist() == hashes_of([TEXT[at : at + 2] for at in range(len(TEXT) - 1)]).tolist()
    assert len(hashes.runs(99)) == 0


def test_a_table_finds_its_keys_and_no_others():
    keys = mixed(np.arange(1, 50_001, dtype=np.uint64))
    table = HashTable(keys[::2], np.arange(25_000))
    found = table.find(keys)
    assert (found[::2] == np.arange(25_000)).all()
    assert (found[1::2] == ABSENT).all()


@pytest.mark.parametrize("keys", [[5, 5], [0, 1]])
def test_a_table_refuses_keys_it_could_not_tell_apart(keys):
    with pytest.raises(ValueError, match="share a hash"):
        HashTable(np.array(keys, dtype=np.uint64), np.arange(2))


def test_an_empty_table_finds_nothing():
    table = HashTable(np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=int))
    assert table.find(hashes_of(["烧烤"])).tolist() == [ABSENT]


def test_words_are_spotted_at_every_position_the_longest_first():
    words = ["烧烤摊", "烧烤", "摊", "烤摊的", "不在"]
    starts, ends, found = Spotter(words).find(SpanHashes(codes_of(TEXT)))
    spotted = [(TEXT[a:b], words[n]) for a, b, n in zip(starts, ends, found, strict=True)]
    assert spotted == [(word, word) for word in ("烧烤摊", "烧烤", "烤摊的", "摊", "烧烤")]
