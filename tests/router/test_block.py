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


@pytest.mark.parametrize("texts", [[""], ["", "。。。"], ["天", "天"], ["旁边有人撸", "串门的人多"]])
def test_what_is_no_word_for_a_concept_is_quoted_as_it_is_cut(texts):
    block = Block(texts)
    assert cut_from(texts, block.quotable) == cut_from(texts, block.words)
