"""Where a complaint belongs: sentences with known answers, every name of the table, and a table that is wrong."""

import csv
import re
from pathlib import Path

import pytest

from router.errors import DataError
from router.paths import data_dir
from router.places import COUNTY, PARK, PREFECTURE, Place, read_places
from router.territory import Gazetteer, Territory, gazetteer

PLACES = read_places(data_dir() / "territory.csv")
with (Path(__file__).parent / "territory_cases.csv").open(encoding="utf-8-sig", newline="") as stream:
    CASES = list(csv.DictReader(stream))

HEADER = "name,aliases,weak,level,belongs_to,town,status,send_to\n"
TERRITORIES = (
    "昌吉市 阜康市 呼图壁县 玛纳斯县 奇台县 吉木萨尔县 木垒县 准东经济技术开发区 昌吉高新区 昌吉农业科技园区"
)
# 统计用区划代码 2023, the stems; 芨芨湖 and 五彩湾 lie in 准东's area.
TOWNS = {
    "昌吉市": "硫磺沟镇 三工镇 榆树沟镇 二六工镇 大西渠镇 六工镇 滨湖镇 佃坝镇 阿什里乡 庙尔沟乡",
    "阜康市": "甘河子镇 城关镇 九运街镇 滋泥泉子镇 上户沟乡 水磨沟乡 三工河乡 博峰街道 阜新街道 准东街道",
    "呼图壁县": "呼图壁镇 大丰镇 雀尔沟镇 二十里店镇 园户村镇 五工台镇 石梯子乡",
    "玛纳斯县": "玛纳斯镇 乐土驿镇 包家店镇 凉州户镇 北五岔镇 六户地镇 兰州湾镇 广东地乡 清水河乡 塔西河乡 旱卡子滩乡",
    "奇台县": "奇台镇 老奇台镇 半截沟镇 吉布库镇 东湾镇 西地镇 碧流河镇 三个庄子镇 西北湾镇 坎尔孜乡 五马场乡 古城乡 乔仁乡 七户乡",
    "吉木萨尔县": "吉木萨尔镇 三台镇 泉子街镇 北庭镇 二工镇 大有镇 庆阳湖乡 老台乡 新地乡",
    "木垒县": "木垒镇 西吉尔镇 东城镇 新户镇 英格堡乡 照壁山乡 雀仁乡 白杨河乡 大石头乡 大南沟乡 博斯坦乡",
    "准东经济技术开发区": "五彩湾镇 芨芨湖镇",
}


def locate(text: str) -> Territory:
    return gazetteer().locate(text)


def test_cases_are_many_and_different() -> None:
    assert len(CASES) >= 220
    assert len({case["text"] for case in CASES}) == len(CASES)


def test_cases_are_answered() -> None:
    wrong = []
    for case in CASES:
        found = locate(case["text"])
        answer = (found.name or "", found.status, found.town or "")
        if answer != (case["name"], case["status"], case["town"]):
            wrong.append((case["text"], answer))
    assert len(wrong) <= 0.03 * len(CASES), wrong


def test_nothing_is_guessed_where_the_letter_leaves_it_open() -> None:
    open_cases = [case["text"] for case in CASES if case["status"] == "unknown"]
    assert [text for text in open_cases if locate(text).status != "unknown"] == []


def test_the_ten_territories_are_those_of_the_contract() -> None:
    assert {place.name for place in PLACES if place.level in (COUNTY, PARK)} == set(TERRITORIES.split())


