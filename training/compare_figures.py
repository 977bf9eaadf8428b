"""The figures of the comparison, from the scores that each system gave."""

from dataclasses import dataclass

import numpy as np

from router.matters import matter_table
from router.model import Floats
from training.calibration import fit_platt, fit_sharpness, platt
from training.compare_material import Asked, Material
from training.compare_run import Collected
from training.compare_scores import calibration_error, macro, named
from training.compare_systems import System, labels_of
from training.dataset import Example


@dataclass(frozen=True)
class Curve:
    """How scores become confidence: fitted out of fold on the corpus, plain where nothing was learnt from it."""

    sharpness: float = 1.0
    slope: float = 1.0
    offset: float = 0.0


@dataclass(frozen=True)
class Figures:
    """Shares from 0 to 1: ``lead`` and ``recall`` on the whole corpus and on its ordinary letters, and on texts asked."""

    corpus: dict[str, float]
    natural: dict[str, float]
    asked: dict[str, dict[str, float]]
    seconds: float


def figures(material: Material, system: System, found: Collected) -> Figures:
    """All figures of one system."""
    inside = np.array([row for row, example in enumerate(material.examples) if example.scope == "in"])
    natural = np.array([material.examples[row].is_natural for row in inside])
    gold = [_leads(material.examples[row]) for row in inside]
    sharpness = _sharpness(material, system, found)
    answers = named(found.corpus[inside], found.classes, system.labels, sharpness)
    right, recalled = answers.right(gold), answers.recalled(gold)
    curve = Curve()
    if system.learns_from == "corpus":
        curve = Curve(sharpness, *fit_platt(answers.ahead[natural], right[natural]))
    asked = {
        name: _mean([_asked(scores, found.classes, system, material.asked[name], curve) for scores in blocks])
        for name, blocks in found.asked.items()
    }
    return Figures(
        {"lead": float(right.mean()), "recall": float(recalled.mean())},
        {"lead": float(right[natural].mean()), "recall": float(recalled[natural].mean())},
        asked,
        float(np.mean(found.seconds)),
    )


def _sharpness(material: Material, system: System, found: Collected) -> float:
    if system.learns_from == "duties":
        return 1.0
    labels = [labels_of(example.matters, system.labels)[0] for example in material.examples]
    return fit_sharpness(found.corpus, [found.classes.index(label) for label in labels])


def _asked(
    scores: Floats, classes: list[str], system: System, texts: list[Asked], curve: Curve
) -> dict[str, float]:
    """Figures of one fold's machine on texts it never saw; errors of calibration only where a curve was learnt."""
    gold = [text.leads for text in texts]
    answers = named(scores, classes, system.labels, curve.sharpness)
    right = answers.right(gold)
    found = {
        "lead": float(right.mean()),
        "macro": macro(right, [text.first for text in texts]),
        "recall": float(answers.recalled(gold).mean()),
    }
    if system.has_probabilities:
        own = named(scores, classes, system.labels, 1.0)
        found["error own"] = calibration_error(own.mass, own.right(gold))
    if system.learns_from == "corpus":
        found["error sharpened"] = calibration_error(answers.mass, right)
        found["error"] = calibration_error(platt(answers.ahead, curve.slope, curve.offset), right)
    return found


def _mean(found: list[dict[str, float]]) -> dict[str, float]:
    return {name: float(np.mean([figures[name] for figures in found])) for name in found[0]}


def _leads(example: Example) -> frozenset[int]:
    matters = (matter_table()[matter] for matter in example.matters)
    return frozenset(lead.number for matter in matters for lead in matter.leads)
