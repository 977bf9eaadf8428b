"""Running the comparison: every system on every fold, each feature block weighted once a fold."""

import csv
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.model_selection import GroupKFold

from router.duties import duty_list
from router.matters import matter_table
from router.model import Floats
from training.calibration import fit_platt, fit_sharpness
from training.compare_features import Block, Rows, blocks, side_by_side
from training.compare_learners import Training
from training.compare_scores import Named, aligned, calibration_error, macro, named, platt
from training.compare_systems import System, labels_of
from training.dataset import Example, duty_examples
from training.fitting import SEED
from training.letters import Letter

DUTY_SENTENCES = Path(__file__).resolve().parents[1] / "tests" / "data" / "duty_sentences.csv"
Report = Callable[[str], None]
Leads = list[frozenset[int]]


@dataclass(frozen=True)
class Material:
    """All texts, in one list, and which rows are what.

    Duty examples stand in every training set beside the corpus; ``plain`` are the bare duty texts, each with its
    department, which is all that a reading without a corpus has. ``asked`` are texts nobody trains on.
    """

    examples: list[Example]
    duties: list[Example]
    plain: list[tuple[str, int]]
    asked: dict[str, list[tuple[str, frozenset[int], int]]]

    @classmethod
    def gather(cls, examples: list[Example], letters: dict[str, list[Letter]]) -> "Material":
        """The corpus, the duty list, the sentences of tests/data and the in-scope letters of each table."""
        plain = [(duty.text, duty.department.number) for duty in duty_list().duties.values()]
        asked = {
            name: [(letter.text, frozenset(letter.leads), letter.leads[0]) for letter in found]
            for name, found in letters.items()
        }
        return cls(examples, duty_examples(), plain, {"": _duty_sentences(), **asked})

    def texts(self) -> list[str]:
        """Every text, in the order of the row numbers."""
        asked = [text for found in self.asked.values() for text, *_ in found]
        labelled = [example.text for example in (*self.examples, *self.duties)]
        return [*labelled, *(text for text, _ in self.plain), *asked]

    def rows(self) -> dict[str, Rows]:
        """Row numbers of the parts; the asked ones by their name."""
        parts = {"examples": len(self.examples), "duties": len(self.duties), "plain": len(self.plain)}
        parts |= {f"asked {name}": len(found) for name, found in self.asked.items()}
        ends = np.cumsum(list(parts.values()))
        return {
            name: np.arange(end - size, end) for (name, size), end in zip(parts.items(), ends, strict=True)
        }


def _duty_sentences() -> list[tuple[str, frozenset[int], int]]:
    with DUTY_SENTENCES.open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["text"], int(row["duty_id"].split(".")[0])) for row in csv.DictReader(file)]
    return [(text, frozenset({number}), number) for text, number in rows]


@dataclass
class Collected:
    """What a system answered: out-of-fold scores of the corpus, and scores of the asked texts, one block a fold."""

    classes: list[str]
    corpus: Floats
    asked: dict[str, list[Floats]] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)


def run(
    material: Material, systems: Sequence[System], folds: int, report: Report
) -> dict[System, dict[str, Any]]:
    """The figures of every system whose views can be had."""
    views = blocks(material.texts())
    able = [system for system in systems if set(system.views) <= set(views)]
    collected = {system: _empty(material, system) for system in able}
    for fold, (train, test) in enumerate(_splits(material.examples, folds)):
        weighted: dict[tuple[str, str], Any] = {}
        for system in able:
            if system.learns_from == "duties" and fold:
                continue  # nothing of the corpus is learnt, so every fold would be the same
            tested = np.arange(len(material.examples)) if system.learns_from == "duties" else test
            _fit(material, system, train, tested, collected[system], views, weighted)
            report(f"fold {fold + 1}: {system.name}, {collected[system].seconds[-1]:.0f} s")
    return {system: _figures(material, system, found) for system, found in collected.items()}


def _splits(examples: Sequence[Example], folds: int) -> list[tuple[Rows, Rows]]:
    splitter = GroupKFold(folds, shuffle=True, random_state=SEED)
    return list(splitter.split(examples, groups=[example.group for example in examples]))


def _empty(material: Material, system: System) -> Collected:
    labels = [label for found in _training_labels(material, system, None) for label in found]
    classes = sorted(set(labels))
    return Collected(classes, np.zeros((len(material.examples), len(classes))))


