"""Writing tables: any cell comes back as it was written, and a part can be cut after a block and continued."""

import csv
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest

from router.cells import Answer
from router.errors import OutputError
from router.table import read_table
from router.table.cells import Number
from router.table.output import TextPart, check_form, open_part, safe_cell
from router.table.zip import Entry, directory, local_header


@pytest.mark.parametrize(
    ("text", "written"),
    [("=1+1", "'=1+1"), ("+a", "'+a"), ("-a", "'-a"), ("@x", "'@x"), ("\tx", "'\tx"), ("＝1", "'＝1"), ("-5", "-5"),
     ("+1,200.50", "+1,200.50"), ("-3%", "-3%"), ("-", "-"), ("", ""), ("1=1", "1=1"), ("--", "'--"),
     (" =1", "' =1"), ("　　＝1", "'　　＝1"), ("　　诉求", "　　诉求"), (" ", " "), ("  ", "  "), ("  -5", "  -5")],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_is_marked(text: str, written: str) -> None:
    assert safe_cell(text) == written


def test_a_form_that_cannot_be_written_is_refused() -> None:
    with pytest.raises(OutputError, match=r"不支持输出为“\.xls”，请用 \.csv、\.tsv、\.xlsx"):
        check_form(Path("a.xls"))


@pytest.mark.parametrize("suffix", [".csv", ".tsv"])
def test_any_cell_comes_back_as_it_was_written(tmp_path: Path, suffix: str) -> None:
    cells = ["", '他说"不"', "甲,乙", "一\r\n二", "行\r\n\x1e末", "\t", "\x00", '"']
    path = tmp_path / f"a{suffix}"
    part = open_part(path, 0, [])
    part.append_answered([[cell, cell] for cell in cells], [Answer((None, "尾%"), (cell,)) for cell in cells])
    part.append([cells])
    part.close()
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t" if suffix == ".tsv" else ","))
    assert rows == [*([cell, cell, cell, "尾%"] for cell in cells), cells]


def test_any_cell_of_a_workbook_comes_back_as_it_was_written(tmp_path: Path) -> None:
    cells = [
        "甲",
        "<&>\"'",
        "一\n二\r",
        "\x00\x0b",
        "_x000D_",
        "😀",
        " 两端空 ",
        Number("-5.5"),
        Number("1" * 20),
    ]
    part = open_part(tmp_path / "a.xlsx", 0, [10] * len(cells))
    part.append([cells])
    part.close()
    assert next(read_table(tmp_path / "a.xlsx").source.rows()) == cells
    values = [cell.value for cell in openpyxl.load_workbook(tmp_path / "a.xlsx").active[1]]
    assert values[7:] == [-5.5, "1" * 20]


def test_a_workbook_beyond_four_gigabytes_has_the_large_form() -> None:
    small, large = Entry("a", 0, 1, 2, 3), Entry("a", 0, 1, 5 << 30, 6 << 30)
    assert len(local_header(small)) == len(local_header(large))
    assert struct.pack("<QQ", 6 << 30, 5 << 30) in local_header(large)
    assert directory([large], 5 << 30).count(b"PK\x06\x06") == 1
    assert directory([small], 100).count(b"PK\x06\x06") == 0


def test_a_part_of_text_can_be_cut_and_continued(tmp_path: Path) -> None:
    part = TextPart((tmp_path / "a.csv").open("wb"), ",", None)
    part.append([["甲"]])
    state = part.state
    part.append([["乙"]])
    part.close()
    TextPart((tmp_path / "a.csv").open("r+b"), ",", state).close()
    assert (tmp_path / "a.csv").read_bytes() == b"\xef\xbb\xbf" + "甲\r\n".encode()


def test_a_workbook_is_whole_after_every_block_and_can_be_continued(tmp_path: Path) -> None:
    path, whole = tmp_path / "a.xlsx", tmp_path / "whole.xlsx"
    blocks = [[[f"第 {number} 行"] for number in range(start, start + 300)] for start in (0, 300, 600)]
    part = open_part(whole, 1, [10])
    for block in blocks:
        part.append(block)
    part.close()
    state = None
    for count, block in enumerate(blocks, start=1):
        part = open_part(path, 1, [10], state)
        part.append(block)
        state = part.state
        assert zipfile.ZipFile(path).testzip() is None
        assert len(list(read_table(path).source.rows())) == 300 * count
        part.append([["多写的"]] * 1000)
        part.close()
    open_part(path, 1, [10], state).close()
    assert path.read_bytes() == whole.read_bytes()
