"""The form of correction: departments, matters, several problems in one letter."""

import pytest

from tests.web.review.forms import COOKING, TWO, checked, hidden, issue_fields, last, matter
from web.store import DecidedIssue


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
