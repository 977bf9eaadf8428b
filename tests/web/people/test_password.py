import pytest

PASSWORD = "a good pass"
NEW = "一句好记的话 2026"


def change(browser, old=PASSWORD, new=NEW, again=None):
    return browser.post("/password/", data={"old": old, "new": new, "again": new if again is None else again})


def test_a_new_password_holds_and_ends_the_other_sessions(log_in, store):
    browser, elsewhere = log_in(), log_in()
    assert change(browser).status_code == 303
    assert browser.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
    assert store.people.verify("clerk", NEW)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"old": "a bad pass"}, "现在的密码不对"),
        ({"again": "something else"}, "两次填写的新密码不一样"),
        ({"new": PASSWORD}, "新密码与现在的相同"),
        ({"new": "short"}, "密码要有 8 到 128 个字符"),
        ({"new": "aaaaaaaa"}, "太容易猜到"),
        ({"new": "烟" * 10_000}, "密码要有 8 到 128 个字符"),
    ],
)
def test_what_is_wrong_is_said_and_the_old_one_holds(log_in, store, fields, message):
    page = change(log_in(), **fields)
    assert page.status_code == 400
    assert message in page.text
    assert store.people.verify("clerk", PASSWORD)


def test_trying_passwords_at_a_screen_left_open_locks_the_account(log_in):
    browser = log_in()
    for _ in range(5):
        change(browser, old="a bad pass")
    assert "现在的密码不对" in change(browser).text


def test_a_password_from_the_administrator_must_be_changed_first(app, store, people):
    giver = people["administrator"]
    from web.store import Actor

    store.people.set_password(people["clerk"].id, "abcd-efgh-2345", Actor(giver.id))
    browser = app.test_client()
    answer = browser.post("/login", data={"login": "clerk", "password": "abcd-efgh-2345", "next": "/batch/"})
    assert answer.location == "/password/?next=/batch/"
    assert browser.get("/duties/").location.startswith("/password/")
    assert "管理员给的" in browser.get(answer.location).text
    answer = browser.post(
        "/password/", data={"old": "abcd-efgh-2345", "new": NEW, "again": NEW, "next": "/batch/"}
    )
    assert answer.location == "/batch/"
    assert browser.get("/batch/").status_code == 200
    assert app.test_client().post("/login", data={"login": "clerk", "password": NEW}).location == "/"


def test_alone_on_this_machine_there_is_no_password(client):
    assert "不需要密码" in client.get("/password/").text
    assert change(client).status_code == 400
