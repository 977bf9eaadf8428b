"""Slips for a table: a zip of Word files with a list, or the list alone."""

import csv
import zipfile
from datetime import date
from io import StringIO

import pytest
from openpyxl import load_workbook

from router.errors import OutputError
from router.office import load_office
from router.slip.batch import LIST_COLUMNS, LIST_NAME, make_slips
from router.slip.content import SlipDetails

LETTERS = """信访件编号,来信时间,信访人,联系电话,信访内容
001,2026-11-20 10:00,张伟,13812345678,昌吉市楼下饭店油烟太大
002,2026-11-21,李四,13812345679,单位拖欠工资
003,2027-11-21,王五,13812345670,奇台县环保局收了企业好处不管，我叫王五娃
004/a,,赵六,13812345671,147团的养殖场往河里排粪水
"""
DETAILS = SlipDetails(written=date(2026, 11, 27), number="7")


@pytest.fixture
def letters(tmp_path, monkeypatch):
    monkeypatch.setenv("COMPLAINT_ROUTER_HOME", str(tmp_path / "home"))
    path = tmp_path / "来信.csv"
    path.write_text(LETTERS, encoding="utf-8")
    return path


@pytest.fixture
def archive(letters, router, tmp_path):
    target = tmp_path / "转送函.zip"
    summary = make_slips(letters, target, router, DETAILS, load_office())
    assert (summary.rows, summary.slips) == (4, 3)
    return zipfile.ZipFile(target)


def listed(archive) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(archive.read(LIST_NAME).decode("utf-8-sig"))))


def test_a_slip_for_each_letter_that_somebody_takes(archive):
    assert archive.namelist() == [
        "00002_001_州住建局.docx",
        "00004_003_州纪委监委机关.docx",
        "00005_004-a_第八师石河子市.docx",
        LIST_NAME,
    ]


def test_the_list_has_every_letter_with_its_number_and_what_to_look_at(archive):
    rows = listed(archive)
    assert tuple(rows[0]) == LIST_COLUMNS
    assert [row["行号"] for row in rows] == ["2", "3", "4", "5"]
    assert [row["文号"] for row in rows] == [
        "昌州信转〔2026〕7号",
        "",
        "昌州信转〔2026〕8号",
        "昌州信转〔2026〕9号",
    ]
    assert "未出函" in rows[1]["备注"]
    assert "日期次序不对" in rows[2]["备注"]
    assert "收件日期不明" in rows[3]["备注"]
    assert rows[0]["限办时间"].endswith("2026年12月14日")


def test_nobody_who_wrote_is_in_the_list(archive):
    text = archive.read(LIST_NAME).decode("utf-8-sig")
    assert not [name for name in ("张伟", "李四", "王五娃", "赵六", "1381234567") if name in text]


def test_the_list_alone_as_a_workbook(letters, router, tmp_path):
    target = tmp_path / "清单.xlsx"
    make_slips(letters, target, router, DETAILS, load_office())
    rows = list(load_workbook(target).active.values)
    assert rows[0] == LIST_COLUMNS
    assert [row[1] for row in rows[1:]] == ["001", "002", "003", "004/a"]


def test_an_unknown_form_and_an_existing_file_are_refused(letters, router, tmp_path):
    with pytest.raises(OutputError, match=r"不支持输出为“函\.pdf”"):
        make_slips(letters, tmp_path / "函.pdf", router, DETAILS, load_office())
    (tmp_path / "函.zip").touch()
    with pytest.raises(OutputError, match="已存在"):
        make_slips(letters, tmp_path / "函.zip", router, DETAILS, load_office())


def test_the_table_itself_is_never_replaced(letters, router):
    before = letters.read_bytes()
    with pytest.raises(OutputError, match="会丢失原表"):
        make_slips(letters, letters, router, DETAILS, load_office(), overwrite=True)
    assert letters.read_bytes() == before


def test_a_number_as_long_as_a_letter_still_names_a_file(letters, router, tmp_path):
    source = tmp_path / "长.csv"
    source.write_text(f"编号,诉求内容\n{'9' * 70_000},工地凌晨打桩吵得睡不着\n", encoding="utf-8")
    assert make_slips(source, tmp_path / "函.zip", router, DETAILS, load_office()).slips == 1
