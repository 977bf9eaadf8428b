"""Every table of the seven letters, worked out by hand."""

from datetime import date

import pytest

from web.statistics.report import KEYS, overview, sections, table
from web.statistics.tables import Column, Table, differs, growth, share

TODAY = date(2026, 11, 27)


@pytest.fixture
def rows(select, statistics):
    def rows(key, span="quarter", territory=None):
        return [list(row) for row in table(key, select(span, territory), statistics.lookup).rows]

    return rows


def test_months_show_a_year_whatever_the_span(rows):
    months = rows("months", "month")
    assert len(months) == 12
    assert months[0] == ["2025-12", 0, 0, 0]
    assert months[-2:] == [["2026-10", 1, 0, 0], ["2026-11", 5, 1, 4]]


def test_departments_stand_as_decided_and_else_as_suggested(rows):
    assert rows("departments", "month") == [
        ["州住建局", 3, None, 1],
        ["无主办部门", 1, None, 1],
        ["州生态环境局", 1, None, 1],
        ["州公安局", 0, None, 1],
    ]


def test_territories_matters_and_kinds(rows):
    assert rows("territories", "month") == [
        ["昌吉市", 3, None, 2],
        ["奇台县", 1, None, 1],
        ["未写明", 1, None, 1],
    ]
    assert rows("matters", "month") == [
        ["餐饮油烟", 3, None, 2],
        ["未定事项", 1, None, 1],
        ["建筑施工噪声", 1, None, 1],
    ]
    assert rows("kinds", "month") == [["投诉", 5, None, 4]]


def test_a_territory_alone(rows):
    assert rows("matters", "month", "奇台县") == [["建筑施工噪声", 1, None, 1]]
    assert rows("matters", "month", "木垒县") == []
    assert rows("matters", "month", "") == [["未定事项", 1, None, 1]]


def test_agreement_counts_the_decision_that_holds(rows):
    """1 was confirmed, 5 put out of scope as suggested, 2 and 4 given to others; 6 was taken back."""
    assert rows("agreement")[-1] == ["2026-11", 4, 1, 1, 2, None, None]
    assert rows("agreement")[-2][1] == 0


def test_corrections_by_what_was_suggested(rows):
    assert rows("corrected-departments") == [
        ["州住建局", 3, 1, 0, 2, None, None, "州生态环境局 1、州公安局 1"],
        ["无主办部门", 1, 0, 1, 0, None, None, ""],
    ]
    assert rows("corrected-matters")[0] == ["餐饮油烟", 2, 1, 0, 1, None, None, "州生态环境局 1"]


def test_time_is_that_of_the_first_decision(rows):
    """Letter 4 waited 19 days, until 20 October; that it was decided again in November does not count."""
    assert rows("time")[-2:] == [["2026-10", 1, None, None, 1, None], ["2026-11", 3, None, None, 0, None]]
    assert ["建筑施工噪声", 1, None, None, 1, None] in rows("time-matters")


def test_median_and_ninth_tenth(writer, statistics):
    for day in range(1, 11):  # decided after 1, 2, ... 10 days
        writer.letter("2026-11-01", events=[("confirm", f"2026-11-{day + 1:02}", None, float(day))])
    chosen = statistics.select("month", today=TODAY)
    assert list(table("time", chosen, statistics.lookup).rows[-1]) == ["2026-11", 10, 5, 9, 0, 5]


def test_repeats_count_the_first_letter_and_those_that_say_the_same(rows):
    assert rows("repeats") == [["第 1 件", "餐饮油烟", "昌吉市", "州住建局", 2, 2, "2026-11-02"]]


def test_hot_spots_with_the_period_before_and_the_towns(rows):
    assert rows("spots", "month") == [["昌吉市", "餐饮油烟", 3, 0, None, "", "建国路街道 3"]]


def test_growth_beyond_chance_is_said(writer, statistics):
    for number in range(40):
        writer.letter("2026-11-02" if number < 30 else "2026-10-05")
    chosen = statistics.select("month", today=TODAY)
    row = table("spots", chosen, statistics.lookup).rows[0]
    assert list(row)[2:6] == [30, 10, 2.0, "明显上升"]


def test_returns_say_who_returned_and_who_leads_now(rows):
    assert rows("returns") == [["建筑施工噪声", 1, "州住建局 1", "州公安局 1", 0, "信4"]]
    assert rows("returns", "month") == []


def test_pairs_of_departments_between_which_letters_went(rows):
    """Letter 4 was suggested to 22, which returned it, and is led by 16; letter 2 alone is too little for a pair."""
    moved = "州住建局→州公安局 1"
    assert rows("pairs") == [["州公安局 与 州住建局", 2, moved, moved, "建筑施工噪声 2", "信4"]]


def test_matters_led_now_by_one_and_now_by_another(writer, statistics):
    for number in range(10):
        action = ("confirm", "2026-11-03") if number < 7 else ("correct", "2026-11-03", 11)
        writer.letter("2026-11-02", events=[action])
    chosen = statistics.select("month", today=TODAY)
    found = table("divided", chosen, statistics.lookup)
    assert [list(row) for row in found.rows] == [["餐饮油烟", 10, "州住建局 7、州生态环境局 3", 0.3]]


def test_overview(select):
    facts = {fact.name: (fact.value, fact.beside, fact.former) for fact in overview(select("month"))}
    assert facts["收到"] == ("5 件", "", "1 件")
    assert facts["研判"] == ("4 件", "", "0 件")
    assert facts["待研判"][0] == "2 件"
    assert facts["按建议确认"] == ("1 / 4 件", "件数少，不计比例", "")
    assert facts["主办与建议一致"][0] == "2 / 4 件"
    assert facts["重复来信"][0] == "1 件"
    assert facts["退单"] == ("0 次", "", "1 次")


def test_every_table_is_on_the_page_once(select, statistics):
    shown = [
        figure.table.key
        for section in sections(select("all"), statistics.lookup)
        for figure in section.figures
    ]
    assert sorted(shown) == sorted(KEYS)


def test_an_empty_store_makes_every_table(statistics):
    chosen = statistics.select("all")
    assert overview(chosen)[0].value == "0 件"
    assert [table(key, chosen, statistics.lookup) for key in KEYS]
    assert sections(chosen, statistics.lookup)


def test_few_cases_make_no_percentage():
    assert (share(9, 9), share(9, 10)) == (None, 0.9)
    assert (growth(5, 9), growth(15, 10)) == (None, 0.5)
    assert differs(30, 10)
    assert not differs(12, 10)


def test_a_file_is_read_by_excel_and_runs_nothing():
    made = Table(
        "t", "表", (Column("事项"), Column("占比", "share")), [['=HYPERLINK("x")', 0.256], ["＝1+1", None]]
    )
    assert made.csv() == '\ufeff事项,占比（%）\r\n"\'=HYPERLINK(""x"")",25.6\r\n\'＝1+1,\r\n'


def test_words_of_a_table_cannot_be_markup():
    assert "<b>" not in Table("t", "表", (Column("事项"), Column("多改为")), [["<b>x", "<b>y"]]).body()
