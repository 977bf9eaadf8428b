"""The application with the session's router, without CSRF tokens where the test is not about them."""

import re
import shutil
from datetime import date

import pytest

from web import create_app
from web.store import Actor, Incoming, open_store


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory):
    """The file of a store with its tables and nothing in it, to be copied: making one takes long."""
    path = tmp_path_factory.mktemp("empty") / "workbench.db"
    open_store(str(path)).close()
    return path


@pytest.fixture
def settings(router, tmp_path, empty_store):
    return {
        "TESTING": True,
        "SECRET_KEY": "a key for tests",
        "ROUTER": router,
        "UPLOAD_DIR": tmp_path / "uploads",
        "DATABASE_URL": str(shutil.copy(empty_store, tmp_path / "workbench.db")),
        "SINGLE_USER": True,
        "WTF_CSRF_ENABLED": False,
    }


@pytest.fixture
def app(settings):
    app = create_app(settings)
    yield app
    app.extensions["jobs"].close()
    app.extensions["store"].close()


@pytest.fixture
def store(app):
    """The store of the application."""
    return app.extensions["store"]


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def guarded_client(settings):
    """A client that must bring its tokens."""
    return create_app({**settings, "WTF_CSRF_ENABLED": True}).test_client()


@pytest.fixture
def modelless_client(settings, tmp_path, monkeypatch):
    """A client of an installation in which no model has been trained."""
    monkeypatch.setenv("COMPLAINT_ROUTER_HOME", str(tmp_path / "empty"))
    return create_app({**settings, "ROUTER": None}).test_client()


@pytest.fixture
def words():
    """The visible words of a page, without tags and blanks, as a reader sees them."""

    def visible(response):
        page = re.sub(r"<(script|style|title|datalist)\b.*?</\1>", "", response.text, flags=re.DOTALL)
        return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page))

    return visible


@pytest.fixture
def add_letter(store, router):
    """Stores a letter and returns its id."""

    def add_letter(text, **details):
        details.setdefault("received_on", date(2026, 11, 26))
        actor = Actor(store.people.local_user().id)
        return store.intake.add(Incoming(text, **details), router, "paste", actor).id

    return add_letter


@pytest.fixture
def decide(store):
    """Decides a letter as the local user, or as ``actor``."""

    def decide(number, draft, actor=None):
        revision = store.decisions.get(number).complaint.revision
        actor = actor or Actor(store.people.local_user().id)
        return store.decisions.decide(number, revision, draft, actor)

    return decide
