import pytest

from router.issues import sentence_spans


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
