"""Which words of a letter are quoted beside which phrases of a duty."""

import numpy as np
import pytest

from router.block import Block
from router.matters import matter_table
from router.phrases import ABSENT, PhraseBook
from training.dataset import load_corpus

BARBECUE = matter_table()["air-barbecue"]


@pytest.fixture(scope="module")
def book():
    """22.03 and 11.05 in phrases, as they stand between commas."""
    book = PhraseBook()
    book.add([(BARBECUE, {duty: phrases_of(duty.text) for duty in BARBECUE.duties})])
    return book


def phrases_of(text):
    spans, start = [], 0
    for end, sign in enumerate(text):
        if sign in "、，。":
            spans.append((start, end))
            start = end + 1
    return spans


def meets(book, text, *runs, strongest=()):
    """The phrase of the first duty that each run of words of ``text`` meets, None where it meets none."""
    block = Block([text])
    starts = np.array([text.index(run) for run in runs])
    ends = starts + [len(run) for run in runs]
    numbers = np.full(len(runs), book.number[BARBECUE.id])
    found = book.meet(block, numbers, starts, ends, np.array(strongest, dtype=np.int64))
    return [None if first == ABSENT else book.words[first] for first, *_ in found]


def test_a_citizens_word_meets_the_phrase_with_its_concept(book):
    assert meets(book, "楼下撸串的半夜冒烟", "撸串") == ["露天烧烤"]


def test_one_character_in_common_is_chance(book):
    assert meets(book, "昌吉市有人露天烧烤", "昌吉市") == [None]


def test_the_strongest_run_always_meets_the_ground_of_the_answer(book):
    (phrase,) = meets(book, "昌吉市有人露天烧烤", "昌吉市", strongest=[0])
    assert phrase is not None and phrase in BARBECUE.duties[0].text


def test_runs_are_matched_alike_alone_and_together(book):
    text = "昌吉市楼下撸串，油烟熏得人不敢开窗"
    together = meets(book, text, "昌吉市", "撸串", "油烟")
    assert together == [meets(book, text, run)[0] for run in ("昌吉市", "撸串", "油烟")]


def test_places_and_times_are_not_quoted(router):
    text = "昌吉市楼下烧烤摊每天晚上油烟熏得人睡不着"
    (lead,) = router.route(text).leads
    quoted = [text[slice(*match.complaint)] for match in lead.grounds[0].matches]
    assert quoted and not [words for words in quoted if words in ("昌吉市", "楼下", "每天晚上")]


def test_every_answer_has_words_to_quote(router):
    routings = router.route_many([example.text for example in load_corpus()][::97])
    grounds = [routing.suggestions[0].grounds[0] for routing in routings if routing.issues]
    assert len(grounds) > 100
    assert all(ground.matches for ground in grounds)
