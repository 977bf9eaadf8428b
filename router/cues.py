"""Cue words: what a clerk writes in a table to say by which words something is known.

A cue is a word, or several joined by ``+`` that must stand in one sentence, in any order: ``处罚+不服``.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from router.block import Block
from router.spotting import Spotter

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


class CueFinder:
    """Finds which of many cues stand in texts."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        self._cues = tuple(dict.fromkeys(cues))
        words = list(dict.fromkeys(word for cue in self._cues for word in cue.words))
        self._spotter = Spotter(words)
        place = {word: number for number, word in enumerate(words)}
        self._by_word: dict[int, list[tuple[Cue, frozenset[int]]]] = defaultdict(list)
        for cue in self._cues:
            needed = frozenset(place[word] for word in cue.words)
            self._by_word[min(needed)].append((cue, needed))

    def standing_in(self, text: str) -> frozenset[Cue]:
        """The cues that stand in one text."""
        return self.standing_in_all(Block([text]))[0]

    def standing_in_all(self, block: Block) -> list[frozenset[Cue]]:
        """The cues that stand in each text of a block."""
        starts, _, words = self._spotter.find(block.raw_hashes)
        owner = np.searchsorted(block.starts, starts, side="right") - 1
        present: dict[int, set[int]] = defaultdict(set)
        for number, word in zip(owner.tolist(), words.tolist(), strict=True):
            present[number].add(word)
        found = [frozenset[Cue]()] * len(block.texts)
        for number, spoken in present.items():
            possible = [
                cue for word in spoken for cue, needed in self._by_word.get(word, ()) if needed <= spoken
            ]
            if possible:
                parts = sentences(block.texts[number])
                found[number] = frozenset(cue for cue in possible if first_cue([cue], parts))
        return found
