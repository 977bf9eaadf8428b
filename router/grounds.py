"""Grounds: which words of the complaint meet which words of the duty.

Both sides are explained by the same linear weights. The complaint is marked by words and the duty by phrases, as a
clerk would quote them.
"""

import functools
import re
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from router.concepts import concept_table
from router.duties import Duty
from router.matters import Matter, MatterTable
from router.model import Explanation, Floats, Model
from router.text import clean
from router.words import Span, word_spans

# How many runs of the complaint are shown; the strongest word, and those adding at least this share of what it
# adds, are marked. Rules of thumb for the eye.
_LISTED = 4
_NOTABLE_SHARE = 0.25
_PHRASE = re.compile(r"[^，。；：、,;:（）()]+")


@dataclass(frozen=True)
class Match:
    """A run of words in the complaint and the phrase of the duty that it meets, as spans of the two texts."""

    complaint: Span
    duty: Span


@dataclass(frozen=True)
class Ground:
    """A duty quoted for a department, with its matches, the strongest first."""

    duty: Duty
    matches: tuple[Match, ...]


class GroundFinder:
    """Explains suggestions of one model; duty texts are analysed once."""

    def __init__(self, model: Model, matters: MatterTable) -> None:
        self._model = model
        self._sharing: dict[Duty, list[str]] = defaultdict(list)
        for matter in matters.values():
            for duty in (*matter.lead, *matter.assist):
                self._sharing[duty].append(matter.id)
        self._duty_spans = functools.lru_cache(maxsize=None)(self._find_duty_spans)

    def find(
        self, text: str, explanation: Explanation, matter: Matter, offset: int = 0
    ) -> dict[Duty, Ground]:
        """A ground for each duty of ``matter``, about which ``text`` is; ``offset`` is where it starts in the letter."""
        spans = notable_runs(text, explanation.evidence(matter.id))
        return {
            duty: Ground(
                duty, tuple(_pair(text, spans, matter, duty, self._duty_spans(matter, duty), offset))
            )
            for duty in (*matter.lead, *matter.assist)
        }

    def _find_duty_spans(self, matter: Matter, duty: Duty) -> list[Span]:
        """The phrases of a duty text, those first that speak most for this matter.

        What they say for the other matters that quote the duty is taken off: 22.03 is quoted for noise, fumes and
        burning alike, and only what sets the matter apart is worth marking.
        """
        explanation = self._model.explain(duty.text)
        weight = explanation.evidence(matter.id)
        sharing = self._sharing[duty]
        if len(sharing) > 1:
            weight = weight - np.mean([explanation.evidence(other) for other in sharing], axis=0)
        phrases = [match.span() for match in _PHRASE.finditer(duty.text)]
        return sorted(phrases, key=lambda span: -float(weight[slice(*span)].sum()))


def notable_runs(text: str, weight: Floats) -> list[Span]:
    """The runs of words to which ``weight``, one value a character, gives most; the strongest first."""
    words = [(start, end, float(weight[start:end].sum())) for start, end in word_spans(clean(text))]
    strongest = max((value for *_, value in words), default=0.0)
    if strongest <= 0:
        return []
    runs = _join([word for word in words if word[2] >= _NOTABLE_SHARE * strongest])
    runs.sort(key=lambda run: -run[2])
    return [(start, end) for start, end, _ in runs[:_LISTED]]


def _join(words: list[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """Words that touch become one run, as strong as its words together."""
    runs: list[tuple[int, int, float]] = []
    for word in words:
        if runs and word[0] == runs[-1][1]:
            start, _, value = runs.pop()
            word = (start, word[1], value + word[2])
        runs.append(word)
    return runs


def _pair(
    text: str, spans: list[Span], matter: Matter, duty: Duty, duty_spans: list[Span], offset: int
) -> list[Match]:
    """Give each run of the complaint the phrase of the duty that it meets best, the stronger one of equals.

    The name of the matter speaks along with the citizen's words: 广场舞 shares nothing with 社会噪声, but
    广场舞与公共场所音响噪声 does.
    """
    matches = []
    for start, end in spans if duty_spans else ():
        words = text[start:end]
        best = max(duty_spans, key=lambda span: _affinity(words, matter, duty.text[slice(*span)]))
        matches.append(Match((start + offset, end + offset), best))
    return matches


def _affinity(words: str, matter: Matter, phrase: str) -> tuple[int, int, int]:
    """Concepts in common with the citizen's words, then with the matter's name, then characters with either."""
    concepts = _concept_names(phrase)
    characters = set(clean(words + matter.name + matter.pollution_class)) & set(clean(phrase))
    return len(_concept_names(words) & concepts), len(_concept_names(matter.name) & concepts), len(characters)


@functools.lru_cache(maxsize=4096)
def _concept_names(phrase: str) -> frozenset[str]:
    return frozenset(hit.concept.name for hit in concept_table().find(clean(phrase)))
