"""A letter on the desk as it is shown, and what can be asked about it."""

import html
import json
import re

import pytest

from tests.web.review.forms import (
    COOKING,
    REPORT,
    WAGES,
    head,
)
from web.store import DecidedIssue, Draft


def test_letter_and_duty_bear_the_same_numbers(open_, add_letter):
    page = open_(add_letter(COOKING)).text
    letter, _, answer = page.partition('class="verdict"')
    for number in re.findall(r'data-links="(\d+)"', letter):
        assert re.search(rf'data-links="(?:\d+ )*{number}\b', answer), number
    assert "data-links" in letter
    assert '<a class="duty-id" href="/duties/22.03"' in answer


def test_marks_change_no_character_and_say_where_they_stand(open_, add_letter, store):
    number = add_letter("昌吉市😡\n楼下烧烤店  油烟<太大>&熏人")
    page = open_(number).text
    shown = re.search(r'<div id="letter"[^>]*>(.*?)</div>', page, re.DOTALL)[1]
    text = store.decisions.get(number).text
    plain = re.sub(r"<sup>.*?</sup>", "", shown)
    assert html.unescape(re.sub(r"<[^>]+>", "", plain)) == text
    for start, words in re.findall(r'data-at="(\d+)"[^>]*>(.*?)</(?:span|mark)>(?!<)', plain):
        words = html.unescape(re.sub(r"<[^>]+>", "", words))
        assert text[int(start) :].startswith(words)


def test_page_shows_the_answer_as_it_was_made(open_, add_letter, words):
    seen = words(open_(add_letter(COOKING)))
    assert "主办州住建局" in seen
    assert "属地昌吉市" in seen
    assert "法定途径申诉求决" in seen
    assert "确认：州住建局" in seen


def test_report_of_officials_warns(open_, add_letter):
    assert "材料不得转给被检举、控告的单位" in open_(add_letter(REPORT)).text


def test_letter_outside_the_list_can_be_confirmed_as_such(send, open_, add_letter, store, words):
    number = add_letter(WAGES)
    assert "确认：不属清单范围" in words(open_(number))
    send(number, action="confirm")
    assert (head(store, number).decided_scope, head(store, number).agreed) == ("out", True)


def test_a_letter_to_be_asked_about_is_not_confirmed_by_habit(open_, add_letter, words):
    seen = words(open_(add_letter("噪声太大")))
    assert "请先了解：请问噪声来自" in seen
    assert "仍按建议：州住建局等3个c" in seen


def test_unreadable_letter_is_shown_without_a_confirmation(open_, add_letter, words):
    seen = words(open_(add_letter("12345 67890")))
    assert "未识别到足够的中文内容" in seen
    assert "确认：" not in seen


def test_unknown_letter_is_explained(open_):
    page = open_(99)
    assert page.status_code == 404
    assert "没有编号为 99 的来信" in page.text


def test_similar_letters_show_how_they_were_decided_and_why_they_came_back(open_, add_letter, decide, words):
    first = add_letter(COOKING)
    decide(first, Draft("confirm"))
    number = add_letter(f"{COOKING}，请管一管")
    assert "定：餐饮油烟（主办州住建局" in words(open_(number))
    decide(first, Draft("return", department_no=22, reason="店在村里，不归城管"))
    seen = words(open_(number))
    assert f"类似的第{first}件曾被退回：州住建局，“店在村里，不归城管”" in seen


def test_history_names_suggestions_and_decisions_with_who_and_what(open_, add_letter, decide, words):
    number = add_letter(COOKING)
    confirmed = decide(number, Draft("confirm", seconds=7, note="已电话核实"))
    decide(number, Draft("undo", undoes=confirmed.id))
    seen = words(open_(number))
    assert "程序建议：州住建局" in seen
    assert "本机经办人确认（已撤销）：餐饮油烟（主办州住建局" in seen
    assert "备注：已电话核实；用时7秒" in seen
    assert "本机经办人撤销" in seen


def test_what_was_removed_after_the_retention_period_is_not_offered(open_, add_letter, decide, store, words):
    number = add_letter(COOKING)
    decide(number, Draft("confirm"))
    from datetime import UTC, datetime

    from sqlalchemy import delete, update

    from web.store.schema import ComplaintRow, LetterRow

    with store.database.write() as connection:
        connection.execute(update(ComplaintRow).values(removed_at=datetime.now(UTC)))
        connection.execute(delete(LetterRow))
    seen = words(open_(number))
    assert "按保存期限清除" in seen
    assert "只存备注" not in seen


def test_why_not_another_department(open_, add_letter, words):
    seen = words(open_(add_letter(COOKING), "?why=水利局"))
    assert "未建议州水利局，主办可能性" in seen
    assert "更支持“餐饮油烟”的词" in seen


@pytest.mark.parametrize(
    ("text", "asked", "message"),
    [
        (COOKING, "石油局", "责任清单中没有“石油局”"),
        ("12345", "水利局", "没有足够的中文内容"),
        (COOKING, "、", ""),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(open_, add_letter, text, asked, message):
    page = open_(add_letter(text), f"?why={asked}")
    assert page.status_code == 200
    assert message in page.text


def test_choices_are_kept_by_the_browser_until_they_change(client):
    page = client.get("/complaints/choices.json")
    choices = json.loads(page.data)
    assert len(choices["department"]) == 46
    housing = next(choice for choice in choices["department"] if choice["value"] == "22")
    assert {"22", "城管", "cg", "zjj"} <= set(housing["keys"])
    assert page.headers["Cache-Control"] == "no-cache, private"
    again = client.get("/complaints/choices.json", headers={"If-None-Match": page.headers["ETag"]})
    assert again.status_code == 304


def test_slip_names_who_was_decided(client, add_letter, decide, words):
    number = add_letter(COOKING)
    decide(number, Draft("correct", issues=(DecidedIssue((25,), (11,), None),)))
    seen = words(client.post("/slip/", data={"text": COOKING, "complaint": number}))
    assert "州农业农村局：现将下列信访事项" in seen, seen
    assert "抄送：州生态环境局" in seen
