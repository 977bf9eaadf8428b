"""Reading tables: what the reader says of files it cannot read, and that it keeps every value as it stands."""

import csv
import zipfile
from pathlib import Path

import openpyxl
import pytest

from router.errors import TableError
from router.table import read_table
from router.table.cells import Number, column_index, column_letters, is_date_format, number_text, serial_text
from router.table.choice import choose_columns
from router.table.encoding import detect_encoding
from router.table.header import find_header

TABLES = Path(__file__).resolve().parents[2] / "data" / "tables"


def rows_of(name: str) -> list[list[str]]:
    return list(read_table(TABLES / name).rows)


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


_XML = (
    b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
    b"<Worksheet><Table><Row%s/></Table></Worksheet></Workbook>"
)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.csv", b"", "是空文件"),
        ("blank.csv", b"\r\n\r\n", "是空表"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "不是文本表格"),
        ("text.xlsx", "编号,内容".encode(), "不是真正的 XLSX 工作簿"),
        ("index.xls", _XML % b' ss:Index="x"', "已损坏"),
        ("far.xls", _XML % b' ss:Index="999999999"', "已损坏"),
        ("encoding.xls", b'<?xml version="1.0" encoding="foo"?>' + _XML % b"", "已损坏"),
        ("page.xls", b"<html><![foo<table></table>", "已损坏"),
        ("cut.xlsx", (TABLES / "plain.xlsx").read_bytes()[:900], "已损坏或不是 XLSX"),
        ("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), "已加密、已损坏或不是工作簿"),
        ("page.xls", b"<html><body>404</body></html>", "其中没有表格"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_one_sentence(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    with pytest.raises(TableError, match=message) as caught:
        list(read_table(write(tmp_path / name, content)).rows)
    assert str(caught.value).endswith("。")
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="找不到文件"):
        read_table(tmp_path / "no.csv")
    with pytest.raises(TableError, match="是文件夹"):
        read_table(tmp_path)


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as package:
        package.writestr("word/document.xml", "<w/>")
    with pytest.raises(TableError, match="不是 XLSX 工作簿"):
        read_table(tmp_path / "a.xlsx")


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_document_type_is_refused_as_it_is_the_way_to_entity_bombs(tmp_path: Path, part: str) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    with zipfile.ZipFile(TABLES / "plain.xlsx") as old, zipfile.ZipFile(tmp_path / "bomb.xlsx", "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            new.writestr(name, bomb + content if name == part else content)
    with pytest.raises(TableError, match="文档类型声明"):
        list(read_table(tmp_path / "bomb.xlsx").rows)


def test_the_sheet_with_complaints_is_taken_and_the_others_are_named() -> None:
    table = read_table(TABLES / "several_sheets.xlsx")
    assert (table.source.sheet, table.source.other_sheets) == ("一月", ("Sheet", "二月", "隐藏"))
    assert read_table(TABLES / "several_sheets.xlsx", "二月").source.sheet == "二月"
    with pytest.raises(TableError, match="没有工作表“三月”，现有：Sheet、一月、二月、隐藏"):
        read_table(TABLES / "several_sheets.xlsx", "三月")
    with pytest.raises(TableError, match="它不是工作簿"):
        read_table(TABLES / "utf8.csv", "一月")


def test_values_of_a_workbook_read_as_a_person_reads_them() -> None:
    assert [row[:3] for row in rows_of("values.xlsx")] == [
        ["2024-03-05", "20240305001234567890", "0.1"],
        ["2024-03-05 14:30:00", "20240305001", "TRUE"],
        ["08:05:00", "007", "-5"],
    ]
    assert rows_of("dates_1904.xlsx")[0][0] == "2024-03-05"
    assert rows_of("excel97.xls")[0] == ["1", "楼下烧烤油烟呛得不敢开窗", "昌吉市", "2024-03-01"]
    assert [row[0] for row in rows_of("formulas.xlsx")] == ["=1+1", "x"]


def test_numbers_of_a_workbook_are_told_from_numbers_written_as_text() -> None:
    row = rows_of("values.xlsx")[0]
    assert isinstance(row[2], Number)
    assert not isinstance(row[1], Number)


def test_long_numbers_in_text_survive() -> None:
    assert [row[0] for row in rows_of("long_numbers.csv")] == ["20240305001234567890", "007"]


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("20240305001", "20240305001"),
        ("2.0240305001E10", "20240305001"),
        ("1.2345678901234567E+17", "123456789012345670"),
        ("0.10000000000000001", "0.1"),
        ("-5", "-5"),
        ("5.0", "5"),
        ("1E+300", "1e+300"),
        ("NaN", "NaN"),
        ("abc", "abc"),
    ],
)
def test_a_number_is_written_as_a_person_writes_it(stored: str, text: str) -> None:
    assert number_text(stored) == text


@pytest.mark.parametrize(
    ("stored", "text"),
    [("45356", "2024-03-05"), ("45356.604166667", "2024-03-05 14:30:00"), ("0.5", "12:00:00"), ("1", "1900-01-01"),
     ("59", "1900-02-28"), ("61", "1900-03-01"), ("-3", "-3"), ("9999999999", "9999999999"), ("x", "x")],
)  # fmt: skip
def test_a_day_number_is_written_as_a_date(stored: str, text: str) -> None:
    assert serial_text(stored) == text


@pytest.mark.parametrize(
    ("code", "is_date"),
    [("yyyy-mm-dd", True), ('yyyy"年"m"月"', True), ("[h]:mm", True), ("General", False), ("0.00_ ", False),
     ('"day"0', False), ("[Red]0", False), ("[$-804]aaaa", False), ("@", False)],
)  # fmt: skip
def test_date_formats_are_known_by_their_code(code: str, is_date: bool) -> None:
    assert is_date_format(200, code) is is_date


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (16_383, "XFD")]
)
def test_column_letters_and_back(index: int, letters: str) -> None:
    assert (column_letters(index), column_index(letters)) == (letters, index)


