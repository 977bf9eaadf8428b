"""模型学习: which model answers, what the last training came to, and the buttons to train, to go back and to ask again."""

from datetime import datetime
from typing import cast

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from sqlalchemy import func as sql
from sqlalchemy import select

from router.versions import KeptModel, can_go_back, kept_models, rollback, use
from training.dataset import data_version
from training.decisions import REASONS
from training.fixed import SHIPPED, evaluation_path
from training.verdict import FEWEST_DECISIONS, RULES
from web.engine import engine, require_router, take_new
from web.learning.again import SuggestAgain
from web.learning.record import read_outcome
from web.learning.side_by_side import side_by_side
from web.learning.trainer import COMMAND, Trainer
from web.people import current_actor, current_user, require_role, store
from web.store.schema import ComplaintRow

bp = Blueprint("learning", __name__, url_prefix="/learning")


@bp.record
def _set_up(state: BlueprintSetupState) -> None:
    """Give the application its trainer; it must have its store by now."""
    app = cast(Flask, state.app)
    app.config.setdefault("TRAIN_COMMAND", COMMAND)
    app.extensions["trainer"] = Trainer(app.config["TRAIN_COMMAND"], lambda: take_new(app))
    app.extensions["suggest_again"] = SuggestAgain(app.extensions["store"])


@bp.app_template_filter("clock")
def _clock(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).strftime("%H:%M")


@bp.get("/")
@require_role("reviewer")
def page() -> ResponseReturnValue:
    """The page."""
    outcome, run = read_outcome(), _trainer().run
    model = router.model if (router := engine().router) else None
    kept, table = kept_models(), evaluation_path()
    learned = next((other.manifest.learned for other in kept if model and other.version == model.version), {})
    return render_template(
        "learning/page.html",
        model=model,
        problem=engine().problem,
        learned=learned,
        decided=_decided_since(learned.get("accepted_at")),
        fewest=FEWEST_DECISIONS,
        evaluation=None if table == SHIPPED else table.name,
        run=run,
        usual=outcome.seconds if outcome else None,
        outcome=outcome,
        rows=side_by_side(outcome.details) if outcome else [],
        reasons=REASONS,
        rules=RULES,
        kept=kept,
        can_go_back=can_go_back(),
        base=data_version(),
        waiting=_again().waiting(model.version) if model else 0,
        round=_again().round,
    )


@bp.post("/train")
@require_role("administrator")
def train() -> ResponseReturnValue:
    """Begin a training."""
    user = current_user()
    _trainer().start(user.id, user.name, store().database.engine.url.render_as_string(hide_password=False))
    store().audit.add(current_actor(), "model.train")
    return _back()


@bp.post("/use")
@require_role("administrator")
def use_kept() -> ResponseReturnValue:
    """Let another of the kept models answer."""
    return _changed(use(request.form.get("version", ""), data_version()), "model.use")


@bp.post("/rollback")
@require_role("administrator")
def go_back() -> ResponseReturnValue:
    """Let the model answer that did before."""
    return _changed(rollback(data_version()), "model.rollback")


@bp.post("/suggest-again")
@require_role("administrator")
def suggest_again() -> ResponseReturnValue:
    """Ask the present model about the letters that wait."""
    _again().start(require_router(), current_actor())
    return _back()


def _changed(model: KeptModel, action: str) -> ResponseReturnValue:
    store().audit.add(current_actor(), action, f"model:{model.version}")
    take_new(current_app._get_current_object())  # type: ignore[attr-defined]
    flash(f"现在使用模型 {model.version}。")
    return _back()


def _decided_since(moment: str | None) -> tuple[int, int]:
    """How many letters are decided, and how many of them since ``moment``, where there is one."""
    query = select(sql.count()).select_from(ComplaintRow).where(ComplaintRow.state == "decided")
    with store().database.read() as connection:
        total = int(connection.execute(query).scalar_one())
        if moment is None:
            return total, total
        later = query.where(ComplaintRow.decided_at > datetime.fromisoformat(moment))
        return total, int(connection.execute(later).scalar_one())


def _trainer() -> Trainer:
    return cast(Trainer, current_app.extensions["trainer"])


def _again() -> SuggestAgain:
    return cast(SuggestAgain, current_app.extensions["suggest_again"])


def _back() -> ResponseReturnValue:
    return redirect(url_for("learning.page"), 303)
