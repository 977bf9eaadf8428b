import pytest

from web import create_app

READABLE = ["/api/complaints", "/api/complaints/1", "/api/matters", "/api/departments", "/api/openapi.json"]


@pytest.mark.parametrize("path", READABLE)
def test_without_a_key_nothing_is_answered(ask, path):
    answer = ask("GET", path, secret=None)
    assert answer.status_code == 401
    assert answer.json["error"]["code"] == "unauthorized"
    assert "Authorization: Bearer" in answer.json["error"]["message"]
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("path", ["/api/route", "/api/complaints", "/api/complaints/1/decisions"])
def test_without_a_key_nothing_is_done(ask, store, path):
    assert ask("POST", path, {"text": "露天烧烤"}, secret=None).status_code == 401
    assert store.queue.page().complaints == ()


@pytest.mark.parametrize("secret", ["crk_wrong", "x" * 10_000, "密钥".encode().decode("latin-1"), "a b c"])
def test_a_wrong_key_is_refused(ask, secret):
    answer = ask("GET", "/api/matters", secret=secret)
    assert answer.status_code == 401
    assert "密钥不对或已停用" in answer.json["error"]["message"]


@pytest.mark.parametrize("header", ["Basic Z3Vhbjp4", "Bearer", "Bearer ", "", "crk_x"])
def test_what_is_no_key_is_none(app, wangli, header):
    assert app.test_client().get("/api/matters", headers={"Authorization": header}).status_code == 401


def test_an_ended_key_opens_nothing_and_the_log_says_who_tried(ask, store, key):
    assert ask("GET", "/api/matters").status_code == 200
    store.keys.revoke(key[0].id)
    assert ask("GET", "/api/matters").status_code == 401
    for _ in range(5):
        ask("GET", "/api/matters")
    assert [entry.action for entry in store.audit.list().entries].count("key.refused") == 1


def test_the_session_of_a_browser_opens_only_the_description(app, wangli, store):
    browser = app.test_client()
    browser.post("/login", data={"login": "wangli", "password": "a good pass"})
    assert browser.get("/api/matters").status_code == 401
    assert browser.post("/api/complaints", json={"text": "露天烧烤"}).status_code == 401
    assert browser.get("/api/openapi.json").status_code == 200
    assert "POST</b> /api/complaints" in browser.get("/api").text


def test_alone_on_this_machine_no_key_is_needed(client, words):
    assert client.get("/api/matters").status_code == 200
    assert client.post("/api/complaints", json={"text": "楼下露天烧烤油烟很大"}).status_code == 201
    assert client.get("/api/matters", headers={"Authorization": "Bearer crk_wrong"}).status_code == 401
    assert "接口说明" in words(client.get("/api"))


def test_beyond_this_machine_a_key_is_needed_before_there_is_any_account(settings):
    client = create_app({**settings, "SINGLE_USER": False}).test_client()
    assert client.get("/api/matters").status_code == 401


def test_a_program_needs_no_token_of_a_form(app, ask):
    app.config["WTF_CSRF_ENABLED"] = True
    assert ask("POST", "/api/route", {"text": "露天烧烤"}).status_code == 200


def test_pages_are_not_opened_by_a_key(ask):
    assert ask("GET", "/queue/").status_code == 302
    assert ask("GET", "/people/").status_code == 302
