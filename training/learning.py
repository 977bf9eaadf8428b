"""A candidate that learned from clerks' decisions too, compared with the present model before it may take its place.

One training is all it costs: the folds that calibrate the candidate also answer the decisions, the present model's
answers to those are the suggestions as they were shown, and its scores on the corpus stand in its manifest.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from router.decision import Decider
from router.duties import duty_list
from router.matters import matter_table
from router.model import Floats, Model, softmax
from router.router import Router
from router.store import Manifest
from router.versions import learned_version
from training.dataset import data_version
from training.decisions import Joined, Judged
from training.fixed import Answered, answer_fixed
from training.train import Trained, train
from training.verdict import Comparison, Paired, refusals

Report = Callable[[str], None]


@dataclass(frozen=True)
class Candidate:
    """A trained model and how it compares; ``reasons`` why it may not answer, empty where it may."""

    trained: Trained
    comparison: Comparison
    reasons: tuple[str, ...]
    details: dict[str, Any]


def version_with(joined: Joined) -> str:
    """The version of a model of the present corpus and tables that learned ``joined`` too."""
    return learned_version(data_version(), joined.digest)


def learn(present: Router, manifest: Manifest, joined: Joined, evaluation: Path, report: Report) -> Candidate:
    """Train a candidate on the corpus and ``joined``, and compare it with ``present``, whose manifest is given.

    ``report`` is told, in Chinese, what is being done.
    """
    report("现用模型正在回答固定评测…")
    before = answer_fixed(present, evaluation)
    trained = train(report, joined.examples, version_with(joined))
    report("新模型正在回答固定评测…")
    after = answer_fixed(Router.of(trained.model), evaluation)
    report("正在比较两个模型…")
    answers = lead_answers(trained.model, trained.decided)
    comparison = Comparison(
        Paired.of(before.right, after.right),
        Paired.of(*_decided_rights(joined.letters, answers)),
        _matters_right(trained, joined),
        manifest.scores,
        trained.scores,
    )
    details = _details(joined, evaluation, comparison, (before, after))
    return Candidate(trained, comparison, tuple(refusals(comparison)), details)


def lead_answers(model: Model, scores: dict[str, Floats]) -> list[int | None]:
    """The department each row of raw scores puts first, None where it says that nobody on the list leads."""
    table = matter_table()
    decider = Decider(model.matter.classes, table, duty_list(), model.policy)
    outside = np.array([not table[matter].in_scope for matter in model.matter.classes])
    matter = softmax(model.matter.sharpness * scores["matter"])
    scope = softmax(model.scope.sharpness * scores["scope"])[:, model.scope.classes.index("out")]
    # As the router decides for a whole letter; what single sentences add changes no first lead.
    is_out = decider.is_out(decider.out_probability(matter[:, outside].sum(axis=1), scope))
    return [None if out else decider.find(row).lead.number for row, out in zip(matter, is_out, strict=True)]


def _decided_rights(
    letters: Sequence[Judged], answers: Sequence[int | None]
) -> tuple[list[bool], list[bool]]:
    """Whether what was shown, and what the candidate answered out of fold, is what the clerk decided."""
    shown = [_is_right(letter, letter.shown) for letter in letters]
    return shown, [_is_right(letter, answers[letter.row]) for letter in letters]


def _matters_right(trained: Trained, joined: Joined) -> int:
    """For how many whole letters the likeliest matter, out of fold, is one that was decided on."""
    likeliest = trained.decided["matter"].argmax(axis=1)
    classes = trained.model.matter.classes
    return sum(
        classes[likeliest[letter.row]] in joined.examples[letter.row].matters for letter in joined.letters
    )


def _is_right(letter: Judged, lead: int | None) -> bool:
    return lead in letter.leads if letter.leads else lead is None


def _details(
    joined: Joined, evaluation: Path, found: Comparison, fixed: tuple[Answered, Answered]
) -> dict[str, Any]:
    """What the manifest and the page say of where the model comes from and how it compares."""
    return {
        "base_version": data_version(),
        "decisions_digest": joined.digest,
        "texts_from_decisions": len(joined.examples),
        "letters": len(joined.letters),
        "repeats": joined.repeats,
        "left_out": {reason: list(ids) for reason, ids in joined.left_out.items()},
        "evaluation": evaluation.name,
        "fixed": {
            **asdict(found.fixed),
            "figures_before": fixed[0].figures,
            "figures_after": fixed[1].figures,
        },
        "decided": asdict(found.decided),
        "matters": found.matters,
        "corpus_before": dict(found.corpus_before),
        "corpus_after": dict(found.corpus_after),
    }
