"""The router that answers for this application, or the sentence that says why there is none.

Another model that is made to answer while the application runs, by training or by going back, is loaded beside the
present one and takes its place in one step: no restart, and a request keeps the router it began with.
"""

import gc
import logging
import threading
from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from router.errors import ModelError
from router.paths import model_dir
from router.router import Router
from router.store import load_model
from router.versions import pointer_stamp

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Engine:
    """Exactly one of the two is set: the router, or the problem with its remedy."""

    router: Router | None
    problem: str | None


class _Keeper:
    """Keeps the engine of an application in line with the model that is to answer."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._stamp = pointer_stamp()
        self._loading = threading.Lock()
        app.extensions["engine"] = load_engine()

    def look(self) -> None:
        """Begin to load the model that is to answer, if it is another one; who asks need not wait."""
        if pointer_stamp() != self._stamp and self._loading.acquire(blocking=False):
            threading.Thread(target=self._load, name="model", daemon=True).start()

    def take(self) -> None:
        """Load the model that is to answer, if it is another one, before returning."""
        with self._loading:
            self._swap()

    def _load(self) -> None:
        try:
            self._swap()
        finally:
            self._loading.release()

    def _swap(self) -> None:
        stamp = pointer_stamp()
        if stamp == self._stamp:
            return
        loaded, present = load_engine(), cast(Engine, self._app.extensions["engine"])
        if loaded.router:
            loaded.router.prepare()
        if loaded.router or not present.router:
            self._app.extensions["engine"] = loaded
            del present
            _settle()
        else:
            _log.error("新模型未能加载，仍用原来的：%s", loaded.problem)
        self._stamp = stamp


def init_app(app: Flask, router: Router | None) -> None:
    """Give ``app`` its engine: ``router``, else the stored model and those that take its place."""
    if router:
        app.extensions["engine"] = Engine(router, None)
        return
    keeper = app.extensions["engine_keeper"] = _Keeper(app)
    app.before_request(keeper.look)


def take_new(app: Flask) -> None:
    """Load another model that is to answer now, and not at the next request."""
    if "engine_keeper" in app.extensions:
        app.extensions["engine_keeper"].take()


def warm(app: Flask) -> None:
    """Make the router ready before anybody asks it."""
    router = cast(Engine, app.extensions["engine"]).router
    if router:
        router.prepare()
    _settle()


def _settle() -> None:
    """Spare Python looking through what is loaded for garbage, every few letters; of a model before, it does once."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def load_engine() -> Engine:
    """The stored model that is to answer."""
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
