"""Cue words: what a clerk writes in a table to say by which words something is known.

A cue is a word, or several joined by ``+`` that must stand in one sentence, in any order: ``处罚+不服``.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SEPARATOR = "；"
_JOINER = "+"
_SENTENCE_END = re.compile(r"[。！？!?；;\n]+")


@dataclass(frozen=True)
class Cue:
    """The words of one cue, all of which must stand in a sentence."""

    words: tuple[str, ...]

    @property
    def name(self) -> str:
        """The cue as it is shown to the clerk: 处罚…不服."""
        return "…".join(self.words)

    def stands_in(self, sentence: str) -> bool:
        """Whether every word of the cue is in ``sentence``."""
        return all(word in sentence for word in self.words)


def read_cues(cell: str) -> tuple[Cue, ...]:
    """The cues of a cell of a table."""
    return tuple(Cue(tuple(filter(None, cue.split(_JOINER)))) for cue in cell.split(SEPARATOR) if cue)


def sentences(text: str) -> list[str]:
    """The sentences of a text; commas do not end one, as citizens seldom write anything else."""
    return [sentence for sentence in _SENTENCE_END.split(text) if sentence.strip()]


def first_cue(cues: Iterable[Cue], parts: Sequence[str]) -> Cue | None:
    """The first of ``cues`` that stands in one of ``parts``, else None."""
    return next((cue for cue in cues if any(cue.stands_in(part) for part in parts)), None)
