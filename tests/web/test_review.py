"""One letter on the desk: read, decided, corrected, split, returned, taken back; and nothing a clerk wrote is lost."""

import html
import json
import re

import pytest

from router.matters import matter_table
from training.decisions import join
from web.review.offers import likeliest
from web.store import DecidedIssue, Draft

COOKING = "昌吉市延安北路楼下烧烤店油烟太大，熏得不敢开窗"
NOISE = "奇台县工地半夜施工打桩，噪声吵得睡不着觉"
TWO = "楼下烧烤店油烟太大，熏得不敢开窗。村口养猪场臭气熏天，污水流到渠里。请尽快处理。"
WAGES = "老板拖欠我三个月工资不给，找劳动部门也没人管"
REPORT = "我要举报环保局的人收了化工厂的钱，企业偷排没人管，请纪委查处"


def hidden(page, name):
    return html.unescape(re.search(rf'name="{name}" value="([^"]*)"', page.text)[1])


def checked(page, name):
    """The boxes of a list of departments that are ticked, in order."""
    return [int(number) for number in re.findall(rf'name="{name}" value="(\d+)" checked', page.text)]


def matter(page, number=1):
    return re.search(rf'name="matter-{number}" value="([^"]*)"', page.text)[1]


@pytest.fixture
def open_(client):
    return lambda number, query="": client.get(f"/complaints/{number}{query}")


@pytest.fixture
def send(client, open_):
    """Sends what the page's form would send, with ``fields`` filled in."""

    def send(number, verb="decide", **fields):
        page = open_(number)
        assert page.status_code == 200
        form = {name: hidden(page, name) for name in ("revision", "suggestion", "opened", "queue")}
        form |= {key.replace("_", "-") if "add" in key else key: value for key, value in fields.items()}
        return client.post(f"/complaints/{number}/{verb}", data=form)

    return send


def issue_fields(*issues):
    """The fields of the correction form for (leads, assists, matter, start, end)."""
    fields = {"issues": str(len(issues))}
    for number, (leads, assists, name, *span) in enumerate(issues, 1):
        fields |= {f"lead-{number}": leads, f"assist-{number}": assists, f"matter-{number}": name}
        if span:
            fields |= {f"start-{number}": span[0], f"end-{number}": span[1]}
    return fields


def head(store, number):
    return store.decisions.get(number).complaint


def last(store, number):
    return store.decisions.history(number)[-1]


# What is shown


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


# Deciding


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


# Correcting


def test_form_of_correction_holds_what_is_suggested(open_, add_letter):
    page = open_(add_letter(COOKING), "?panel=edit")
    assert checked(page, "lead-1") == [22]
    assert matter(page) == "餐饮油烟"
    assert 'id="panel-edit" aria-labelledby="edit-title">' in page.text


@pytest.mark.parametrize("typed", ["24", "州水利局", "水利局", "河长办", "24 州水利局", "hcb", "slj"])
def test_lead_is_named_by_number_name_alias_or_initials(send, add_letter, store, typed):
    number = add_letter(COOKING)
    fields = {"lead-add-1": typed, "asked": "24@="}
    send(number, action="correct", **issue_fields(([], [11], "")), **fields)
    assert last(store, number).issues == (DecidedIssue((24,), (11,)),)


def test_who_leads_does_not_assist_too(send, add_letter, store):
    number = add_letter(COOKING)
    send(number, action="correct", **issue_fields(([22, 11], [22], "餐饮油烟")))
    assert last(store, number).issues == (DecidedIssue((22, 11), (), "air-cooking"),)


def test_an_unknown_department_stays_in_the_form_with_what_may_be_meant(send, add_letter):
    number = add_letter(COOKING)
    page = send(number, action="correct", **issue_fields(([22], [], "油烟机")), **{"lead-add-1": "林草"})
    assert page.status_code == 400
    assert "是否指：州林草局" in page.text
    assert "事项表中没有“油烟机”" in page.text
    assert 'name="lead-add-1" value="林草"' in page.text
    assert matter(page) == "油烟机"


