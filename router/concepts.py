"""Citizens' everyday words, by concept: the hinge between 楼下撸串的 and 露天烧烤.

The table ``data/concepts.csv`` names each concept, its group (source, medium, place, ...) and its words. Found concepts
and their pairs are features of the linear model, and they explain why a citizen's word meets an official one.
"""

import csv
import functools
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from router.arrays import Ints, ranges
from router.errors import DataError
from router.hashing import SpanHashes
from router.paths import data_dir
from router.spotting import Spotter

# Starts, ends and concepts (by their place in the table) of all hits of a block, in the order of the text.
Hits = tuple[Ints, Ints, Ints]
WORD_SEPARATOR = "；"


@dataclass(frozen=True)
class Concept:
    """One row of the table: ``words`` are what citizens and officials call it."""

    name: str
    group: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class ConceptHit:
    """A concept found at ``start:end`` of a cleaned text."""

    concept: Concept
    start: int
    end: int


class ConceptTable:
    """Finds concepts in text, the longest word first and none within another, so that 农药厂 is no 农药."""

    def __init__(self, concepts: list[Concept]) -> None:
        self.concepts = tuple(concepts)
        self._by_word: dict[str, list[Concept]] = defaultdict(list)
        for concept in concepts:
            for word in concept.words:
                self._by_word[word].append(concept)
        lengths: dict[str, set[int]] = defaultdict(set)
        for word in self._by_word:
            lengths[word[0]].add(len(word))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    @classmethod
    def load(cls, path: Path) -> "ConceptTable":
        """Read the table. Raises DataError where a concept has no word or stands there twice."""
        with path.open(encoding="utf-8-sig", newline="") as file:
            concepts = [
                Concept(row["concept"], row["group"], tuple(filter(None, row["words"].split(WORD_SEPARATOR))))
                for row in csv.DictReader(file)
            ]
        names = [concept.name for concept in concepts]
        for concept in concepts:
            if not concept.words:
                raise DataError(f"{path.name}：概念“{concept.name}”没有词语，请补充或删除该行。")
            if names.count(concept.name) > 1:
                raise DataError(f"{path.name}：概念“{concept.name}”出现多次，请合并为一行。")
        return cls(concepts)

    def find(self, text: str) -> list[ConceptHit]:
        """All hits in the order of the text; words do not overlap, but one word may belong to several concepts."""
        hits: list[ConceptHit] = []
        position, size = 0, len(text)
        while position < size:
            for length in self._lengths.get(text[position], ()):
                end = position + length
                found = self._by_word.get(text[position:end]) if end <= size else None
                if found:
                    hits.extend(ConceptHit(concept, position, end) for concept in found)
                    position = end
                    break
            else:
                position += 1
        return hits

    @functools.cached_property
    def _spotter(self) -> Spotter:
        return Spotter(list(self._by_word))

    @functools.cached_property
    def _numbers(self) -> tuple[Ints, Ints]:
        """How many concepts each word has, and the places of these in the table, word after word."""
        place = {concept.name: number for number, concept in enumerate(self.concepts)}
        named = list(self._by_word.values())
        counts = np.array([len(found) for found in named])
        return counts, np.array([place[concept.name] for found in named for concept in found])

    def find_all(self, hashes: SpanHashes) -> Hits:
        """The hits that `find` gives, for a whole block."""
        starts, ends, words = self._spotter.find(hashes)
        # For each the first that does not overlap it: a chain that begins with the first of all.
        following = np.searchsorted(starts, ends).tolist()
        kept, number = [], 0
        while number < len(following):
            kept.append(number)
            number = following[number]
        taken = words[kept]
        counts, concepts = self._numbers
        times, first = counts[taken], (np.cumsum(counts) - counts)[taken]
        named = concepts[ranges(first, times)]
        return np.repeat(starts[kept], times), np.repeat(ends[kept], times), named


@functools.cache
def concept_table() -> ConceptTable:
    """The table shipped with the program."""
    return ConceptTable.load(data_dir() / "concepts.csv")
