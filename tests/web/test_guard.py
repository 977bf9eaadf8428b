import re
import stat
import sys
from pathlib import Path

import pytest

import web
from web import create_app
from web.settings import SECRET_FILE, secret_key

PAGES = ["/", "/batch/", "/duties/", "/duties/22.03", "/about/", "/nothing", "/static/base.css"]


@pytest.mark.parametrize("path", PAGES)
def test_every_response_bears_the_safe_headers(client, path):
    with client.get(path) as response:
        headers = response.headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self';")
    assert "unsafe" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/batch/", "/duties/?q=噪声", "/about/"])
def test_pages_bring_no_script_or_style_of_their_own(client, path):
    page = client.get(path).text
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon\w+=", page)


def test_answer_is_not_stored_by_the_browser(client):
    assert client.post("/", data={"text": "露天烧烤"}).headers["Cache-Control"] == "no-store"
    assert client.post("/", data={"text": ""}).headers["Cache-Control"] == "no-store"


def test_nothing_is_loaded_from_elsewhere():
    folder = Path(web.__file__).parent
    files = [
        path for part in ("templates", "static") for path in (folder / part).rglob("*") if path.is_file()
    ]
    assert len(files) > 10
    for path in files:
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?:|//[a-z]+\.|@import|url\(", re.sub(r"url_for\(", "", text)), path


def test_missing_token_keeps_the_draft(guarded_client):
    page = guarded_client.post("/", data={"text": "露天烧烤油烟"})
    assert page.status_code == 400
    assert "页面已过期，内容没有丢失" in page.text
    assert "露天烧烤油烟</textarea>" in page.text


def test_token_of_the_page_is_accepted(guarded_client):
    token = re.search(r'name="csrf_token" value="([^"]+)"', guarded_client.get("/").text)[1]
    assert guarded_client.post("/", data={"text": "露天烧烤", "csrf_token": token}).status_code == 200


@pytest.mark.parametrize("path", ["/batch/", "/batch/x/download", "/batch/x/remove"])
def test_other_forms_need_a_token_too(guarded_client, path):
    page = guarded_client.post(path)
    assert page.status_code == 400
    assert "页面已过期" in page.text


def test_foreign_host_name_is_refused_where_only_own_names_are_trusted(settings):
    client = create_app({**settings, "TRUSTED_HOSTS": ["127.0.0.1"]}).test_client()
    assert client.get("/", base_url="http://127.0.0.1:8000").status_code == 200
    refused = client.get("/", base_url="http://evil.example")
    assert refused.status_code == 400
    assert "请使用程序启动时显示的网址" in refused.text
    assert client.post("/", base_url="http://evil.example").status_code == 400


def test_secret_is_made_once_and_is_the_owners_only(tmp_path, monkeypatch):
    monkeypatch.setenv("COMPLAINT_ROUTER_HOME", str(tmp_path / "home"))
    key = secret_key()
    assert len(key) == 64
    assert secret_key() == key
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "home" / SECRET_FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize("damage", [b"", b"short", b"\xff\xfe\x00"])
def test_damaged_secret_is_replaced(tmp_path, monkeypatch, damage):
    monkeypatch.setenv("COMPLAINT_ROUTER_HOME", str(tmp_path))
    (tmp_path / SECRET_FILE).write_bytes(damage)
    assert len(secret_key()) == 64


def test_secret_that_cannot_be_stored_lasts_for_the_run(tmp_path, monkeypatch, caplog):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("COMPLAINT_ROUTER_HOME", str(tmp_path / "file"))
    assert len(secret_key()) == 64
    assert "本次运行使用临时密钥" in caplog.text


def test_unexpected_error_is_a_page_without_a_traceback(app, monkeypatch, caplog):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr("web.pages.start.present", lambda *_: 1 / 0)
    page = app.test_client().post("/", data={"text": "露天烧烤"})
    assert page.status_code == 500
    assert "程序出现意外错误" in page.text
    assert "ZeroDivisionError" not in page.text
    assert "ZeroDivisionError" in caplog.text
