import pytest
from flask import Blueprint
from sqlalchemy.exc import OperationalError

from web import create_app
from web.people import current_actor, current_user, require_role

PAGES = ("/", "/batch/", "/duties/", "/about/")


@pytest.fixture
def probe(app):
    """Two pages that say who is asking; the second is for reviewers."""
    bp = Blueprint("probe", __name__, url_prefix="/probe")

    @bp.get("/anybody")
    def anybody():
        return {
            "name": current_user().name,
            "id": current_actor().user_id,
            "address": current_actor().address,
        }

    @bp.get("/reviewer")
    @require_role("reviewer")
    def reviewer():
        return {"name": current_user().name}

    app.register_blueprint(bp)
    return app.test_client()


def test_on_this_machine_everybody_is_the_local_user_and_may_do_everything(probe, store):
    answer = probe.get("/probe/anybody")
    assert answer.json == {"name": "本机经办人", "id": store.people.local_user().id, "address": "127.0.0.1"}
    assert probe.get("/probe/reviewer").status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_from_the_first_account_on_every_page_wants_a_log_in(client, store, page):
    assert client.get(page).status_code == 200
    store.people.create("guan", "管理员", "administrator", "a good pass")
    assert client.get(page).status_code in (302, 401)
    assert client.post(page, data={"text": "露天烧烤"}).status_code == 401


@pytest.mark.parametrize("page", PAGES)
def test_beyond_this_machine_every_page_wants_a_log_in_even_without_any_account(settings, page):
    client = create_app({**settings, "SINGLE_USER": False}).test_client()
    assert client.get(page).status_code in (302, 401)


def test_an_application_served_otherwise_is_not_open_by_default(settings):
    del settings["SINGLE_USER"]
    assert create_app(settings).test_client().get("/batch/").status_code in (302, 401)


def test_closing_the_only_account_does_not_open_the_pages_again(client, store):
    admin = store.people.create("guan", "管理员", "administrator", "a good pass")
    store.people.create("wang", "王", "administrator", "a good pass")
    store.people.set_active(admin.id, False, None)
    assert client.get("/batch/").status_code in (302, 401)


def test_where_the_store_fails_a_page_says_so(app, store, monkeypatch):
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def fail():
        raise OperationalError("SELECT", {}, OSError("disk I/O error"))

    monkeypatch.setattr(store.people, "lone_user", fail)
    page = app.test_client().get("/batch/")
    assert page.status_code == 500
    assert "程序出现意外错误" in page.text
    assert "disk" not in page.text


def test_style_sheets_are_for_everybody(client, store):
    store.people.create("guan", "管理员", "administrator", "a good pass")
    with client.get("/static/base.css") as response:
        assert response.status_code == 200
