"""Grounds: which words of the complaint meet which words of the duty.

Both sides are explained by the same linear weights. The words are jieba's, so that a clerk reads words and not pieces.
"""

import functools
from dataclasses import dataclass
from itertools import pairwise

from router.concepts import concept_table
from router.duties import Duty
from router.model import Floats, Model
from router.text import clean
from router.words import Span, word_spans

_LISTED = 4
# A word is marked when it adds at least this share of what the strongest word adds: a rule of thumb for the eye.
_NOTABLE_SHARE = 0.25


@dataclass(frozen=True)
class Match:
    """A run of words in the complaint and the run in the duty text that it meets, as spans of the two texts."""

    complaint: Span
    duty: Span


@dataclass(frozen=True)
class Ground:
    """A duty quoted for a department, with its matches, the strongest first."""

    duty: Duty
    matches: tuple[Match, ...]


class GroundFinder:
    """Explains suggestions of one model; duty texts are analysed once."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._duty_spans = functools.lru_cache(maxsize=None)(self._find_duty_spans)

    def find(self, text: str, matter_id: str, duties: tuple[Duty, ...]) -> tuple[Ground, ...]:
        """A ground for each of ``duties`` in ``text``, which is about the matter ``matter_id``."""
        complaint_spans = self.spans(text, matter_id)
        return tuple(
            Ground(duty, tuple(_pair(text, complaint_spans, duty.text, self._duty_spans(matter_id, duty))))
            for duty in duties
        )

    def spans(self, text: str, matter_id: str) -> list[Span]:
        """The runs of words that speak most for the matter, the strongest first."""
        return _notable_runs(text, self._model.evidence(text, matter_id))

    def _find_duty_spans(self, matter_id: str, duty: Duty) -> list[Span]:
        return self.spans(duty.text, matter_id)


def _notable_runs(text: str, weight: Floats) -> list[Span]:
    words = [(start, end, float(weight[start:end].sum())) for start, end in word_spans(clean(text))]
    strongest = max((value for *_, value in words), default=0.0)
    if strongest <= 0:
        return []
    notable = [(start, end, value) for start, end, value in words if value >= _NOTABLE_SHARE * strongest]
    runs = _join(notable)
    runs.sort(key=lambda run: -run[2])
    return [(start, end) for start, end, _ in runs[:_LISTED]]


def _join(words: list[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """Words that touch become one run, as strong as its words together."""
    if not words:
        return []
    runs = [words[0]]
    for before, word in pairwise(words):
        if word[0] == before[1]:
            start, _, value = runs[-1]
            runs[-1] = (start, word[1], value + word[2])
        else:
            runs.append(word)
    return runs


def _pair(text: str, complaint_spans: list[Span], duty_text: str, duty_spans: list[Span]) -> list[Match]:
    """Give each run of the complaint the run of the duty that shares most with it: concepts before characters."""
    if not duty_spans:
        return []
    return [
        Match(span, max(duty_spans, key=lambda duty_span: _affinity(_cut(text, span), _cut(duty_text, duty_span))))
        for span in complaint_spans
    ]


def _cut(text: str, span: Span) -> str:
    return text[slice(*span)]


def _affinity(mine: str, theirs: str) -> tuple[int, int]:
    return len(_concept_names(mine) & _concept_names(theirs)), len(set(clean(mine)) & set(clean(theirs)))


@functools.lru_cache(maxsize=4096)
def _concept_names(phrase: str) -> frozenset[str]:
    return frozenset(hit.concept.name for hit in concept_table().find(clean(phrase)))
