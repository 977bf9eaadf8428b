"""Earlier letters like this one, how they were decided, and which came back."""

import pytest

from web.store import DecidedIssue, NotFoundError, Returned


@pytest.fixture
def letters(add):
    return {
        "first": add("昌吉市延安北路幸福家园楼下烧烤店油烟太大，熏得不敢开窗"),
        "again": add("延安北路幸福家园楼下那家烧烤店油烟熏人，窗户都不敢开"),
        "noise": add("奇台县工地半夜施工打桩，噪声吵得睡不着"),
        "wages": add("老板拖欠我三个月工资一直不给"),
    }


def test_a_similar_letter_comes_with_its_decision(store, letters, decide):
    decide(letters["first"], "correct", issues=(DecidedIssue((22,), (11,)),))
    found = store.similar.to(letters["again"])
    assert [similar.complaint.id for similar in found] == [letters["first"]]
    assert found[0].issues == (DecidedIssue((22,), (11,)),)
    assert 0.12 <= found[0].likeness < 1
    assert found[0].returned == ()


def test_a_returned_letter_is_shown_first_with_the_reason(store, add, decide, letters):
    nearest = add("延安北路幸福家园楼下那家烧烤店油烟熏人，窗户都不敢开。")
    decide(letters["first"], "confirm")
    decide(letters["first"], "return", department_no=22, reason="已由城管受理")
    found = store.similar.to(letters["again"])
    assert [similar.complaint.id for similar in found] == [letters["first"], nearest]
    assert found[0].returned == (Returned(22, "已由城管受理"),)


def test_a_return_taken_back_is_not_shown(store, decide, letters):
    decide(letters["first"], "confirm")
    undone = decide(letters["first"], "return", department_no=22, reason="看错了")
    decide(letters["first"], "undo", undoes=undone.id)
    assert store.similar.to(letters["again"])[0].returned == ()


def test_a_text_not_stored_yet_finds_its_like(store, letters):
    found = store.similar.to_text("延安北路幸福家园烧烤店油烟太大")
    assert {similar.complaint.id for similar in found} == {letters["first"], letters["again"]}


@pytest.mark.parametrize("text", ["", "，。", "狗", "ئۈرۈمچى", "完全不相干的别的事情"])
def test_nothing_is_like_a_text_that_says_nothing_of_it(store, letters, text):
    assert store.similar.to_text(text) == ()


def test_a_letter_is_not_like_itself(store, letters):
    assert store.similar.to(letters["wages"]) == ()


def test_an_empty_store_has_nothing_alike(store):
    assert store.similar.to_text("油烟太大") == ()
    with pytest.raises(NotFoundError):
        store.similar.to(1)
