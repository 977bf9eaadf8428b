"""Every letter that was answered wrongly: gold against answer, and the words that made the difference."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from router.duties import duty_list
from router.labels import DISPOSITIONS, KINDS, OUTSIDE_PREFECTURE, SCOPES, territory_words
from router.matters import Matter
from router.router import Router
from training.measures import Answer
from training.report_words import Comparer, Comparison, Piece, pieces

LEAD, SCOPE, GROUND, KIND, TERRITORY = "主办有误", "范围有误", "依据有误", "类型有误", "属地有误"
FAULTS = (LEAD, SCOPE, GROUND, KIND, TERRITORY)
_SCOPE_NAMES = {**cast("dict[str, str]", SCOPES), "gray": "有争议"}
_KIND_NAMES = cast("dict[str, str]", KINDS)
_JOIN = "、"


@dataclass(frozen=True)
class Field:
    """One line of gold against answer."""

    name: str
    gold: str
    answered: str


@dataclass(frozen=True)
class Mistake:
    """A letter with its faults, the gravest first; ``pieces`` are its text, marked by the first comparison."""

    answer: Answer
    faults: tuple[str, ...]
    fields: tuple[Field, ...]
    comparisons: tuple[Comparison, ...]
    pieces: tuple[Piece, ...]


def mistakes(router: Router, answers: Sequence[Answer]) -> list[Mistake]:
    """All letters with a fault: wrong leads first, and among these the ones the program was surest of."""
    found = [_mistake(router, answer, faults) for answer in answers if (faults := faults_of(answer))]
    return sorted(found, key=lambda found: (FAULTS.index(found.faults[0]), -found.answer.confidence))


def faults_of(answer: Answer) -> tuple[str, ...]:
    """What is wrong with an answer, by the rules of ``training/measures.py``, the gravest first."""
    letter, routing = answer.letter, answer.routing
    in_scope = bool(letter.leads) and letter.scope != "out"
    ground_right = bool(routing.leads) and routing.leads[0].grounds[0].duty.id in letter.duties
    territory = "outside" if routing.territory.status == "outside" else routing.territory.name or ""
    wrong = {
        LEAD: in_scope and not answer.lead_right,
        SCOPE: letter.scope != "gray" and (letter.scope == "out") != (routing.scope == "out"),
        GROUND: in_scope and bool(letter.duties) and not ground_right,
        KIND: bool(letter.kind) and routing.kind != letter.kind,
        TERRITORY: territory != letter.territory,
    }
    return tuple(fault for fault in FAULTS if wrong[fault])


def _mistake(router: Router, answer: Answer, faults: tuple[str, ...]) -> Mistake:
    comparisons = _comparisons(router, answer, faults)
    pulls = comparisons[0].pulls if comparisons else {}
    marked = tuple(pieces(answer.letter.text, pulls))
    return Mistake(answer, faults, _fields(answer), tuple(comparisons), marked)


def _comparisons(router: Router, answer: Answer, faults: tuple[str, ...]) -> list[Comparison]:
    """A comparison for each fault that words can explain; the territory is found by its own table, not by weights."""
    comparer = Comparer(router.model, answer.letter.text)
    found = []
    if {LEAD, SCOPE, GROUND} & set(faults):
        answered = _answered_matter(router, answer, comparer, faults)
        gold = _gold_matter(router, answer, comparer, faults, answered)
        labels, names = (answered.id, gold.id), (answered.name, gold.name)
        found.append(comparer.compare("事项", router.model.matter, labels, names))
    if SCOPE in faults:
        labels = ("in", "out") if answer.letter.scope == "out" else ("out", "in")
        names = _SCOPE_NAMES[labels[0]], _SCOPE_NAMES[labels[1]]
        found.append(comparer.compare("范围", router.model.scope, labels, names))
    labels = (answer.routing.kind, answer.letter.kind)
    if KIND in faults and set(labels) <= set(router.model.kind.classes):
        names = _KIND_NAMES[labels[0]], _KIND_NAMES[labels[1]]
        found.append(comparer.compare("类型", router.model.kind, labels, names))
    return found


def _answered_matter(router: Router, answer: Answer, comparer: Comparer, faults: tuple[str, ...]) -> Matter:
    """The matter the answer rests on."""
    if answer.routing.issues:
        return answer.routing.issues[0].matter
    if SCOPE in faults:
        return router.decider.outside_matter(comparer.row)
    return router.decider.find(comparer.row).matter


def _gold_matter(
    router: Router, answer: Answer, comparer: Comparer, faults: tuple[str, ...], answered: Matter
) -> Matter:
    """The likeliest of the matters that would have been right; gold answers name departments and duties, not matters.

    Where no other matter would have been right, the runner-up still shows what the words did.
    """
    letter = answer.letter
    if letter.scope == "out":
        return router.decider.outside_matter(comparer.row)

    def fit(matter: Matter) -> int:
        if matter == answered or not matter.lead:
            return -1
        if faults[0] == GROUND:
            return int(matter.lead[0].id in letter.duties)
        named = [lead.number in letter.leads for lead in matter.leads]
        return any(named) + named[0]

    return comparer.likeliest(fit)


def _fields(answer: Answer) -> tuple[Field, ...]:
    letter, routing = answer.letter, answer.routing
    first_ground = routing.leads[0].grounds[0].duty.id if routing.leads else ""
    candidates = [candidate.department.number for candidate in routing.candidates]
    gold_territory = OUTSIDE_PREFECTURE if letter.territory == "outside" else letter.territory
    return (
        Field("范围", _SCOPE_NAMES.get(letter.scope, letter.scope), SCOPES[routing.scope]),
        Field("主办部门", _names(letter.leads), _names(s.department.number for s in routing.leads)),
        Field("协办部门", _names(letter.assists), _names(s.department.number for s in routing.assists)),
        Field("候选部门", "", _names(candidates)),
        Field("首条依据", letter.duties[0] if letter.duties else "", first_ground),
        Field("诉求类型", _KIND_NAMES.get(letter.kind, letter.kind), KINDS[routing.kind]),
        Field(
            "属地",
            gold_territory,
            f"{territory_words(routing.territory)} {_quoted(routing.territory.evidence)}",
        ),
        Field("处理建议", "", DISPOSITIONS[routing.disposition]),
    )


def _quoted(evidence: str | None) -> str:
    """The words that named the territory."""
    return f"（“{evidence}”）" if evidence else ""


def _names(numbers: Any) -> str:
    departments = duty_list().departments
    return _JOIN.join(
        f"{number} {departments[number].short}" if number in departments else str(number)
        for number in numbers
    )
