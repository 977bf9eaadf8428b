import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from router.router import Router
from training.dataset import load_corpus


@pytest.mark.parametrize(
    ("text", "complaint", "duty"),
    [
        ("楼下撸串的半夜还在冒烟", "撸串", "露天烧烤"),
        ("工地半夜打桩吵得睡不着觉", "打桩", "建筑施工噪声"),
        ("广场舞音响太吵", "广场舞", "社会噪声"),
        ("基站辐射太大", "基站", "辐射"),
        ("有人在河里偷偷挖沙", "挖沙", "河道非法采砂"),
    ],
)
def test_a_citizens_words_meet_the_words_of_the_duty(router, text, complaint, duty):
    ground = router.route(text).leads[0].grounds[0]
    pairs = [(text[slice(*m.complaint)], ground.duty.text[slice(*m.duty)]) for m in ground.matches]
    assert any(complaint in mine and duty in theirs for mine, theirs in pairs)


def test_spans_of_a_second_issue_point_into_the_whole_letter(router):
    text = "养猪场臭气熏天，粪水流得到处都是。另外，有人在河道里盗采砂石，河床挖得全是大坑。"
    issue = router.route(text).issues[1]
    for match in issue.suggestions[0].grounds[0].matches:
        assert text[slice(*match.complaint)] in issue.text


def test_every_suggestion_has_a_duty_of_its_own_department(router):
    for text in ("楼下饭店油烟太大", "集市上有人卖野生鸟", "变压器嗡嗡响", "农村自来水发黄"):
        for suggestion in router.route(text).suggestions:
            assert suggestion.grounds
            assert all(ground.duty.department == suggestion.department for ground in suggestion.grounds)


def test_smoke_of_a_barbecue_is_no_burnt_straw(router):
    text = "楼下有人露天烧烤，每天晚上烟味直往卧室里钻"
    ground = router.route(text).leads[0].grounds[0]
    assert {ground.duty.text[slice(*match.duty)] for match in ground.matches} == {"露天烧烤"}


def test_letters_are_answered_alike_in_many_threads_at_once(router):
    letters = [example.text for example in load_corpus()][::600]
    expected = [issue.suggestions for letter in letters for issue in router.route(letter).issues]
    begun = Router.of(router.model)
    interval = sys.getswitchinterval()
    try:
        sys.setswitchinterval(1e-6)
        with ThreadPoolExecutor(8) as threads:
            threads.submit(begun.prepare)
            found = list(threads.map(begun.route, letters))
    finally:
        sys.setswitchinterval(interval)
    assert [issue.suggestions for routing in found for issue in routing.issues] == expected
