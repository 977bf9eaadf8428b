"""Running the comparison: every system on every fold, each feature block weighted once a fold."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.model_selection import GroupKFold

from router.features import MIN_DF
from router.model import Floats
from training.compare_features import Block, Rows, blocks, side_by_side
from training.compare_learners import Training
from training.compare_material import Material
from training.compare_scores import aligned
from training.compare_systems import System, labels_of
from training.dataset import Example
from training.fitting import SEED

Report = Callable[[str], None]


@dataclass
class Collected:
    """What a system answered: out-of-fold scores of the corpus, and scores of each table asked, one block a fold."""

    classes: list[str]
    corpus: Floats
    asked: dict[str, list[Floats]] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)


def run(material: Material, systems: Sequence[System], folds: int, report: Report) -> dict[System, Collected]:
    """The scores of every system whose views can be had; ``report`` is told of each machine that was trained."""
    views = blocks(material.texts())
    able = [system for system in systems if set(system.views) <= set(views)]
    collected = {system: _empty(material, system) for system in able}
    for fold, (train, test) in enumerate(_splits(material.examples, folds)):
        weighted = _Weighted(views, material, train)
        for system in able:
            if system.learns_from == "duties" and fold:
                continue  # nothing of the corpus is learnt, so every fold would be the same
            everything = np.arange(len(material.examples))
            tested = everything if system.learns_from == "duties" else test
            _fit(material, system, tested, collected[system], weighted)
            report(f"fold {fold + 1}: {system.name}, {collected[system].seconds[-1]:.0f} s")
    return collected


def _splits(examples: Sequence[Example], folds: int) -> list[tuple[Rows, Rows]]:
    splitter = GroupKFold(folds, shuffle=True, random_state=SEED)
    return list(splitter.split(examples, groups=[example.group for example in examples]))


def _empty(material: Material, system: System) -> Collected:
    everything = np.arange(len(material.examples))
    labels = {label for found in _training_labels(material, system, everything) for label in found}
    return Collected(sorted(labels), np.zeros((len(material.examples), len(labels))))


def _training_labels(material: Material, system: System, train: Rows) -> list[tuple[str, ...]]:
    """Labels of the training rows, in their order."""
    if system.learns_from == "duties":
        return [(str(number),) for _, number in material.plain]
    chosen = [material.examples[row] for row in train]
    return [labels_of(example.matters, system.labels) for example in (*chosen, *material.duties)]


class _Weighted:
    """The views of one fold, weighted when first asked for and kept."""

    def __init__(self, views: dict[str, Block], material: Material, train: Rows) -> None:
        self.train = train
        self._views = views
        self._learnt = {
            "duties": material.plain_rows(),
            "corpus": np.r_[train, material.duty_rows()],
        }
        self._kept: dict[tuple[str, str], csr_matrix] = {}

    def of(self, system: System) -> tuple[csr_matrix, Rows]:
        """The features of all texts for ``system``, and the rows it learns from."""
        learnt = self._learnt[system.learns_from]
        # In a few duty texts, most of what tells them apart stands there once.
        min_df = 1 if system.learns_from == "duties" else MIN_DF
        for view in system.views:
            if (view, system.learns_from) not in self._kept:
                self._kept[view, system.learns_from] = self._views[view].weighted(learnt, min_df)
        chosen = {view: self._kept[view, system.learns_from] for view in system.views}
        return side_by_side(chosen, equally_loud=system.equally_loud), learnt


def _fit(material: Material, system: System, test: Rows, found: Collected, weighted: _Weighted) -> None:
    """Train one machine, and add its scores of the ``test`` rows and of the texts asked to what was found."""
    matrix, learnt = weighted.of(system)
    asked = material.asked_rows()
    start = time.process_time()
    training = Training.of(matrix[learnt], _training_labels(material, system, weighted.train))
    scored = system.learner(training, matrix[np.concatenate([test, *asked.values()])])
    found.seconds.append(time.process_time() - start)
    scores = aligned(scored.scores, scored.classes, found.classes)
    found.corpus[test] = scores[: len(test)]
    first = len(test)
    for name, rows in asked.items():
        found.asked.setdefault(name, []).append(scores[first : first + len(rows)])
        first += len(rows)
