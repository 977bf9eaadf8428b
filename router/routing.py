"""The answer: a `Routing`, and the JSON object that the contract promises."""

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from router.accused import Accused
from router.counterparts import counterparts
from router.duties import Department
from router.grounds import Ground
from router.legal import LegalRoute
from router.matters import Matter
from router.territory import Territory

Scope = Literal["in", "out", "mixed"]
Kind = Literal["complaint", "consultation", "suggestion", "report_officials", "thanks", "other"]
Disposition = Literal["auto", "review", "clarify", "out_of_scope"]
Role = Literal["lead", "assist"]


class Suggestion(NamedTuple):
    """A department with its role, how sure that is (0 to 1), and the duties that say so, the best first."""

    department: Department
    role: Role
    confidence: float
    grounds: tuple[Ground, ...]


class Candidate(NamedTuple):
    """A department that might lead, with the probability that it does."""

    department: Department
    confidence: float


@dataclass(frozen=True)
class Issue:
    """One problem of the complaint: its sentences, its matter, and who has a part in it."""

    text: str
    start: int
    matter: Matter
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True)
class ModelInfo:
    """Which model and which duty list gave the answer."""

    version: str
    trained_at: str
    duty_list: str


@dataclass(frozen=True)
class Routing:
    """The whole answer to one complaint.

    ``suggestions`` are leads first, the surest first, and empty when out of scope; ``candidates`` are never empty,
    best first. ``remark`` says in Chinese why the text could not be classified, else it is None. ``legal`` is by which
    route of the regulation it goes, ``accused`` the departments a report accuses, which have no part in the answer.
    """

    text: str
    scope: Scope
    kind: Kind
    disposition: Disposition
    question: str | None
    suggestions: tuple[Suggestion, ...]
    candidates: tuple[Candidate, ...]
    issues: tuple[Issue, ...]
    territory: Territory
    model: ModelInfo
    remark: str | None = None
    legal: LegalRoute | None = None
    accused: tuple[Accused, ...] = ()

    @property
    def leads(self) -> tuple[Suggestion, ...]:
        """The suggested leading departments."""
        return tuple(suggestion for suggestion in self.suggestions if suggestion.role == "lead")

    @property
    def assists(self) -> tuple[Suggestion, ...]:
        """The suggested assisting departments."""
        return tuple(suggestion for suggestion in self.suggestions if suggestion.role == "assist")

    def to_json(self) -> dict[str, Any]:
        """The contracted object of ``route --json``."""
        return {
            "scope": self.scope,
            "kind": self.kind,
            "disposition": self.disposition,
            "question": self.question,
            "departments": [self._suggestion_json(suggestion) for suggestion in self.suggestions],
            "candidates": [_candidate_json(candidate) for candidate in self.candidates],
            "issues": [
                {
                    "text": issue.text,
                    "matter": issue.matter.name,
                    "departments": [self._suggestion_json(s) for s in issue.suggestions],
                }
                for issue in self.issues
            ],
            "territory": {
                "name": self.territory.name,
                "status": self.territory.status,
                "evidence": self.territory.evidence,
                "town": self.territory.town,
                "send_to": self.territory.send_to,
            },
            "model": {
                "version": self.model.version,
                "trained_at": self.model.trained_at,
                "duty_list": self.model.duty_list,
            },
            "remark": self.remark,
            "legal": self.legal.to_json() if self.legal else None,
            "accused": [accused.to_json() for accused in self.accused],
        }

    def _suggestion_json(self, suggestion: Suggestion) -> dict[str, Any]:
        unit = counterparts().find(suggestion.department, self.territory.name)
        return {
            **_department_json(suggestion.department, suggestion.confidence),
            "role": suggestion.role,
            "county_unit": unit.to_json() if unit else None,
            "grounds": [_ground_json(ground, self.text) for ground in suggestion.grounds],
        }


def _department_json(department: Department, confidence: float) -> dict[str, Any]:
    return {
        "department_no": department.number,
        "department": department.short,
        "confidence": round(confidence, 4),
    }


def _candidate_json(candidate: Candidate) -> dict[str, Any]:
    return _department_json(candidate.department, candidate.confidence)


def _ground_json(ground: Ground, text: str) -> dict[str, Any]:
    return {
        "duty_id": ground.duty.id,
        "text": ground.duty.text,
        "matched": [
            {"complaint": text[slice(*match.complaint)], "duty": ground.duty.text[slice(*match.duty)]}
            for match in ground.matches
        ],
    }
