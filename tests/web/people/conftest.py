"""People with accounts, and browsers in which they are logged in."""

import re

import pytest
from werkzeug.security import generate_password_hash

from tests.web.people.browser import PASSWORD


@pytest.fixture(autouse=True)
def quick_hash(monkeypatch):
    """Passwords hashed quickly: a good hash takes long on purpose, and many tests make accounts."""
    monkeypatch.setattr(
        "web.store.people._hash", lambda password: generate_password_hash(password, "pbkdf2:sha256:1")
    )


@pytest.fixture
def people(store):
    """One user of each role: ``people["clerk"]``."""
    names = {"administrator": "管理员", "reviewer": "审核人", "clerk": "经办人"}
    return {role: store.people.create(role[:5], name, role, PASSWORD) for role, name in names.items()}


@pytest.fixture
def log_in(app, people):
    """Log in as a user of a role, and return his browser."""

    def log_in(role="clerk", **fields):
        client = app.test_client()
        response = client.post("/login", data={"login": people[role].login, "password": PASSWORD, **fields})
        assert response.status_code in (200, 303)
        client.answer = response
        return client

    return log_in


@pytest.fixture
def guarded(app, people):
    """A browser that must bring its tokens."""
    app.config["WTF_CSRF_ENABLED"] = True
    return app.test_client()


@pytest.fixture
def token():
    """The token of the forms of a page."""

    def token(response):
        return re.search(r'name="csrf_token" value="([^"]+)"', response.text)[1]

    return token
