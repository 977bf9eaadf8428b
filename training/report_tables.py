"""The tables of the report: all figures, what was proposed, departments, matters. Everything is a row to be shown."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from router.duties import Department, duty_list
from router.labels import DISPOSITIONS
from router.matters import Matter
from training.measures import PRECISION, TOP, Answer

# Name on the page, and what the figure means, of each figure of training/measures.py.
_FIGURES = {
    "letters": ("来信", "表中全部来信的件数"),
    "letters_with_leads": (
        "有主办部门的来信",
        "属清单范围、标准答案写有主办部门的件数；下列各项除注明外都以此为底数",
    ),
    "lead_accuracy": ("首个主办部门正确", "程序排在第一的部门是标准答案的主办部门之一"),
    "lead_accuracy_macro": ("各部门平均", "先算每个部门的正确率，再求平均；只计主办三件以上的部门"),
    "recall_at_3": (f"前{TOP}个候选含主办部门", "标准答案的主办部门之一在前三个候选部门中"),
    "set_f1": ("部门集合 F1", "建议的主办、协办部门与标准答案的主办、协办部门重合的程度"),
    "first_ground": ("首条依据正确", "首先引用的责任条目在标准答案的条目中"),
    "out_f1": ("不属清单范围 F1", "判为“不属清单范围”的准与全；有争议的来信不计"),
    "kind_accuracy": ("诉求类型正确", "以全部来信为底数"),
    "territory_accuracy": ("属地正确", "以全部来信为底数"),
    "coverage_at_95": (
        f"正确率 {PRECISION:.0%} 时的覆盖率",
        "按把握从大到小取用，正确率不低于此数时最多可取用的占比",
    ),
    "calibration_error": ("校准误差", "把握与实际正确率平均相差多少；越小，把握越可信"),
    "auto_share": ("直接转办占比", "程序认为不必再看、可以直接转办的占比"),
    "auto_precision": ("直接转办正确率", "其中首个主办部门正确的占比"),
}
_COUNTS = ("letters", "letters_with_leads")


@dataclass(frozen=True)
class Figure:
    """A measure as the page shows it."""

    name: str
    value: str
    meaning: str


@dataclass(frozen=True)
class Proposal:
    """How often a disposition was proposed for letters with leads, and how often its first lead is right."""

    name: str
    letters: int
    share: float
    accuracy: float | None


@dataclass(frozen=True)
class DepartmentRow:
    """``letters`` and the shares are by the first gold lead, ``answered`` and ``precision`` by the first answered one.

    ``mistaken`` is the department most often answered instead, with how often.
    """

    department: Department
    letters: int
    accuracy: float | None
    recall: float | None
    answered: int
    precision: float | None
    mistaken: tuple[str, int] | None


@dataclass(frozen=True)
class MatterRow:
    """Letters answered with this matter: in what share lead and first ground are right, and how sure it was."""

    matter: Matter
    letters: int
    accuracy: float
    ground: float
    confidence: float


def percent(value: float | None) -> str:
    """A share as the page writes it; a dash where nothing was measured."""
    return "—" if value is None else f"{value:.1%}"


def weight(value: float) -> str:
    """What a word adds to a score, with its sign."""
    rounded = round(value, 2)
    return f"{rounded:+.2f}".replace("-", "−") if rounded else "0.00"


def figures(measured: dict[str, Any]) -> list[Figure]:
    """Every single figure of ``measured``; one that has no Chinese name yet goes by its own."""
    rows = []
    for key, value in measured.items():
        if isinstance(value, dict) or key == "model":
            continue
        name, meaning = _FIGURES.get(key, (key, ""))
        rows.append(Figure(name, str(value) if key in _COUNTS else percent(value), meaning))
    return rows


def sampling_error(measured: dict[str, Any]) -> float | None:
    """Within how much the lead accuracy of another such set of letters would lie, 19 times out of 20 (Wald interval)."""
    accuracy, letters = measured["lead_accuracy"], measured["letters_with_leads"]
    return None if accuracy is None else 1.96 * math.sqrt(accuracy * (1 - accuracy) / letters)


def with_leads(answers: Iterable[Answer]) -> list[Answer]:
    """The answers that the measures of departments rest on."""
    return [answer for answer in answers if answer.letter.leads and answer.letter.scope != "out"]


def proposals(answers: Sequence[Answer]) -> list[Proposal]:
    """Accuracy and share of each disposition over ``answers``."""
    return [
        Proposal(name, len(found), len(found) / len(answers), _share(a.lead_right for a in found))
        for disposition, name in DISPOSITIONS.items()
        if (found := [answer for answer in answers if answer.routing.disposition == disposition])
    ]


def department_rows(answers: Sequence[Answer]) -> list[DepartmentRow]:
    """A row for each department that leads a letter, or that the program put first."""
    gold: dict[int, list[Answer]] = defaultdict(list)
    answered: dict[int, list[Answer]] = defaultdict(list)
    for answer in answers:
        gold[answer.letter.leads[0]].append(answer)
        answered[answer.first_lead].append(answer)
    departments = duty_list().departments
    return [
        _department_row(departments[number], gold[number], answered[number])
        for number in sorted({*gold, *answered})
        if number in departments
    ]


def _department_row(department: Department, gold: list[Answer], answered: list[Answer]) -> DepartmentRow:
    wrong = Counter(answer.first_lead for answer in gold if not answer.lead_right)
    mistaken = [(duty_list().departments[number].short, count) for number, count in wrong.most_common(1)]
    return DepartmentRow(
        department,
        len(gold),
        _share(answer.lead_right for answer in gold),
        _share(_recalled(answer) for answer in gold),
        len(answered),
        _share(answer.lead_right for answer in answered),
        mistaken[0] if mistaken else None,
    )


def _recalled(answer: Answer) -> bool:
    first = {candidate.department.number for candidate in answer.routing.candidates[:TOP]}
    return bool(first & set(answer.letter.leads))


def matter_rows(answers: Sequence[Answer]) -> list[MatterRow]:
    """A row for each matter the program named first, the commonest first; a letter out of scope makes it wrong."""
    found: dict[Matter, list[Answer]] = defaultdict(list)
    for answer in answers:
        if answer.routing.issues:
            found[answer.routing.issues[0].matter].append(answer)
    rows = [
        MatterRow(
            matter,
            len(group),
            _share(answer.lead_right for answer in group) or 0.0,
            _share(_grounded(answer) for answer in group) or 0.0,
            sum(answer.confidence for answer in group) / len(group),
        )
        for matter, group in found.items()
    ]
    return sorted(rows, key=lambda row: -row.letters)


def _grounded(answer: Answer) -> bool:
    leads = answer.routing.leads
    return bool(leads) and leads[0].grounds[0].duty.id in answer.letter.duties


def _share(flags: Iterable[bool]) -> float | None:
    found = list(flags)
    return sum(found) / len(found) if found else None
