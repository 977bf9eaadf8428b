"""Cutting a complaint into its sentences, the smallest pieces that can be an issue of their own."""

import re

from router.words import Span

_END = re.compile(r"[。！？!?；;\n]+|(?<=[^\d])(?=\d{1,2}[、.．][^\d])|(?=[（(][一二三四五六七八九\d][）)])")
# Fewer letters than this seldom name a problem (请尽快处理): a rule of thumb.
_SHORTEST = 6


def sentence_spans(text: str) -> list[Span]:
    """Spans of the sentences long enough to name a problem, in order; numbered points count as sentences."""
    spans, start = [], 0
    for match in _END.finditer(text):
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    return [span for span in spans if _letters(text[slice(*span)]) >= _SHORTEST]


def _letters(sentence: str) -> int:
    return sum(map(str.isalnum, sentence))
