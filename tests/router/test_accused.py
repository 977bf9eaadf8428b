"""A report is never suggested to the unit it accuses."""

import pytest

from router.accused import AccusedFinder, accused_finder
from router.duties import duty_list
from router.errors import DataError


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("环保局收了企业好处不管", [11]),
        ("环保局、城管局互相推诿，都收了好处", [11, 22]),
        ("老板买通环保局", [11]),
        ("砂场老板和水利局的人串通一气", [24]),
        ("接到环保局通知后，城管局故意包庇饭店", [22]),
        ("请严查生态环境局某工作人员滥用职权", [11]),
        ("要求州纪委严查生态环境局不作为", [11]),
        ("林草局某科长违规给人批采伐证，从中捞好处", [36]),
        ("派出所所长的弟弟偷采河沙，所长包庇不立案", [16]),
        ("我向环保局举报后，第二天电话就被泄露给老板了", [11]),
        ("昌吉市环保局领导包庇电镀厂，请纪检监察介入", [11]),
        ("环保执法人员每次检查前都通风报信", [11]),
        ("供电公司的人收了钱不给停电", [44]),
        ("纪委收了好处不查", [1]),
        ("向纪委举报镇长受贿，没人管", []),
        ("请环保局查处，村支书贪污", []),
        ("尊敬的信访局领导：县城管局勾结老板", [22]),
        ("热力公司弄虚作假", []),
        ("希望住建局派人看看工地，谢谢", []),
        ("环保局。村支书贪污", []),
        ("", []),
    ],
)
def test_who_is_accused(text, numbers):
    assert [accused.department.number for accused in accused_finder().find(text)] == numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("村主任卖河滩沙子，水利局巡河的跟他称兄道弟", [24]),
        ("畜牧站说归环保局，环保局说归畜牧站", [25, 11]),
        ("派出所所长给他当后台，请纪委查查", [16]),
        ("举报镇长占地，向国土局反映过", []),
        ("举报镇长占地，请国土局查处", []),
        ("这笔“协调费”是给环境监察那位中队长的", [11]),
    ],
)
def test_where_conduct_is_the_matter_every_department_named_is_accused(text, numbers):
    found = accused_finder().find(text, is_conduct=True)
    assert [accused.department.number for accused in found] == numbers


def test_the_words_are_where_the_letter_has_them():
    text = "领导好。\n我要举报，县环保局的人收了红包。"
    (accused,) = accused_finder().find(text)
    assert text[slice(*accused.span)] == accused.name == "环保局"
    assert accused.evidence == "县环保局的人收了红包"
    assert "第三十条" in accused.reason


@pytest.mark.parametrize(
    "text",
    [
        "环保局收了企业好处不管",
        "举报环保局监察大队收受砖厂购物卡，黑烟天天冒",
        "环保局领导包庇亲戚的电镀厂，多次压下处罚决定书，请纪检监察介入。",
    ],
)
def test_the_accused_has_no_part_in_the_answer(router, text):
    routing = router.route(text)
    assert routing.kind == "report_officials"
    assert [accused.department.number for accused in routing.accused] == [11]
    named = [suggestion.department.number for suggestion in routing.suggestions]
    named += [s.department.number for issue in routing.issues for s in issue.suggestions]
    named += [candidate.department.number for candidate in routing.candidates]
    assert 11 not in named
    assert routing.leads[0].department.number == 1
    assert len(routing.candidates) >= 5
    assert routing.disposition != "auto"
    answer = routing.to_json()
    assert answer["accused"][0]["department_no"] == 11
    assert "不得转给被检举、控告的单位" in answer["accused"][0]["reason"]


def test_a_bureau_scolded_in_passing_keeps_the_matter(router):
    routing = router.route("砖厂黑烟从早冒到晚，打了环保局电话也没人来")
    assert routing.kind == "complaint"
    assert routing.accused == ()
    assert 11 in [suggestion.department.number for suggestion in routing.leads]


def test_a_very_long_letter_is_searched_to_its_end():
    for text in (
        "请" + "市" * 50_000 + "环保局",
        "请市区" * 20_000 + "环保局不作为",
        "环保局" * 30_000 + "不作为",
        "和" * 90_000,
    ):
        assert isinstance(accused_finder().find(text, is_conduct=True), tuple)


def test_a_wrong_side_is_named(tmp_path):
    path = tmp_path / "accusations.csv"
    path.write_text("words,side,note\n受贿,left,\n", encoding="utf-8")
    with pytest.raises(DataError, match="“受贿”的 side 列写了“left”"):
        AccusedFinder.load(path, duty_list().departments.values())
