"""The whole of it: gather, train, compare, and let the candidate answer if it is not worse."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from router.errors import ModelError
from router.paths import model_dir, models_dir
from router.router import Router
from router.store import load_model, read_manifest, save_model
from router.versions import publish, staging
from training.decisions import Joined
from training.fixed import evaluation_path
from training.learning import Candidate, learn, version_with
from training.verdict import FEWEST_DECISIONS
from web.learning.alone import alone
from web.learning.gathering import gather
from web.learning.record import Outcome, write_outcome
from web.store import Actor, Store

Report = Callable[[str], None]
LOCK = "training.lock"


class NothingToLearnError(ModelError):
    """There are too few decisions, or none that the present model has not learned."""


def learn_from(store: Store, evaluation: Path | None, actor: Actor, report: Report) -> Outcome:
    """Train with the decisions of ``store`` and let the result answer from now on, unless it is worse.

    ``report`` is told, in Chinese, what is being done. Raises BusyError, NothingToLearnError, ModelError where there is no
    present model to compare with, TableError for an ``evaluation`` that is none.
    """
    with alone(models_dir() / LOCK):
        began = time.monotonic()
        table = evaluation_path(evaluation)
        report(f"正在读取决定和固定评测（{table.name}）…")
        joined = gather(store, table)
        folder = model_dir()
        manifest = read_manifest(folder)
        _check(joined, manifest.version)
        report(_gathered(joined))
        candidate = learn(Router.of(load_model(folder)), manifest, joined, table, report)
        return _settle(store, candidate, manifest.version, actor, began)


def _check(joined: Joined, present: str) -> None:
    if len(joined.letters) < FEWEST_DECISIONS:
        raise NothingToLearnError(
            f"可学习的决定只有 {len(joined.letters)} 件，至少要有 {FEWEST_DECISIONS} 件才能比较新旧模型。请积累后再训练。"
        )
    if version_with(joined) == present:
        raise NothingToLearnError(f"现用模型 {present} 已经学过这些决定，没有新的可学。")


def _gathered(joined: Joined) -> str:
    left = sum(map(len, joined.left_out.values()))
    return (
        f"可学习的决定 {len(joined.letters)} 件，成为 {len(joined.examples)} 条训练文本；不用的 {left} 件。"
    )


def _settle(store: Store, candidate: Candidate, former: str, actor: Actor, began: float) -> Outcome:
    """Publish the candidate or refuse it, and write down which."""
    model, now = candidate.trained.model, datetime.now(UTC).isoformat("T", "seconds")
    name = store.people.get(actor.user_id).name if actor.user_id is not None else actor.name
    seconds = round(time.monotonic() - began, 1)
    outcome = Outcome(model.version, former, now, name, seconds, list(candidate.reasons), candidate.details)
    if outcome.is_accepted:
        learned = {
            **candidate.details,
            "former": former,
            "accepted_by": name,
            "accepted_at": now,
            "seconds": seconds,
        }
        with staging() as folder:
            save_model(model, folder, candidate.trained.texts, candidate.trained.scores, learned)
            if read_manifest(model_dir()).version != former:
                raise ModelError("训练期间现用模型已经更换，与新模型比较的不再是它。请重新训练。")
            publish(folder)
    write_outcome(outcome)
    action = "model.accept" if outcome.is_accepted else "model.refuse"
    store.audit.add(actor, action, f"model:{model.version}", _in_short(outcome, candidate))
    return outcome


def _in_short(outcome: Outcome, candidate: Candidate) -> str:
    """The outcome in a line of the audit log."""
    fixed, decided = candidate.comparison.fixed, candidate.comparison.decided
    return (
        f"原模型 {outcome.former}；固定评测 {fixed.letters} 件，答对 {fixed.before}→{fixed.after}；"
        f"决定 {decided.letters} 件，一致 {decided.before}→{decided.after}。{''.join(outcome.reasons)}"
    )
