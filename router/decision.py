"""From probabilities of matters to decisions: who leads, what else is in the letter, and what the clerk should do.

Nothing here knows words; everything follows from the matter table and the model's probabilities.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from router.duties import Department, DutyList
from router.matters import Matter, MatterTable
from router.model import Floats, Policy

# A sentence is an issue of its own when it is this sure of another department and the whole letter does not rule that
# department out. Rules of thumb, tried on the corpus's letters with several issues.
_SENTENCE_SURE = 0.6
_LETTER_ALLOWS = 0.05
_SENTENCE_OUT = 0.85
# Where a matter has equals, the one the table names first is put first: each further one counts a tenth less.
_NEXT_LEAD = 0.9
# Masses of exactly 0 and 1 have no odds.
_EDGE = 1e-4


@dataclass(frozen=True)
class Finding:
    """What one row of probabilities says: the matter, the department that leads it, and how sure that is."""

    matter: Matter
    lead: Department
    confidence: float


class Decider:
    """Reads rows of probabilities over ``classes`` (matter ids) by the matter table."""

    def __init__(
        self, classes: Sequence[str], matters: MatterTable, duties: DutyList, policy: Policy
    ) -> None:
        self.departments = list(duties.departments.values())
        self._matters = [matters[matter_id] for matter_id in classes]
        self._policy = policy
        self._outside = np.array([not matter.in_scope for matter in self._matters])
        column = {department: index for index, department in enumerate(self.departments)}
        # (n_matters, n_departments): 1 where the department leads the matter, or has any part in it.
        self._leads = np.zeros((len(self._matters), len(self.departments)))
        self._parts = np.zeros_like(self._leads)
        self._ranks = np.zeros_like(self._leads)
        for row, matter in enumerate(self._matters):
            leads = [column[department] for department in matter.leads]
            self._leads[row, leads] = 1
            self._parts[row, leads + [column[department] for department in matter.assists]] = 1
            self._ranks[row, leads] = _NEXT_LEAD ** np.arange(len(leads))

    def lead_confidence(self, row: Floats) -> dict[Department, float]:
        """How sure it is that each department may rightly lead."""
        return self._by_department(self._scale(row) * (row @ self._leads))

    def part_confidence(self, row: Floats) -> dict[Department, float]:
        """How sure it is that each department has a part in it, leading or assisting."""
        return self._by_department(self._scale(row) * (row @ self._parts))

    def find(self, row: Floats) -> Finding:
        """The department most likely to lead, and its likeliest matter.

        The department is decided first: many matters of one department may each be less likely than the one of another.
        """
        column = int((row @ self._ranks).argmax())
        matter = self._matters[int((row * self._leads[:, column]).argmax())]
        return Finding(matter, self.departments[column], self._sure(float(row @ self._leads[:, column])))

    def rank(self, row: Floats) -> list[tuple[Department, float]]:
        """All departments with how sure it is that they may rightly lead, in the order they should be named."""
        confidence = self.lead_confidence(row)
        order = np.argsort(-(row @ self._ranks), kind="stable")
        return [(self.departments[column], confidence[self.departments[column]]) for column in order]

    def _sure(self, mass: float) -> float:
        """The share of answers with this probability mass that were right out of fold."""
        odds = min(max(mass, _EDGE), 1 - _EDGE) / (1 - min(max(mass, _EDGE), 1 - _EDGE))
        return float(1 / (1 + np.exp(-self._policy.slope * np.log(odds) - self._policy.offset)))

    def _scale(self, row: Floats) -> float:
        """What the first department's mass is multiplied by to say how sure it is; the others keep their proportion."""
        first = float(row @ self._leads[:, int((row @ self._ranks).argmax())])
        return self._sure(first) / first if first > 0 else 0.0

    def _by_department(self, values: Floats) -> dict[Department, float]:
        return dict(zip(self.departments, map(float, np.minimum(values, 1)), strict=True))

    def out_probability(self, matter_row: Floats, scope_out: float) -> float:
        """The mean of two opinions: the matters outside the list together, and the scope head."""
        return (float(matter_row @ self._outside) + scope_out) / 2

    def is_out(self, probability: float) -> bool:
        """Whether a text is more likely outside the list than in it."""
        return probability > 0.5

    def is_other_problem(self, sentence_probability: float) -> bool:
        """Whether a sentence of a letter in scope is a problem outside the list, and not just politeness or a side story."""
        return sentence_probability > _SENTENCE_OUT

    def outside_matter(self, row: Floats) -> Matter:
        """The likeliest matter outside the list: its note says where to turn."""
        return self._matters[int((row * self._outside).argmax())]

    def second_finding(self, sentence: Floats, letter: Floats, found: Sequence[Finding]) -> Finding | None:
        """What a sentence adds to the findings so far: another department of which it is sure, else None."""
        finding = self.find(sentence)
        known = {department for other in found for department in (*other.matter.leads, *other.matter.assists)}
        is_new = finding.lead not in known and finding.confidence >= _SENTENCE_SURE
        allowed = float(letter @ self._leads[:, self.departments.index(finding.lead)]) >= _LETTER_ALLOWS
        return finding if is_new and allowed else None

    def is_auto(self, finding: Finding) -> bool:
        """Whether the finding is sure enough to be forwarded without a second look."""
        return finding.confidence >= self._policy.auto
