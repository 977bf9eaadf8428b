"""The cells of answers without the answers: of a large table most answers differ in a few figures and words only."""

import functools
from collections.abc import Hashable
from typing import NamedTuple

from router.cells import Answer, Cells
from router.columns import Alike, candidate_words, figures, match_words
from router.cues import Cue
from router.decision import Decider
from router.duties import Department, Duty
from router.grounds import GroundFinder
from router.legal import legal_table
from router.matters import Matter
from router.parts import Parts
from router.reading import Reading
from router.territory import Territory
from router.verdict import Verdict

_MOST_SHARED = 20_000


class _Roles(NamedTuple):
    """What the cells about one matter need to know of it.

    ``columns`` of the decider are those of the leads, ``places`` those of the duties among what a letter meets.
    """

    leads: tuple[Department, ...]
    assists: tuple[Department, ...]
    duties: tuple[Duty, ...]
    columns: list[int]
    places: list[int]


_NOBODY = _Roles((), (), (), [], [])


class CellAnswers:
    """Makes the cells of answers that name one matter or none; `router.columns.answer_of` has those of any answer."""

    def __init__(self, decider: Decider, grounds: GroundFinder, parts: Parts) -> None:
        self._department = decider.departments.__getitem__
        self._grounds = grounds
        self._parts = parts
        self._roles = functools.cache(self._find_roles)
        self._shared: dict[Hashable, tuple[str | None, ...]] = {}

    def of(self, reading: Reading, verdict: Verdict, territory: Territory, cues: frozenset[Cue]) -> Answer:
        """The cells of the answer to a letter with at most one finding."""
        finding = reading.found[0].finding if reading.found else None
        matter, lead = (finding.matter, finding.lead) if finding else (None, None)
        roles = self._roles(matter, lead) if matter and lead else _NOBODY
        place = territory.status, territory.name, territory.send_to
        key = verdict, matter or reading.outside, lead, place, cues
        shared = self._shared.get(key)
        if shared is None:
            if len(self._shared) >= _MOST_SHARED:
                self._shared.clear()
            about = tuple(filter(None, (matter or reading.outside,)))
            shared = self._shared[key] = Alike(
                verdict.scope,
                verdict.kind,
                verdict.disposition,
                verdict.remark or verdict.question,
                (matter,) if matter else (),
                roles.leads,
                roles.assists,
                roles.duties,
                territory,
                legal_table().route(verdict.kind, about, cues),
            ).cells
        return Answer(shared, self._own(reading, roles))

    def _own(self, reading: Reading, roles: _Roles) -> Cells:
        """The cells that are a letter's own; those of its row empty."""
        candidates = candidate_words(zip(map(self._department, reading.first), reading.sure, strict=True))
        if not reading.found:
            return "", candidates, "", "", ""
        (found,) = reading.found
        words = self._grounds.words(reading.text, roles.places, found.met)
        return figures(map(found.lead.item, roles.columns)), candidates, match_words(words), "", ""

    def _find_roles(self, matter: Matter, first: Department) -> _Roles:
        parts = self._parts.of(matter, first)
        duties = tuple(dict.fromkeys(duty for part in parts for duty in part.duties))
        leads = [part for part in parts if part.role == "lead"]
        return _Roles(
            tuple(part.department for part in leads),
            tuple(part.department for part in parts if part.role == "assist"),
            duties,
            [part.column for part in leads],
            self._grounds.places(matter, duties),
        )
