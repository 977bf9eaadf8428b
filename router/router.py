"""From text to `Routing`: the one path that the command, the batch and the web page share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from scipy.sparse import csr_matrix

from router.accused import accused_finder
from router.decision import Decider, Finding
from router.duties import Department, DutyList, duty_list
from router.grounds import Ground, GroundFinder
from router.issues import sentence_spans
from router.legal import legal_table
from router.matters import CONDUCT, Matter, MatterTable, matter_table
from router.model import Floats, Model
from router.paths import data_dir
from router.routing import Candidate, Disposition, Issue, Kind, ModelInfo, Role, Routing, Scope, Suggestion
from router.territory import Gazetteer
from router.text import is_readable
from router.withhold import REPORT_DUTY, withhold
from router.words import Span

CANDIDATES = 5
LONGEST = 100_000
# A text of which the model knows less than this is never forwarded unseen, however sure it sounds: a rule of thumb.
_FEWEST_FEATURES = 6
_CERTAINLY_OTHER = 0.8
_EMPTY = "诉求内容为空，无法判断。"
_UNREADABLE = "未识别到足够的中文内容，无法自动判断，请人工研判。"


@dataclass(frozen=True)
class _Reading:
    """A text with its sentences and what the heads say of them; row 0 is the whole text."""

    text: str
    spans: list[Span]
    matter: Floats
    out: list[float]
    kind: Kind
    features: csr_matrix


class Router:
    """Answers complaints with one model and one set of tables."""

    def __init__(self, model: Model, matters: MatterTable, duties: DutyList, gazetteer: Gazetteer) -> None:
        self.model = model
        self.duties = duties
        self.decider = Decider(model.matter.classes, matters, duties, model.policy)
        self.grounds = GroundFinder(model, matters)
        self._gazetteer = gazetteer
        self._info = ModelInfo(model.version, model.trained_at, duties.version)

    @classmethod
    def of(cls, model: Model) -> "Router":
        """A router with the tables shipped with the program."""
        return cls(model, matter_table(), duty_list(), Gazetteer.load(data_dir() / "territory.csv"))

    def route(self, text: str) -> Routing:
        """Answer one complaint."""
        return self.route_many([text])[0]

    def route_many(self, texts: Sequence[str]) -> list[Routing]:
        """Answer complaints in one block; the order is kept. Of a text only the first `LONGEST` characters count."""
        return [self._answer(reading) for reading in self._read([text[:LONGEST] for text in texts])]

    def _read(self, texts: Sequence[str]) -> list[_Reading]:
        spans = [_sentences(text) for text in texts]
        blocks = [
            block for text, found in zip(texts, spans, strict=True) for block in (text, *_cut(text, found))
        ]
        if not blocks:
            return []
        features = self.model.transform(blocks)
        matter = self.model.matter.probabilities(features)
        scope = self.model.scope.probabilities(features)[:, self.model.scope.classes.index("out")]
        kind = self.model.kind.probabilities(features)
        readings, first = [], 0
        for text, found in zip(texts, spans, strict=True):
            rows = slice(first, first + 1 + len(found))
            out = [
                self.decider.out_probability(row, float(head))
                for row, head in zip(matter[rows], scope[rows], strict=True)
            ]
            kind_name = self._kind(kind[first], self.decider.find(matter[first]), out[0])
            readings.append(_Reading(text, found, matter[rows], out, kind_name, features[rows]))
            first = rows.stop
        return readings

    def _kind(self, row: Floats, finding: Finding, out: float) -> Kind:
        """The likeliest kind; a letter that surely names a problem is `other` only if that is nearly certain."""
        first, second = (cast(Kind, self.model.kind.classes[int(column)]) for column in row.argsort()[:-3:-1])
        names_problem = self.decider.is_auto(finding) and not self.decider.is_out(out)
        return second if first == "other" and names_problem and row.max() < _CERTAINLY_OTHER else first

    def _answer(self, reading: _Reading) -> Routing:
        if not is_readable(reading.text):
            return self._unreadable(reading)
        if self.decider.is_out(reading.out[0]):
            return self._out_of_scope(reading)
        findings = self._findings(reading)
        main = findings[0][0]
        issues = tuple(self._issue(reading, finding, span) for finding, span in findings)
        is_mixed = any(map(self.decider.is_other_problem, reading.out[1:]))
        disposition = self._disposition(reading, main)
        return self._routing(
            reading,
            scope="mixed" if is_mixed else "in",
            disposition=disposition,
            question=main.matter.question if disposition == "clarify" else None,
            issues=issues,
        )

    def _disposition(self, reading: _Reading, main: Finding) -> Disposition:
        """Ask where the letter leaves the matter open, forward where it is sure and ours, else give it to a person."""
        is_sure = self.decider.is_auto(main) and reading.features[0].nnz >= _FEWEST_FEATURES
        if main.matter.is_open or (main.matter.question and not is_sure):
            return "clarify"
        is_ours = self._gazetteer.locate(reading.text).status != "outside"
        return "auto" if is_sure and is_ours else "review"

    def _findings(self, reading: _Reading) -> list[tuple[Finding, Span]]:
        """The main finding for the whole text, then what single sentences add to it."""
        letter = reading.matter[0]
        findings = [(self.decider.find(letter), (0, len(reading.text)))]
        for sentence, span in zip(reading.matter[1:], reading.spans, strict=True):
            added = self.decider.second_finding(sentence, letter, [finding for finding, _ in findings])
            if added:
                findings.append((added, span))
        return findings

    def _issue(self, reading: _Reading, finding: Finding, span: Span) -> Issue:
        matter, text, number = finding.matter, reading.text[slice(*span)], 0
        if span != (0, len(reading.text)):
            number = 1 + reading.spans.index(span)
        lead = self.decider.lead_confidence(reading.matter[number])
        part = self.decider.part_confidence(reading.matter[number])
        grounds = self.grounds.find(text, self.model.explain(text, reading.features[number]), matter, span[0])

        def suggest(department: Department, role: Role, confidence: float) -> Suggestion:
            quoted = tuple(grounds[duty] for duty in matter.grounds(department))
            return Suggestion(department, role, confidence, quoted)

        leads = sorted(matter.leads, key=lambda department: department != finding.lead)
        suggestions = [suggest(department, "lead", lead[department]) for department in leads]
        suggestions += [suggest(department, "assist", part[department]) for department in matter.assists]
        return Issue(text.strip(), span[0], matter, tuple(suggestions))

    def _out_of_scope(self, reading: _Reading) -> Routing:
        matter = self.decider.outside_matter(reading.matter[0])
        return self._routing(
            reading, scope="out", disposition="out_of_scope", outside=(matter,), remark=matter.note
        )

    def _unreadable(self, reading: _Reading) -> Routing:
        remark = _UNREADABLE if reading.text.strip() else _EMPTY
        return self._routing(reading, scope="in", disposition="review", kind="other", remark=remark)

    def _routing(
        self,
        reading: _Reading,
        *,
        scope: Scope,
        disposition: Disposition,
        question: str | None = None,
        issues: tuple[Issue, ...] = (),
        outside: tuple[Matter, ...] = (),
        kind: Kind | None = None,
        remark: str | None = None,
    ) -> Routing:
        kind = kind or reading.kind
        is_conduct = any(issue.matter.pollution_class == CONDUCT for issue in issues)
        is_report = kind == "report_officials"
        accused = accused_finder().find(reading.text, is_conduct=is_conduct) if is_report else ()
        kept = CANDIDATES + len(accused)
        ranked = self.decider.rank(reading.matter[0])[:kept]
        routing = Routing(
            text=reading.text,
            scope=scope,
            kind=kind,
            disposition=disposition,
            question=question,
            suggestions=_merge(issues),
            candidates=tuple(Candidate(department, confidence) for department, confidence in ranked),
            issues=issues,
            territory=self._gazetteer.locate(reading.text),
            model=self._info,
            remark=remark,
            legal=legal_table().find(reading.text, kind, (*(issue.matter for issue in issues), *outside)),
        )
        return withhold(routing, accused, self._report_lead(reading))

    def _report_lead(self, reading: _Reading) -> Suggestion:
        """Who leads a report when the department that would is the one accused."""
        duty = self.duties.duties[REPORT_DUTY]
        confidence = self.decider.lead_confidence(reading.matter[0])[duty.department]
        return Suggestion(duty.department, "lead", confidence, (Ground(duty, ()),))


def _sentences(text: str) -> list[Span]:
    spans = sentence_spans(text)
    return spans if len(spans) > 1 else []


def _cut(text: str, spans: list[Span]) -> list[str]:
    return [text[slice(*span)] for span in spans]


def _merge(issues: tuple[Issue, ...]) -> tuple[Suggestion, ...]:
    """Each department once, leads before assists, in the order of the issues; leading anywhere outranks assisting."""
    merged: dict[Department, Suggestion] = {}
    suggestions = [suggestion for issue in issues for suggestion in issue.suggestions]
    for suggestion in sorted(suggestions, key=lambda suggestion: suggestion.role != "lead"):
        merged.setdefault(suggestion.department, suggestion)
    return tuple(merged.values())
