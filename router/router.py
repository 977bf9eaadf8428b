"""From text to `Routing`: the one path that the command, the batch and the web page share.

Texts are answered in blocks, step by step for all of them; what is left to do for each is putting its answer together.
"""

from collections.abc import Iterator, Sequence

from router.accused import Accused, accused_finder
from router.alike import CellAnswers
from router.block import Block
from router.cells import Answer
from router.columns import answer_of
from router.cues import Cue
from router.decision import Decider, ranked
from router.duties import Department, DutyList, duty_list
from router.grounds import Ground, GroundFinder
from router.legal import legal_table
from router.matters import CONDUCT, MatterTable, matter_table
from router.model import Floats, Model
from router.parts import Parts
from router.paths import data_dir
from router.reading import CANDIDATES, Found, Reader, Reading
from router.routing import Candidate, Issue, Kind, ModelInfo, Role, Routing, Suggestion
from router.territory import Gazetteer, Territory
from router.verdict import Verdict, verdict_of
from router.withhold import REPORT_DUTY, withhold

LONGEST = 100_000
# Texts are answered so many, or so many characters, at a time: enough to make use of arrays, few enough for the cache.
_BLOCK_TEXTS, _BLOCK_CHARACTERS = 1000, 100_000
_REPORT: Kind = "report_officials"
# Answered once for what is loaded by the way, such as the dictionary.
_ANY_LETTER = "楼下烧烤油烟太大"


class Router:
    """Answers complaints with one model and one set of tables."""

    def __init__(self, model: Model, matters: MatterTable, duties: DutyList, gazetteer: Gazetteer) -> None:
        self.model = model
        self.duties = duties
        self.decider = Decider(model.matter.classes, matters, duties, model.policy)
        self.grounds = GroundFinder(model, matters)
        self._reader = Reader(model, self.decider, self.grounds)
        self._parts = Parts(self.decider)
        self._alike = CellAnswers(self.decider, self.grounds, self._parts)
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

    def _read(self, block: Block) -> Iterator[tuple[Reading, Verdict, Territory, frozenset[Cue]]]:
        territories, cues = self._gazetteer.locate_all(block), legal_table().cues.standing_in_all(block)
        for reading, territory, spoken in zip(self._reader.read(block), territories, cues, strict=True):
            yield reading, verdict_of(reading, territory, self.decider.least_auto), territory, spoken

    def _answer(
        self, reading: Reading, verdict: Verdict, territory: Territory, cues: frozenset[Cue]
    ) -> Routing:
        scope, kind, disposition, question, remark = verdict
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

    def _cells(
        self, reading: Reading, verdict: Verdict, territory: Territory, cues: frozenset[Cue]
    ) -> Answer:
        """The cells of `_answer`, without making it where there is one matter and nobody accused."""
        if verdict.kind == _REPORT or len(reading.found) > 1:
            return answer_of(self._answer(reading, verdict, territory, cues))
        return self._alike.of(reading, verdict, territory, cues)

    def _accused(self, text: str, issues: Sequence[Issue]) -> tuple[Accused, ...]:
        is_conduct = any(issue.matter.pollution_class == CONDUCT for issue in issues)
        return accused_finder().find(text, is_conduct=is_conduct)

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
            for department, role, column, duties in self._parts.of(found.finding.matter, found.finding.lead)
        ]
        start, end = found.span
        return Issue(text[start:end].strip(), start, found.finding.matter, tuple(suggestions))

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
