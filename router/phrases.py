"""Phrases of duty texts, and which of them runs of words of a complaint meet best: for a whole block at once.

What a run counts for a phrase is one number. Concepts in common with the citizen's words count first, then those with
the matter's name, then characters with either. The name speaks along, as 广场舞 shares nothing with 社会噪声, but
广场舞与公共场所音响噪声 does.
"""

import functools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from router.arrays import Flags, Ints, ranges, sums
from router.block import Block
from router.concepts import concept_table
from router.duties import Duty
from router.hashing import ABSENT
from router.matters import Matter
from router.text import clean
from router.words import Span

# What counts first makes more than all that counts later.
_FIRST, _SECOND = 1 << 40, 1 << 20
# Of 社会噪声 and 建筑施工噪声 square dancing meets the first: the second speaks of a source that its matter does not. Only who
# names that source himself means such a phrase: the smoke of a barbecue is no burnt straw.
_NO_OTHER_SOURCE = 1 << 19
# One character in common is chance (昌吉市 and 城市), so two are asked for, or a concept. A rule of thumb.
_LEAST = 2
_SOURCE = "来源"
# Characters and concepts are counted alike; concepts are numbered behind the code points.
_CONCEPT = 0x110000
_KEY_BITS = 22
# The place of a phrase is stored below what it counts, so that of equals the first is the largest.
_PLACE_BITS = 12
_LAST_PLACE = (1 << _PLACE_BITS) - 1


class _Arrays(NamedTuple):
    """The phrases of all matters, one after the other.

    ``base`` is what each counts by itself, ``is_named`` whether the name of its matter is enough to mean it. The phrases
    of matter i are ``phrases[i]:phrases[i + 1]``, its duties ``duties[i]:duties[i + 1]``, and those of duty j begin at
    ``begins[j]``. For each of ``keys``, a matter with a character or a concept, the phrases to which that adds ``weights``
    are ``adds[first[k]:first[k + 1]]``.
    """

    base: Ints
    is_named: Flags
    phrases: Ints
    duties: Ints
    begins: Ints
    keys: Ints
    weights: Ints
    first: Ints
    adds: Ints


