"""A letter is confirmed, handed over, returned, taken back; and nothing a clerk wrote is lost."""

import re

import pytest

from tests.web.review.forms import COOKING, NOISE, checked, head, hidden, issue_fields, last
from web.store import Draft


def test_confirming_opens_the_next_letter_at_once_and_can_be_undone_there(
    client, send, add_letter, store, words
):
    first, second = add_letter(COOKING), add_letter(NOISE)
    answer = send(first, action="confirm")
    assert answer.location == f"/complaints/{second}"
    page = client.get(answer.location)
    assert f"第{first}件：已确认撤销u" in words(page)
    bar = page.text[page.text.index('class="undo-bar"') :]
    fields = {name: re.search(rf'name="{name}" value="(\d+)"', bar)[1] for name in ("undoes", "revision")}
    answer = client.post(f"/complaints/{first}/undo", data=fields)
    assert answer.location == f"/complaints/{first}"
    assert head(store, first).state == "open"
    assert f"已撤销第 {first} 件的最后一步" in client.get(answer.location).text


def test_the_last_decision_of_all_leads_to_the_list(client, send, add_letter):
    answer = send(add_letter(COOKING), action="confirm")
    assert answer.location == "/queue/"
    assert "没有等待您办理的来信了" in client.get(answer.location).text


def test_the_next_letter_comes_from_the_same_filter(client, add_letter, open_):
    first, _, third = add_letter(COOKING), add_letter(NOISE), add_letter(f"{COOKING}，请管一管")
    page = open_(first, "?text=烧烤&kind=complaint&order=oldest")
    form = {name: hidden(page, name) for name in ("revision", "suggestion", "opened", "queue")}
    answer = client.post(
        f"/complaints/{first}/decide", data={**form, "action": "confirm", "kind": "suggestion"}
    )
    assert answer.location.startswith(f"/complaints/{third}?")
    assert "kind=complaint" in answer.location


def test_time_from_opening_to_deciding_is_kept(client, open_, add_letter, store, monkeypatch):
    number = add_letter(COOKING)
    page = open_(number)
    opened = float(hidden(page, "opened"))
    monkeypatch.setattr("web.review.drafting.time.time", lambda: opened + 42)
    form = {name: hidden(page, name) for name in ("revision", "suggestion", "opened")}
    client.post(f"/complaints/{number}/decide", data={**form, "action": "confirm"})
    assert head(store, number).seconds == 42


@pytest.mark.parametrize("opened", ["", "x", "0", "99999999999"])
def test_a_time_that_says_nothing_is_left_out(send, add_letter, store, opened):
    number = add_letter(COOKING)
    send(number, action="confirm", opened=opened)
    assert head(store, number).seconds is None


def test_kind_and_note_go_with_the_decision(send, add_letter, store):
    number = add_letter(COOKING)
    send(number, action="confirm", kind="suggestion", note="来信人愿意等")
    assert (last(store, number).kind, last(store, number).note) == ("suggestion", "来信人愿意等")


def test_out_of_scope(send, add_letter, store):
    number = add_letter(COOKING)
    send(number, action="out_of_scope")
    assert (head(store, number).state, head(store, number).decided_scope) == ("decided", "out")


def test_note_alone_decides_nothing_and_stays(send, add_letter, store):
    number = add_letter(COOKING)
    assert send(number, action="note", note="已电话核实").location == f"/complaints/{number}"
    assert head(store, number).state == "open"
    assert last(store, number).note == "已电话核实"


def test_alone_there_is_nobody_to_hand_over_to(open_, add_letter, words):
    assert "只有一位经办人" in words(open_(add_letter(COOKING)))


