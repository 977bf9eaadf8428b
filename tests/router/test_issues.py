import pytest

from router.block import Block
from router.issues import sentence_spans, sentences_of
from training.dataset import load_corpus


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("楼下饭店油烟太大。对面工地半夜打桩！", ["楼下饭店油烟太大。", "对面工地半夜打桩！"]),
        ("1、垃圾没人清运 2、下水道堵了返水", ["1、垃圾没人清运 ", "2、下水道堵了返水"]),
        ("渠里漂着死猪。请尽快处理。", ["渠里漂着死猪。", "请尽快处理。"][:1]),
        ("一行\n两行都是油烟味道", ["两行都是油烟味道"]),
        ("", []),
    ],
)
def test_sentences_that_can_name_a_problem(text, sentences):
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


def test_a_block_is_cut_as_each_of_its_texts():
    odd = [
        "",
        "。",
        "。。楼下饭店油烟太大。",
        "一行\n两行都是油烟味道\n三行都是施工噪声",
        "（一）垃圾没人清运；（二）下水道堵了返水",
    ]
    texts = [*odd, *(example.text for example in load_corpus()[::10])]
    block = Block(texts)
    chosen = range(0, len(texts), 2)
    expected = []
    for number in chosen:
        spans = sentence_spans(texts[number])
        first = int(block.starts[number])
        expected += [(number, first + a, first + b) for a, b in spans if len(spans) > 1]
    assert list(zip(*(side.tolist() for side in sentences_of(block, chosen)), strict=True)) == expected
