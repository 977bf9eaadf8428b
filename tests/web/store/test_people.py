"""People log in with a password, are locked after too many attempts, and lose their sessions when it matters."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text, update

from web.store import AuditFilter, LoginRefusedError, NotFoundError, RefusedError
from web.store import people as people_module
from web.store.people import REFUSED
from web.store.schema import UserRow


@pytest.fixture
def quick(monkeypatch):
    """Hashing that takes no time; one test uses the real thing."""
    import werkzeug.security

    def hashed(password):
        return werkzeug.security.generate_password_hash(password, "pbkdf2:sha256:1")

    monkeypatch.setattr(people_module, "_hash", hashed)


@pytest.fixture
def user(store, quick):
    return store.people.create(" Wang ", "王 经办", "clerk", "correct horse")


def _wrong(store, times=1):
    for _ in range(times):
        with pytest.raises(LoginRefusedError, match=f"^{re.escape(REFUSED)}$"):
            store.people.verify("wang", "wrong")


def test_a_password_is_stored_hashed_only(store):
    store.people.create("wang", "王经办", "clerk", "correct horse")
    with store.database.read() as connection:
        stored = connection.execute(text("SELECT password_hash FROM users")).scalar()
    assert "correct horse" not in stored
    assert stored.startswith("scrypt:")
    assert store.people.verify("wang", "correct horse").login == "wang"


def test_logging_in_minds_no_case_in_the_name_and_clears_failures(store, user):
    _wrong(store, 3)
    assert store.people.get(user.id).failed_attempts == 3
    logged_in = store.people.verify("WANG", "correct horse", "10.0.0.7")
    assert (logged_in.failed_attempts, logged_in.name) == (0, "王 经办")
    assert logged_in.last_login_at is not None


def test_five_failures_lock_the_account_for_a_while(store, user):
    _wrong(store, 5)
    with pytest.raises(LoginRefusedError, match=f"^{re.escape(REFUSED)}$"):
        store.people.verify("wang", "correct horse")
    with store.database.write() as connection:
        connection.execute(update(UserRow).values(locked_until=datetime.now(UTC) - timedelta(seconds=1)))
    assert store.people.verify("wang", "correct horse")


def test_an_unknown_name_and_a_closed_account_are_refused_alike(store, user):
    store.people.set_active(user.id, False, None)
    for login in ("wang", "nobody", ""):
        with pytest.raises(LoginRefusedError, match=f"^{re.escape(REFUSED)}$"):
            store.people.verify(login, "correct horse")


@pytest.mark.parametrize("number", [0, -1, 2**63])
def test_numbers_that_nobody_has_name_nobody(store, number):
    people = store.people
    for ask in (people.get, lambda n: people.rename(n, "王", None), lambda n: people.end_sessions(n, None)):
        with pytest.raises(NotFoundError, match="没有编号为"):
            ask(number)
    assert store.audit.list(AuditFilter(user_id=number)).entries == ()


def test_attempts_stand_in_the_audit_log(store, user):
    with pytest.raises(LoginRefusedError):
        store.people.verify("wang", "wrong", "10.0.0.9")
    entry = store.audit.list().entries[0]
    assert (entry.action, entry.detail, entry.address, entry.user_name) == (
        "login.refused",
        "wang",
        "10.0.0.9",
        "未登录",
    )


@pytest.mark.parametrize("change", ["set_password", "set_role", "set_active", "end_sessions"])
def test_a_change_that_matters_ends_all_sessions(store, user, change):
    arguments = {"set_password": ["another pass"], "set_role": ["reviewer"], "set_active": [False]}
    changed = getattr(store.people, change)(user.id, *arguments.get(change, []), None)
    assert changed.session_stamp != user.session_stamp


def test_a_new_password_lifts_the_lock(store, user):
    _wrong(store, 5)
    store.people.set_password(user.id, "another pass", None)
    assert store.people.verify("wang", "another pass")


def test_the_last_administrator_stays(store, quick):
    boss = store.people.create("boss", "赵主任", "administrator", "correct horse")
    for change in (
        lambda: store.people.set_role(boss.id, "clerk", None),
        lambda: store.people.set_active(boss.id, False, None),
    ):
        with pytest.raises(RefusedError, match="最后一位管理员"):
            change()
    store.people.create("second", "钱主任", "administrator", "correct horse")
    assert store.people.set_role(boss.id, "clerk", None).role == "clerk"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("", "王", "clerk", "correct horse"), "登录名“”不合要求"),
        (("王 五", "王", "clerk", "correct horse"), "不合要求"),
        (("a" * 65, "王", "clerk", "correct horse"), "不合要求"),
        (("local", "王", "clerk", "correct horse"), "留给本机使用"),
        (("wang5", " ", "clerk", "correct horse"), "姓名不能为空"),
        (("wang5", "王", "boss", "correct horse"), "没有“boss”这种角色"),
        (("wang5", "王", "clerk", "short"), "8 到 128 个字符，现为 5 个"),
        (("wang5", "王", "clerk", "aaaaaaaaaa"), "太容易猜到"),
        (("wang5678", "王", "clerk", "Wang5678"), "太容易猜到"),
        (("wang", "王", "clerk", "correct horse"), "已有人使用"),
    ],
)
def test_what_breaks_a_rule_is_refused_with_the_remedy(store, user, arguments, message):
    with pytest.raises(RefusedError, match=message):
        store.people.create(*arguments)


def test_the_local_user_is_one_and_cannot_log_in(store):
    local = store.people.local_user()
    assert (local.name, local.has_password) == ("本机经办人", False)
    assert store.people.local_user() == local
    assert not store.people.has_accounts()
    with pytest.raises(LoginRefusedError):
        store.people.verify("local", "")


def test_the_local_user_is_the_only_one_until_somebody_has_an_account(store):
    lone = store.people.lone_user()
    assert lone == store.people.local_user() == store.people.lone_user()
    store.people.create("guan", "管理员", "administrator", "a good pass")
    assert store.people.lone_user() is None


def test_people_are_listed_and_found(store, user):
    store.people.set_active(user.id, False, None)
    assert store.people.has_accounts()
    assert [found.id for found in store.people.list()] == [user.id]
    assert store.people.list(active_only=True) == ()
    assert store.people.find(" WANG").id == user.id
    assert store.people.find("nobody") is None
    assert store.people.rename(user.id, " 王  科长 ", None).name == "王 科长"
    with pytest.raises(NotFoundError):
        store.people.get(10**30)


def test_a_key_is_shown_once_and_can_be_ended(store, clerk):
    key, secret = store.keys.create(" 热线  平台 ", clerk)
    assert (key.name, key.created_by) == ("热线 平台", clerk.user_id)
    assert store.keys.verify(secret).id == key.id
    assert store.keys.verify(secret + "x") is None
    assert store.keys.list()[0].last_used_at is not None
    with store.database.read() as connection:
        assert secret not in str(connection.execute(text("SELECT * FROM api_keys")).all())
    store.keys.revoke(key.id, clerk)
    assert store.keys.verify(secret) is None
    with pytest.raises(NotFoundError, match="可能已经停用"):
        store.keys.revoke(key.id, clerk)
    with pytest.raises(RefusedError, match="哪个程序"):
        store.keys.create(" ", clerk)
