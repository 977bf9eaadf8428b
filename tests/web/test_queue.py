"""The list: uncertain first, filtered, page by page; and the decided letters as a table."""

import csv
import io
import re
from datetime import date, timedelta

import openpyxl
import pytest
from sqlalchemy import update

from web.store import Draft
from web.store.schema import ComplaintRow

COOKING = "昌吉市延安北路楼下烧烤店油烟太大，熏得不敢开窗"
NOISE = "奇台县工地半夜施工打桩，噪声吵得睡不着觉"
WAGES = "在乌鲁木齐打工，老板拖欠我三个月工资不给"
REPORT = "我要举报环保局的人收了化工厂的钱，企业偷排没人管，请纪委查处"


@pytest.fixture
def three(add_letter):
    return [add_letter(COOKING, external_number="A-1"), add_letter(NOISE), add_letter(WAGES)]


def rows(page):
    return re.findall(r'data-row href="/complaints/(\d+)', page.text)


def test_empty_queue_says_what_can_be_done(client, words):
    assert "待办已全部处理。可以录入一件或上传表格" in words(client.get("/queue/"))


def test_uncertain_letters_come_first(client, store, three):
    order = sorted(three, key=lambda number: store.decisions.get(number).complaint.confidence)
    assert rows(client.get("/queue/")) == [str(number) for number in order]


def test_row_shows_number_date_words_suggestion_territory_and_state(client, words, three):
    seen = words(client.get("/queue/?text=烧烤"))
    assert "1A-111-26昌吉市延安北路楼下烧烤店油烟太大，熏得不敢开窗州住建局" in seen
    assert re.search("(很有把握|较有把握|把握不大)昌吉市待研判", seen)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("department=22", {0, 1}),
        ("territory=奇台县", {1}),
        ("territory=none", {2}),
        ("disposition=out_of_scope", {2}),
        ("kind=thanks", set()),
        ("since=2026-11-27", set()),
        ("until=2026-11-26", {0, 1, 2}),
        ("user=0", {0, 1, 2}),
        ("text=油烟", {0}),
        ("text=A-1", {0}),
        ("state=decided", set()),
        ("state=all", {0, 1, 2}),
        ("territory=nowhere&kind=x&department=abc&since=x&order=x&state=x", {0, 1, 2}),
    ],
)
def test_filters(client, three, query, found):
    assert set(rows(client.get(f"/queue/?{query}"))) == {str(three[at]) for at in found}


def test_letter_is_found_by_its_own_number(client, three):
    assert str(three[1]) in rows(client.get(f"/queue/?text={three[1]}"))


def test_counts_stand_at_the_states(client, words, three, decide):
    decide(three[0], Draft("confirm"))
    seen = words(client.get("/queue/"))
    assert "待办2待研判2被退回0已研判1全部3" in seen


def test_pages_follow_each_other(client, add_letter, monkeypatch):
    for number in range(55):
        add_letter(f"{COOKING}，第{number}次反映")
    first = client.get("/queue/?order=oldest")
    following = re.search(r'rel="next" href="([^"]+)"', first.text)[1].replace("&amp;", "&")
    second = client.get(following)
    assert (len(rows(first)), len(rows(second))) == (50, 5)
    assert not set(rows(first)) & set(rows(second))
    back = re.search(r'rel="prev" href="([^"]+)"', second.text)[1].replace("&amp;", "&")
    assert rows(client.get(back)) == rows(first)


def test_bad_place_is_explained(client):
    page = client.get("/queue/?after=nonsense")
    assert page.status_code == 400
    assert "翻页位置有误" in page.text


def test_work_begins_with_the_most_uncertain_letter(client, three):
    first = rows(client.get("/queue/"))[0]
    assert client.post("/queue/start").location == f"/complaints/{first}"


def test_work_stays_within_the_filter(client, three):
    answer = client.post("/queue/start", data={"queue": "text=打桩"})
    assert answer.location.startswith(f"/complaints/{three[1]}?text=")


def test_nothing_waiting_leads_back_to_the_list(client):
    answer = client.post("/queue/start", follow_redirects=True)
    assert "没有等待您办理的来信了" in answer.text


def test_reports_against_officials_are_marked(client, words, add_letter):
    add_letter(REPORT)
    assert "检举控告" in words(client.get("/queue/"))


@pytest.fixture
def exported(client):
    def exported(form="csv", queue=""):
        answer = client.post("/queue/export", data={"form": form, "queue": queue})
        assert answer.status_code == 200
        if form == "csv":
            return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
        header, *found = openpyxl.load_workbook(io.BytesIO(answer.data)).active.values
        return [dict(zip(header, row, strict=True)) for row in found]

    return exported


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_decided_letters_are_exported_with_suggestion_and_decision(exported, three, decide, form):
    decide(three[0], Draft("confirm", seconds=4, note="已核"))
    (row,) = exported(form)
    assert row["来信内容（已遮盖）"] == COOKING
    assert (row["来信编号"], row["收件日期"], row["状态"]) == ("A-1", "2026-11-26", "已研判")
    assert (row["建议主办"], row["决定主办"], row["与建议一致"]) == ("州住建局", "州住建局", "一致")
    assert (row["经办人"], row["用时（秒）"], row["备注"]) == ("本机经办人", "4", "已核")
    assert "22.03" in row["责任条目"]


def test_export_follows_the_filter_and_tells_disagreement(exported, three, decide):
    for number in three[:2]:
        decide(number, Draft("out_of_scope"))
    rows_ = exported(queue="territory=奇台县&state=decided")
    assert [(row["清单范围"], row["决定主办"], row["与建议一致"]) for row in rows_] == [
        ("不属清单范围", "", "不一致")
    ]


def test_what_was_decided_today_is_listed_and_exported(client, exported, three, decide, store, words):
    for number in three[:2]:
        decide(number, Draft("out_of_scope"))
    with store.database.write() as connection:
        yesterday = date.today() - timedelta(days=1)
        connection.execute(
            update(ComplaintRow).where(ComplaintRow.id == three[1]).values(decided_on=yesterday)
        )
    link = f"state=decided&amp;decided={date.today()}"
    assert f"{link}" in client.get("/queue/").text
    page = client.get(f"/queue/?state=decided&decided={date.today()}")
    assert re.findall(r'data-row href="/complaints/(\d+)', page.text) == [str(three[0])]
    assert [row["序号"] for row in exported(queue=f"state=decided&decided={date.today()}")] == [str(three[0])]
    assert "没有符合条件" in words(client.get("/queue/?state=decided&decided=2020-01-01"))


def test_returned_letters_are_in_the_export_of_all(exported, three, decide):
    decide(three[0], Draft("confirm"))
    decide(three[0], Draft("return", department_no=22, reason="在村里，不归城管"))
    assert exported() == []
    (row,) = exported(queue="state=all")
    assert row["退单"] == "州住建局：在村里，不归城管"


def test_no_cell_of_the_export_is_a_formula(exported, add_letter, decide):
    decide(add_letter("=cmd|'/c calc'!A0 楼下烧烤店油烟太大"), Draft("confirm"))
    for form in ("csv", "xlsx"):
        assert exported(form)[0]["来信内容（已遮盖）"].startswith("'=")


def test_export_stands_in_the_audit_log(exported, store):
    exported()
    assert store.audit.list().entries[0].action == "export.decided"
