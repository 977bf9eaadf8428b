"""What a block of texts is cut into."""

import pytest

from router.block import Block


def cut_from(texts, spans):
    joined = "\n".join(texts)
    return [joined[start:end] for start, end in zip(*(ends.tolist() for ends in spans), strict=True)]


def test_a_word_for_a_concept_is_quoted_whole_though_it_is_cut_in_two():
    texts = ["楼下撸串的半夜冒烟", "楼下撸串"]
    block = Block(texts)
    assert cut_from(texts, block.words).count("撸") == 2
    assert cut_from(texts, block.quotable).count("撸串") == 2


@pytest.mark.parametrize("texts", [[""], ["", "。。。"], ["天", "天"]])
def test_what_names_no_concept_is_quoted_word_by_word(texts):
    block = Block(texts)
    assert cut_from(texts, block.quotable) == cut_from(texts, block.words)


def test_no_quote_reaches_from_one_text_into_the_next():
    texts = ["旁边有人撸", "串门的人多"]
    assert all("\n" not in quote for quote in cut_from(texts, Block(texts).quotable))
