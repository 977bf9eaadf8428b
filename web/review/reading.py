"""A stored answer as the page shows it: the words that meet numbered on both sides, what to do, and what to beware of.

The answer is read as it was shown and not made anew: the model may have changed since, and a page must open at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from router.labels import DISPOSITIONS
from router.matters import Matter, matter_table
from router.words import Span
from web.answer import shortened, tone
from web.marking import Mark, pieces
from web.opinion import place_words

Answer = Mapping[str, Any]
_PLACE = ("status", "name", "town", "send_to")
_REPORT = "属检举控告：材料不得转给被检举、控告的单位和个人，并为举报人保密（《信访工作条例》第三十条）。"
_MIXED = "信中另有不属责任清单的内容，请一并告知来信人向有关单位反映。"


@dataclass(frozen=True)
class Run:
    """A run of text under the same marks: where it begins, its colour, the numbers it bears and those it ends with."""

    text: str
    start: int
    tone: str | None
    links: str
    closing: tuple[str, ...]


@dataclass(frozen=True)
class Quote:
    """A duty quoted as ground."""

    id: str
    runs: list[Run]


@dataclass(frozen=True)
class Part:
    """A department's part in a problem; ``unit`` does the work on the spot."""

    number: int
    name: str
    role: str
    confidence: float
    unit: str
    quotes: list[Quote]


@dataclass(frozen=True)
class Problem:
    """One problem; ``excerpt`` is its sentence, empty where it is the whole letter."""

    name: str
    matter: Matter | None
    excerpt: str
    parts: list[Part]


@dataclass(frozen=True)
class Reading:
    """Everything the page shows of an answer; ``others`` are candidates that have no part in it."""

    title: str
    advice: str
    warnings: list[str]
    territory: str
    route: str
    runs: list[Run]
    problems: list[Problem]
    others: list[Answer]


def read_answer(answer: Answer, text: str) -> Reading:
    """Prepare ``answer`` (`Routing.to_json`), made for the stored ``text``."""
    numbers = _numbers(answer, text)
    named = {department["department_no"] for department in answer["departments"]}
    return Reading(
        title=DISPOSITIONS[answer["disposition"]],
        advice=_advice(answer),
        warnings=_warnings(answer),
        territory=place_words(*(answer["territory"][name] for name in _PLACE)),
        route=_route(answer["legal"]),
        runs=_letter_runs(answer, text, numbers),
        problems=[_problem(issue, text, numbers) for issue in answer["issues"]],
        others=[candidate for candidate in answer["candidates"] if candidate["department_no"] not in named],
    )


def plain_runs(text: str) -> list[Run]:
    """A letter without an answer, unmarked."""
    return _runs(text, [])


def shown_text(text: str) -> str:
    """``text`` with one kind of line ends and every character where it was: browsers would swallow a CR."""
    return text.replace("\r\n", " \n").replace("\r", "\n")


def _numbers(answer: Answer, text: str) -> dict[Span, int]:
    """A number for each run of words of the letter that meets some duty, in reading order."""
    spans = {
        span
        for issue in answer["issues"]
        for department in issue["departments"]
        for ground in department["grounds"]
        for match in ground["matched"]
        if (span := _place(match["complaint"], text, issue["text"]))
    }
    return {span: number for number, span in enumerate(sorted(spans), 1)}


def _place(words: str, text: str, within: str) -> Span | None:
    """Where ``words`` stand in the letter, in the sentence ``within`` if they can."""
    start = text.find(words, max(0, text.find(within)))
    if start < 0:
        start = text.find(words)
    return (start, start + len(words)) if words and start >= 0 else None


def _letter_runs(answer: Answer, text: str, numbers: Mapping[Span, int]) -> list[Run]:
    marks = [Mark(span, (str(number),), tone(number)) for span, number in numbers.items()]
    evidence = answer["territory"]["evidence"]
    place = _place(evidence, text, text) if evidence else None
    if place:
        marks.append(Mark(place, ("属地",), "place"))
    return _runs(shown_text(text), marks)


def _runs(text: str, marks: list[Mark]) -> list[Run]:
    runs, start = [], 0
    for piece in pieces(text, marks):
        end = start + len(piece.text)
        links = [
            label
            for mark in marks
            if mark.span[0] <= start and end <= mark.span[1]
            for label in mark.labels
            if label.isdecimal()
        ]
        runs.append(Run(piece.text, start, piece.tone, " ".join(links), piece.closing))
        start = end
    return runs


def _problem(issue: Answer, text: str, numbers: Mapping[Span, int]) -> Problem:
    matter = next((matter for matter in matter_table().values() if matter.name == issue["matter"]), None)
    is_whole = issue["text"] == text.strip()
    return Problem(
        issue["matter"],
        matter,
        "" if is_whole else shortened(issue["text"]),
        [_part(department, issue, text, numbers) for department in issue["departments"]],
    )


def _part(department: Answer, issue: Answer, text: str, numbers: Mapping[Span, int]) -> Part:
    unit = department.get("county_unit")
    return Part(
        department["department_no"],
        department["department"],
        department["role"],
        department["confidence"],
        unit["name"] if unit else "",
        [_quote(ground, issue, text, numbers) for ground in department["grounds"]],
    )


def _quote(ground: Answer, issue: Answer, text: str, numbers: Mapping[Span, int]) -> Quote:
    """The duty text, each matched run with the numbers of the letter's runs it meets."""
    met: dict[Span, set[int]] = {}
    for match in ground["matched"]:
        start = ground["text"].find(match["duty"])
        span = _place(match["complaint"], text, issue["text"])
        if span and start >= 0:
            met.setdefault((start, start + len(match["duty"])), set()).add(numbers[span])
    marks = [Mark(span, tuple(map(str, sorted(found))), tone(min(found))) for span, found in met.items()]
    return Quote(ground["duty_id"], _runs(ground["text"], marks))


def _advice(answer: Answer) -> str:
    """What the clerk does next, and why."""
    if answer["territory"]["status"] == "outside" and answer["disposition"] != "out_of_scope":
        to = answer["territory"]["send_to"] or "当地"
        return f"发生地不在本州：核实后转{to}办理，不转州内部门。"
    if answer["disposition"] == "out_of_scope":
        return f"责任清单未将此事列给任何部门。{answer['remark'] or '请人工判断去向'}。"
    if answer["remark"]:
        return str(answer["remark"])
    if answer["disposition"] == "clarify":
        return f"来信没有说清关键情况，请先了解：{answer['question']}"
    return "责任明确，核对条目后确认。" if answer["disposition"] == "auto" else "请核对条目，确定主办、协办。"


def _warnings(answer: Answer) -> list[str]:
    found = [accused["reason"] for accused in answer["accused"]]
    if answer["kind"] == "report_officials":
        found.insert(0, _REPORT)
    if answer["scope"] == "mixed":
        found.append(_MIXED)
    also = answer["legal"]["also"] if answer["legal"] else ()
    return found + [f"另：{_route(route)}。{route['advice']}" for route in also]


def _route(legal: Answer | None) -> str:
    if not legal:
        return ""
    return f"{legal['category']}：{legal['route']}" if legal["route"] else str(legal["category"])
