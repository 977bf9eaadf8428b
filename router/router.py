"""From text to `Routing`: the one path that the command, the batch and the web page share.

Texts are answered in blocks, step by step for all of them; what is left to do for each is putting its answer together.
"""

import functools
from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

from router.accused import Accused, accused_finder
from router.block import Block
from router.cells import Answer, Cells
from router.columns import answer_of, candidate_words, figures, match_words
from router.cues import Cue
from router.decision import Decider, ranked
from router.duties import Department, Duty, DutyList, duty_list
from router.grounds import Ground, GroundFinder
from router.legal import legal_table
from router.matters import CONDUCT, Matter, MatterTable, matter_table
from router.model import Floats, Model
from router.paths import data_dir
from router.reading import CANDIDATES, Found, Reader, Reading
from router.routing import Candidate, Disposition, Issue, Kind, ModelInfo, Role, Routing, Scope, Suggestion
from router.territory import Gazetteer, Territory
from router.withhold import REPORT_DUTY, withhold

LONGEST = 100_000
# Texts are answered so many, or so many characters, at a time: enough to make use of arrays, few enough for the cache.
_BLOCK_TEXTS, _BLOCK_CHARACTERS = 1000, 100_000
# A text of which the model knows less than this is never forwarded unseen, however sure it sounds: a rule of thumb.
_FEWEST_FEATURES = 6
_REPORT: Kind = "report_officials"
_MOST_SHARED = 20_000
# Answered once for what is loaded by the way, such as the dictionary.
_ANY_LETTER = "楼下烧烤油烟太大"
_EMPTY = "诉求内容为空，无法判断。"
_UNREADABLE = "未识别到足够的中文内容，无法自动判断，请人工研判。"


class _Verdict(NamedTuple):
    scope: Scope
    kind: Kind
    disposition: Disposition
    question: str | None
    remark: str | None


# A department, its role, its column among the decider's, and the duties by which it has a part.
_Part = tuple[Department, Role, int, tuple[Duty, ...]]


