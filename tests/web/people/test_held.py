"""What was being written when a session ended is kept over the log-in, and sent on only as it was."""

import html
import re

import pytest
from werkzeug.datastructures import MultiDict

from tests.web.people.browser import PASSWORD, enter, fields_of, travel

LETTER = "昌吉市延安北路楼下\n露天烧烤，油烟“很大”<b>"


def test_what_was_being_written_when_the_session_ended_comes_back(guarded, token, monkeypatch, words):
    enter(guarded, token)
    written = {"csrf_token": token(guarded.get("/")), "text": LETTER}
    travel(monkeypatch, 31 * 60)
    page = guarded.post("/", data=written)
    assert page.status_code == 401
    assert "您刚才填写的内容还在" in page.text
    page = guarded.post("/login", data={**fields_of(page), "login": "clerk", "password": "a bad pass"})
    assert page.status_code == 401
    page = guarded.post("/login", data={**fields_of(page), "login": "clerk", "password": PASSWORD})
    assert page.status_code == 200
    assert "露天烧烤，油烟“很大”&lt;b&gt;" in page.text
    assert re.search(r'action="([^"]+)" method="post">\s*<input type="hidden" name="csrf_token"', page.text)
    fields = fields_of(page)
    assert fields["text"] == LETTER
    assert "州住建局" in guarded.post("/", data=fields).text


@pytest.fixture
def correction(guarded, token, monkeypatch, add_letter):
    """A correction that was being made when the session ended: its letter and the page after the log-in."""
    number = add_letter("昌吉市延安北路楼下烧烤店油烟太大，熏得不敢开窗")
    enter(guarded, token)
    form = fields_of(guarded.get(f"/complaints/{number}?panel=edit")) | {
        "action": "correct", "issues": "1", "lead-1": ["24", "22"], "assist-1": "11", "matter-1": "餐饮油烟",
        "asked": "24@=air-cooking", "note": "已电话核实\n请尽快",
    }  # fmt: skip
    travel(monkeypatch, 31 * 60)
    page = guarded.post(f"/complaints/{number}/decide", data=form)
    assert page.status_code == 401
    page = guarded.post("/login", data={**fields_of(page), "login": "clerk", "password": PASSWORD})
    assert "已电话核实\n请尽快" in page.text
    return number, page


def held_fields(page):
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    form = MultiDict((name, html.unescape(value)) for name, value in fields)
    assert form.getlist("lead-1") == ["24", "22"]
    return form


def test_a_correction_written_when_the_session_ended_can_be_sent_on(guarded, correction, store):
    number, page = correction
    assert guarded.post(f"/complaints/{number}/decide", data=held_fields(page)).status_code == 303
    decided = store.decisions.history(number)[-1]
    assert (decided.issues[0].leads, decided.issues[0].assists) == ((24, 22), (11,))
    assert (decided.note, decided.user_name) == ("已电话核实\n请尽快", "经办人")


def test_a_correction_written_when_the_session_ended_can_be_looked_at_with_its_letter(
    guarded, correction, store
):
    number, page = correction
    assert f'formaction="/complaints/{number}/draft"' in page.text
    page = guarded.post(f"/complaints/{number}/draft", data=held_fields(page))
    assert page.status_code == 200
    assert re.findall(r'name="lead-1" value="(\d+)" checked', page.text) == ["24", "22"]
    assert "已电话核实\n请尽快</textarea>" in page.text
    assert store.decisions.history(number) == ()


def test_a_form_from_elsewhere_is_shown_but_cannot_be_sent_on(guarded, token):
    page = guarded.post("/", data={"text": "别处来的内容"})
    page = guarded.post("/login", data={**fields_of(page), "login": "clerk", "password": PASSWORD})
    assert "别处来的内容" in page.text
    assert "接着提交</button>" not in page.text
    assert "text" not in fields_of(page)


def test_a_form_held_in_a_forged_log_in_cannot_be_sent_on(guarded, token):
    page = guarded.post("/login", data={"held": '["/", [["text", "伪造的内容"]], true]', "login": "clerk"})
    assert page.status_code == 400
    page = guarded.post("/login", data={**fields_of(page), "login": "clerk", "password": PASSWORD})
    assert "伪造的内容" in page.text
    assert "接着提交</button>" not in page.text


@pytest.mark.parametrize(
    "held",
    [
        "",
        "null",
        "[]",
        "5",
        "{",
        '["/", 5, true]',
        '["/", [["a"]], true]',
        '["/", [["a", 5]], true]',
        "[" * 5000,
        '[1, [["a", "b"]], true]',
    ],
)
def test_nonsense_in_place_of_a_held_form_is_passed_over(log_in, held):
    assert log_in(held=held).answer.status_code in (200, 303)


def test_a_held_form_goes_to_a_page_of_this_application_only(log_in):
    page = log_in(held='["//evil.example/x", [["text", "某某"]], true]').answer
    assert "evil" not in page.text
