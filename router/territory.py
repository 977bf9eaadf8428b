"""Where a complaint belongs (属地): which county, city or park must handle it on the spot, or that none does.

The names are a closed gazetteer, ``data/territory.csv``; nothing is learned, so every answer shows the word
it rests on. A name is *sure* (六工镇) or *weak* (三工, 高新区): a weak one decides nothing by itself and only
adds detail where its county is named too. What the letter does not say stays unknown and is never guessed.
"""

import functools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

import numpy as np

from router.block import Block
from router.paths import data_dir
from router.placenames import Role, is_other_word, is_site, role_of
from router.places import CORPS, COUNTY, PARK, PREFECTURE, Place, read_places
from router.spotting import Spotter

# 昌吉 alone mostly means 昌吉市, but right before another place it means the prefecture: 昌吉奇台.
_PREFECTURE_STEM = "昌吉"

# How much a mention has to say; the heaviest decides, among equals the first. A park is more precise than the
# county it lies in. A place of the prefecture beats one outside, unless it is only the authority written to.
_WEIGHTS = {PARK: 3.5, COUNTY: 3.0, PREFECTURE: 0.5}
_LOCAL_WEIGHT, _STEM_WEIGHT, _OUTSIDE_WEIGHT = 2.0, 1.9, 1.8
_ROLE_FACTORS = {Role.SITE: 1.0, Role.AGENCY: 0.5, Role.ASIDE: 0.25}
_SITE_BONUS = 0.05


@dataclass(frozen=True)
class Territory:
    """The answer. ``name`` is one of the counties, cities and parks, set only where ``status`` is inside.

    ``evidence`` is the deciding word, at ``span`` of the text; where the answer is unknown, the word that
    left it open, or None. ``send_to`` says whose matter it is when outside, ``level`` what name decided
    (县市, 园区, 镇, 村 ...), ``others`` which further territories the letter speaks of.
    """

    name: str | None = None
    status: Literal["inside", "outside", "unknown"] = "unknown"
    evidence: str | None = None
    span: tuple[int, int] | None = None
    send_to: str | None = None
    town: str | None = None
    others: tuple[str, ...] = ()
    level: str | None = None


_UNKNOWN = Territory()


@dataclass(frozen=True)
class _Found:
    """A spelling at ``start:end`` and the places it may mean, each with whether it means it surely."""

    start: int
    end: int
    word: str
    senses: Sequence[tuple[Place, bool]]


@dataclass(frozen=True)
class _Mention:
    """A spelling whose place is settled, with how much it has to say."""

    start: int
    end: int
    word: str
    place: Place
    role: Role
    weight: float


class Gazetteer:
    """Finds places in text. Load it once, then call `locate` for each letter."""

    def __init__(self, places: Iterable[Place]) -> None:
        senses: dict[str, list[tuple[Place, bool]]] = defaultdict(list)
        for place in places:
            for word in (place.name, *place.aliases, *place.weak):
                senses[word].append((place, word not in place.weak))
        self._senses = list(senses.values())
        self._spotter = Spotter(list(senses))

    @classmethod
    def load(cls, path: Path) -> "Gazetteer":
        """Read the table; raises DataError where `router.places.read_places` does."""
        return cls(read_places(path))

    def locate(self, text: str) -> Territory:
        """Return where the complaint belongs; `text` as it came, for regiments are known by their digits."""
        return self.locate_all(Block([text]))[0]

    def locate_all(self, block: Block) -> list[Territory]:
        """`locate` for each text of a block."""
        starts, ends, words = self._spotter.find(block.raw_hashes)
        owners = np.searchsorted(block.starts, starts, side="right") - 1
        first = block.starts[owners]
        spelled: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        spellings = zip((starts - first).tolist(), (ends - first).tolist(), words.tolist(), strict=True)
        for owner, spelling in zip(owners.tolist(), spellings, strict=True):
            spelled[owner].append(spelling)
        territories = [_UNKNOWN] * len(block.texts)
        for number, found in spelled.items():
            territories[number] = self._locate(block.texts[number], found)
        return territories

    def _locate(self, text: str, spellings: Iterable[tuple[int, int, int]]) -> Territory:
        found = self._find(text, spellings)
        if not found:
            return _UNKNOWN
        mentions = _drop_parts(text, _settle(text, found))
        if not mentions:
            return _left_open(found)
        best = max(mentions, key=lambda mention: mention.weight)
        return _answer(_unit_within(best, mentions), mentions)

    def _find(self, text: str, spellings: Iterable[tuple[int, int, int]]) -> list[_Found]:
        """Of ``spellings``, start, end and which of the words, the longest at each position, none within another word."""
        found = []
        free = 0
        for start, end, word in spellings:
            senses = self._senses[word]
            if start >= free and not is_other_word(text, start, end, far=senses[0][0].is_outside):
                found.append(_Found(start, end, text[start:end], senses))
                free = end
        return found


