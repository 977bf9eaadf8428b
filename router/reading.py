"""What the model says of letters and of their sentences, for a block at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

import numpy as np

from router.block import Block
from router.decision import Decider, Decisions, Finding
from router.duties import Duty
from router.grounds import Ground, GroundFinder
from router.hashing import Ints
from router.issues import sentences_of
from router.matters import Matter
from router.model import Floats, Model
from router.routing import Kind
from router.space import Occurrences, Rows
from router.text import Flags, are_readable
from router.words import Span

_CERTAINLY_OTHER = 0.8


@dataclass
class Found:
    """A finding, the part of the letter it is about, and its grounds.

    ``lead`` and ``part`` say how sure it is that each department may lead or has a part, by the decider's columns.
    """

    finding: Finding
    span: Span
    lead: Sequence[float]
    part: Sequence[float]
    grounds: dict[Duty, Ground] = field(default_factory=dict)


@dataclass
class Reading:
    """A letter and what the heads say of it.

    ``found`` is empty for a letter that cannot be read or is outside the list, else the main finding stands first.
    ``ranked`` are columns of departments, in the order they should be named; ``features`` is how many features of the
    letter the model knows; ``outside`` the likeliest matter outside the list.
    """

    text: str
    is_readable: bool
    is_out: bool
    kind: Kind
    lead: Sequence[float]
    ranked: Sequence[int]
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
        matter = self._model.matter.probabilities(rows.matrix)
        decisions = self._decider.decide(matter)
        scope_out = self._model.scope.probabilities(rows.matrix)[:, self._out]
        readable = are_readable(block.raw, block.starts, block.ends)
        is_out = self._decider.is_out(self._decider.out_probability(decisions.outside, scope_out))
        is_inside = readable & ~is_out
        readings = self._letters(block, rows, matter, decisions, readable, is_out)
        self._sentences(block, occurrences, readings, np.flatnonzero(is_inside), decisions)
        return readings

    def _letters(
        self, block: Block, rows: Rows, matter: Floats, decisions: Decisions, readable: Flags, is_out: Flags
    ) -> list[Reading]:
        """The letters with their main findings."""
        kinds = self._kinds(rows, decisions, is_out)
        lead, part = decisions.lead.tolist(), decisions.part.tolist()
        order = decisions.order().tolist()
        sizes = np.diff(rows.matrix.indptr).tolist()
        outside: dict[int, Matter] = {
            number: self._decider.outside_matter(matter[number])
            for number in np.flatnonzero(readable & is_out).tolist()
        }
        readings = [
            Reading(
                text, can_read, out, kind, lead[number], order[number], sizes[number], outside.get(number), []
            )
            for number, (text, can_read, out, kind) in enumerate(
                zip(block.texts, readable.tolist(), is_out.tolist(), kinds, strict=True)
            )
        ]
        for number in np.flatnonzero(readable & ~is_out).tolist():
            finding = self._decider.finding(decisions, number)
            span = (0, len(block.texts[number]))
            readings[number].found.append(Found(finding, span, lead[number], part[number]))
        matters = [reading.found[0].finding.matter if reading.found else None for reading in readings]
        for reading, grounds in zip(
            readings, self._grounds.find_all(block, rows, (block.starts, block.ends), matters), strict=True
        ):
            if reading.found:
                reading.found[0].grounds = grounds
        return readings

    def _kinds(self, rows: Rows, decisions: Decisions, is_out: Flags) -> list[Kind]:
        """The likeliest kind; a letter that surely names a problem is `other` only if that is nearly certain."""
        head = self._model.kind
        probabilities = head.probabilities(rows.matrix)
        first, second = probabilities.argsort(axis=1, kind="stable")[:, :-3:-1].T
        names_problem = (decisions.confidence >= self._decider.least_auto) & ~is_out
        is_other = first == (head.classes.index("other") if "other" in head.classes else -1)
        doubted = is_other & names_problem & (probabilities.max(axis=1) < _CERTAINLY_OTHER)
        return [cast(Kind, head.classes[column]) for column in np.where(doubted, second, first).tolist()]

    def _sentences(
        self,
        block: Block,
        occurrences: Sequence[Occurrences],
        readings: list[Reading],
        letters: Ints,
        decisions: Decisions,
    ) -> None:
        """Add what single sentences say beside the main findings of ``letters``, those with findings."""
        owner, starts, ends = sentences_of(block, letters.tolist())
        if not len(owner):
            return
        rows = self._model.features.rows(block, starts, ends, occurrences)
        scope_out = self._model.scope.probabilities(rows.matrix)[:, self._out]
        asked = np.flatnonzero(self._decider.may_matter(decisions, scope_out, owner))
        if not len(asked):
            return
        sentences = self._decider.decide(self._model.matter.probabilities(rows.matrix[asked]))
        out = self._decider.out_probability(sentences.outside, scope_out[asked])
        for number in owner[asked[self._decider.is_other_problem(out)]].tolist():
            readings[number].is_mixed = True
        added: dict[int, Found] = {}
        for place in np.flatnonzero(self._decider.is_sure(sentences.confidence)).tolist():
            number = int(asked[place])
            reading = readings[owner[number]]
            finding = self._decider.second_finding(
                sentences, place, decisions.allowed[owner[number]], [found.finding for found in reading.found]
            )
            if finding:
                first = int(block.starts[owner[number]])
                span = (int(starts[number]) - first, int(ends[number]) - first)
                lead, part = sentences.lead[place].tolist(), sentences.part[place].tolist()
                added[number] = Found(finding, span, lead, part)
                reading.found.append(added[number])
        if added:
            matters = [added[n].finding.matter if n in added else None for n in range(len(owner))]
            quoted = self._grounds.find_all(block, rows, (starts, ends), matters)
            for number, found in added.items():
                found.grounds = quoted[number]