class Router:
    """Answers complaints with one model and one set of tables."""

    def __init__(self, model: Model, matters: MatterTable, duties: DutyList, gazetteer: Gazetteer) -> None:
        self.model = model
        self.duties = duties
        self.decider = Decider(model.matter.classes, matters, duties, model.policy)
        self.grounds = GroundFinder(model, matters)
        self._department = self.decider.departments.__getitem__
        self._reader = Reader(model, self.decider, self.grounds)
        self._parts = functools.cache(self._find_parts)
        self._cell_parts = functools.cache(self._find_cell_parts)
        self._shared: dict[Hashable, tuple[str | None, ...]] = {}
        self._gazetteer = gazetteer
        self._info = ModelInfo(model.version, model.trained_at, duties.version)

    @classmethod
    def of(cls, model: Model) -> "Router":
        """A router with the tables shipped with the program."""
        return cls(model, matter_table(), duty_list(), Gazetteer.load(data_dir() / "territory.csv"))

    def prepare(self) -> None:
        """Make what many answers need now, so that no letter waits for it and processes forked from this one share it."""
        for head in (self.model.matter, self.model.scope, self.model.kind):
            head.prepare()
        self.grounds.prepare()
        self.answer_many([_ANY_LETTER])

    def route(self, text: str) -> Routing:
        """Answer one complaint."""
        return self.route_many([text])[0]

    def route_many(self, texts: Sequence[str]) -> list[Routing]:
        """Answer complaints; the order is kept. Of a text only the first `LONGEST` characters count."""
        return [self._answer(*asked) for part in _parts(_cut_off(texts)) for asked in self._read(Block(part))]

    def answer_many(self, texts: Sequence[str]) -> list[Answer]:
        """The cells of `route_many`'s answers, without making these where the cells are alike but for figures."""
        return [self._cells(*asked) for part in _parts(_cut_off(texts)) for asked in self._read(Block(part))]

    def _read(self, block: Block) -> Iterator[tuple[Reading, Territory, frozenset[Cue]]]:
        territories, cues = self._gazetteer.locate_all(block), legal_table().cues.standing_in_all(block)
        return zip(self._reader.read(block), territories, cues, strict=True)

    def _answer(self, reading: Reading, territory: Territory, cues: frozenset[Cue]) -> Routing:
        scope, kind, disposition, question, remark = self._verdict(reading, territory)
        issues = tuple([self._issue(reading.text, f) for f in reading.found])
        matters = tuple([issue.matter for issue in issues]) or tuple(filter(None, (reading.outside,)))
        accused = self._accused(reading.text, issues) if kind == _REPORT else ()
        routing = Routing(
            text=reading.text,
            scope=scope,
            kind=kind,
            disposition=disposition,
            question=question,
            suggestions=_merge(issues),
            candidates=self._candidates(reading, CANDIDATES + len(accused)),
            issues=issues,
            territory=territory,
            model=self._info,
            remark=remark,
            legal=legal_table().route(kind, matters, cues),
        )
        return withhold(routing, accused, self._report_lead(reading)) if accused else routing

    def _cells(self, reading: Reading, territory: Territory, cues: frozenset[Cue]) -> Answer:
        """The cells of `_answer`. Of the answers that share cells, the first is made to take these from it."""
        verdict, found = self._verdict(reading, territory), reading.found
        if verdict.kind == _REPORT or len(found) > 1:
            return answer_of(self._answer(reading, territory, cues))
        place = (territory.status, territory.name, territory.send_to)
        about = (found[0].finding.matter, found[0].finding.lead.number) if found else reading.outside
        alike = (verdict, about, place, cues)
        shared = self._shared.get(alike)
        if shared is None:
            if len(self._shared) >= _MOST_SHARED:
                self._shared.clear()
            shared = self._shared[alike] = answer_of(self._answer(reading, territory, cues)).shared
        return Answer(shared, self._own_cells(reading))

    def _own_cells(self, reading: Reading) -> Cells:
        """The cells that are a letter's own, for one with at most one finding; those of its row empty."""
        candidates = candidate_words(zip(map(self._department, reading.first), reading.sure, strict=True))
        if not reading.found:
            return "", candidates, "", "", ""
        (found,) = reading.found
        columns, places = self._cell_parts(found.finding.matter, found.finding.lead)
        leads = [found.lead.item(column) for column in columns]
        words = self.grounds.words(reading.text, places, found.met)
        return figures(leads), candidates, match_words(words), "", ""

    def _find_cell_parts(self, matter: Matter, first: Department) -> tuple[list[int], list[int]]:
        """The columns of those who lead a matter, and the places of its duties among what a letter meets."""
        parts = self._parts(matter, first)
        columns = [column for _, role, column, _ in parts if role == "lead"]
        return columns, self.grounds.places(matter, [duty for *_, duties in parts for duty in duties])

    def _verdict(self, reading: Reading, territory: Territory) -> _Verdict:
        """What is said of the letter as a whole, but for the matters in it."""
        if not reading.is_readable:
            return _Verdict("in", "other", "review", None, _UNREADABLE if reading.text.strip() else _EMPTY)
        if reading.is_out:
            assert reading.outside
            return _Verdict("out", reading.kind, "out_of_scope", None, reading.outside.note)
        disposition = self._disposition(reading, territory)
        question = reading.found[0].finding.matter.question if disposition == "clarify" else None
        return _Verdict("mixed" if reading.is_mixed else "in", reading.kind, disposition, question, None)

    def _accused(self, text: str, issues: Sequence[Issue]) -> tuple[Accused, ...]:
        is_conduct = any(issue.matter.pollution_class == CONDUCT for issue in issues)
        return accused_finder().find(text, is_conduct=is_conduct)

    def _disposition(self, reading: Reading, territory: Territory) -> Disposition:
        """Ask where the letter leaves the matter open, forward where it is sure and ours, else give it to a person."""
        main = reading.found[0].finding
        is_sure = main.confidence >= self.decider.least_auto and reading.features >= _FEWEST_FEATURES
        if main.matter.is_open or (main.matter.question and not is_sure):
            return "clarify"
        return "auto" if is_sure and territory.status != "outside" else "review"

    def _candidates(self, reading: Reading, count: int) -> tuple[Candidate, ...]:
        departments, lead, columns = self.decider.departments, reading.lead, reading.first
        if count > len(columns):
            columns = ranked(reading.ranks[None], min(count, len(departments)))[0].tolist()
        return tuple([Candidate(departments[column], float(lead[column])) for column in columns])

    def _issue(self, text: str, found: Found) -> Issue:
        sure: dict[Role, Floats] = {"lead": found.lead, "assist": found.part}
        grounds = self.grounds.grounds(found.finding.matter, found.met)
        suggestions = [
            Suggestion(department, role, float(sure[role][column]), tuple([grounds[duty] for duty in duties]))
            for department, role, column, duties in self._parts(found.finding.matter, found.finding.lead)
        ]
        start, end = found.span
        return Issue(text[start:end].strip(), start, found.finding.matter, tuple(suggestions))

    def _find_parts(self, matter: Matter, first: Department) -> list[_Part]:
        """Who has a part in a matter, the ``first`` to be named, then the other leads and those who assist."""
        leads = [first, *(department for department in matter.leads if department != first)]
        roles: list[tuple[Department, Role]] = [(department, "lead") for department in leads]
        roles += [(department, "assist") for department in matter.assists]
        return [
            (department, role, self.decider.column[department], matter.grounds(department))
            for department, role in roles
        ]

    def _report_lead(self, reading: Reading) -> Suggestion:
        """Who leads a report when the department that would is the one accused."""
        duty = self.duties.duties[REPORT_DUTY]
        confidence = float(reading.lead[self.decider.column[duty.department]])
        return Suggestion(duty.department, "lead", confidence, (Ground(duty, ()),))


def _cut_off(texts: Sequence[str]) -> list[str]:
    return [text[:LONGEST] for text in texts]


def _parts(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """The texts in pieces fit to be answered together."""
    first, characters = 0, 0
    for number, text in enumerate(texts):
        if number > first and (number - first >= _BLOCK_TEXTS or characters + len(text) > _BLOCK_CHARACTERS):
            yield texts[first:number]
            first, characters = number, 0
        characters += len(text)
    if first < len(texts):
        yield texts[first:]


def _merge(issues: tuple[Issue, ...]) -> tuple[Suggestion, ...]:
    """Each department once, leads before assists, in the order of the issues; leading anywhere outranks assisting."""
    if len(issues) == 1:
        return issues[0].suggestions
    merged: dict[Department, Suggestion] = {}
    suggestions = [suggestion for issue in issues for suggestion in issue.suggestions]
    for suggestion in sorted(suggestions, key=lambda suggestion: suggestion.role != "lead"):
        merged.setdefault(suggestion.department, suggestion)
    return tuple(merged.values())
