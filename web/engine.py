"""The router that answers for this application, or the sentence that says why there is none."""

from dataclasses import dataclass
from typing import cast

from flask import current_app

from router.errors import ModelError
from router.paths import model_dir
from router.router import Router
from router.store import load_model


@dataclass(frozen=True)
class Engine:
    """Exactly one of the two is set: the router, or the problem with its remedy."""

    router: Router | None
    problem: str | None


def load_engine() -> Engine:
    """Load the stored model once, when the application is built."""
    try:
        return Engine(Router.of(load_model(model_dir())), None)
    except ModelError as error:
        return Engine(None, str(error))


def engine() -> Engine:
    """The engine of the current application."""
    return cast(Engine, current_app.extensions["engine"])


def require_router() -> Router:
    """The router. Raises ModelError, with the remedy, where the model could not be loaded."""
    found = engine()
    if found.router is None:
        raise ModelError(found.problem)
    return found.router
