"""By which legal route a petition goes: every route of articles 29 to 31 by an example, and the table's own rules."""

import pytest

from router.errors import DataError
from router.legal import LegalRoute, LegalTable, legal_table
from router.matters import matter_table
from router.paths import data_dir

ARTICLE_31 = "第三十一条第（{}）项"


def find(text: str, kind: str = "complaint", *matters: str) -> LegalRoute:
    return legal_table().find(text, kind, [matter_table()[matter] for matter in matters])


@pytest.mark.parametrize(
    ("text", "kind", "matter", "category", "article"),
    [
        ("建议在广场装分贝仪，超标就亮红灯", "suggestion", "noise-square", "建议意见", "第二十九条"),
        ("环保局收了企业好处不管", "report_officials", "official-corruption", "检举控告", "第三十条"),
        ("砖厂污染我家果园，法院判决下来半年了还不执行", "complaint", "law-suit", "申诉求决", "一"),
        ("有人往渠里倒废酸，公安局说证据不足不立案", "complaint", "waste-hazardous", "申诉求决", "一"),
        ("不服判决，想知道怎么申请再审", "consultation", "law-suit", "申诉求决", "一"),
        ("单位拖欠工资三个月", "complaint", "out-wages", "申诉求决", "二"),
        ("公司解除劳动合同不给补偿", "complaint", "out-wages", "申诉求决", "二"),
        ("我对党内警告处分不服，要求重新处理", "complaint", "mgmt-cadre", "申诉求决", "三"),
        ("对开除党籍的决定不服，我要申诉", "report_officials", "mgmt-cadre", "申诉求决", "三"),
        ("对环保局的处罚决定不服，想申请行政复议", "consultation", "law-review", "申诉求决", "四"),
        ("房子被征收，补偿太低", "complaint", "out-demolition", "申诉求决", "四"),
        ("申请公开垃圾填埋场的环评，要求政府信息公开", "complaint", "mgmt-monitor", "申诉求决", "四"),
        ("楼下饭店油烟太大", "complaint", "air-cooking", "申诉求决", "五"),
        ("工厂没办环评就开工", "complaint", "mgmt-eia", "申诉求决", "五"),
        ("楼下商店卖过期食品", "complaint", "out-consumer", "申诉求决", "五"),
        ("暖气不热", "complaint", "out-heating", "申诉求决", "六"),
        ("反映的问题一直没有答复", "complaint", "mgmt-petition", "申诉求决", "六"),
    ],
)
def test_every_route_of_the_regulation(text, kind, matter, category, article):
    route = find(text, kind, matter)
    expected = article if "条" in article else ARTICLE_31.format(article)
    assert (route.rule.category, route.rule.article) == (category, expected)
    assert route.basis == f"《信访工作条例》{expected}"


@pytest.mark.parametrize("kind", ["consultation", "thanks", "other"])
def test_what_the_regulation_does_not_know_is_said_to_be_outside_its_three_kinds(kind):
    route = find("请问夜间施工要不要许可", kind)
    assert (route.rule.category, route.basis, route.rule.certainty) == ("三类之外", "", "inferred")


def test_a_threat_to_sue_is_no_lawsuit():
    assert find("再不管我就去法院告你们", "complaint", "air-cooking").rule.id == "enforcement"


def test_who_asks_about_a_lawsuit_need_not_have_one():
    assert find("环境公益诉讼谁可以提起", "consultation", "law-public-interest").rule.id == "consultation"


def test_damages_run_beside_the_inspection():
    route = find("厂里废水淹了我的地，要求赔偿损失", "complaint", "water-discharge")
    assert route.rule.id == "enforcement"
    assert [other.rule.id for other in route.also] == ["damages"]
    assert route.also[0].evidence == "赔偿"


def test_bribes_mentioned_in_passing_are_a_hint_and_not_the_route():
    route = find("饭店油烟太大，听说他给城管送过好处，收了好处就不来了", "complaint", "air-cooking")
    assert (route.rule.id, route.is_confidential) == ("enforcement", False)
    assert [other.rule.article for other in route.also] == ["第三十条"]


def test_the_json_names_article_and_certainty():
    answer = find("楼下饭店油烟太大", "complaint", "air-cooking").to_json()
    assert answer["article"] == "第三十一条第（五）项"
    assert answer["certainty"] == "sourced"
    assert answer["evidence"] == "餐饮油烟"


def test_every_answer_of_the_router_has_a_route(router):
    for text in ("楼下饭店油烟太大", "单位拖欠工资", "", "the smoke is terrible"):
        assert router.route(text).legal is not None


def test_nothing_is_refused_by_the_program():
    assert not [rule for rule in legal_table().rules if "不予受理" in rule.advice]


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("申诉求决,仲裁", "投诉,仲裁", "arbitration 的 category 列写了“投诉”，只能写"),
        (
            "out-wages;out-land",
            "out-wages;out-nothing",
            "arbitration 的 matters 列写了“out-wages;out-nothing”",
        ),
        ("sourced,其余都归这里", "sure,其余都归这里", "petition 的 certainty 列写了“sure”"),
    ],
)
def test_a_wrong_row_is_named(tmp_path, right, wrong, sentence):
    table = (data_dir() / "legal_routes.csv").read_text(encoding="utf-8")
    path = tmp_path / "legal_routes.csv"
    path.write_text(table.replace(right, wrong), encoding="utf-8")
    with pytest.raises(DataError, match=sentence):
        LegalTable.load(path, matter_table())


def test_a_table_without_a_rule_for_a_kind_says_so():
    with pytest.raises(DataError, match="没有适用于类型 complaint 的行"):
        LegalTable([]).find("油烟", "complaint", [])
