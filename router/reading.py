"""What the model says of letters and of their sentences, for a block at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

import numpy as np

from router.arrays import Flags, Ints
from router.block import Block
from router.decision import Decider, Decisions, Finding, ranked
from router.grounds import GroundFinder, Met
from router.issues import sentences_of
from router.matters import Matter
from router.model import Floats, Model
from router.occurrences import Occurrences, Rows
from router.routing import Kind
from router.scoring import by_feature
from router.text import are_readable
from router.words import Span

CANDIDATES = 5
_CERTAINLY_OTHER = 0.8


@dataclass(slots=True)
class Found:
    """A finding, the part of the letter it is about, and what of it meets the duties of the matter.

    ``lead`` and ``part`` say how sure it is that each department may lead or has a part, by the decider's columns.
    """

    finding: Finding
    span: Span
    lead: Floats
    part: Floats
    met: Met = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """A letter and what the heads say of it.

    ``found`` is empty for a letter that cannot be read or is outside the list, else the main finding stands first.
    ``first`` are the columns of the departments to be named first, in order, ``sure`` how sure these are, ``ranks`` what
    the order of all follows from; ``features`` is how many features of the letter the model knows; ``outside`` is the
    likeliest matter outside the list where the letter as a whole seems to be outside, though a sentence may not be.
    """

    text: str
    is_readable: bool
    is_out: bool
    kind: Kind
    lead: Floats
    first: Sequence[int]
    sure: Sequence[float]
    ranks: Floats
    features: int
    outside: Matter | None
    found: list[Found]
    is_mixed: bool = False


class Reader:
    """Reads blocks of letters with one model."""

    def __init__(self, model: Model, decider: Decider, grounds: GroundFinder) -> None:
        self._model = model
        self._decider = decider
        self._grounds = grounds
        self._out = model.scope.classes.index("out")

    def read(self, block: Block) -> list[Reading]:
        """Read every letter of ``block``."""
        space = self._model.features
        occurrences = space.occurrences(block)
        rows = space.rows(block, block.starts, block.ends, occurrences)
        features = by_feature(rows.matrix)
        matter = self._model.matter.probabilities(features)
        decisions = self._decider.decide(matter)
        scope_out = self._model.scope.probabilities(features)[:, self._out]
        out = self._decider.out_probability(decisions.outside, scope_out)
        is_out = self._decider.is_out(out)
        readable = are_readable(block.raw, block.starts, block.ends)
        names_problem = (decisions.confidence >= self._decider.least_auto) & ~is_out
        kinds = self._kinds(self._model.kind.probabilities(features), names_problem)
        outside = {
            number: self._decider.outside_matter(matter[number])
            for number in np.flatnonzero(readable & is_out).tolist()
        }
        readings = self._letters(
            block, decisions, np.diff(rows.matrix.indptr), (readable, is_out), kinds, outside
        )
        self._quote(block, rows, readings)
        names_another = self._decider.may_name_another(decisions)
        says_more = readable & (is_out | names_another | self._decider.may_be_mixed(out))
        self._sentences(
            block, occurrences, readings, np.flatnonzero(says_more), decisions, names_another | is_out
        )
        return readings

    def _letters(
        self,
        block: Block,
        decisions: Decisions,
        sizes: Ints,
        flags: tuple[Flags, Flags],
        kinds: list[Kind],
        outside: dict[int, Matter],
    ) -> list[Reading]:
        """The letters with their main findings; ``flags`` say which can be read and which are outside the list."""
        departments, matters = self._decider.departments, self._decider.matters
        first_named = ranked(decisions.ranks, CANDIDATES)
        first_sure = np.take_along_axis(decisions.lead, first_named, axis=1)
        columns = zip(
            block.texts, *(flag.tolist() for flag in flags), kinds, sizes.tolist(),
            decisions.lead, decisions.part, decisions.ranks, first_named.tolist(), first_sure.tolist(),
            decisions.first.tolist(), decisions.matter.tolist(), decisions.confidence.tolist(),
            strict=True,
        )  # fmt: skip
        readings: list[Reading] = []
        for (
            text,
            can_read,
            out,
            kind,
            size,
            lead,
            part,
            ranks,
            named,
            chances,
            first,
            matter,
            sure,
        ) in columns:
            found: list[Found] = []
            if can_read and not out:
                finding = Finding(matters[matter], departments[first], sure)
                found.append(Found(finding, (0, len(text)), lead, part))
            aside = outside.get(len(readings))
            readings.append(
                Reading(text, can_read, out, kind, lead, named, chances, ranks, size, aside, found)
            )
        return readings

    def _quote(self, block: Block, rows: Rows, readings: list[Reading]) -> None:
        """Say what the main findings rest on."""
        matters = [reading.found[0].finding.matter if reading.found else None for reading in readings]
        quoted = self._grounds.find_all(block, rows, (block.starts, block.ends), matters)
        for reading, met in zip(readings, quoted, strict=True):
            if reading.found:
                reading.found[0].met = met

    def _kinds(self, probabilities: Floats, names_problem: Flags) -> list[Kind]:
        """The likeliest kind; a letter that surely names a problem is `other` only if that is nearly certain."""
        classes = self._model.kind.classes
        first, second = probabilities.argsort(axis=1, kind="stable")[:, :-3:-1].T
        is_other = np.array([name == "other" for name in classes])[first]
        doubted = is_other & names_problem & (probabilities.max(axis=1) < _CERTAINLY_OTHER)
        return [cast(Kind, classes[column]) for column in np.where(doubted, second, first).tolist()]

    def _sentences(
        self,
        block: Block,
        occurrences: Sequence[Occurrences],
        readings: list[Reading],
        letters: Ints,
        decisions: Decisions,
        may_find: Flags,
    ) -> None:
        """Add what single sentences say beside the main findings of ``letters``; in those that ``may_find`` one."""
        owner, starts, ends = sentences_of(block, letters.tolist())
        if not len(owner):
            return
        rows = self._model.features.rows(block, starts, ends, occurrences)
        scope_out = self._model.scope.probabilities(rows.matrix)[:, self._out]
        asked = np.flatnonzero(may_find[owner] | self._decider.may_be_other_problem(scope_out))
        if not len(asked):
            return
        sentences = self._decider.decide(self._model.matter.probabilities(rows.matrix[asked]))
        out = self._decider.out_probability(sentences.outside, scope_out[asked])
        for number in owner[asked[self._decider.is_other_problem(out)]].tolist():
            readings[number].is_mixed = not readings[number].is_out
        is_listed = self._decider.is_listed_problem(out, sentences.confidence)
        added: dict[int, Found] = {}
        for place in np.flatnonzero(self._decider.is_sure(sentences.confidence)).tolist():
            number = int(asked[place])
            reading, letter = readings[owner[number]], decisions.allowed[owner[number]]
            if finding := self._adds(reading, letter, sentences, place, bool(is_listed[place])):
                first = int(block.starts[owner[number]])
                span = (int(starts[number]) - first, int(ends[number]) - first)
                added[number] = Found(finding, span, sentences.lead[place], sentences.part[place])
                reading.found.append(added[number])
        if added:
            matters = [added[n].finding.matter if n in added else None for n in range(len(owner))]
            quoted = self._grounds.find_all(block, rows, (starts, ends), matters)
            for number, found in added.items():
                found.met = quoted[number]

    def _adds(
        self, reading: Reading, letter: Floats, sentences: Decisions, place: int, is_listed: bool
    ) -> Finding | None:
        """What the sentence ``place`` adds to a letter, whose departments are as likely as ``letter`` says."""
        if not reading.is_out:
            known = [found.finding for found in reading.found]
            return self._decider.second_finding(sentences, place, letter, known)
        if not is_listed:
            return None
        _come_inside(reading, sentences, place)
        return self._decider.finding(sentences, place)


def _come_inside(reading: Reading, sentences: Decisions, place: int) -> None:
    """A letter that seems to be outside is mixed after all: its sentence ``place`` is what it says of the list."""
    reading.is_out, reading.is_mixed = False, True
    reading.lead, reading.ranks = sentences.lead[place], sentences.ranks[place]
    reading.first = ranked(reading.ranks[None], CANDIDATES)[0].tolist()
    reading.sure = reading.lead[reading.first].tolist()
