"""Whoever corrects the lead is shown the matters that it leads."""

import re

import pytest

from router.matters import matter_table
from tests.web.review.forms import COOKING, TWO, checked, head, hidden, issue_fields, last, matter
from training.decisions import join
from web.review.offers import likeliest
from web.store import DecidedIssue, Draft


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
