"""Earlier letters like this one, how they were decided, and which of them came back (退单) and why.

Candidates are the letters that share the rarest terms of this one, found in the full-text index, and the latest about
the same matter in the same place. They are compared by the terms in common, a rare one counting more than a common one.
"""

import threading
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import repeat
from math import log

from sqlalchemy import Connection, select

from web.store.database import Database
from web.store.fulltext import holding_each
from web.store.history import effective
from web.store.records import Complaint, DecidedIssue
from web.store.rows import complaint, complaints, decision_query, issues_of, letter
from web.store.schema import ComplaintRow, DecisionRow, LetterRow
from web.store.words import pairs

# Rules of thumb: where a clerk would still call two letters alike, and how far the search goes for them.
LEAST_ALIKE = 0.12
_RAREST = 24
_MOST_OF_A_TERM = 300
_MOST_OF_THE_MATTER = 30
_MOST_COMPARED = 60
# The rarity of terms is taken from a sample of letters; it changes slowly.
_SAMPLE = 2000
# The share of letters from which a term counts as frequent, and from which it tells letters apart no more.
_MANY, _TELLS_NOTHING = 0.05, 0.5
_FEW = 100
_SAMPLE_AGAIN = 1.5


@dataclass(frozen=True)
class Returned:
    """A 退单: which department sent the letter back, and why."""

    department_no: int
    reason: str


@dataclass(frozen=True)
class Similar:
    """A letter like the one asked about, ``likeness`` 0 to 1; ``issues`` are those decided, empty where it waits."""

    complaint: Complaint
    likeness: float
    issues: tuple[DecidedIssue, ...]
    returned: tuple[Returned, ...]


