"""The answer as a page shows it: a `Routing` with its words numbered on both sides and its next step in a sentence."""

from dataclasses import dataclass
from datetime import datetime

from router.counterparts import CountyUnit
from router.grounds import Ground
from router.labels import DISPOSITIONS, county_unit
from router.matters import Matter
from router.router import Router
from router.routing import Candidate, Issue, Routing, Suggestion
from router.words import Span
from web.marking import Mark, Piece, pieces
from web.moments import minute
from web.opinion import is_outside, opinion, territory_in_full
from web.wording import cut_off, percent

TONES = 6
_REPORT_NOTE = (
    "属检举控告：材料不得转给被检举、控告的单位和个人，并为举报人保密（《信访工作条例》第三十条）。"
)
_MIXED_NOTE = "信中另有不属责任清单的内容，请一并告知来信人向有关单位反映。"
_EXCERPT = 60


@dataclass(frozen=True)
class Quote:
    """A duty quoted as ground, its matched words marked."""

    id: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Card:
    """A department's part in an issue; ``unit`` does the work on the spot."""

    suggestion: Suggestion
    quotes: list[Quote]
    unit: CountyUnit | None


@dataclass(frozen=True)
class IssueView:
    """One issue; ``excerpt`` is its sentence, or None where it rests on the whole letter."""

    matter: Matter
    excerpt: str | None
    cards: list[Card]


@dataclass(frozen=True)
class Answer:
    """Everything the answer page shows."""

    routing: Routing
    title: str
    is_outside: bool
    step: str
    notes: list[str]
    territory: str
    pieces: list[Piece]
    issues: list[IssueView]
    others: list[Candidate]
    opinion: str
    made_at: str


def present(routing: Routing, router: Router) -> Answer:
    """Prepare ``routing``, which ``router`` gave, for the page."""
    numbers = _numbers(routing)
    named = {suggestion.department for suggestion in routing.suggestions}
    made_at = minute(datetime.now())
    return Answer(
        routing=routing,
        title=DISPOSITIONS[routing.disposition],
        is_outside=is_outside(routing),
        step=_step(routing, router.model.policy.auto),
        notes=_notes(routing),
        territory=territory_in_full(routing.territory),
        pieces=_complaint_pieces(routing, numbers),
        issues=[_issue_view(issue, routing, numbers) for issue in routing.issues],
        others=[candidate for candidate in routing.candidates if candidate.department not in named],
        opinion=opinion(routing, made_at),
        made_at=made_at,
    )


def _step(routing: Routing, needed: float) -> str:
    """What the clerk does next, and why."""
    if is_outside(routing) and routing.disposition != "out_of_scope":
        # 属地管理 comes first: whoever leads by the list has no say beyond the prefecture.
        to = routing.territory.send_to
        return f"发生地不在本州：核实后转{to or '当地'}办理，不转州内部门。下列为清单中对应的部门，供参考。"
    if routing.remark and routing.disposition != "out_of_scope":
        return routing.remark
    if routing.disposition == "clarify":
        return "来信没有说清关键情况，请先向来信人了解："
    if routing.disposition == "out_of_scope":
        return f"责任清单未将此事列给任何部门。{routing.remark or '请人工判断去向'}。"
    if routing.disposition == "auto":
        return "责任明确。核对下列责任条目后即可转办。"
    sure = routing.suggestions[0].confidence
    reason = f"主办部门把握 {percent(sure)}，未达到直接转办的 {cut_off(needed)}。" if sure < needed else ""
    return f"{reason}请核对下列责任条目，确定主办、协办部门后转办。"


def _notes(routing: Routing) -> list[str]:
    notes = [accused.reason for accused in routing.accused]
    if routing.kind == "report_officials" and not notes:
        notes.append(_REPORT_NOTE)
    if routing.scope == "mixed":
        notes.append(_MIXED_NOTE)
    if routing.legal:
        notes += [f"另：{route.words}。{route.rule.advice}" for route in routing.legal.also]
    return notes


def _numbers(routing: Routing) -> dict[Span, int]:
    """A number for each run of words of the complaint that meets some duty, in reading order."""
    spans = {match.complaint for ground in _grounds(routing) for match in ground.matches}
    return {span: number for number, span in enumerate(sorted(spans), 1)}


def _grounds(routing: Routing) -> list[Ground]:
    return [
        ground
        for issue in routing.issues
        for suggestion in issue.suggestions
        for ground in suggestion.grounds
    ]


def _complaint_pieces(routing: Routing, numbers: dict[Span, int]) -> list[Piece]:
    marks = [Mark(span, (str(number),), tone(number)) for span, number in numbers.items()]
    if routing.territory.span:
        marks.append(Mark(routing.territory.span, ("属地",), "place"))
    return pieces(routing.text, marks)


def _issue_view(issue: Issue, routing: Routing, numbers: dict[Span, int]) -> IssueView:
    is_whole = issue.text == routing.text.strip()
    return IssueView(
        matter=issue.matter,
        excerpt=None if is_whole else shortened(issue.text),
        cards=[
            Card(
                suggestion,
                [_quote(ground, numbers) for ground in suggestion.grounds],
                county_unit(suggestion.department, routing),
            )
            for suggestion in issue.suggestions
        ],
    )


def _quote(ground: Ground, numbers: dict[Span, int]) -> Quote:
    return Quote(ground.duty.id, duty_pieces(ground, numbers))


def duty_pieces(ground: Ground, numbers: dict[Span, int]) -> list[Piece]:
    """The duty text, each matched run with the numbers of the complaint's runs it meets."""
    met: dict[Span, list[int]] = {}
    for match in ground.matches:
        met.setdefault(match.duty, []).append(numbers[match.complaint])
    marks = [Mark(span, tuple(map(str, sorted(found))), tone(min(found))) for span, found in met.items()]
    return pieces(ground.duty.text, marks)


def tone(number: int) -> str:
    """The colour class of a number; it helps the eye, the number carries the meaning."""
    return f"tone{(number - 1) % TONES + 1}"


def shortened(text: str) -> str:
    """The first words of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else f"{line[:_EXCERPT]}…"