def _settle(text: str, found: Sequence[_Found]) -> list[_Mention]:
    """Choose for each spelling its place and leave out what says nothing."""
    named = {
        place.territory for item in found for place, sure in item.senses if sure and not place.is_outside
    }
    mentions = []
    latest = ""
    for item in found:
        places = [place for place, sure in item.senses if sure or place.belongs_to in named]
        if not places:
            continue
        # 三工 is in 昌吉市 and in 阜康市: where both are named, the one named just before is meant.
        place = next((place for place in places if place.belongs_to == latest), places[0])
        latest = place.territory if place.level == COUNTY else latest
        role = role_of(text, item.start, item.end, far=place.is_outside)
        # A writer's home elsewhere decides nothing; one inside is better than no answer at all.
        if not (place.is_outside and role is Role.ASIDE):
            bonus = _SITE_BONUS if is_site(text, item.start) else 0.0
            weight = (_weight(item.word, place) + bonus) * _ROLE_FACTORS[role]
            mentions.append(_Mention(item.start, item.end, item.word, place, role, weight))
    return mentions


def _weight(word: str, place: Place) -> float:
    if place.is_outside:
        return _OUTSIDE_WEIGHT
    return _STEM_WEIGHT if word == _PREFECTURE_STEM else _WEIGHTS.get(place.level, _LOCAL_WEIGHT)


def _drop_parts(text: str, mentions: Sequence[_Mention]) -> list[_Mention]:
    """Leave out what is only part of an address: 昌吉 in 昌吉奇台, or the 东湾镇 that is 沙湾市's."""
    parts = set()
    for mention, following in pairwise(mentions):
        if text[mention.end : following.start].strip(" 的"):
            continue
        if mention.place.is_outside and following.place.is_local:
            parts.add(following)
        elif _leads_up(mention, following):
            parts.add(mention)
    return [mention for mention in mentions if mention not in parts]


def _leads_up(mention: _Mention, following: _Mention) -> bool:
    """Whether the first name only says where the second is; 第六师医院 names an owner and no place."""
    if following.place.level == CORPS:
        return "师" not in following.word
    larger = mention.place.is_outside and following.place.belongs_to == mention.place.name
    return larger or mention.word == _PREFECTURE_STEM


def _unit_within(best: _Mention, mentions: Sequence[_Mention]) -> _Mention:
    """A corps unit in the county that would be the answer is more precise, and not the county's matter."""
    county = best.place.territory
    units = (m for m in mentions if m.place.level == CORPS and m.place.belongs_to == county)
    return next(units, best)


def _left_open(found: Sequence[_Found]) -> Territory:
    """Unknown, with the name in the prefecture that would decide if the letter said a little more."""
    near = next((item for item in found if not item.senses[0][0].is_outside), None)
    return Territory(evidence=near.word, span=(near.start, near.end)) if near else Territory()


def _answer(best: _Mention, mentions: Sequence[_Mention]) -> Territory:
    place, span = best.place, (best.start, best.end)
    named = dict.fromkeys(m.place.territory for m in mentions if m.role is not Role.ASIDE)
    others = tuple(name for name in named if name and name != place.territory)
    if place.level == PREFECTURE:
        return Territory(evidence=best.word, span=span, level=place.level)
    if place.is_outside:
        return Territory(None, "outside", best.word, span, place.send_to, None, others, place.level)
    town = next((m.place.town_name for m in mentions if _adds_town(m, best)), None)
    return Territory(place.territory, "inside", best.word, span, None, town, others, place.level)


def _adds_town(mention: _Mention, best: _Mention) -> bool:
    """Whether the mention names a town of the answer, or one right behind it: 吉木萨尔县五彩湾镇."""
    place = mention.place
    if place.is_outside or not place.town_name:
        return False
    same = place.territory in (best.place.territory, best.place.belongs_to)
    return same or 0 <= mention.start - best.end <= 1


@functools.cache
def gazetteer() -> Gazetteer:
    """The gazetteer shipped with the program."""
    return Gazetteer.load(data_dir() / "territory.csv")
