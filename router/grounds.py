"""Grounds: which words of the complaint meet which words of the duty.

Both sides are explained by the same linear weights. The complaint is marked by words and the duty by phrases, as a
clerk would quote them.
"""

import functools
import re
import struct
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from router.block import Block
from router.concepts import concept_table
from router.duties import Duty
from router.evidence import UNIT, evidence, notable_runs
from router.hashing import Ints, text_of
from router.matters import Matter, MatterTable
from router.model import Explanation, Floats, Model
from router.space import Rows
from router.text import clean
from router.words import Span

_PHRASE = re.compile(r"[^，。；：、,;:（）()]+")
# Phrases found for runs of words are remembered, since many letters say 油烟太大; so many of them.
_REMEMBERED = 1 << 16
# What counts first makes more than all that counts later: concepts in common, those of the matter's name, characters.
_FIRST, _SECOND = 1 << 40, 1 << 20
# Of 社会噪声 and 建筑施工噪声 square dancing meets the first: the second speaks of a source that its matter does not. Only who
# names that source himself means such a phrase: the smoke of a barbecue is no burnt straw.
_NO_OTHER_SOURCE = 1 << 19
_SOURCE = "来源"
_LANE = 64


class Match(NamedTuple):
    """A run of words in the complaint and the phrase of the duty that it meets, as spans of the two texts."""

    complaint: Span
    duty: Span


# Runs of words in the complaint, each with the phrase of every duty of the matter that it meets.
Met = list[tuple[Span, tuple[Span, ...]]]


class Ground(NamedTuple):
    """A duty quoted for a department, with its matches, the strongest first."""

    duty: Duty
    matches: tuple[Match, ...]


