"""Texts analysed together, once: code points, words and concepts of a whole block, as arrays.

A text of the block is ``starts[i]:ends[i]`` of its arrays. Between two texts stands a line break, which no word and no
run of letters reaches across, so each text reads as it would alone.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from router.arrays import Flags, Ints, ranges, run_starts, sums
from router.concepts import Hits, concept_table
from router.hashing import Codes, SpanHashes, codes_of, text_of
from router.text import Trait, clean_codes, has_trait
from router.words import cut

_BETWEEN = "\n"


class Block:
    """The analysis of ``texts``."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        self.ends: Ints = np.cumsum(lengths + 1) - 1
        self.starts: Ints = self.ends - lengths
        self.raw: Codes = codes_of(_BETWEEN.join(texts))
        self.plain: Codes = clean_codes(self.raw)

    @property
    def size(self) -> int:
        """The number of characters."""
        return len(self.raw)

    @cached_property
    def alnum(self) -> Flags:
        """Whether each cleaned character is a letter or digit."""
        return has_trait(self.plain, Trait.ALNUM)

    @cached_property
    def hashes(self) -> SpanHashes:
        """Hashes of spans of the cleaned texts."""
        return SpanHashes(self.plain)

    @cached_property
    def raw_hashes(self) -> SpanHashes:
        """Hashes of spans of the texts as they came."""
        return SpanHashes(self.raw)

    @cached_property
    def words(self) -> tuple[Ints, Ints]:
        """Starts and ends of the words that hold a letter or a digit, in order."""
        found = cut(text_of(self.plain))
        borders = sums(np.fromiter(map(len, found), np.int64, len(found)))
        starts, ends = borders[:-1], borders[1:]
        letters = sums(self.alnum)
        spoken = letters[ends] > letters[starts]
        return starts[spoken], ends[spoken]

    @cached_property
    def quotable(self) -> tuple[Ints, Ints]:
        """Starts and ends of what a clerk would quote: words, those cut from one word for a concept (撸|串) being one."""
        starts, ends = self.words
        begins, stops, _ = self.concepts
        each = run_starts(begins)
        concept = self.owners(begins[each], stops[each])
        is_apart = np.ones(len(starts), dtype=bool)
        is_apart[1:] = (starts[1:] != ends[:-1]) | (concept[starts[1:]] != concept[ends[:-1] - 1])
        is_apart |= concept[starts] < 0
        first = np.flatnonzero(is_apart)
        return starts[first], ends[np.append(first[1:], len(starts))[: len(first)] - 1]

    @cached_property
    def concepts(self) -> Hits:
        """The concepts of the cleaned texts."""
        return concept_table().find_all(self.hashes)

    def owners(self, starts: Ints, ends: Ints) -> Ints:
        """For each character the number of the span ``starts:ends`` it lies in, -1 outside; spans do not overlap."""
        owners = np.full(self.size + 1, -1, dtype=np.int64)
        lengths = ends - starts
        owners[ranges(starts, lengths)] = np.repeat(np.arange(len(starts)), lengths)
        return owners
