"""The contracted cells of an answer."""

import pytest

from router.columns import COLUMNS, RESULT_COLUMNS, answer_of, unclassified
from router.router import Router
from training.dataset import load_corpus


def cells_of(router: Router, text: str) -> dict[str, str]:
    return dict(zip(RESULT_COLUMNS, answer_of(router.route(text)).cells, strict=True))


def test_the_columns_are_those_of_the_contract() -> None:
    contracted = "是否属清单范围, 诉求类型, 处理建议, 事项, 主办部门, 主办置信度, 协办部门, 候选部门, 责任条目, 责任原文, 匹配依据, 属地, 备注"
    assert ", ".join(COLUMNS) == contracted


def test_a_clear_complaint_fills_its_cells(router: Router) -> None:
    cells = cells_of(router, "昌吉市延安路楼下饭店油烟太大，呛得人不敢开窗")
    routing = router.route("昌吉市延安路楼下饭店油烟太大，呛得人不敢开窗")
    assert cells["是否属清单范围"] == "属清单范围"
    assert cells["主办部门"].split("；") == [lead.department.short for lead in routing.leads]
    assert cells["主办部门"].startswith("州住建局")
    assert cells["主办置信度"].split("；") == [f"{lead.confidence:.2f}" for lead in routing.leads]
    assert cells["候选部门"].split("；")[0].startswith("州住建局(")
    assert len(cells["候选部门"].split("；")) >= 5
    assert cells["责任条目"].split("；")[0] == "22.03"
    assert "餐饮业服务油烟" in cells["责任原文"]
    assert cells["匹配依据"].split("；")[0].count("→") == 1
    assert cells["属地"] == "昌吉市"


def test_a_question_goes_into_the_remark(router: Router) -> None:
    cells = cells_of(router, "噪声")
    assert cells["处理建议"] == "需补充情况"
    assert cells["备注"] == router.route("噪声").question


def test_outside_the_prefecture_is_said_so(router: Router) -> None:
    assert cells_of(router, "乌鲁木齐市天山区工地半夜施工噪声扰民")["属地"] == "州外"


@pytest.mark.parametrize("text", ["", "……！！", "ھاۋا بۇلغىنىشى", "noise at night"])
def test_what_cannot_be_read_is_for_the_clerk_and_says_why(router: Router, text: str) -> None:
    cells = cells_of(router, text)
    assert cells["处理建议"] == "人工研判"
    assert cells["备注"]
    assert cells["候选部门"]


def test_a_row_without_answer_has_a_reason_and_the_disposition_only() -> None:
    cells = dict(zip(RESULT_COLUMNS, unclassified("坏了").cells, strict=True))
    assert {name: value for name, value in cells.items() if value} == {"处理建议": "人工研判", "备注": "坏了"}


def test_cells_made_without_answers_are_those_of_the_answers(router: Router) -> None:
    letters = [example.text for example in load_corpus()][::40]
    letters += [
        "",
        "……",
        "环保局收了企业好处不管",
        "楼下饭店油烟太大。隔壁工地半夜打桩，吵得睡不着。",
        "147团的养殖场往河里排粪水",
    ]
    letters += [f"=昌吉市{letter}" for letter in letters[:50]]
    answers = router.answer_many(letters)
    assert answers == [answer_of(routing) for routing in router.route_many(letters)]
    assert len({answer.shared for answer in answers}) < len(answers)
