"""The application factory."""

from collections.abc import Mapping
from typing import Any

from flask import Flask

from web import api, engine, failures, guard, menu, people, wording
from web.jobs import JobStore
from web.numbers import NumberConverter
from web.pages import (
    about,
    api_page,
    audit,
    batch,
    care,
    duties,
    intake,
    keys,
    learning,
    login,
    password,
    queue,
    review,
    slip,
    start,
    statistics,
)
from web.pages import people as people_page
from web.settings import defaults, secret_key
from web.store import open_store


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Build the application; ``config`` overrides ``web.settings.defaults``.

    The key ``ROUTER`` injects a `router.router.Router` in place of the stored model. Where that cannot be loaded the
    pages open all the same, say what to do, and offer the search of the duty list. Raises StoreError where the store
    cannot be opened.
    """
    app = Flask(__name__)
    app.config.from_mapping(defaults())
    app.config.from_mapping(config)
    if not app.config["SECRET_KEY"]:
        app.config["SECRET_KEY"] = secret_key()
    app.url_map.converters["int"] = NumberConverter
    engine.init_app(app, app.config["ROUTER"])
    app.extensions["jobs"] = JobStore(app.config["UPLOAD_DIR"], app.config["KEEP_UPLOADS_SECONDS"])
    app.extensions["store"] = store = open_store(app.config["DATABASE_URL"])
    store.people.get_ready()
    # Before the tokens are looked for: what somebody wrote whose session has ended is held, not refused.
    people.init_app(app)
    guard.init_app(app)
    failures.init_app(app)
    wording.init_app(app)
    menu.init_app(app)
    for page in (
        start,
        slip,
        queue,
        intake,
        review,
        batch,
        duties,
        about,
        login,
        password,
        people_page,
        keys,
        learning,
        audit,
        care,
        statistics,
        api_page,
        api,
    ):
        app.register_blueprint(page.bp)
    guard.csrf.exempt(api.bp)
    return app
