"""The county unit beside the prefecture's department, with its mark."""

import shutil

import pytest

from router.counterparts import Counterparts, counterparts
from router.duties import duty_list
from router.errors import DataError
from router.paths import data_dir


@pytest.mark.parametrize(
    ("number", "territory", "name", "certainty"),
    [
        (11, "昌吉市", "州生态环境局昌吉市分局", "inferred"),
        (22, "昌吉市", "昌吉市城市管理局 / 昌吉市住建局", "sourced"),
        (22, "奇台县", "奇台县城市管理局 / 奇台县住建局", "inferred"),
        (16, "木垒县", "木垒县公安局", "sourced"),
        (16, "奇台县", "奇台县公安局", "inferred"),
        (15, "玛纳斯县", "玛纳斯县商务和工业信息化局", "unknown"),
        (22, "昌吉高新区", "昌吉高新区规划建设局", "inferred"),
        (11, "准东经济技术开发区", "准东经济技术开发区管委会", "inferred"),
    ],
)
def test_names_follow_the_pattern_and_carry_their_mark(number, territory, name, certainty):
    unit = counterparts().find(duty_list().departments[number], territory)
    assert (unit.name, unit.certainty) == (name, certainty)


def test_nothing_is_named_where_nothing_is_known():
    assert counterparts().find(duty_list().departments[22], None) is None
    assert counterparts().find(duty_list().departments[41], "昌吉市") is None


def test_a_row_for_an_unknown_county_is_named(tmp_path):
    shutil.copy(data_dir() / "territory.csv", tmp_path)
    (tmp_path / "county_units.csv").write_text(
        "territory,department_no,unit,certainty,note\n米泉市,22,米泉市城管局,sourced,\n", encoding="utf-8"
    )
    with pytest.raises(DataError, match=r"county_units\.csv：米泉市、部门 22"):
        Counterparts.load(tmp_path, duty_list())


def test_the_answer_names_the_unit(router):
    first = router.route("昌吉市亚心广场晚上跳舞太吵").to_json()["departments"][0]
    assert first["county_unit"]["certainty"] == "sourced"
    assert router.route("楼下饭店油烟太大").to_json()["departments"][0]["county_unit"] is None