def test_another_matter_brings_its_departments(send, add_letter):
    page = send(add_letter(COOKING), "draft", step="matter:1", **issue_fields(([22], [], "建筑施工噪声")))
    assert checked(page, "lead-1") == [22]
    page = send(add_letter(COOKING), "draft", step="matter:1", **issue_fields(([22], [], "企业排放废水")))
    assert checked(page, "lead-1") == [11]


def test_a_candidate_takes_the_lead_with_the_matter_that_fits(send, add_letter, store):
    page = send(add_letter(COOKING), "draft", step="lead:11", **issue_fields(([22], [], "餐饮油烟")))
    assert checked(page, "lead-1") == [11]
    assert matter(page) != "餐饮油烟"


def test_sentences_become_an_issue_with_the_departments_suggested_for_them(send, add_letter, store):
    number = add_letter(TWO)
    fields = issue_fields(([22], [], "餐饮油烟"))
    page = send(number, "draft", step="split", sentence=["1"], **fields)
    assert "村口养猪场臭气熏天，污水流到渠里。" in page.text
    assert matter(page, 2) == "畜禽养殖臭气与粪污"
    assert checked(page, "lead-2")
    assert (hidden(page, "start-2"), hidden(page, "end-2")) == ("17", "34")
    assert len(store.decisions.history(number)) == 0


def test_a_marked_span_becomes_an_issue_without_the_blanks_around_it(send, add_letter):
    number = add_letter("楼下烧烤油烟😡大。  村口养猪场臭气熏天  。")
    page = send(number, "draft", step="split", **{"from": "9", "to": "21"}, **issue_fields(([22], [], "")))
    assert (hidden(page, "start-2"), hidden(page, "end-2")) == ("11", "20")


def test_each_run_of_neighbouring_sentences_is_an_issue(send, add_letter):
    number = add_letter("第一件是烧烤油烟。第二件是工地噪声。第三件是养猪场臭气。")
    page = send(number, "draft", step="split", sentence=["0", "2"], **issue_fields(([22], [], "")))
    assert hidden(page, "issues") == "3"
    page = send(number, "draft", step="split", sentence=["1", "2"], **issue_fields(([22], [], "")))
    assert hidden(page, "issues") == "2"


def test_splitting_nothing_is_explained(send, add_letter):
    page = send(add_letter(TWO), "draft", step="split", **issue_fields(([22], [], "")))
    assert "请先在来信中选取文字，或勾选要分出的句子" in page.text
    assert checked(page, "lead-1") == [22]


def test_issues_are_joined_and_left_out(send, add_letter):
    number = add_letter(TWO)
    fields = issue_fields(([22], [11], "餐饮油烟", 0, 17), ([11, 25], [21], "畜禽养殖臭气与粪污", 17, 35))
    page = send(number, "draft", step="join:2", **fields)
    assert (checked(page, "lead-1"), checked(page, "assist-1")) == ([22, 11, 25], [21])
    assert (hidden(page, "start-1"), hidden(page, "end-1")) == ("0", "35")
    page = send(number, "draft", step="remove:1", **fields)
    assert matter(page) == "畜禽养殖臭气与粪污"
    assert hidden(page, "issues") == "1"


def test_split_letter_is_saved_with_its_spans(send, add_letter, store):
    number = add_letter(TWO)
    send(
        number,
        action="correct",
        **issue_fields(([22], [], "餐饮油烟", 0, 17), ([25], [], "", 17, 35)),
        asked="25@17=",
    )
    assert last(store, number).issues == (
        DecidedIssue((22,), (), "air-cooking", 0, 17),
        DecidedIssue((25,), (), None, 17, 35),
    )


# The matter follows the lead


def offered(page):
    """The matters to choose from, those pressed marked by a star."""
    found = re.findall(r'value="choose:\d+:([\w-]+)" aria-pressed="(\w+)"', page.text)
    return [f"*{name}" if pressed == "true" else name for name, pressed in found]


def leads(name):
    return {department.number for department in matter_table()[name].leads}