class PhraseBook:
    """The phrases of the duties of matters, each matter with a number."""

    def __init__(self) -> None:
        self.number: dict[str, int] = {}
        self.duties: list[tuple[Duty, ...]] = []
        self.spans: list[Span] = []
        self.words: list[str] = []
        self._base: list[int] = []
        self._begins: list[int] = []
        self._counts: list[tuple[int, int]] = []
        self._adds: dict[int, list[int]] = defaultdict(list)
        self._arrays = self._packed()

    def add(self, entries: Iterable[tuple[Matter, dict[Duty, Sequence[Span]]]]) -> None:
        """Enter the phrases of the duties of matters, those first that should win among equals."""
        for matter, phrases in entries:
            self._add(matter, phrases)
        self._arrays = self._packed()

    def _add(self, matter: Matter, phrases: dict[Duty, Sequence[Span]]) -> None:
        number = self.number[matter.id] = len(self.number)
        own, named = clean(matter.name + matter.pollution_class), _concepts_of(clean(matter.name))
        spoken = {duty: spans for duty, spans in phrases.items() if spans}
        self.duties.append(tuple(spoken))
        self._counts.append((sum(map(len, spoken.values())), len(spoken)))
        for duty, spans in spoken.items():
            self._begins.append(len(self.spans))
            for start, end in spans:
                words = _cleaned(duty)[start:end]
                concepts, characters = _concepts_of(words), set(words)
                foreign = (concepts - named) & _sources()
                keys = {_CONCEPT + concept for concept in foreign or concepts}
                keys |= {ord(character) for character in characters.difference(own)}
                for key in keys:
                    self._adds[number << _KEY_BITS | key].append(len(self.spans))
                value = len(concepts & named) * _SECOND + len(characters.intersection(own))
                self._base.append(value + (_NO_OTHER_SOURCE if concepts and not foreign else 0))
                self.spans.append((start, end))
                self.words.append(duty.text[start:end])

    def meet(
        self, block: Block, numbers: Ints, starts: Ints, ends: Ints, strongest: Ints
    ) -> list[tuple[int, ...]]:
        """For each run ``starts:ends`` the phrase it meets of every one of `duties` of the matter ``numbers``.

        A run meets a phrase by its own words, and those ``strongest`` also by the name of the matter; else it is `ABSENT`.
        The first duty is the ground of the answer, and always met by the strongest.
        """
        arrays = self._arrays
        # Every run has a cell for each phrase of its matter; ``shift`` leads from the phrase to the cell.
        sizes, several = np.diff(arrays.phrases)[numbers], np.diff(arrays.duties)[numbers]
        cells = ranges(arrays.phrases[numbers], sizes)
        if not len(cells):
            return [()] * len(numbers)
        shift = np.cumsum(sizes) - sizes - arrays.phrases[numbers]
        added = _added(arrays, _said(block, numbers, starts, ends, arrays.keys), shift, len(cells))
        duties = ranges(arrays.duties[numbers], several)
        best = _first_largest(arrays.base[cells] + added, arrays.begins[duties] + np.repeat(shift, several))
        first = np.cumsum(several) - several
        is_strong = np.isin(np.repeat(np.arange(len(numbers)), several), strongest)
        is_met = (added[best] >= _LEAST) | (is_strong & arrays.is_named[cells[best]])
        is_met[first[strongest]] = True
        chosen = np.where(is_met, cells[best], ABSENT).tolist()
        spans = zip(first.tolist(), (first + several).tolist(), strict=True)
        return [tuple(chosen[start:end]) for start, end in spans]

    def _packed(self) -> _Arrays:
        keys = sorted(self._adds)
        adds = [self._adds[key] for key in keys]
        phrases, duties = np.array(self._counts, dtype=np.int64).reshape(-1, 2).T
        is_concept = np.array(keys, dtype=np.int64) & ((1 << _KEY_BITS) - 1) >= _CONCEPT
        base = np.array(self._base, dtype=np.int64)
        return _Arrays(
            base,
            (base >= _SECOND) | (base % _NO_OTHER_SOURCE >= _LEAST),
            sums(phrases),
            sums(duties),
            np.array(self._begins, dtype=np.int64),
            np.array(keys, dtype=np.int64),
            np.where(is_concept, _FIRST, 1),
            sums(np.array([len(found) for found in adds], dtype=np.int64)),
            np.array([phrase for found in adds for phrase in found], dtype=np.int64),
        )


def _said(block: Block, numbers: Ints, starts: Ints, ends: Ints, keys: Ints) -> tuple[Ints, Ints]:
    """The characters and concepts of runs that any phrase of their matter knows, each once: run, and place in ``keys``."""
    owners = block.owners(starts, ends)
    at = ranges(starts, ends - starts)
    hits, stops, concepts = block.concepts
    inside = (owners[hits] >= 0) & (owners[hits] == owners[stops - 1])
    runs = np.concatenate([owners[at], owners[hits[inside]]])
    said = np.concatenate([block.plain[at], _CONCEPT + concepts[inside]]).astype(np.int64)
    wanted = numbers[runs] << _KEY_BITS | said
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    is_known = keys[place] == wanted
    run, key = np.divmod(np.unique(runs[is_known] * len(keys) + place[is_known]), len(keys))
    return run, key


def _added(arrays: _Arrays, said: tuple[Ints, Ints], shift: Ints, size: int) -> Ints:
    """What the characters and concepts that runs have ``said`` add to each of ``size`` cells."""
    runs, keys = said
    times = arrays.first[keys + 1] - arrays.first[keys]
    cells = arrays.adds[ranges(arrays.first[keys], times)] + np.repeat(shift[runs], times)
    return np.bincount(cells, np.repeat(arrays.weights[keys], times), size).astype(np.int64)


def _first_largest(values: Ints, begins: Ints) -> Ints:
    """The place of the largest value of each part that begins at ``begins``, of equals the first."""
    within = np.arange(len(values)) - np.repeat(begins, np.diff(begins, append=len(values)))
    largest = np.maximum.reduceat(values << _PLACE_BITS | (_LAST_PLACE - within), begins)
    places: Ints = begins + _LAST_PLACE - (largest & _LAST_PLACE)
    return places


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
