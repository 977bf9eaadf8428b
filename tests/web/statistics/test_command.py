"""The command that writes all tables as a workbook."""

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from router.errors import OutputError
from web.statistics.command import statistics_command


@pytest.fixture
def run(seven, url):
    """Run the command over the seven letters."""

    def run(target, *more):
        days = ("--from", "2026-11-01", "--to", "2026-11-27")
        return CliRunner().invoke(statistics_command, [*days, "-o", str(target), "--db", url, *more])

    return run


def test_all_tables_of_some_days(run, tmp_path):
    result = run(tmp_path / "十一月.xlsx")
    assert "2026年11月1日至27日收到 5 件，研判 4 件" in result.output
    sheet = load_workbook(tmp_path / "十一月.xlsx")["各主办部门"]
    assert sheet["A1"].value == "各主办部门　2026年11月1日至27日　全州"
    assert [cell.value for cell in sheet[4]][:2] == ["州住建局", 3]


def test_one_county(run, tmp_path):
    assert "收到 1 件" in run(tmp_path / "x.xlsx", "--territory", "奇台县").output


def test_a_file_that_is_there_stays(run, tmp_path):
    target = tmp_path / "x.xlsx"
    target.write_text("mine")
    result = run(target)
    assert isinstance(result.exception, OutputError)
    assert target.read_text() == "mine"
    assert run(target, "--overwrite").exit_code == 0


def test_another_form_and_days_in_the_wrong_order_are_refused(run, tmp_path):
    assert "后缀改为 .xlsx" in str(run(tmp_path / "x.csv").exception)
    assert "请对调" in run(tmp_path / "x.xlsx", "--to", "2026-10-01").output
