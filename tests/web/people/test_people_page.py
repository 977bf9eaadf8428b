import re

import pytest

PASSWORD = "a good pass"


def add(browser, **fields):
    return browser.post("/people/", data={"login": "xin", "name": "新人", "role": "clerk", **fields})


def secret(page):
    return re.search(r'class="secret">([^<]+)<', page.text)[1]


@pytest.fixture
def admin(log_in):
    return log_in("administrator")


@pytest.mark.parametrize("role", ["clerk", "reviewer"])
def test_only_administrators_may_manage_people(log_in, role, store, people):
    browser = log_in(role)
    page = browser.get("/people/")
    assert page.status_code == 403
    assert "只有管理员可以使用" in page.text
    assert add(browser).status_code == 403
    own = people[role].id
    assert browser.post(f"/people/{own}/role", data={"role": "administrator"}).status_code == 403
    assert browser.post(f"/people/{own}/password").status_code == 403
    assert store.people.get(own).role == role


def test_everybody_with_an_account_is_listed_and_the_local_user_is_not(admin, store, words):
    store.people.local_user()
    page = words(admin.get("/people/"))
    assert "管理员（本人）" in page
    assert "审核人" in page
    assert "本机经办人" not in page


def test_a_new_user_gets_a_password_that_is_shown_once_and_must_be_changed(admin, app, store):
    page = add(admin, name="")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    password = secret(page)
    assert password not in admin.get("/people/").text
    answer = app.test_client().post("/login", data={"login": "xin", "password": password})
    assert answer.location.startswith("/password/")
    assert store.people.find("xin").name == "xin"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"login": ""}, "不合要求"),
        ({"login": "a b"}, "不合要求"),
        ({"login": "clerk"}, "已有人使用"),
        ({"login": "Clerk"}, "已有人使用"),
        ({"login": "local"}, "留给本机使用"),
        ({"login": "x" * 10_000}, "不合要求"),
        ({"name": "烟" * 65}, "最多 64 个字"),
        ({"role": "king"}, "没有“king”这种角色"),
        ({"role": ""}, "请从列表中选择"),
        ({"login": "🙂"}, "不合要求"),
        ({"login": "a\0b"}, "不合要求"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(admin, store, fields, message):
    before = len(store.people.list())
    page = add(admin, **fields)
    assert page.status_code == 400
    assert message in page.text
    assert len(store.people.list()) == before
    if "name" not in fields:
        assert 'value="新人"' in page.text


def test_words_typed_are_never_markup(admin):
    add(admin, name="<script>alert(1)</script>")
    assert "<script>alert" not in admin.get("/people/").text


def test_another_role_holds_at_once(admin, log_in, people):
    clerk = log_in("clerk")
    assert admin.post(f"/people/{people['clerk'].id}/role", data={"role": "reviewer"}).status_code == 303
    assert clerk.get("/").status_code == 302
    assert log_in("clerk").get("/audit/").status_code == 200


def test_a_closed_account_is_out_at_once_and_can_be_opened_again(admin, log_in, people, words):
    clerk, place = log_in("clerk"), f"/people/{people['clerk'].id}/active"
    admin.post(place, data={"active": "0"})
    assert clerk.get("/").status_code == 302
    assert "已停用" in words(admin.get("/people/"))
    admin.post(place, data={"active": "1"})
    assert log_in("clerk").get("/").status_code == 200


def test_a_lost_password_is_replaced_and_a_lock_ends(admin, app, people, words):
    stranger = app.test_client()
    for _ in range(5):
        stranger.post("/login", data={"login": "clerk", "password": "a bad pass"})
    assert "已锁定至" in words(admin.get("/people/"))
    password = secret(admin.post(f"/people/{people['clerk'].id}/password"))
    assert stranger.post("/login", data={"login": "clerk", "password": password}).status_code == 303


def test_a_user_can_be_renamed(admin, people, store):
    admin.post(f"/people/{people['clerk'].id}/name", data={"name": " 王  丽 "})
    assert store.people.get(people["clerk"].id).name == "王 丽"


@pytest.mark.parametrize(
    ("path", "data"),
    [("role", {"role": "clerk"}), ("active", {"active": "0"}), ("role", {"role": "reviewer"})],
)
def test_the_last_administrator_stays_one(admin, people, path, data):
    page = admin.post(f"/people/{people['administrator'].id}/{path}", data=data)
    assert page.status_code == 400
    assert "最后一位管理员" in page.text
    assert admin.get("/people/").status_code == 200


@pytest.mark.parametrize("user", ["999", "0", "99999999999999999999999"])
def test_an_unknown_user_is_said(admin, user):
    assert admin.post(f"/people/{user}/password").status_code == 404


def test_the_local_user_is_no_account(admin, store):
    assert admin.post(f"/people/{store.people.local_user().id}/password").status_code == 404
    assert store.people.local_user().has_password is False


def test_the_first_account_made_on_this_machine_must_be_an_administrators(client, store, words):
    assert "单机使用" in words(client.get("/people/"))
    page = add(client)
    assert page.status_code == 400
    assert "第一个账号必须是管理员" in page.text
    page = add(client, role="administrator")
    assert "从现在起，打开本程序都要登录" in page.text
    assert client.get("/people/").status_code == 302
    answer = client.post("/login", data={"login": "xin", "password": secret(page)})
    assert answer.location.startswith("/password/")


def test_forms_want_their_token(app, admin, people, store):
    app.config["WTF_CSRF_ENABLED"] = True
    assert add(admin).status_code == 400
    assert admin.post(f"/people/{people['clerk'].id}/role", data={"role": "administrator"}).status_code == 400
    assert store.people.find("xin") is None
    assert store.people.get(people["clerk"].id).role == "clerk"
