"""From scores to figures, for the comparison: who is named first and how surely, read as the shipped program reads it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from router.decision import Decider, lead_over, ranked
from router.duties import duty_list
from router.matters import matter_table
from router.model import Floats, softmax
from training.calibration import PLAIN
from training.compare_systems import NOBODY, Labels
from training.measures import TOP

Flags = npt.NDArray[np.bool_]

_BINS = 10
_AT_LEAST = 3


@dataclass(frozen=True)
class Named:
    """For each text the numbers of the first `TOP` departments, shape (n_texts, TOP), and of the first its probability
    ``mass`` and how far it is ``ahead``, as in `Decisions`."""

    departments: npt.NDArray[np.int_]
    mass: Floats
    ahead: Floats

    def right(self, gold: Sequence[frozenset[int]]) -> Flags:
        """Whether the first department is among the gold leads."""
        return np.array(
            [first in leads for first, leads in zip(self.departments[:, 0], gold, strict=True)], bool
        )

    def recalled(self, gold: Sequence[frozenset[int]]) -> Flags:
        """Whether any of the first departments is among the gold leads."""
        return np.array(
            [bool(leads & set(row.tolist())) for row, leads in zip(self.departments, gold, strict=True)], bool
        )


def named(scores: Floats, classes: Sequence[str], labels: Labels, sharpness: float) -> Named:
    """Read scores over ``classes`` at a sharpness: matters by the table as `Decider` does, departments as they are."""
    probabilities = softmax(sharpness * scores)
    if labels == "matters":
        decider = Decider(classes, matter_table(), duty_list(), PLAIN)
        decisions = decider.decide(probabilities)
        numbers = np.array([department.number for department in decider.departments])
        mass = decisions.allowed[np.arange(len(scores)), decisions.first]
        return Named(numbers[ranked(decisions.ranks, TOP)], mass, decisions.ahead)
    known = [index for index, label in enumerate(classes) if label != NOBODY]
    inside = probabilities[:, known]
    order = np.argsort(-inside, axis=1, kind="stable")[:, :TOP]
    first = inside.max(axis=1)
    others = probabilities.copy()
    others[np.arange(len(others)), np.array(known)[order[:, 0]]] = 0
    numbers = np.array([int(classes[index]) for index in known])
    return Named(numbers[order], first, lead_over(first, others.max(axis=1)))


def aligned(scores: Floats, classes: Sequence[str], wanted: Sequence[str]) -> Floats:
    """Columns in the order of ``wanted``; a class that was never seen scores as low as anything does."""
    block = np.full((len(scores), len(wanted)), scores.min())
    block[:, [wanted.index(label) for label in classes]] = scores
    return block


def calibration_error(confidence: Floats, right: Flags) -> float:
    """Expected calibration error, the same as in ``training/measures.py``, where it is taken from routed letters."""
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    gaps = [
        (bins == b).mean() * abs(confidence[bins == b].mean() - right[bins == b].mean())
        for b in range(_BINS)
        if (bins == b).any()
    ]
    return float(sum(gaps))


def macro(right: Flags, first_leads: Sequence[int]) -> float:
    """Mean of the departments' accuracies, over those that lead `_AT_LEAST` texts or more."""
    groups: dict[int, list[bool]] = defaultdict(list)
    for flag, lead in zip(right, first_leads, strict=True):
        groups[lead].append(bool(flag))
    means = [np.mean(found) for found in groups.values() if len(found) >= _AT_LEAST]
    return float(np.mean(means)) if means else float("nan")
