"""The page, its files and the agenda, over the application."""

import csv
import io
import re
import xml.etree.ElementTree as ElementTree

import pytest
from openpyxl import load_workbook

from web.statistics.report import KEYS

ALL = "span=custom&since=2025-11-01&until=2026-11-27"


@pytest.fixture
def store(app):
    """The application's own store in place of the two of the other tests."""
    return app.extensions["store"]


@pytest.fixture
def browser(seven, client):
    return client


def table_rows(response):
    return list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"), newline="")))


def test_the_page_shows_the_figures_with_a_table_below_each_picture(browser, words):
    page = browser.get(f"/statistics/?{ALL}")
    assert page.status_code == 200
    assert "收到7件" in words(page)
    assert page.text.count("<svg") == page.text.count("<details") > 5
    assert "建筑施工噪声" in words(page)


def test_every_picture_is_whole_and_allowed_by_the_policy(browser):
    page = browser.get(f"/statistics/?{ALL}").text
    assert not re.search(r"<script(?! src)|<style|\sstyle=|\son\w+=", page)
    for picture in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        assert ElementTree.fromstring(picture).get("aria-label")


def test_a_county_alone(browser, words):
    page = browser.get("/statistics/", query_string={"span": "all", "territory": "奇台县"})
    assert "收到2件" in words(page)
    assert "餐饮油烟" not in words(page)
    assert "收到1件" in words(browser.get("/statistics/?span=all&territory=none"))


@pytest.mark.parametrize("key", KEYS)
def test_every_table_is_a_file_for_excel(browser, store, key):
    response = browser.get(f"/statistics/{key}.csv?{ALL}")
    assert response.data.startswith(b"\xef\xbb\xbf")
    assert response.headers["Content-Disposition"].endswith(".csv")
    assert len({len(row) for row in table_rows(response)}) == 1
    assert store.audit.list().entries[0].action == "export.statistics"


def test_a_file_has_the_days_and_the_county_of_the_page(browser):
    asked = {"span": "custom", "since": "2026-11-01", "until": "2026-11-30", "territory": "昌吉市"}
    rows = table_rows(browser.get("/statistics/matters.csv", query_string=asked))
    assert rows == [["事项", "收到", "占收到（%）", "研判"], ["餐饮油烟", "3", "", "2"]]


def test_there_is_no_table_of_another_name(browser):
    assert browser.get("/statistics/people.csv").status_code == 404


def test_all_tables_are_one_workbook(browser):
    book = load_workbook(io.BytesIO(browser.get(f"/statistics/statistics.xlsx?{ALL}").data))
    assert len(book.sheetnames) == len(KEYS)
    sheet = book["有退单的事项"]
    assert [cell.value for cell in sheet[4]][:3] == ["建筑施工噪声", 1, "州住建局 1"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("span=custom&since=2026-13-01&until=2026-11-01", "请填写起止日期"),
        ("span=custom&since=2026-11-02&until=2026-11-01", "起始日期在截止日期之后"),
    ],
)
def test_dates_that_are_none_are_said(browser, words, asked, said):
    page = browser.get(f"/statistics/?{asked}")
    assert page.status_code == 200
    assert said in words(page)


@pytest.mark.parametrize(
    "asked", ["span=x", "territory=北京", "span=custom&since='&until=--", "tables=1&span=all"]
)
def test_odd_links_show_the_page(browser, asked):
    assert browser.get(f"/statistics/?{asked}").status_code == 200


def test_clerks_look_and_reviewers_take_files(client, store):
    """As soon as there are accounts."""
    for role in ("administrator", "reviewer", "clerk"):
        store.people.create(role, role, role, "a good pass")
    for role, status in (("clerk", 403), ("reviewer", 200), ("administrator", 200)):
        client.post("/login", data={"login": role, "password": "a good pass"})
        page = client.get("/statistics/")
        assert page.status_code == 200
        assert ("下载全部" in page.text) == (status == 200)
        for link in ("/statistics/statistics.xlsx", "/statistics/kinds.csv"):
            assert client.get(link).status_code == status
        client.post("/logout")


def test_the_agenda_names_departments_and_letters_and_nobody_else(browser, words):
    sheet = words(browser.get(f"/statistics/agenda?{ALL}"))
    assert "一、有退单的事项" in sheet
    assert "州公安局与州住建局" in sheet
    assert "信4" in sheet
    assert "本机经办人" not in sheet
    assert "没有退单" in words(
        browser.get("/statistics/agenda?span=custom&since=2020-01-01&until=2020-02-01")
    )


def test_a_number_that_is_a_telephone_is_masked(seven, client, words):
    seven.letter(
        "2026-11-01",
        events=[("confirm", "2026-11-02"), ("return", "2026-11-03", 22)],
        external_number="13909941234",
    )
    sheet = words(client.get(f"/statistics/agenda?{ALL}"))
    assert "13909941234" not in sheet
    assert "〔电话〕" in sheet


def test_nothing_stored_is_a_page_too(client, words):
    assert "本期没有" in words(client.get("/statistics/"))
