"""Training: corpus and duty texts in, a calibrated and stored model out. Seeded, so the same data gives the same answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from router.model import Floats, LinearHead, Model, softmax
from router.space import FeatureSpace
from router.store import Manifest, save_model
from training.calibration import choose_policy, fit_sharpness
from training.dataset import Example, data_version, duty_examples, load_corpus
from training.fitting import Heads, fit_with_folds

Report = Callable[[str], None]
# Departments are ranked by the mass of their matters. One likely matter should count for more than many unlikely ones, so
# the masses are taken of probabilities sharper than calibrated ones; `Policy` says what they are worth. Out of fold on
# ordinary letters 1.5 to 3 are equally good, and better than 1.
DECIDEDNESS = 1.5


@dataclass(frozen=True)
class Trained:
    """A model, and what its out-of-fold answers on the corpus scored.

    ``decided`` are the out-of-fold scores of each head on the examples learned beside the corpus, one row each.
    """

    model: Model
    texts: int
    scores: dict[str, float]
    decided: dict[str, Floats]


def train(
    report: Report = lambda _: None, decided: Sequence[Example] = (), version: str | None = None
) -> Trained:
    """Train on the corpus, the duty list and ``decided`` examples, the model to be called ``version``.

    ``report`` is told, in Chinese, what is being done.
    """
    corpus, duties = load_corpus(), duty_examples()
    examples = [*corpus, *decided]
    more = f"，决定 {len(decided)} 条" if decided else ""
    report(f"语料 {len(corpus)} 条，责任条目文本 {len(duties)} 条{more}；正在训练并交叉验证…")
    heads, scores = fit_with_folds(examples, duties)
    model = replace(_assemble(heads, examples, scores), version=version or data_version())
    on_corpus = {name: rows[: len(corpus)] for name, rows in scores.items()}
    on_decided = {name: rows[len(corpus) :] for name, rows in scores.items()}
    return Trained(model, len(examples), _scores(model, corpus, on_corpus), on_decided)


def train_and_save(folder: Path, report: Report = lambda _: None) -> Manifest:
    """Train and store the model in ``folder``."""
    trained = train(report)
    return save_model(trained.model, folder, trained.texts, trained.scores)


def _assemble(heads: Heads, examples: Sequence[Example], scores: dict[str, Floats]) -> Model:
    matter = _calibrated(heads.matter, scores["matter"], [example.matters[0] for example in examples])
    scope = _calibrated(heads.scope, scores["scope"], [example.scope for example in examples])
    kind = _calibrated(heads.kind, scores["kind"], [example.kind or "complaint" for example in examples])
    matter = replace(matter, sharpness=DECIDEDNESS * matter.sharpness)
    policy = choose_policy(examples, softmax(matter.sharpness * scores["matter"]), matter.classes)
    return Model(
        FeatureSpace.of(heads.features),
        matter,
        scope,
        kind,
        policy,
        data_version(),
        datetime.now(UTC).isoformat("T", "seconds"),
    )


def _calibrated(head: LinearHead, scores: Floats, labels: Sequence[str]) -> LinearHead:
    return replace(head, sharpness=fit_sharpness(scores, [head.classes.index(label) for label in labels]))


def _scores(model: Model, examples: Sequence[Example], scores: dict[str, Floats]) -> dict[str, float]:
    """Out-of-fold accuracy of each head on the corpus."""
    truth: dict[str, list[set[str]]] = {
        "matter": [set(example.matters) for example in examples],
        "scope": [{example.scope} for example in examples],
        "kind": [{example.kind or ""} for example in examples],
    }
    result = {}
    for name, labels in truth.items():
        classes = getattr(model, name).classes
        right = [
            classes[column] in found
            for column, found in zip(scores[name].argmax(axis=1), labels, strict=True)
        ]
        result[f"{name}_accuracy_out_of_fold"] = round(float(np.mean(right)), 4)
    return result