class SimilarLetters:
    """Finds letters that are alike."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._rarity: _Rarity | None = None

    def to(self, complaint_id: int, limit: int = 5) -> tuple[Similar, ...]:
        """Letters like a stored one, returned ones first, then the likest. Raises NotFoundError."""
        with self._database.read() as connection:
            found = complaint(connection, complaint_id)
            _, text = letter(connection, complaint_id)
            place = (found.matter_id, found.territory)
            return self._find(connection, text, place, {complaint_id}, limit)

    def to_text(self, text: str, limit: int = 5) -> tuple[Similar, ...]:
        """Letters like a masked text that is not stored yet."""
        with self._database.read() as connection:
            return self._find(connection, text, (None, ""), set(), limit)

    def _find(
        self,
        connection: Connection,
        text: str,
        place: tuple[str | None, str],
        without: Collection[int],
        limit: int,
    ) -> tuple[Similar, ...]:
        rarity = self._rarities(connection)
        mine = pairs(text)
        if not mine:
            return ()
        ids = _candidates(connection, rarity.rarest(mine, _RAREST), place, without)
        texts = connection.execute(
            select(LetterRow.complaint_id, LetterRow.text).where(LetterRow.complaint_id.in_(ids))
        )
        likeness = {number: rarity.likeness(mine, pairs(other)) for number, other in texts}
        alike = [number for number, value in likeness.items() if value >= LEAST_ALIKE]
        returned = _returned(connection, alike)
        best = sorted(alike, key=lambda number: (number not in returned, -likeness[number], -number))[:limit]
        decided = _decided(connection, best)
        return tuple(
            Similar(found, likeness[found.id], decided.get(found.id, ()), returned.get(found.id, ()))
            for found in complaints(connection, best)
        )

    def _rarities(self, connection: Connection) -> "_Rarity":
        """How rare terms are, sampled at first use and again when the store has grown by half."""
        newest = (
            connection.execute(select(ComplaintRow.id).order_by(ComplaintRow.id.desc()).limit(1)).scalar()
            or 0
        )
        with self._lock:
            if self._rarity is None or newest > max(self._rarity.newest * _SAMPLE_AGAIN, 200):
                query = select(LetterRow.text).order_by(LetterRow.complaint_id.desc()).limit(_SAMPLE)
                texts = list(connection.execute(query).scalars())
                self._rarity = _Rarity.of(texts, newest)
            return self._rarity


@dataclass(frozen=True)
class _Rarity:
    """In how many of the sampled letters each term is."""

    holding: Mapping[str, int]
    letters: int
    newest: int
    # The weights of the terms in the sample: every letter compared asks for hundreds of them.
    weights: Mapping[str, float]

    @classmethod
    def of(cls, texts: Sequence[str], newest: int) -> "_Rarity":
        holding: Counter[str] = Counter()
        for text in texts:
            holding.update(pairs(text))
        weights = {term: _weight(count, len(texts)) for term, count in holding.items()}
        return cls(holding, len(texts), newest, weights)

    def rarest(self, wanted: Collection[str], most: int) -> dict[str, bool]:
        """The rarest terms that other letters are likely to have too, then those nobody in the sample has.

        With each whether many letters hold it; what nearly all hold tells nothing and is left out.
        """
        known = sorted((term for term in wanted if 0 < self._share(term) < _TELLS_NOTHING), key=self._share)
        unknown = sorted(term for term in wanted if term not in self.holding)
        rarest = [*known[: most - min(len(unknown), most // 3)], *unknown[: most // 3]]
        return {term: self._share(term) > _MANY for term in rarest}

    def _share(self, term: str) -> float:
        """The share of letters that hold ``term``; a few letters are too few to say that a term is frequent."""
        return self.holding.get(term, 0) / (self.letters + _FEW)

    def likeness(self, mine: AbstractSet[str], theirs: AbstractSet[str]) -> float:
        """The weight of the terms in common as a share of the weight of all (a weighted Jaccard index)."""
        unknown, weight = repeat(_weight(0, self.letters)), self.weights.get
        common = sum(map(weight, mine & theirs, unknown))
        every = common + sum(map(weight, mine ^ theirs, unknown))
        return common / every if every > 0 else 0.0


def _weight(holding: int, letters: int) -> float:
    """What a term counts that ``holding`` of ``letters`` letters hold: the rarer, the heavier."""
    return 1.0 + log((letters + 1) / (holding + 1))


def _candidates(
    connection: Connection,
    rarest: Mapping[str, bool],
    place: tuple[str | None, str],
    without: Collection[int],
) -> list[int]:
    """The letters that share most of the rarest terms, and the latest about the same matter in the same place."""
    hits: Counter[int] = Counter()
    if rarest:
        for number, count in connection.execute(holding_each(connection, rarest, _MOST_OF_A_TERM)):
            hits[number] = count
    matter_id, territory = place
    latest: list[int] = []
    if matter_id:
        query = select(ComplaintRow.id).where(
            ComplaintRow.matter_id == matter_id, ComplaintRow.territory == territory
        )
        latest = list(
            connection.execute(query.order_by(ComplaintRow.id.desc()).limit(_MOST_OF_THE_MATTER)).scalars()
        )
    ranked = sorted(hits, key=lambda number: (-hits[number], -number))[: _MOST_COMPARED + len(without)]
    return [number for number in dict.fromkeys((*ranked, *latest)) if number not in without]


def _returned(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[Returned, ...]]:
    """The returns that hold, by complaint."""
    back = select(ComplaintRow.id).where(ComplaintRow.id.in_(ids), ComplaintRow.returns > 0)
    found: dict[int, tuple[Returned, ...]] = {}
    for number, events in _events(connection, list(connection.execute(back).scalars())).items():
        returns = [event for event in effective(events) if event.action == "return"]
        found[number] = tuple(Returned(event.department_no, event.reason) for event in returns)
    return found


def _decided(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[DecidedIssue, ...]]:
    """What was decided last, by complaint."""
    found = {}
    for number, events in _events(connection, ids).items():
        issues = [event.issues for event in effective(events) if event.lead_no is not None]
        if issues:
            found[number] = issues_of(issues[-1])
    return found


def _events(connection: Connection, ids: Sequence[int]) -> dict[int, list]:  # type: ignore[type-arg]
    events: dict[int, list] = {}  # type: ignore[type-arg]
    if ids:
        query = decision_query().where(DecisionRow.complaint_id.in_(ids)).order_by(DecisionRow.revision)
        for row in connection.execute(query):
            events.setdefault(row.complaint_id, []).append(row)
    return events