def _training_labels(material: Material, system: System, train: Rows | None) -> list[tuple[str, ...]]:
    """Labels of the training rows, in their order; of the whole corpus where ``train`` is None."""
    if system.learns_from == "duties":
        return [(str(number),) for _, number in material.plain]
    chosen = material.examples if train is None else [material.examples[row] for row in train]
    return [labels_of(example.matters, system.labels) for example in (*chosen, *material.duties)]


def _fit(
    material: Material,
    system: System,
    train: Rows,
    test: Rows,
    found: Collected,
    views: dict[str, Block],
    weighted: dict[tuple[str, str], Any],
) -> None:
    """Train on one fold and add the scores to what was found; ``weighted`` keeps the blocks of this fold."""
    rows = material.rows()
    plain = system.learns_from == "duties"
    learnt = rows["plain"] if plain else np.r_[train, rows["duties"]]
    for view in system.views:
        if (view, system.learns_from) not in weighted:
            # In a few duty texts, most of what tells them apart stands there once.
            weighted[view, system.learns_from] = views[view].weighted(learnt, 1 if plain else 2)
    matrix = side_by_side({view: weighted[view, system.learns_from] for view in system.views})
    asked = {name: rows[f"asked {name}"] for name in material.asked}
    start = time.perf_counter()
    training = Training.of(matrix[learnt], _training_labels(material, system, train))
    scored = system.learner(training, matrix[np.r_[(test, *asked.values())]])
    found.seconds.append(time.perf_counter() - start)
    scores = aligned(scored.scores, scored.classes, found.classes)
    found.corpus[test] = scores[: len(test)]
    first = len(test)
    for name, numbers in asked.items():
        found.asked.setdefault(name, []).append(scores[first : first + len(numbers)])
        first += len(numbers)


def _figures(material: Material, system: System, found: Collected) -> dict[str, Any]:
    """All figures of one system, shares from 0 to 1."""
    inside = np.array([row for row, example in enumerate(material.examples) if example.scope == "in"])
    natural = np.array([material.examples[row].is_natural for row in inside])
    gold = [_leads(material.examples[row]) for row in inside]
    labels = [labels_of(material.examples[row].matters, system.labels)[0] for row in range(len(found.corpus))]
    sharpness, slope, offset = 1.0, 1.0, 0.0
    if system.learns_from == "corpus":
        sharpness = fit_sharpness(found.corpus, [found.classes.index(label) for label in labels])
    answers = named(found.corpus[inside], found.classes, system.labels, sharpness)
    right, recalled = answers.right(gold), answers.recalled(gold)
    if system.learns_from == "corpus":
        slope, offset = fit_platt(answers.mass[natural], right[natural])
    return {
        "corpus": {"lead": right.mean(), "recall": recalled.mean()},
        "natural": {"lead": right[natural].mean(), "recall": recalled[natural].mean()},
        "seconds": float(np.mean(found.seconds)),
        "sharpness": sharpness,
        "asked": {
            name: _mean(
                [
                    _asked_figures(
                        scores, found.classes, system, material.asked[name], (sharpness, slope, offset)
                    )
                    for scores in found.asked[name]
                ]
            )
            for name in material.asked
        },
    }


def _asked_figures(
    scores: Floats,
    classes: list[str],
    system: System,
    texts: list[tuple[str, frozenset[int], int]],
    curve: tuple[float, float, float],
) -> dict[str, float]:
    """Figures of one fold's machine on texts it never saw; ``curve`` is sharpness, slope and offset."""
    gold, first_leads = [leads for _, leads, _ in texts], [first for *_, first in texts]
    answers: Named = named(scores, classes, system.labels, curve[0])
    right = answers.right(gold)
    figures = {
        "lead": float(right.mean()),
        "macro": macro(right, first_leads),
        "recall": float(answers.recalled(gold).mean()),
    }
    if system.has_probabilities:
        own = named(scores, classes, system.labels, 1.0)
        figures["error own"] = calibration_error(own.mass, own.right(gold))
    if system.learns_from == "corpus":
        figures["error sharpened"] = calibration_error(answers.mass, right)
        figures["error"] = calibration_error(platt(answers.mass, *curve[1:]), right)
    return figures


def _mean(figures: list[dict[str, float]]) -> dict[str, float]:
    return {name: float(np.mean([found[name] for found in figures])) for name in figures[0]}


def _leads(example: Example) -> frozenset[int]:
    table = matter_table()
    return frozenset(lead.number for matter in example.matters for lead in table[matter].leads)
