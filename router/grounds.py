"""Grounds: which words of the complaint meet which words of the duty.

Both sides are explained by the same linear weights. The complaint is marked by words and the duty by phrases, as a
clerk would quote them.
"""

import re
import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from router.arrays import Ints, run_starts, sums
from router.block import Block
from router.duties import Duty
from router.evidence import UNIT, evidence, notable_runs
from router.hashing import ABSENT
from router.matters import Matter, MatterTable
from router.model import Explanation, Floats, Model
from router.occurrences import Rows
from router.phrases import PhraseBook
from router.words import Span

_PHRASE = re.compile(r"[^，。；：、,;:（）()]+")


class Match(NamedTuple):
    """A run of words in the complaint and the phrase of the duty that it meets, as spans of the two texts."""

    complaint: Span
    duty: Span


# Runs of words in the complaint, each with the phrase that it meets of every duty of the matter that has phrases.
Met = list[tuple[Span, tuple[int, ...]]]


class Ground(NamedTuple):
    """A duty quoted for a department, with its matches, the strongest first."""

    duty: Duty
    matches: tuple[Match, ...]


class GroundFinder:
    """Explains suggestions of one model; duty texts are analysed once, when first quoted."""

    def __init__(self, model: Model, matters: MatterTable) -> None:
        self._model = model
        self._column = {matter: column for column, matter in enumerate(model.matter.classes)}
        self._sharing: dict[Duty, list[str]] = defaultdict(list)
        for matter in matters.values():
            for duty in matter.duties:
                self._sharing[duty].append(matter.id)
        self._matters = matters
        self._book = PhraseBook()
        self._preparing = threading.Lock()

    def prepare(self) -> None:
        """Look at the duties of every matter now, so that no letter waits for its own."""
        self._prepare(self._matters[name] for name in self._column)

    def find_all(
        self, block: Block, rows: Rows, pieces: tuple[Ints, Ints], matters: Sequence[Matter | None]
    ) -> list[Met]:
        """What each piece ``starts:ends`` of ``block`` meets in the duties of its matter; nothing where it is None.

        ``rows`` are the features of the pieces. Runs stand by their strength, as spans of the letter a piece is of.
        """
        self._prepare(matter for matter in matters if matter)
        columns = np.array([self._column[matter.id] if matter else -1 for matter in matters], dtype=np.int64)
        sums = evidence(self._model.matter, block, rows, columns)
        starts, ends = block.quotable
        owners = block.owners(*pieces)
        owner = owners[starts]
        inside = (owner >= 0) & (owner == owners[ends - 1]) & (columns[owner] >= 0)
        runs = notable_runs(sums, starts[inside], ends[inside], owner[inside])
        return self._met(block, pieces[0], matters, runs)

    def _met(
        self, block: Block, begins: Ints, matters: Sequence[Matter | None], runs: tuple[Ints, Ints, Ints]
    ) -> list[Met]:
        pieces, starts, ends = runs
        book = self._book
        numbers = np.array([book.number[matter.id] if matter else ABSENT for matter in matters], np.int64)
        strongest = run_starts(pieces)
        found = book.meet(block, numbers[pieces], starts, ends, strongest)
        offset = block.starts[np.searchsorted(block.starts, begins, side="right") - 1][pieces]
        spans = zip((starts - offset).tolist(), (ends - offset).tolist(), strict=True)
        met: list[Met] = [[] for _ in matters]
        for piece, span, phrases in zip(pieces.tolist(), spans, found, strict=True):
            met[piece].append((span, phrases))
        return met

    def find(self, text: str, explanation: Explanation, matter: Matter) -> dict[Duty, Ground]:
        """A ground for each duty of ``matter``, about which ``text`` is."""
        block = explanation.block
        (met,) = self.find_all(block, explanation.rows, (block.starts, block.ends), [matter])
        return self.grounds(matter, met)

    def grounds(self, matter: Matter, met: Met) -> dict[Duty, Ground]:
        """A ground for each duty of ``matter``."""
        spans = self._book.spans
        matches = {
            duty: tuple([Match(span, spans[found[place]]) for span, found in met if found[place] != ABSENT])
            for place, duty in enumerate(self._book.duties[self._book.number[matter.id]])
        }
        return {duty: Ground(duty, matches.get(duty, ())) for duty in matter.duties}

    def places(self, matter: Matter, duties: Iterable[Duty]) -> list[int]:
        """Where what is met of each of ``duties`` stands among what is met of ``matter``; left out where it has no phrases."""
        quotable = self._book.duties[self._book.number[matter.id]]
        return [quotable.index(duty) for duty in duties if duty in quotable]

    def words(self, text: str, places: Iterable[int], met: Met) -> list[tuple[str, str]]:
        """The words of `grounds` for the duties at `places`: those of ``text``, and those of the duty that they meet."""
        said = self._book.words
        quoted = [(text[start:end], phrases) for (start, end), phrases in met]
        return [
            (quote, said[phrases[place]])
            for place in places
            for quote, phrases in quoted
            if phrases[place] != ABSENT
        ]

    def _prepare(self, matters: Iterable[Matter]) -> None:
        """Look at the duties of matters not met before, all at once. Letters may be answered in several threads."""
        with self._preparing:
            new = [matter for matter in dict.fromkeys(matters) if matter.id not in self._book.number]
            if not new:
                return
            pairs = [(matter, duty) for matter in new for duty in matter.duties]
            phrases = dict(zip(pairs, self._phrases(pairs), strict=True))
            self._book.add(
                (matter, {duty: phrases[matter, duty] for duty in matter.duties}) for matter in new
            )

    def _phrases(self, pairs: Sequence[tuple[Matter, Duty]]) -> list[list[Span]]:
        """The phrases of each duty text, those first that speak most for its matter.

        What they say for the other matters that quote the duty is taken off: 22.03 is quoted for noise, fumes and
        burning alike, and only what sets the matter apart is worth marking.
        """
        asked = list(dict.fromkeys((duty, name) for _, duty in pairs for name in self._sharing[duty]))
        block = Block([duty.text for duty, _ in asked])
        columns = np.array([self._column[name] for _, name in asked], dtype=np.int64)
        sums = evidence(self._model.matter, block, self._model.features.letters(block), columns)
        begins = dict(zip(asked, block.starts.tolist(), strict=True))
        result = []
        for matter, duty in pairs:
            spans = np.array([match.span() for match in _PHRASE.finditer(duty.text)]).reshape(-1, 2)
            sharing = self._sharing[duty]
            at = np.array([begins[duty, name] for name in sharing])[:, None, None] + spans
            added = sums[at[:, :, 1]] - sums[at[:, :, 0]]
            weight = added[sharing.index(matter.id)]
            if len(sharing) > 1:
                # In whole units, so that equals stay equal: less the mean of all that share the duty.
                weight = weight * len(sharing) - added.sum(axis=0)
            result.append([(start, end) for start, end in spans[np.argsort(-weight, kind="stable")].tolist()])
        return result


def notable_spans(text: str, weight: Floats) -> list[Span]:
    """The runs of words to which ``weight``, one value a character, gives most; the strongest first."""
    starts, ends = Block([text]).words
    _, first, last = notable_runs(
        sums(np.rint(weight / UNIT).astype(np.int64)), starts, ends, np.zeros(len(starts), dtype=np.int64)
    )
    return list(zip(first.tolist(), last.tolist(), strict=True))
