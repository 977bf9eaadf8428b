"""Grounds: which words of the complaint meet which words of the duty.

Both sides are explained by the same linear weights. The words are jieba's, so that a clerk reads words and not pieces.
"""

import functools
from dataclasses import dataclass
from itertools import pairwise

from router.concepts import concept_table
from router.duties import Duty
from router.matters import Matter
from router.model import Explanation, Floats, Model
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

    def find(
        self, text: str, explanation: Explanation, matter: Matter, offset: int = 0
    ) -> dict[Duty, Ground]:
        """A ground for each duty of ``matter``, about which ``text`` is; ``offset`` is where it starts in the letter."""
        complaint_spans = notable_runs(text, explanation.evidence(matter.id))
        return {
            duty: Ground(
                duty, tuple(_pair(text, complaint_spans, duty.text, self._duty_spans(matter, duty), offset))
            )
            for duty in (*matter.lead, *matter.assist)
        }

    def _find_duty_spans(self, matter: Matter, duty: Duty) -> list[Span]:
        return notable_runs(duty.text, self._model.explain(duty.text).evidence(matter.id))


def notable_runs(text: str, weight: Floats) -> list[Span]:
    """The runs of words to which ``weight``, one value a character, gives most; the strongest first."""
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


def _pair(
    text: str, complaint_spans: list[Span], duty_text: str, duty_spans: list[Span], offset: int
) -> list[Match]:
    """Give each run of the complaint the run of the duty that shares most with it: concepts before characters."""
    matches = []
    for start, end in complaint_spans if duty_spans else ():
        words = text[start:end]
        best = max(duty_spans, key=lambda span: _affinity(words, duty_text[slice(*span)]))
        matches.append(Match((start + offset, end + offset), best))
    return matches


def _affinity(mine: str, theirs: str) -> tuple[int, int]:
    return len(_concept_names(mine) & _concept_names(theirs)), len(set(clean(mine)) & set(clean(theirs)))


@functools.lru_cache(maxsize=4096)
def _concept_names(phrase: str) -> frozenset[str]:
    return frozenset(hit.concept.name for hit in concept_table().find(clean(phrase)))
