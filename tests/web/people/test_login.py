"""Who may come in and how long he stays."""

import time

import pytest

from tests.web.people.browser import PASSWORD, enter, fields_of, travel
from web import create_app
from web.store.people import MOST_ATTEMPTS


def test_who_is_not_logged_in_is_sent_to_the_form_and_back(guarded, token):
    response = guarded.get("/duties/?q=噪声")
    assert response.status_code == 302
    place = response.location
    assert place.startswith("/login?next=/duties/")
    page = guarded.get(place)
    assert page.status_code == 200
    assert "主菜单" not in page.text
    fields = fields_of(page)
    answer = guarded.post("/login", data={**fields, "login": "Clerk ", "password": PASSWORD})
    assert answer.status_code == 303
    assert guarded.get(answer.location).status_code == 200
    assert "噪声" in guarded.get(answer.location).text
    assert "经办人" in guarded.get("/").text


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("clerk", "a bad pass"),
        ("nobody", PASSWORD),
        ("local", ""),
        ("", ""),
        ("clerk", "a good\0 pass"),
        ("烟" * 10_000, "x" * 10_000),
        ("🙂\0", "🙂"),
    ],
)
def test_what_does_not_fit_is_refused_in_the_same_words(guarded, token, words, login, password):
    page = enter(guarded, token, login, password)
    assert page.status_code == 401
    assert "登录名或密码不对，或者失败次数过多、账号已暂时锁定" in words(page)
    assert guarded.get("/").status_code == 302


def test_a_locked_account_cannot_be_told_from_an_unknown_one(guarded, token, words):
    told = {}
    for login in ("clerk", "nobody"):
        for _ in range(MOST_ATTEMPTS + 1):
            page = enter(guarded, token, login, "a bad pass")
        told[login] = words(page)
    assert told["clerk"] == told["nobody"]
    assert enter(guarded, token, "clerk", PASSWORD).status_code == 401
    assert guarded.get("/").status_code == 302


def test_a_closed_account_cannot_log_in(guarded, token, people, store):
    store.people.set_active(people["clerk"].id, False, None)
    assert enter(guarded, token).status_code == 401


@pytest.mark.parametrize(
    "place",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil",
        "/\t/evil.example",
        "/\n/evil",
        "javascript:alert(1)",
        "http:/evil",
        "///evil",
        "evil",
        "/login",
        "/logout",
        "",
        "/ /evil",
        "//[",
        "/%0d%0aSet-Cookie:x=1\r\n",
    ],
)
def test_the_way_back_never_leads_elsewhere(log_in, place):
    assert log_in(next=place).answer.location == "/"


def test_the_way_back_keeps_the_query(log_in):
    assert log_in(next="/duties/?q=噪声&department=22").answer.location.startswith("/duties/?q=")


def test_who_is_logged_in_sees_no_form(log_in):
    response = log_in().get("/login?next=/batch/")
    assert (response.status_code, response.location) == (302, "/batch/")


def test_alone_on_this_machine_there_is_nothing_to_log_in_to(client):
    assert client.get("/login").location == "/"
    assert client.post("/login", data={"login": "a", "password": "b"}).location == "/"
    assert client.post("/logout").status_code == 303
    assert client.get("/").status_code == 200
    assert "退出" not in client.get("/").text


def test_logging_in_wants_the_token_of_the_page(guarded):
    page = guarded.post("/login", data={"login": "clerk", "password": PASSWORD})
    assert page.status_code == 400
    assert "页面已过期，请再登录一次" in page.text
    assert guarded.get("/").status_code == 302


def test_logging_out_is_no_link_and_wants_a_token(guarded, token):
    enter(guarded, token)
    assert guarded.get("/logout").status_code == 405
    assert guarded.post("/logout").status_code == 400
    assert guarded.get("/").status_code == 200


def test_logging_out_ends_copies_of_the_cookie_too(app, log_in):
    browser = log_in()
    cookie = browser.get_cookie("complaint_router").value
    browser.post("/logout")
    assert browser.get("/").status_code == 302
    thief = app.test_client()
    thief.set_cookie("complaint_router", cookie)
    assert thief.get("/").status_code == 302


def test_the_cookie_is_not_for_scripts_nor_for_other_sites(log_in):
    cookie = next(
        line for line in log_in().answer.headers.getlist("Set-Cookie") if "complaint_router=" in line
    )
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_behind_https_the_cookie_goes_no_other_way(settings, monkeypatch):
    monkeypatch.setenv("COMPLAINT_ROUTER_HTTPS", "1")
    client = create_app({**settings, "SINGLE_USER": False}).test_client()
    assert "Secure" in client.get("/login", base_url="https://localhost").headers["Set-Cookie"]