@dataclass(frozen=True)
class _Quotable:
    """What can be quoted for a matter: its duties, each with where its phrases begin and end among ``phrases``.

    ``place`` says which of the duties that have phrases is which. Of the phrases of a duty those stand first that speak
    most for the matter. What each phrase counts is a lane of `_LANE` bits of one large integer, so that all are added up
    in one step. ``base`` is what they count by themselves: the matter's own name speaks along with the citizen's words,
    as 广场舞 shares nothing with 社会噪声, but 广场舞与公共场所音响噪声 does. ``meaning`` and ``spelling`` are what a concept
    (by its place in the table) or a character adds, those of the name left out.
    """

    duties: tuple[tuple[Duty, int, int], ...]
    place: dict[Duty, int]
    phrases: tuple[Span, ...]
    base: int
    meaning: dict[int, int]
    spelling: dict[str, int]

    def values(self, words: str, concepts: Iterable[int]) -> tuple[int, ...]:
        """What each phrase counts for a run of cleaned words with these concepts."""
        meaning, spelling = self.meaning, self.spelling
        added = sum([spelling[character] for character in set(words) if character in spelling])
        added += sum([meaning[concept] for concept in set(concepts) if concept in meaning])
        count = len(self.phrases)
        return struct.unpack(f"<{count}Q", (self.base + added).to_bytes(count * _LANE // 8, "little"))


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
        self._quotable: dict[str, _Quotable] = {}
        self._best = functools.lru_cache(_REMEMBERED)(self._find_best)

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
        starts, ends = block.words
        owners = block.owners(*pieces)
        owner = owners[starts]
        inside = (owner >= 0) & (owner == owners[ends - 1]) & (columns[owner] >= 0)
        runs = notable_runs(sums, starts[inside], ends[inside], owner[inside])
        return self._met(block, pieces[0], matters, runs)

    def _met(
        self, block: Block, begins: Ints, matters: Sequence[Matter | None], runs: tuple[Ints, Ints, Ints]
    ) -> list[Met]:
        met: list[Met] = [[] for _ in matters]
        offsets = block.starts[np.searchsorted(block.starts, begins, side="right") - 1].tolist()
        hits, stops, concepts = block.concepts
        within = [np.searchsorted(hits, side).tolist() for side in runs[1:]]
        text, stop, concept = text_of(block.plain), stops.tolist(), concepts.tolist()
        for piece, start, end, low, high in zip(*(side.tolist() for side in runs), *within, strict=True):
            named = tuple([concept[hit] for hit in range(low, high) if stop[hit] <= end])
            matter, offset = matters[piece], offsets[piece]
            assert matter
            best = self._best(matter.id, text[start:end], named)
            met[piece].append(((start - offset, end - offset), best))
        return met

    def find(self, text: str, explanation: Explanation, matter: Matter) -> dict[Duty, Ground]:
        """A ground for each duty of ``matter``, about which ``text`` is."""
        block = explanation.block
        (met,) = self.find_all(block, explanation.rows, (block.starts, block.ends), [matter])
        return self.grounds(matter, met)

    def grounds(self, matter: Matter, met: Met) -> dict[Duty, Ground]:
        """A ground for each duty of ``matter``."""
        return {
            duty: Ground(duty, tuple([Match(span, found[n]) for span, found in met]) if last > first else ())
            for n, (duty, first, last) in enumerate(self._quotable[matter.id].duties)
        }

    def words(self, text: str, matter: Matter, duties: Sequence[Duty], met: Met) -> list[tuple[str, str]]:
        """The words of `grounds` for some ``duties`` of ``matter``: those of ``text``, and those of the duty they meet."""
        quoted = [(text[start:end], phrases) for (start, end), phrases in met]
        found, place = [], self._quotable[matter.id].place
        for duty in duties:
            if duty in place:
                number, said = place[duty], duty.text
                for quote, phrases in quoted:
                    first, last = phrases[number]
                    found.append((quote, said[first:last]))
        return found

    def _find_best(self, matter_id: str, words: str, concepts: tuple[int, ...]) -> tuple[Span, ...]:
        """For each duty of the matter the phrase that a run of cleaned words meets best, the stronger one of equals.

        Concepts in common with the citizen's words count first, then those with the matter's name, then characters
        with either.
        """
        quotable = self._quotable[matter_id]
        values = quotable.values(words, concepts)
        return tuple(
            [
                quotable.phrases[values.index(max(values[first:last]), first)] if last > first else (0, 0)
                for _, first, last in quotable.duties
            ]
        )

    def _prepare(self, matters: Iterable[Matter]) -> None:
        """Look at the duties of matters not met before, all at once."""
        new = [matter for matter in dict.fromkeys(matters) if matter.id not in self._quotable]
        if not new:
            return
        pairs = [(matter, duty) for matter in new for duty in matter.duties]
        ordered = dict(zip(pairs, self._phrases(pairs), strict=True))
        for matter in new:
            self._quotable[matter.id] = _quotable(
                matter, [(duty, ordered[matter, duty]) for duty in matter.duties]
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
    sums = np.r_[0, np.cumsum(np.rint(weight / UNIT).astype(np.int64))]
    _, first, last = notable_runs(sums, starts, ends, np.zeros(len(starts), dtype=np.int64))
    return list(zip(first.tolist(), last.tolist(), strict=True))


def _quotable(matter: Matter, duties: Sequence[tuple[Duty, list[Span]]]) -> _Quotable:
    own = clean(matter.name + matter.pollution_class)
    named = _concepts_of(clean(matter.name))
    quoted: list[tuple[Duty, int, int]] = []
    phrases: list[Span] = []
    base = 0
    meaning: dict[int, int] = defaultdict(int)
    spelling: dict[str, int] = defaultdict(int)
    for duty, spans in duties:
        quoted.append((duty, len(phrases), len(phrases) + len(spans)))
        for span in spans:
            lane = len(phrases) * _LANE
            words = _cleaned(duty)[slice(*span)]
            concepts, characters = _concepts_of(words), set(words)
            foreign = (concepts - named) & _sources()
            for concept in foreign or concepts:
                meaning[concept] += _FIRST << lane
            for character in characters.difference(own):
                spelling[character] += 1 << lane
            value = len(concepts & named) * _SECOND + len(characters.intersection(own))
            value += _NO_OTHER_SOURCE if concepts and not foreign else 0
            base += value << lane
            phrases.append(span)
    place = {duty: number for number, (duty, first, last) in enumerate(quoted) if last > first}
    return _Quotable(tuple(quoted), place, tuple(phrases), base, dict(meaning), dict(spelling))


@functools.cache
def _cleaned(duty: Duty) -> str:
    return clean(duty.text)


@functools.cache
def _concepts_of(words: str) -> frozenset[int]:
    """The concepts of cleaned words, by their places in the table."""
    places = _concept_places()
    return frozenset(places[hit.concept.name] for hit in concept_table().find(words))


@functools.cache
def _sources() -> frozenset[int]:
    """The places of the concepts that name what pollutes."""
    places = _concept_places()
    return frozenset(places[concept.name] for concept in concept_table().concepts if concept.group == _SOURCE)


@functools.cache
def _concept_places() -> dict[str, int]:
    return {concept.name: place for place, concept in enumerate(concept_table().concepts)}
