"""Deadlines and slips by the command."""

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from router import cli
from router.paths import HOME_VARIABLE


@pytest.fixture
def run(router, monkeypatch, tmp_path):
    monkeypatch.setattr(cli, "open_router", lambda: router)
    monkeypatch.setattr("router.table_commands.open_router", lambda: router)
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    return lambda *arguments: CliRunner().invoke(cli.main, list(arguments))


def test_route_says_who_is_accused_and_by_which_article(run):
    output = run("route", "环保局收了企业好处不管").output
    assert "法定途径：检举控告" in output and "第三十条" in output
    assert "被反映单位：来信反映的是“环保局”（州生态环境局）" in output
    assert "州生态环境局(" not in output


def test_route_says_where_the_matter_belongs(run):
    assert "州外，建议转送 第八师石河子市" in run("route", "147团的养殖场往河里排粪水").output
    output = run("route", "亚心广场晚上跳舞太吵").output
    assert "属地：昌吉市" in output
    assert "属地承办单位：昌吉市城市管理局" in output


def test_route_reckons_deadlines_from_the_day_given(run):
    output = run("route", "亚心广场晚上跳舞太吵", "--received", "2026-02-03").output
    assert "2026-02-24前" in output and "第二十二条" in output
    answer = json.loads(run("route", "亚心广场晚上跳舞太吵", "--received", "2026-02-03", "--json").output)
    assert [item["due"] for item in answer["deadlines"]["items"]] == [
        "2026-02-24",
        "2026-02-10",
        "2026-02-24",
    ]
    assert "deadlines" not in json.loads(run("route", "亚心广场晚上跳舞太吵", "--json").output)


def test_a_wrong_date_is_one_line(run):
    result = run("route", "亚心广场晚上跳舞太吵", "--received", "上周")
    assert result.exit_code == 1
    assert result.output == "Error: 看不懂日期“上周”，请写成 2026-11-26 这样。\n"


def test_slips_of_a_table(run, tmp_path: Path):
    source, target = tmp_path / "来信.csv", tmp_path / "函.zip"
    source.write_text("信访内容\n楼下饭店油烟太大\n", encoding="utf-8")
    result = run("slips", str(source), "-o", str(target), "--first-number", "12", "--written", "2026-11-27")
    assert result.exit_code == 0, result.output
    assert "1 件来信，1 件有转送单位" in result.output
    assert "昌州信转〔2026〕12号" in zipfile.ZipFile(target).read("清单.csv").decode("utf-8-sig")


def test_settings_are_copied_to_where_they_can_be_changed(run, tmp_path: Path):
    assert str(tmp_path / "home" / "office.toml") in run("settings").output
    assert (tmp_path / "home" / "office.toml").is_file()


def test_a_batch_takes_a_day_for_all(run, tmp_path: Path):
    source, target = tmp_path / "来信.csv", tmp_path / "out.csv"
    source.write_text("信访内容\n楼下饭店油烟太大\n", encoding="utf-8")
    result = run("batch", str(source), "-o", str(target), "--received", date(2026, 11, 10).isoformat())
    assert result.exit_code == 0, result.output
    assert "转送 2026-11-25前" in target.read_text(encoding="utf-8-sig")
