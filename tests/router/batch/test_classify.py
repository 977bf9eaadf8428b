"""The batch over a router that answers by rule, so that what is tested is the batch and not the model."""

import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from router.batch import classify_table
from router.batch.report import write_report
from router.columns import RESULT_COLUMNS
from router.errors import OutputError
from tests.router.batch.stub import many, read_csv, table

TABLES = Path(__file__).resolve().parents[2] / "data" / "tables"
REMARK = RESULT_COLUMNS.index("备注") - len(RESULT_COLUMNS)
NAMES = sorted(json.loads((TABLES / "expected.json").read_text(encoding="utf-8")))


def test_every_row_column_and_value_stays_in_place(tmp_path: Path, stub: Any) -> None:
    source = table(tmp_path / "in.csv", ["1", "楼下烧烤"], ["2", ""], ["3", '多行\r\n文字，有“引号"'])
    summary = classify_table(source, tmp_path / "out.csv", stub)
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    header, *rows = read_csv(tmp_path / "out.csv")
    assert header == ["\ufeff编号", "诉求内容", *RESULT_COLUMNS]
    assert [row[:2] for row in rows] == [row[:2] for row in read_csv(source)[1:]]
    assert [dict(zip(header, row, strict=True))["主办部门"] for row in rows] == ["州住建局", "", "州住建局"]
    assert rows[1][REMARK] == "诉求内容为空，无法判断。"
    assert (summary.rows, summary.columns) == (3, "按列名识别，诉求在“诉求内容”列")


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".tsv"])
@pytest.mark.parametrize("name", NAMES)
def test_no_odd_table_crashes_the_batch_or_loses_a_row(
    tmp_path: Path, stub: Any, name: str, suffix: str
) -> None:
    target = tmp_path / f"out{suffix}"
    summary = classify_table(TABLES / name, target, stub)
    expected = json.loads((TABLES / "expected.json").read_text(encoding="utf-8"))[name]
    assert summary.rows == expected["rows"]
    if suffix == ".xlsx":
        assert zipfile.ZipFile(target).testzip() is None
        sheet = openpyxl.load_workbook(target).active
        assert RESULT_COLUMNS in [tuple(cell.value for cell in row[-len(RESULT_COLUMNS) :]) for row in sheet]
    elif suffix == ".csv":
        rows = read_csv(target)
        header = next(
            index for index, row in enumerate(rows) if tuple(row[-len(RESULT_COLUMNS) :]) == RESULT_COLUMNS
        )
        assert len({len(row) for row in rows[header:] if row}) == 1


def test_titles_and_blank_lines_stay_where_they_are(tmp_path: Path, stub: Any) -> None:
    classify_table(TABLES / "titles_ragged.csv", tmp_path / "a.csv", stub)
    assert read_csv(tmp_path / "a.csv")[:2] == [["\ufeff昌吉州信访登记表"], []]
    classify_table(TABLES / "gaps.xlsx", tmp_path / "b.csv", stub)
    assert [bool(row) for row in read_csv(tmp_path / "b.csv")] == [
        True,
        False,
        True,
        False,
        False,
        True,
        True,
    ]


def test_cells_that_a_spreadsheet_would_run_are_marked(tmp_path: Path, stub: Any) -> None:
    classify_table(TABLES / "formulas.csv", tmp_path / "a.csv", stub)
    assert [row[:3] for row in read_csv(tmp_path / "a.csv")[1:]] == [
        ["'=1+1", "-5", "'@SUM(A1)"],
        ["'+cmd|' /C calc'!A0", "-1,200.5", "-"],
        ["'\t=1", "5", "+86"],
    ]
    classify_table(TABLES / "formulas.csv", tmp_path / "a.xlsx", stub)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert all(cell.data_type != "f" for row in sheet for cell in row)


def test_columns_with_contracted_names_are_kept_under_another(tmp_path: Path, stub: Any) -> None:
    summary = classify_table(TABLES / "contracted_names.csv", tmp_path / "a.csv", stub)
    header, first, *_ = read_csv(tmp_path / "a.csv")
    assert header[:4] == ["\ufeff属地（原表）", "内容", "备注（原表）", "备注（原表2）"]
    assert first[:4] == ["昌吉", "楼下烧烤油烟呛得不敢开窗", "急件", "一"]
    assert "备注（原表2）" in "".join(summary.sentences())


def test_cells_beyond_the_header_are_kept(tmp_path: Path, stub: Any) -> None:
    classify_table(TABLES / "ragged.csv", tmp_path / "a.csv", stub)
    rows = read_csv(tmp_path / "a.csv")
    assert rows[0][3:6] == ["", "", "是否属清单范围"]
    assert rows[2][:5] == ["2", "工地半夜打桩吵得睡不着", "139", "多出的一格", "又一格"]