@pytest.mark.parametrize(
    ("variable", "value"), [("IDLE_MINUTES", "0"), ("IDLE_MINUTES", "half"), ("SESSION_MINUTES", "-1")]
)
def test_a_wrong_length_of_a_session_is_said(settings, monkeypatch, variable, value):
    monkeypatch.setenv(f"COMPLAINT_ROUTER_{variable}", value)
    with pytest.raises(Exception, match=f"COMPLAINT_ROUTER_{variable}={value} 应为 1 到"):
        create_app(settings)


def test_a_session_ends_after_half_an_hour_without_use(log_in, monkeypatch):
    browser = log_in()
    travel(monkeypatch, 29 * 60)
    assert browser.get("/").status_code == 200
    travel(monkeypatch, 20 * 60)
    assert browser.get("/").status_code == 200
    travel(monkeypatch, 31 * 60)
    response = browser.get("/batch/")
    assert response.status_code == 302
    assert "登录已结束" in browser.get(response.location).text


def test_a_session_ends_after_a_working_day_even_in_use(log_in, monkeypatch):
    browser = log_in()
    began = time.time()
    for minute in range(20, 12 * 60, 20):
        monkeypatch.setattr("web.people.sessions.time.time", lambda minute=minute: began + 60 * minute)
        assert browser.get("/duties/22.03").status_code == 200
    monkeypatch.setattr("web.people.sessions.time.time", lambda: began + 12 * 3600 + 1)
    assert browser.get("/duties/22.03").status_code == 302


@pytest.mark.parametrize(
    "change",
    [
        lambda people, user: people.set_password(user.id, "another pass", None),
        lambda people, user: people.set_role(user.id, "reviewer", None),
        lambda people, user: people.set_active(user.id, False, None),
    ],
)
def test_a_session_ends_when_password_role_or_account_change(log_in, store, people, change):
    browser = log_in()
    change(store.people, people["clerk"])
    assert browser.get("/").status_code == 302


@pytest.mark.parametrize("cookie", ["", "nonsense", "eyJfdXNlcl9pZCI6IjE6MSJ9.aaaa.bbbb"])
def test_a_forged_cookie_is_nobodys(app, people, cookie):
    client = app.test_client()
    client.set_cookie("complaint_router", cookie)
    assert client.get("/").status_code == 302


def test_a_table_is_not_read_for_somebody_who_is_not_logged_in(guarded):
    response = guarded.post("/batch/", data={"table": (b"x" * 10_000_000, "来信.csv")})
    assert response.status_code == 401
    assert "请先登录" in response.text
    assert fields_of(response)["next"] == "/batch/"


def test_after_a_form_without_words_the_way_leads_to_a_page_that_can_be_opened(guarded):
    assert fields_of(guarded.post("/batch/x/remove"))["next"] == "/"
    assert fields_of(guarded.post("/nothing"))["next"] == "/"


def test_another_user_of_the_same_browser_finds_nothing_of_the_one_before(log_in, people):
    browser = log_in()
    with browser.session_transaction() as session:
        session["jobs"] = ["a"]
    browser.post("/login", data={"login": people["reviewer"].login, "password": PASSWORD})
    with browser.session_transaction() as session:
        assert "jobs" not in session


def test_scripts_are_told_in_json(app, people):
    response = app.test_client().post("/", data={"text": "x"}, headers={"Accept": "application/json"})
    assert response.status_code == 401
    assert response.json["error"]["code"] == "unauthorized"


def test_a_foreign_host_name_is_refused_before_any_log_in(settings):
    client = create_app({**settings, "SINGLE_USER": False, "TRUSTED_HOSTS": ["127.0.0.1"]}).test_client()
    response = client.get("/", base_url="http://evil.example")
    assert response.status_code == 400
    assert "不能用这个网址" in response.text


def test_what_happened_at_the_door_is_in_the_audit_log(guarded, token, store):
    enter(guarded, token, password="a bad pass")
    enter(guarded, token)
    guarded.post("/logout", data={"csrf_token": token(guarded.get("/"))})
    actions = [entry.action for entry in store.audit.list().entries]
    assert actions[:3] == ["user.end_sessions", "login", "login.refused"]
    assert store.audit.list().entries[1].address == "127.0.0.1"
