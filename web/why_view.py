"""The case of a department in sentences, and the department a clerk means."""

from dataclasses import dataclass

from router.duties import Department, duty_list
from router.labels import ROLES
from web.answer import tone
from web.marking import Mark, Piece, pieces
from web.why import WhyNot
from web.wording import percent

# The answer's own marks are numbered, so these are lettered.
_LETTERS = "甲乙丙丁戊己庚辛"
_SIMILAR = 5
_SHORTEST_PART = 2


@dataclass(frozen=True)
class Pair:
    """A run of words of the complaint and the letter under which the duty text is marked."""

    letter: str
    words: str


@dataclass(frozen=True)
class WhyView:
    """Everything the section shows."""

    case: WhyNot
    verdict: str
    pieces: list[Piece]
    pairs: list[Pair]


def present_why(case: WhyNot, text: str) -> WhyView:
    """Prepare ``case``, made for the complaint ``text``, for the page."""
    matches = case.ground.matches[: len(_LETTERS)]
    lettered = list(zip(_LETTERS, matches, strict=False))
    marks = [Mark(match.duty, (letter,), tone(number)) for number, (letter, match) in enumerate(lettered, 1)]
    return WhyView(
        case=case,
        verdict=_verdict(case),
        pieces=pieces(case.ground.duty.text, marks),
        pairs=[Pair(letter, text[slice(*match.complaint)]) for letter, match in lettered],
    )


def _verdict(case: WhyNot) -> str:
    name = case.department.short
    if case.role:
        sentence = f"{name}已列为{ROLES[case.role]}部门，主办可能性 {percent(case.confidence)}。"
    else:
        sentence = f"未建议{name}，主办可能性 {percent(case.confidence)}。"
    return sentence + (f"来信更像“{case.rival.name}”。" if case.rival else "")


def meant_department(asked: str) -> Department | None:
    """The department meant by ``22``, ``住建局``, ``城管`` or ``22 州住建局``."""
    candidates = map(duty_list().find_department, (asked, *asked.split()))
    return next(filter(None, candidates), None)


def unknown_department(asked: str) -> str:
    """The sentence for a department that is not in the list, with those that may be meant."""
    similar = [
        department.short
        for department in duty_list().departments.values()
        if any(_is_similar(asked, name) for name in (department.name, *department.aliases))
    ]
    hint = (
        f"是否指：{'、'.join(similar[:_SIMILAR])}？"
        if similar
        else "可填编号（1–46）、部门名称或俗称，如 22、住建局、城管。"
    )
    return f"责任清单中没有“{asked}”。{hint}"


def _is_similar(asked: str, name: str) -> bool:
    return len(asked) >= _SHORTEST_PART and (asked in name or (len(name) >= _SHORTEST_PART and name in asked))