def test_a_merged_complaint_counts_for_all_its_rows_and_says_so(tmp_path: Path, stub: Any) -> None:
    classify_table(TABLES / "merged_complaints.xlsx", tmp_path / "a.csv", stub)
    rows = read_csv(tmp_path / "a.csv")
    assert rows[2][1] == ""
    assert "合并单元格" in rows[2][REMARK]
    assert stub.asked[:1] == ["楼下烧烤油烟呛得不敢开窗"]


def test_types_survive_from_workbook_to_workbook(tmp_path: Path, stub: Any) -> None:
    classify_table(TABLES / "values.xlsx", tmp_path / "a.xlsx", stub)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert [[cell.value for cell in row[:3]] for row in sheet.iter_rows(min_row=2)] == [
        ["2024-03-05", "20240305001234567890", 0.1],
        ["2024-03-05 14:30:00", 20240305001, "TRUE"],
        ["08:05:00", "007", -5],
    ]


def test_a_text_that_comes_again_is_answered_once(tmp_path: Path, stub: Any) -> None:
    source = table(tmp_path / "in.csv", *(["1", f"第 {number % 3} 种"] for number in range(3000)))
    assert classify_table(source, tmp_path / "out.csv", stub).rows == 3000
    assert len(stub.asked) == 3


def test_a_text_on_which_the_program_fails_stops_no_other(tmp_path: Path, stub: Any) -> None:
    source = table(tmp_path / "in.csv", ["1", "好"], ["2", "炸"], ["3", "好的"])
    summary = classify_table(source, tmp_path / "out.csv", stub)
    rows = read_csv(tmp_path / "out.csv")[1:]
    assert [row[6] for row in rows] == ["州住建局", "", "州住建局"]
    assert "无法处理这段文字（RuntimeError）" in rows[1][REMARK]
    assert [problem.first for problem in summary.tally.problems.values()] == [[3]]


def test_a_text_too_long_is_cut_for_the_model_only(tmp_path: Path, stub: Any) -> None:
    source = table(tmp_path / "in.csv", ["1", "长" * 150_000])
    classify_table(source, tmp_path / "out.csv", stub)
    row = read_csv(tmp_path / "out.csv")[1]
    assert (len(row[1]), len(stub.asked[0])) == (150_000, 100_000)
    assert "只判断了前 100000 字" in row[REMARK]
    classify_table(source, tmp_path / "out.xlsx", stub)
    row = [cell.value for cell in openpyxl.load_workbook(tmp_path / "out.xlsx").active[2]]
    assert len(row[1]) == 32_767
    assert "被截断" in row[REMARK]


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("in.csv", "与输入文件相同"),
        ("out.doc", "不支持输出为“.doc”"),
        ("folder.csv", "是文件夹"),
        ("there.csv", "已存在"),
    ],
)
def test_a_target_that_cannot_be_is_refused(tmp_path: Path, stub: Any, target: str, message: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "there.csv").write_text("旧")
    with pytest.raises(OutputError, match=message):
        classify_table(table(tmp_path / "in.csv", ["1", "好"]), tmp_path / target, stub)
    assert (tmp_path / "there.csv").read_text() == "旧"


def test_a_target_is_replaced_when_asked(tmp_path: Path, stub: Any) -> None:
    (tmp_path / "there.csv").write_text("旧")
    classify_table(table(tmp_path / "in.csv", ["1", "好"]), tmp_path / "there.csv", stub, overwrite=True)
    assert len(read_csv(tmp_path / "there.csv")) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "there.csv"]


def test_progress_is_told(tmp_path: Path, stub: Any) -> None:
    told: list[Any] = []
    classify_table(many(tmp_path / "in.csv", 700), tmp_path / "out.csv", stub, progress=told.append)
    assert (told[-1].rows, told[-1].total) == (700, 700)
    assert told[-1].seconds_left == 0


def test_the_summary_counts_and_the_report_shows_it(tmp_path: Path, stub: Any) -> None:
    source = table(tmp_path / "in.csv", ["1", "好"], ["2", ""], ["3", "<b>"])
    summary = classify_table(source, tmp_path / "out.csv", stub)
    assert summary.tally.dispositions == {"直接转办": 2, "人工研判": 1}
    assert summary.tally.departments == {"州住建局": 2}
    assert summary.tally.territories == {"未写明": 3}
    assert "1 行：诉求内容为空，无法判断。（第 3 行）" in summary.sentences()
    write_report(summary, tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert "诉求内容为空，无法判断。" in page
    assert "http" not in page
    assert "<script" not in page


def test_more_rows_than_a_sheet_holds_are_refused(
    tmp_path: Path, stub: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("router.table.sheet.MOST_ROWS", 600)
    with pytest.raises(OutputError, match=r"请改用 \.csv 输出"):
        classify_table(many(tmp_path / "in.csv", 700), tmp_path / "out.xlsx", stub)
