"""Cutting Chinese text into words.

jieba is the reference; ``rjieba`` is the same dictionary and algorithm in Rust, about forty times as fast and without
the second that jieba needs to start, and is used where it is installed. Their agreement is tested on the corpus.
"""

import functools
import logging
import re
from collections.abc import Callable
from typing import Any

Span = tuple[int, int]
Cutter = Callable[[str], list[str]]
# Rare characters (䴙䴘, a bird) that jieba takes one by one, and rjieba together.
_RARE = re.compile("([\u3400-\u4dbf\u9fd6-\u9fff\U00020000-\U0003ffff])")


def jieba_cutter() -> Cutter:
    """The reference: a jieba tokenizer of our own, so that no other user of jieba can change our words."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer: Any = jieba.Tokenizer()
    return lambda text: list(tokenizer.lcut(text))


def rust_cutter() -> Cutter:
    """The fast one. Raises ImportError where no wheel of rjieba fits the machine."""
    import rjieba

    return lambda text: [word for piece in _RARE.split(text) for word in rjieba.cut(piece)]


@functools.cache
def _cutter() -> Cutter:
    try:
        return rust_cutter()
    except ImportError:
        return jieba_cutter()


def cut(text: str) -> list[str]:
    """The words of ``text`` in order; joined they are ``text`` again."""
    return _cutter()(text)


def word_spans(text: str) -> list[Span]:
    """The spans of the words that hold a letter or a digit, in order."""
    spans = []
    start = 0
    for word in cut(text):
        end = start + len(word)
        if any(map(str.isalnum, word)):
            spans.append((start, end))
        start = end
    return spans
