"""A program with a key at an installation of several people."""

import pytest
from werkzeug.security import generate_password_hash

LETTER = "昌吉市延安北路楼下烧烤店油烟太大，熏得不敢开窗。联系人王丽，13812345678"


@pytest.fixture(autouse=True)
def quick_hash(monkeypatch):
    """Passwords hashed quickly: a good hash takes long on purpose, and many tests make accounts."""
    monkeypatch.setattr(
        "web.store.people._hash", lambda password: generate_password_hash(password, "pbkdf2:sha256:1")
    )


@pytest.fixture
def wangli(store):
    """A clerk; with her account everybody must log in, and programs need keys."""
    store.people.create("guan", "管理员", "administrator", "a good pass")
    return store.people.create("wangli", "王丽", "clerk", "a good pass")


@pytest.fixture
def key(store, wangli):
    return store.keys.create("网上信访系统")


@pytest.fixture
def ask(app, key):
    """Ask as a program with a key: ``ask("GET", "/api/matters")`` gives the answer."""

    def ask(method, path, body=None, secret=key[1], **more):
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        return app.test_client().open(path, method=method, json=body, headers=headers, **more)

    return ask


@pytest.fixture
def letter(ask):
    """The answer to a letter that was sent in."""
    answer = ask("POST", "/api/complaints", {"text": LETTER, "number": "XF-1", "received": "2026-11-26"})
    assert answer.status_code == 201, answer.text
    return answer.json
