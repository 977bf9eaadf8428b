"""From probabilities of matters to decisions: who leads, what else is in the letter, and what the clerk should do.

Nothing here knows words; everything follows from the matter table and the model's probabilities.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from router.arrays import Flags
from router.duties import Department, DutyList
from router.matters import Matter, MatterTable
from router.model import Floats, Policy

# A sentence is an issue of its own when it is this sure of another department and the whole letter does not rule that
# department out; likewise a problem outside the list, or one of the list in a letter that seems to be outside. Rules of
# thumb, tried on pairs of sentences from `training/evaluation/fixed.csv`, on the corpus's letters with several issues, and
# on pairs of letters by writers that the model had not read.
_SENTENCE_SURE = 0.75
_LETTER_ALLOWS = 0.001
_SENTENCE_OUT = 0.95
_LETTER_MAY_BE_MIXED = 0.002
_SENTENCE_LISTED = 0.05
_LISTED_SURE = 0.9
# Where a matter has equals, the one the table names first is put first: each further one counts a tenth less.
_NEXT_LEAD = 0.9
# Who only assists is named after those who may lead, but before those who have no part in it.
_ASSIST = 0.01
# What the matters outside the list say together is worth more than the head for scope: the weight was chosen out of fold.
# Their log odds are averaged, not the probabilities: an opinion near the middle then leaves it to a sure one. Neither may
# be surer than `_SUREST_OPINION`. Outside is what is likelier so than not: letters written for training call for a higher
# cut, but real ones are less clear (docs/model-card.md).
_MATTERS_SAY = 0.7
_SUREST_OPINION = 0.999
OUT_OF_SCOPE = 0.5
# However far ahead, nothing is certain: careful readers of the rules differ in some letters of a hundred. A rule of thumb.
_SUREST = 0.99
# A probability of exactly 0 has no logarithm.
_TINY = 1e-12


class Finding(NamedTuple):
    """What one row of probabilities says: the matter, the department that leads it, and how sure that is."""

    matter: Matter
    lead: Department
    confidence: float


class Decisions:
    """What rows of probabilities say, shape (n, n_matters), worked out for all of them at once.

    ``first`` is the column of the department named first, ``matter`` the number of its likeliest matter, ``ahead`` the
    logarithm of how many times likelier that is than any matter which the department may not lead, ``confidence`` how
    sure that makes it, ``outside`` the probability of the matters outside the list; all of shape (n,). ``lead`` and
    ``part``, shape (n, n_departments), say how sure it is that each may rightly lead or has a part in it.
    """

    def __init__(self, decider: "Decider", rows: Floats) -> None:
        masses = np.ascontiguousarray((decider.masses @ np.ascontiguousarray(rows.T)).T)
        count, width = np.arange(len(rows)), len(decider.departments)
        # The order in which departments should be named follows from `ranks`, how sure they are from `allowed`.
        self.allowed, parts, self.ranks = (masses[:, part * width : (part + 1) * width] for part in range(3))
        self.outside: Floats = masses[:, -1]
        self.first = self.ranks.argmax(axis=1)
        own = rows * decider.led_by[self.first]
        self.matter = own.argmax(axis=1)
        self.ahead = lead_over(own[count, self.matter], (rows - own).max(axis=1))
        self.confidence: Floats = decider.sure(self.ahead)
        mass = self.allowed[count, self.first]
        scale = np.divide(self.confidence, mass, out=np.zeros_like(mass), where=mass > 0)[:, None]
        self.lead: Floats = np.minimum(scale * self.allowed, _SUREST)
        self.part: Floats = np.minimum(scale * parts, _SUREST)


def lead_over(best: Floats, rival: Floats) -> Floats:
    """The logarithm of how many times likelier the ``best`` answer is than its ``rival``."""
    ahead: Floats = np.log(np.maximum(best, _TINY)) - np.log(np.maximum(rival, _TINY))
    return ahead


def _log_odds(probability: Floats) -> Floats:
    """The logarithm of the odds, of nothing surer than `_SUREST_OPINION`."""
    held = np.clip(probability, 1 - _SUREST_OPINION, _SUREST_OPINION)
    odds: Floats = np.log(held / (1 - held))
    return odds


def ranked(ranks: Floats, count: int) -> npt.NDArray[np.intp]:
    """The columns of the ``count`` largest of each row, none of which is negative, the first of equals first."""
    left, found = ranks.copy(), np.empty((len(ranks), count), dtype=np.intp)
    rows = np.arange(len(ranks))
    for place in range(count):
        found[:, place] = left.argmax(axis=1)
        left[rows, found[:, place]] = -1
    return found


class Decider:
    """Reads rows of probabilities over ``classes`` (matter ids) by the matter table."""

    def __init__(
        self, classes: Sequence[str], matters: MatterTable, duties: DutyList, policy: Policy
    ) -> None:
        self.departments = list(duties.departments.values())
        self.matters = [matters[matter_id] for matter_id in classes]
        self._policy = policy
        self._outside = np.array([not matter.in_scope for matter in self.matters])
        self.column = {department: index for index, department in enumerate(self.departments)}
        # (n_departments, n_matters): 1 where the department leads the matter, or has any part in it.
        self.led_by = np.zeros((len(self.departments), len(self.matters)))
        parts, ranks = np.zeros_like(self.led_by), np.zeros_like(self.led_by)
        for place, matter in enumerate(self.matters):
            leads = [self.column[department] for department in matter.leads]
            self.led_by[leads, place] = 1
            assists = [self.column[department] for department in matter.assists]
            parts[leads + assists, place] = 1
            ranks[assists, place] = _ASSIST
            ranks[leads, place] = _NEXT_LEAD ** np.arange(len(leads))
        self._takes_part = parts.T.astype(bool)
        # Sparse, so that sums have one order however many rows are worked out together.
        self.masses = csr_matrix(np.vstack([self.led_by, parts, ranks, self._outside]))

    def decide(self, rows: Floats) -> Decisions:
        """Read rows of probabilities, shape (n, n_matters)."""
        return Decisions(self, rows)

    def lead_confidence(self, row: Floats) -> dict[Department, float]:
        """How sure it is that each department may rightly lead."""
        return dict(zip(self.departments, self.decide(row[None]).lead[0].tolist(), strict=True))

    def finding(self, decisions: Decisions, number: int) -> Finding:
        """The department most likely to lead, and its likeliest matter.

        The department is decided first: many matters of one department may each be less likely than the one of another.
        """
        matter, lead = self.matters[decisions.matter[number]], self.departments[decisions.first[number]]
        return Finding(matter, lead, float(decisions.confidence[number]))

    def find(self, row: Floats) -> Finding:
        """`finding` of one row."""
        return self.finding(self.decide(row[None]), 0)

    def sure(self, ahead: Floats) -> Floats:
        """The share of answers so far `ahead` of their rivals that were right out of fold, but never certainty."""
        share = 1 / (1 + np.exp(-self._policy.slope * ahead - self._policy.offset))
        return np.minimum(share, _SUREST)

    def out_probability(self, outside: Floats, scope_out: Floats) -> Floats:
        """Two opinions in one: of the matters outside the list together, and of the scope head."""
        odds = _MATTERS_SAY * _log_odds(outside) + (1 - _MATTERS_SAY) * _log_odds(scope_out)
        probability: Floats = 1 / (1 + np.exp(-odds))
        return probability

    def is_out(self, probability: Floats) -> Flags:
        """Whether texts are likelier outside the list than inside."""
        return probability > OUT_OF_SCOPE

    def is_other_problem(self, sentence_probability: Floats) -> Flags:
        """Whether sentences of letters in scope are problems outside the list, and not just politeness or a side story."""
        return sentence_probability > _SENTENCE_OUT

    def is_listed_problem(self, sentence_probability: Floats, sentence_confidence: Floats) -> Flags:
        """Whether sentences of letters that seem to be outside name a problem of the list, so that the letter is both."""
        return (sentence_probability < _SENTENCE_LISTED) & (sentence_confidence >= _LISTED_SURE)

    def is_sure(self, sentence_confidence: Floats) -> Flags:
        """Whether sentences are sure enough of a department to be issues of their own."""
        return sentence_confidence >= _SENTENCE_SURE

    def outside_matter(self, row: Floats) -> Matter:
        """The likeliest matter outside the list: its note says where to turn."""
        return self.matters[int((row * self._outside).argmax())]

    def second_finding(
        self, sentences: Decisions, number: int, letter: Floats, found: Sequence[Finding]
    ) -> Finding | None:
        """What a sentence adds to the findings so far: another department of which it is sure, else None.

        ``sentences`` has the sentence as its row ``number``; ``letter`` are the probabilities with which departments may
        lead the whole letter.
        """
        if letter[sentences.first[number]] < _LETTER_ALLOWS or not self.is_sure(sentences.confidence)[number]:
            return None
        finding = self.finding(sentences, number)
        known = {department for other in found for department in (*other.matter.leads, *other.matter.assists)}
        return None if finding.lead in known else finding

    def may_name_another(self, letters: Decisions) -> Flags:
        """Which letters may hold a problem of another department than those of the matter found."""
        another = (letters.allowed >= _LETTER_ALLOWS) & ~self._takes_part[letters.matter]
        return np.asarray(another.any(axis=1))

    def may_be_mixed(self, out: Floats) -> Flags:
        """Which letters may hold a problem outside the list besides the one found; ``out`` from `out_probability`."""
        return out >= _LETTER_MAY_BE_MIXED

    def may_be_other_problem(self, scope_out: Floats) -> Flags:
        """`is_other_problem`, as far as one of its two opinions tells: the other cannot make up for more."""
        return self.is_other_problem(self.out_probability(np.ones_like(scope_out), scope_out))

    @property
    def least_auto(self) -> float:
        """The confidence from which on a finding is sure enough to be forwarded without a second look."""
        return self._policy.auto
