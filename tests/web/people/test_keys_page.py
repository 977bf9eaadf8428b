import re

import pytest


@pytest.fixture
def admin(log_in):
    return log_in("administrator")


@pytest.mark.parametrize("role", ["clerk", "reviewer"])
def test_only_administrators_may_manage_keys(log_in, role, store):
    browser = log_in(role)
    assert browser.get("/keys/").status_code == 403
    assert browser.post("/keys/", data={"name": "x"}).status_code == 403
    assert store.keys.list() == ()


def test_a_new_key_is_shown_once_and_works(admin, store, words):
    page = admin.post("/keys/", data={"name": "网上信访系统"})
    secret = re.search(r'class="secret">([^<]+)<', page.text)[1]
    assert store.keys.verify(secret).name == "网上信访系统"
    listed = admin.get("/keys/")
    assert secret not in listed.text
    assert "网上信访系统" in words(listed)
    assert "尚未使用" not in words(listed)


def test_an_ended_key_is_said_to_be_so(admin, store, words):
    key, secret = store.keys.create("旧系统")
    assert admin.post(f"/keys/{key.id}/revoke").status_code == 303
    assert store.keys.verify(secret) is None
    assert "停用，不能恢复" not in words(admin.get("/keys/"))
    assert admin.post(f"/keys/{key.id}/revoke").status_code == 404
    assert admin.post(f"/keys/{10**25}/revoke").status_code == 404


@pytest.mark.parametrize("name", ["", "  ", "名" * 65])
def test_a_key_wants_a_name(admin, store, name):
    page = admin.post("/keys/", data={"name": name})
    assert page.status_code == 400
    assert "请写明密钥给哪个程序用" in page.text
    assert store.keys.list() == ()
