"""Cutting a complaint into its sentences, the smallest pieces that can be an issue of their own."""

import re
from collections.abc import Collection

import numpy as np

from router.arrays import Ints, sums
from router.block import Block
from router.text import Trait, has_trait
from router.words import Span

_POINT = re.compile(r"(?<=[^\d])(?=\d{1,2}[、.．][^\d])|(?=[（(][一二三四五六七八九\d][）)])")
_END = re.compile(rf"[。！？!?；;\n]+|{_POINT.pattern}")
_POINT_SIGNS = tuple("、.．（(")
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


def sentences_of(block: Block, chosen: Collection[int]) -> tuple[Ints, Ints, Ints]:
    """The `sentence_spans` of those of the ``chosen`` texts that have several: whose, start and end in the block.

    Most texts have no numbered points, and are then cut where ends of sentences stop.
    """
    is_end = has_trait(block.raw, Trait.SENTENCE_END)
    cuts = np.flatnonzero(is_end[:-1] & ~is_end[1:]) + 1
    cuts = np.unique(np.concatenate([cuts, block.starts, block.ends]))
    letters = sums(has_trait(block.raw, Trait.ALNUM))
    starts, ends = cuts[:-1], cuts[1:]
    is_long = letters[ends] - letters[starts] >= _SHORTEST
    starts, ends = starts[is_long], ends[is_long]
    owners = np.searchsorted(block.starts, starts, side="right") - 1
    pointed = [
        n
        for n in chosen
        if any(sign in block.texts[n] for sign in _POINT_SIGNS) and _POINT.search(block.texts[n])
    ]
    plain = np.zeros(len(block.texts), dtype=bool)
    plain[list(chosen)] = True
    plain[pointed] = False
    kept = plain[owners]
    found = [np.stack([owners[kept], starts[kept], ends[kept]])]
    for number in pointed:
        first = int(block.starts[number])
        found += [
            np.array([[number], [first + start], [first + end]])
            for start, end in sentence_spans(block.texts[number])
        ]
    every = np.concatenate(found, axis=1)
    every = every[:, np.argsort(every[1], kind="stable")]
    several = np.bincount(every[0], minlength=len(block.texts)) > 1
    owners, starts, ends = every[:, several[every[0]]]
    return owners, starts, ends