def test_another_lead_brings_the_likeliest_matters_it_leads(send, add_letter, router):
    number = add_letter("河道里有人倒垃圾，河水发黑发臭，烧烤店也有油烟")
    page = send(number, "draft", step="follow:1", **issue_fields(([24], [], "餐饮油烟")))
    likeliest_first = [
        matter.id for matter in likeliest(router, "河道里有人倒垃圾，河水发黑发臭，烧烤店也有油烟", 24)
    ]
    assert offered(page) == [f"*{likeliest_first[0]}", *likeliest_first[1:], "air-cooking"]
    assert all(24 in leads(name) for name in likeliest_first)
    assert matter(page) == matter_table()[likeliest_first[0]].name
    assert "不会用于训练" not in page.text


def test_correction_of_the_lead_alone_is_saved_after_a_look_at_the_matter(send, add_letter, store):
    number = add_letter(COOKING)
    page = send(number, action="correct", **issue_fields(([24], [], "餐饮油烟")))
    assert page.status_code == 200
    assert "请核对" in page.text
    assert head(store, number).revision == 0
    asked, named = hidden(page, "asked"), matter(page)
    send(number, action="correct", asked=asked, **issue_fields(([24], [], named)))
    issue = last(store, number).issues[0]
    assert 24 in leads(issue.matter_id)
    [decided] = store.decisions.decided()
    assert [example.matters for example in join([decided], {}).examples] == [(issue.matter_id,)]


def test_a_matter_that_is_kept_is_kept_and_said_to_teach_nothing(send, add_letter, store):
    number = add_letter(COOKING)
    fields = issue_fields(([24], [], "餐饮油烟")) | {"asked": "24@=air-cooking"}
    page = send(number, "draft", step="choose:1:air-cooking", **fields)
    assert "“餐饮油烟”不由州水利局主办，这样保存的更正不会用于训练" in page.text
    assert offered(page)[-1] == "*air-cooking"
    send(number, action="correct", **fields)
    assert last(store, number).issues == (DecidedIssue((24,), (), "air-cooking"),)


def test_a_chosen_matter_keeps_the_departments(send, add_letter):
    page = send(
        add_letter(COOKING), "draft", step="choose:1:air-cooking", **issue_fields(([24, 11], [25], ""))
    )
    assert (checked(page, "lead-1"), checked(page, "assist-1")) == ([24, 11], [25])


def test_a_lead_that_leads_the_matter_changes_nothing(send, add_letter, store):
    number = add_letter(COOKING)
    send(number, action="correct", **issue_fields(([22], [25], "餐饮油烟")))
    assert last(store, number).issues == (DecidedIssue((22,), (25,), "air-cooking"),)


def test_the_matter_of_before_outlasts_a_slip_of_the_hand(send, add_letter):
    number = add_letter(COOKING)
    page = send(number, "draft", step="follow:1", **issue_fields(([24], [], "餐饮油烟")))
    fields = {"asked": hidden(page, "asked")}
    page = send(number, "draft", step="follow:1", **issue_fields(([], [], matter(page))), **fields)
    fields = {"asked": hidden(page, "asked")}
    page = send(number, "draft", step="follow:1", **issue_fields(([25], [], matter(page))), **fields)
    assert offered(page)[-1] == "air-cooking"


def test_each_problem_is_asked_about_by_its_own_words(send, add_letter):
    fields = issue_fields(([22], [], "餐饮油烟", 0, 17), ([25], [], "餐饮油烟", 17, 35))
    page = send(add_letter(TWO), "draft", step="follow:2", **fields)
    assert (matter(page), matter(page, 2)) == ("餐饮油烟", "畜禽养殖臭气与粪污")


def test_who_is_second_is_told_so_before_he_is_asked(send, client, open_, add_letter, decide):
    number = add_letter(COOKING)
    page = open_(number)
    decide(number, Draft("confirm"))
    form = {"revision": hidden(page, "revision"), "action": "correct", **issue_fields(([24], [], "餐饮油烟"))}
    assert client.post(f"/complaints/{number}/decide", data=form).status_code == 409


@pytest.mark.parametrize("asked", ["x", "24", "24@=" * 50, "99999@=", "24@17=<b>"])
def test_a_forged_answer_is_as_none(send, add_letter, store, asked):
    number = add_letter(COOKING)
    assert send(number, action="correct", asked=asked, **issue_fields(([24], [], ""))).status_code == 200
    assert head(store, number).revision == 0


# Asking


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
