"""What is measured, once: answers against gold labels, as DESIGN.md defines each figure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from router.routing import Routing
from training.letters import Letter

PRECISION = 0.95
TOP = 3
_BINS = 10


@dataclass(frozen=True)
class Answer:
    """A gold letter and what the program answered."""

    letter: Letter
    routing: Routing

    @property
    def first_lead(self) -> int:
        """Number of the department the program puts first, also where it would not forward."""
        leads = self.routing.leads
        return leads[0].department.number if leads else self.routing.candidates[0].department.number

    @property
    def confidence(self) -> float:
        """How sure the program is of that department."""
        leads = self.routing.leads
        return leads[0].confidence if leads else self.routing.candidates[0].confidence

    @property
    def lead_right(self) -> bool:
        """Whether that department is among the gold leads."""
        return self.first_lead in self.letter.leads


def measure(answers: Sequence[Answer]) -> dict[str, Any]:
    """All figures over ``answers``; None where there is nothing to measure on."""
    with_leads = [answer for answer in answers if answer.letter.leads]
    in_scope = [answer for answer in with_leads if answer.letter.scope != "out"]
    return {
        "letters": len(answers),
        "letters_with_leads": len(in_scope),
        "lead_accuracy": _mean(answer.lead_right for answer in in_scope),
        "lead_accuracy_by_department": lead_accuracy_by_department(in_scope),
        "lead_accuracy_macro": macro_lead_accuracy(in_scope),
        "recall_at_3": _mean(_recalled(answer) for answer in in_scope),
        "set_f1": _mean(_set_f1(answer) for answer in in_scope),
        "first_ground": _mean(_first_ground_right(answer) for answer in in_scope if answer.letter.duties),
        "out_f1": out_f1(answers),
        "kind_accuracy": _mean(
            answer.routing.kind == answer.letter.kind for answer in answers if answer.letter.kind
        ),
        "territory_accuracy": _mean(
            _territory(answer.routing) == answer.letter.territory for answer in answers
        ),
        "coverage_at_95": coverage(in_scope, PRECISION),
        "calibration_error": calibration_error(in_scope),
        "auto_share": _mean(answer.routing.disposition == "auto" for answer in in_scope),
        "auto_precision": _mean(a.lead_right for a in in_scope if a.routing.disposition == "auto"),
    }


def lead_accuracy_by_department(answers: Sequence[Answer]) -> dict[int, dict[str, float]]:
    """Per first gold lead: how many letters, and in what share the suggested lead is right."""
    by_department: dict[int, list[bool]] = defaultdict(list)
    for answer in answers:
        by_department[answer.letter.leads[0]].append(answer.lead_right)
    return {
        number: {"letters": len(right), "accuracy": round(float(np.mean(right)), 4)}
        for number, right in sorted(by_department.items())
    }


def macro_lead_accuracy(answers: Sequence[Answer], at_least: int = 3) -> float | None:
    """Mean of the departments' accuracies, over those that lead ``at_least`` letters."""
    table = lead_accuracy_by_department(answers)
    return _mean(row["accuracy"] for row in table.values() if row["letters"] >= at_least)


def out_f1(answers: Sequence[Answer]) -> float | None:
    """F1 of the answer ``out``; gray letters do not count."""
    judged = [answer for answer in answers if answer.letter.scope != "gray"]
    hits = sum(answer.letter.scope == "out" == answer.routing.scope for answer in judged)
    total = sum((answer.letter.scope == "out") + (answer.routing.scope == "out") for answer in judged)
    return round(2 * hits / total, 4) if total else None


def coverage(answers: Sequence[Answer], precision: float) -> float | None:
    """The largest share of letters, the surest first, of which ``precision`` are right."""
    if not answers:
        return None
    right = np.array([answer.lead_right for answer in _surest_first(answers)])
    reached = np.flatnonzero(np.cumsum(right) / np.arange(1, len(right) + 1) >= precision)
    return round(float(reached[-1] + 1) / len(right), 4) if len(reached) else 0.0


def calibration_error(answers: Sequence[Answer]) -> float | None:
    """Expected calibration error over ten equal bins of confidence (Guo et al. 2017)."""
    if not answers:
        return None
    return round(sum(share * abs(mean - right) for share, mean, right in reliability(answers)), 4)


def reliability(answers: Sequence[Answer]) -> list[tuple[float, float, float]]:
    """For each filled bin of confidence: share of letters, mean confidence, share right."""
    confidence = np.array([answer.confidence for answer in answers])
    right = np.array([answer.lead_right for answer in answers])
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    return [
        (float((bins == b).mean()), float(confidence[bins == b].mean()), float(right[bins == b].mean()))
        for b in range(_BINS)
        if (bins == b).any()
    ]


def _surest_first(answers: Sequence[Answer]) -> list[Answer]:
    return sorted(answers, key=lambda answer: -answer.confidence)


def _recalled(answer: Answer) -> bool:
    first = [candidate.department.number for candidate in answer.routing.candidates[:TOP]]
    return bool(set(first) & set(answer.letter.leads))


def _set_f1(answer: Answer) -> float:
    gold = {*answer.letter.leads, *answer.letter.assists}
    suggested = {suggestion.department.number for suggestion in answer.routing.suggestions}
    return 2 * len(gold & suggested) / (len(gold) + len(suggested))


def _first_ground_right(answer: Answer) -> bool:
    leads = answer.routing.leads
    return bool(leads) and leads[0].grounds[0].duty.id in answer.letter.duties


def _territory(routing: Routing) -> str:
    return "outside" if routing.territory.status == "outside" else routing.territory.name or ""


def _mean(values: Any) -> float | None:
    found = [float(value) for value in values]
    return round(float(np.mean(found)), 4) if found else None