@pytest.mark.parametrize(("county", "town"), [(c, t) for c, towns in TOWNS.items() for t in towns.split()])
def test_every_town_is_found_behind_its_county(county: str, town: str) -> None:
    found = locate(f"{county}{town}有人焚烧垃圾，烟很大。")
    assert (found.name, found.status) == (county, "inside")
    assert found.town and re.match(town[:-1].removesuffix("街"), found.town)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_every_name_of_the_table_means_its_place(place: Place) -> None:
    for word in {place.name, *place.aliases, *place.weak}:
        found = locate(f"我住在{word}，楼下烧烤油烟大。")
        if word in place.weak or place.level == PREFECTURE:
            assert (found.name, found.status) == (None, "unknown")
        elif place.is_outside:
            assert (found.name, found.status, found.send_to) == (None, "outside", place.send_to)
        else:
            assert (found.name, found.status) == (place.territory, "inside")


def test_evidence_is_the_word_at_its_span() -> None:
    for case in CASES:
        found = locate(case["text"])
        assert (found.evidence is None) == (found.span is None)
        if found.span:
            assert case["text"][slice(*found.span)] == found.evidence


def test_an_answer_says_what_else_was_named() -> None:
    found = locate("从乌鲁木齐市拉来的渣土倒在阜康市，靠近吉木萨尔县的地方也有。")
    assert (found.name, found.others) == ("阜康市", ("吉木萨尔县",))


@pytest.mark.parametrize(
    ("text", "send_to"),
    [
        ("玛纳斯县147团有人倒废渣", "第八师石河子市"),
        ("阜康222团的污水", "第十二师"),
        ("呼图壁县芳草湖农场烧秸秆", "第六师五家渠市"),
        ("乌鲁木齐市米东区化工园气味大", "乌鲁木齐市米东区"),
        ("四川省成都市一工地扬尘大", "四川省成都市"),
    ],
)
def test_outside_says_whose_matter_it_is(text: str, send_to: str) -> None:
    assert locate(text).send_to == send_to


def test_level_says_how_much_the_answer_rests_on() -> None:
    assert locate("昌吉市三工镇有人烧垃圾").level == COUNTY
    assert locate("三工镇有人烧垃圾").level == "镇"
    assert locate("五彩湾的煤灰").level == "镇"
    assert locate("高新区的味道").level is None


def test_the_word_that_leaves_it_open_is_shown() -> None:
    assert locate("三工有人烧垃圾").evidence == "三工"
    assert locate("昌吉州的空气").evidence == "昌吉州"
    assert locate("我是四川人，楼下太吵").evidence is None


@pytest.mark.parametrize("text", ["", "昌", "。", "\n", "昌吉" * 2000, "🙂" * 50, "CHANGJI 12345"])
def test_odd_texts_do_no_harm(text: str) -> None:
    assert locate(text).status in ("inside", "unknown")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("甲县,,,县市,,,里,\n", "status 是“里”，只能是 inside 或 outside"),
        ("甲县,,,县市,,,outside,\n", "请在 send_to 写明转送何处"),
        ("甲县,甲,,县市,,,inside,\n", "名称“甲”太短"),
        ("甲县,,,县市,,,inside,\n乙镇,,,镇,丙县,,inside,\n", "belongs_to“丙县”不是表中的县市或园区"),
        ("甲县,乙地,,县市,,,inside,\n丁县,乙地,,县市,,,inside,\n", "“乙地”既指“甲县”又指“丁县”"),
        ("甲县\n", "第 2 行缺少列：aliases"),
    ],
)
def test_a_wrong_table_is_refused(tmp_path: Path, rows: str, message: str) -> None:
    path = tmp_path / "territory.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    with pytest.raises(DataError, match=re.escape(message)):
        Gazetteer.load(path)


def test_a_table_saved_by_excel_is_read_or_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "territory.csv"
    table = HEADER + "甲县,甲地,,县市,,,inside,\n,,,,,,,\n"
    path.write_text(table, encoding="utf-8-sig", newline="\r\n")
    assert Gazetteer.load(path).locate("甲地有人烧垃圾").name == "甲县"
    path.write_text(table, encoding="gb18030")
    with pytest.raises(DataError, match="另存为“CSV UTF-8”"):
        Gazetteer.load(path)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="找不到属地表"):
        Gazetteer.load(tmp_path / "none.csv")