def test_a_cell_of_ten_megabytes_is_read_whole(tmp_path: Path) -> None:
    huge = "很长的诉求，" * 600_000
    with (tmp_path / "huge.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["编号", "内容"], ["1", huge], ["2", "短"]])
    assert [len(row[1]) for row in read_table(tmp_path / "huge.csv").rows] == [len(huge), 1]


def test_an_unclosed_quote_in_a_large_file_swallows_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("router.table.text._LONGEST_RECORD", 2000)
    lines = [f"{number},第 {number} 行\r\n" for number in range(1000)]
    lines[10] = '10,"第 10 行\r\n'
    lines[700] = '"700,第 700 行\r\n'
    rows = list(read_table(write(tmp_path / "a.csv", ("编号,内容\r\n" + "".join(lines)).encode())).rows)
    assert len(rows) == 1000
    assert (rows[10], rows[11], rows[700][0]) == (["10", '"第 10 行'], ["11", "第 11 行"], '"700')


def test_broken_characters_are_counted(tmp_path: Path) -> None:
    assert read_table(TABLES / "utf8_cut_character.csv").broken_characters == 1
    assert read_table(TABLES / "utf8.csv").broken_characters == 0
    assert detect_encoding(write(tmp_path / "a", "编号,内容\n1,噪".encode()[:-1])).broken == 1


def test_formatting_beyond_the_data_is_no_data() -> None:
    extent = read_table(TABLES / "gaps.xlsx").extent
    assert (extent.rows, extent.width) == (7, 3)
    assert [bool(row) for row in read_table(TABLES / "gaps.xlsx").rows] == [
        False,
        True,
        False,
        False,
        True,
        True,
    ]


def test_merged_cells_are_known_by_column() -> None:
    assert read_table(TABLES / "merged_complaints.xlsx").extent.merges == {1: [(2, 3)]}


def test_a_million_shared_strings_stay_on_disk(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("表")
    sheet.append(["内容"])
    for number in range(3000):
        sheet.append([f"第 {number} 件 _x000D_ <&>"])
    book.save(tmp_path / "a.xlsx")
    rows = list(read_table(tmp_path / "a.xlsx").rows)
    assert (len(rows), rows[2999][0]) == (3000, "第 2999 件 \r <&>")


def test_the_header_is_found_below_titles() -> None:
    assert find_header([["登记表", "", ""], ["序号", "诉求内容", "属地"], ["1", "甲", "乙"]]) == 1
    assert find_header([["这是一封信，没有表头。"], ["这是另一封。"]]) is None
    assert find_header([["甲", "乙", "类别"], ["1", "楼下烧烤油烟太大。", "投诉"]]) == 0
    assert find_header([]) is None


def test_the_named_column_is_taken() -> None:
    header = ["编号", "标题", "内容", "补充"]
    assert choose_columns(header, [], "补充").indices == (3,)
    assert choose_columns(header, [], "标题+补充").indices == (1, 3)
    with pytest.raises(TableError, match="表中没有“正文”列，现有：编号、标题、内容、补充"):
        choose_columns(header, [], "正文")


def test_without_a_column_of_text_the_clerk_is_asked_to_name_one() -> None:
    with pytest.raises(TableError, match="没有找到诉求内容所在的列，现有：编号、金额"):
        choose_columns(["编号", "金额"], [["1", "2"]])


def test_it_says_which_column_was_taken() -> None:
    assert choose_columns(["标题", "内容"], [["噪声", "楼下吵"]]).why == "按列名识别，诉求在“标题”＋“内容”列"
    assert choose_columns(["甲", "乙"], [["1", "楼下烧烤油烟太大"]]).why == "按内容识别，诉求在“乙”列"
