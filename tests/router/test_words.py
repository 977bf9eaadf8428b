import pytest

from router.text import clean
from router.words import jieba_cutter, rust_cutter, word_spans
from training.dataset import load_corpus

ODD = [
    "",
    "。。。",
    "臭😷死了",
    "ＫＴＶ",
    "a" * 300,
    "بۇ يەردە",
    "昌吉\n市 噪声",
    "２２点以后",
    "𠮷野家油烟",
    "小䴙䴘在水里",
]


def test_words_joined_are_the_text_again():
    for text in ODD:
        assert "".join(rust_cutter()(text)) == text


def test_the_fast_cutter_agrees_with_jieba_on_every_fourth_text_of_the_corpus():
    reference, fast = jieba_cutter(), rust_cutter()
    texts = [clean(text) for text in (*(example.text for example in load_corpus()[::4]), *ODD)]
    differing = [text for text in texts if reference(text) != fast(text)]
    assert differing == []


@pytest.mark.parametrize(
    ("text", "words"), [("饭店油烟，太大了！", ["饭店", "油烟", "太大", "了"]), ("…！", []), ("", [])]
)
def test_spans_leave_out_punctuation(text, words):
    assert [text[start:end] for start, end in word_spans(text)] == words