def test_handing_over_goes_to_another_clerk_and_on(client, send, open_, add_letter, store, words):
    first, second = add_letter(COOKING), add_letter(NOISE)
    store.people.create("wang", "王经办", "clerk", "a good pass")
    other = store.people.create("li", "李经办", "clerk", "a good pass")
    client.post("/login", data={"login": "wang", "password": "a good pass"})
    assert "李经办" in words(open_(first))
    answer = send(first, action="hand_over", to_user=other.id, note="请你办")
    assert answer.location == f"/complaints/{second}"
    assert head(store, first).assigned_to == other.id
    # It waits for the other one now, and is not given to this one again.
    assert send(second, action="confirm").location == "/queue/"
    assert "经办人李经办" in words(open_(first))


def test_returned_letter_waits_again_with_the_reason(send, open_, add_letter, decide, store, words):
    number = add_letter(COOKING)
    decide(number, Draft("confirm"))
    answer = send(number, action="return", department_add="城管", reason="店在村里，不归城管")
    assert answer.location == f"/complaints/{number}"
    assert head(store, number).state == "returned"
    assert last(store, number).department_no == 22
    seen = words(open_(number))
    assert "州住建局退回：店在村里，不归城管" in seen
    # Sending it back to where it came from is offered, but not under Enter.
    assert "仍按建议：州住建局c" in seen


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"action": "return", "department_add": "22", "reason": " "}, "请写明退回的理由"),
        ({"action": "return", "department_add": "", "reason": "不归"}, "请写明是哪个部门退回的"),
        ({"action": "return", "department_add": "石油局", "reason": "不归"}, "责任清单中没有“石油局”"),
        ({"action": "return", "department_add": "22、11", "reason": "不归"}, "一次只登记一个部门"),
        ({"action": "correct", **issue_fields(([], [], ""))}, "至少要有一个问题写明主办部门"),
        ({"action": "note", "note": "", "reason": "别丢"}, "备注是空的"),
        ({"action": "hand_over", "reason": "别丢"}, "请选择移交给哪一位"),
        ({"action": "nonsense", "reason": "别丢"}, "请选择要做的操作"),
        ({"action": "confirm", "revision": "x", "reason": "别丢"}, "页面不完整"),
    ],
)
def test_what_is_refused_comes_back_with_the_reason_and_what_was_written(
    send, add_letter, decide, store, fields, message
):
    number = add_letter(COOKING)
    decide(number, Draft("confirm"))
    page = send(number, **fields)
    assert page.status_code == 400
    assert message in page.text
    assert f">\n{fields.get('reason', '')}</textarea>" in page.text
    assert len(store.decisions.history(number)) == 1


def test_two_clerks_both_are_shown_and_nothing_is_lost(client, open_, add_letter, decide, store, words):
    number = add_letter(COOKING)
    page = open_(number)
    form = {name: hidden(page, name) for name in ("revision", "suggestion", "opened")}
    decide(number, Draft("out_of_scope"))
    form |= {"action": "correct", "note": "我核过", **issue_fields(([24], [11], "餐饮油烟"))}
    form["asked"] = "24@=air-cooking"
    answer = client.post(f"/complaints/{number}/decide", data=form)
    assert answer.status_code == 409
    seen = words(answer)
    assert "现在的决定不属清单范围" in seen
    assert "您的操作：更正餐饮油烟（主办州水利局；协办州生态环境局）备注：我核过" in seen
    assert checked(answer, "lead-1") == [24]
    assert "我核过</textarea>" in answer.text
    again = {**form, "revision": hidden(answer, "revision")}
    assert client.post(f"/complaints/{number}/decide", data=again).status_code == 303
    assert head(store, number).decided_lead == 24


def test_undoing_what_somebody_went_on_with_is_explained(client, add_letter, decide):
    number = add_letter(COOKING)
    confirmed = decide(number, Draft("confirm"))
    decide(number, Draft("note", note="x"))
    answer = client.post(
        f"/complaints/{number}/undo", data={"undoes": confirmed.id, "revision": 1}, follow_redirects=True
    )
    assert "刚刚由本机经办人添加备注" in answer.text


def test_skipping_decides_nothing(client, add_letter, store):
    first, second = add_letter(COOKING), add_letter(NOISE)
    assert client.post(f"/complaints/{first}/next").location == f"/complaints/{second}"
    assert head(store, first).revision == 0
