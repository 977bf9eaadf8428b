"""A corpus small enough to be learned in seconds, and the command of the program run on it.

Of a few matters the first texts of the ordinary letters of each writer are the corpus, the next ones come in as letters, and the last
are the fixed evaluation. With ``SHUFFLED=1`` the labels of the corpus go to the wrong texts.
"""

import csv
import functools
import os
import random
import sys
import warnings
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain, zip_longest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

import training.train
import web.learning.gathering
from router.matters import matter_table
from router.model import Floats
from training.dataset import Example, duty_examples, load_corpus
from training.fitting import Heads, fit_with_folds
from training.letters import COLUMNS

MATTERS = (
    "air-cooking", "noise-construction", "noise-factory", "agri-livestock", "water-irrigation", "water-tap-village",
    "air-dust-highway", "noise-traffic", "waste-village", "land-farmland", "out-road", "out-transit", "out-consumer",
    "out-heating",
)  # fmt: skip
LEARNED, INCOMING, ASKED = 40, 8, 4


@functools.cache
def by_matter() -> dict[str, list[Example]]:
    """The texts of each matter, of every writer in turn, so that every fold has some of each."""
    found: dict[str, dict[str, list[Example]]] = {matter: defaultdict(list) for matter in MATTERS}
    for example in load_corpus():
        if example.is_natural and len(example.matters) == 1 and example.matters[0] in MATTERS:
            found[example.matters[0]][example.group].append(example)
    return {
        matter: list(filter(None, chain.from_iterable(zip_longest(*writers.values()))))
        for matter, writers in found.items()
    }


def corpus() -> list[Example]:
    examples = [example for found in by_matter().values() for example in found[:LEARNED]]
    if os.environ.get("SHUFFLED") == "1":
        labels = [(example.matters, example.kind) for example in examples]
        random.Random(7).shuffle(labels)
        examples = [
            replace(example, matters=matters, kind=kind)
            for example, (matters, kind) in zip(examples, labels, strict=True)
        ]
    return examples


def duties() -> list[Example]:
    """The duty texts of the few, and the bare names of all: the router must know every matter of the table."""
    return [e for e in duty_examples() if set(e.matters) <= set(MATTERS) or e.group.startswith("matter/")]


def incoming() -> list[tuple[str, str]]:
    """Texts that come in, each with its matter."""
    return [
        (example.text, matter)
        for matter, found in by_matter().items()
        for example in found[LEARNED : LEARNED + INCOMING]
    ]


def write_evaluation(path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        for name, found in by_matter().items():
            leads = [str(department.number) for department in matter_table()[name].leads]
            for number, example in enumerate(found[LEARNED + INCOMING :][:ASKED]):
                row = {"id": f"{name}-{number}", "text": example.text, "scope": example.scope}
                writer.writerow({**row, "leads": ";".join(leads)})
    return path


def fit_alone(examples: Sequence[Example], always: Sequence[Example]) -> tuple[Heads, dict[str, Floats]]:
    """So little is learned sooner than a second process has started, and half of it says too little of the rest."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="The number of unique classes")
        return fit_with_folds(examples, always, folds=5, jobs=1)


def use(patch: Callable[[object, str, object], None]) -> None:
    """Put the small corpus in the place of the real one; ``patch`` is a function like `setattr`."""
    patch(training.train, "fit_with_folds", fit_alone)
    patch(training.train, "load_corpus", corpus)
    patch(training.train, "duty_examples", duties)
    patch(web.learning.gathering, "load_corpus", corpus)


if __name__ == "__main__":
    from router.cli import main

    use(setattr)
    main()
