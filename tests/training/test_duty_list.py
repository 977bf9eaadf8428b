"""The duty tables say what the document says: all of it, nothing else, and the same bytes every time."""

import csv
import re
from pathlib import Path

import pytest

from router.errors import DataError
from training.duty_list import chinese_number, main, parse, rebuild
from training.mendings import EVERYWHERE, Mending, mend, read_mendings

DATA = Path(__file__).resolve().parents[2] / "data"
SOURCE = DATA / "source" / "duty-list.txt"
MENDINGS = DATA / "source" / "mendings.csv"
OUTPUTS = ["duties.csv", "requirements.csv", "document.json"]

HEAD = "甲党办字〔2021〕1号\n甲办公室\n2021年6月6日\n甲责任清单\n"
SMALL = (
    HEAD + "一、甲\n（一）甲局\n1.查处油\n\n烟。\n2.治水。\n（二）乙局\n治土。\n五、工作要求\n（一）总责。\n"
)


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="module")
def mended_source() -> str:
    """The source with its page breaks joined and every mending applied."""
    text = squeeze(SOURCE.read_text(encoding="utf-8"))
    for mending in read_mendings(MENDINGS):
        text = text.replace(squeeze(mending.wrong), mending.right)
    return text


def test_every_department_has_as_many_duties_as_the_source_numbers() -> None:
    expected: dict[int, int] = {}
    department = 0
    for line in SOURCE.read_text(encoding="utf-8").split("五、工作要求")[0].splitlines():
        if re.match(r"[（(][一二三四五六七八九十]+[)）]", line):
            department += 1
            expected[department] = 0
        elif re.match(r"\d+\.", line):
            expected[department] += 1
    # Departments 5, 6, 37 and 44 have one duty, unnumbered in the document.
    assert [number for number, count in expected.items() if count == 0] == [5, 6, 37, 44]
    counted = [row["department_no"] for row in rows("duties.csv")]
    assert {number: counted.count(str(number)) for number in expected} == {
        number: count or 1 for number, count in expected.items()
    }
    assert (len(expected), len(counted)) == (46, 207)


def test_every_text_stands_in_the_source(mended_source: str) -> None:
    for row in rows("duties.csv") + rows("requirements.csv"):
        assert squeeze(row["text"]) in mended_source


def test_nothing_of_the_body_is_left_out(mended_source: str) -> None:
    body = mended_source[mended_source.index("一、州党委") : mended_source.index("本文自印发之日起")]
    # Longest first, so that no short text is cut out of the middle of a longer one.
    for text in sorted((row["text"] for name in OUTPUTS[:2] for row in rows(name)), key=len, reverse=True):
        body = body.replace(squeeze(text), "", 1)
    numbers_and_headings = re.compile(r"\d+\.|（[一二三四五六七八九十]+）|[一二三四五]、|工作要求")
    left = numbers_and_headings.sub("", body)
    for row in rows("duties.csv"):
        left = left.replace(row["section"], "").replace(row["department"], "")
    assert left == ""


def test_ids_are_unique_and_made_of_department_and_item() -> None:
    duties = rows("duties.csv")
    assert len({row["duty_id"] for row in duties}) == len(duties)
    for row in duties:
        assert row["duty_id"] == f"{int(row['department_no']):02d}.{int(row['item']):02d}"
        assert not re.match(r"\d", row["text"])


def test_wrong_forms_are_gone() -> None:
    texts = {row["duty_id"]: row["text"] for row in rows("duties.csv")}
    everywhere = "".join(texts.values()) + "".join(row["text"] for row in rows("requirements.csv"))
    for mending in read_mendings(MENDINGS):
        assert mending.wrong not in (everywhere if mending.where == EVERYWHERE else texts[mending.where])


def test_departments_are_those_of_the_duties() -> None:
    listed = {(row["department_no"], row["department"]) for row in rows("duties.csv")}
    assert listed == {(row["department_no"], row["name"]) for row in rows("departments.csv")}


def test_every_alias_names_one_department() -> None:
    owners: dict[str, str] = {}
    for row in rows("departments.csv"):
        for alias in filter(None, [row["name"], row["short"], *row["aliases"].split("；")]):
            assert owners.setdefault(alias, row["department_no"]) == row["department_no"], alias


def test_rebuilding_reproduces_the_committed_files(tmp_path: Path) -> None:
    rebuild(SOURCE, tmp_path)
    for name in OUTPUTS:
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes()


def test_document_names_its_number_and_date(tmp_path: Path) -> None:
    document = rebuild(SOURCE, tmp_path)
    assert (document.number, document.date) == ("昌州党办字〔2021〕17号", "2021-06-26")
    assert document.title == "昌吉州有关部门生态环境保护责任清单"
    assert document.closing.endswith("同时废止。")


def test_pieces_are_joined_across_page_breaks() -> None:
    parsed = parse(SMALL)
    assert [(duty.duty_id, duty.text) for duty in parsed.duties] == [
        ("01.01", "查处油烟。"),
        ("01.02", "治水。"),
        ("02.01", "治土。"),
    ]
    assert [requirement.text for requirement in parsed.requirements] == ["总责。"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("2.治水。", "3.治水。", "甲局的条目编号不连续：第 1 条之后是第 3 条"),
        ("（二）乙局", "（三）乙局", "部门编号不连续：第 1 个之后是第 3 个（乙局）"),
        ("治土。\n", "", "乙局没有责任条目"),
        ("（一）总责。", "（二）总责。", "工作要求的条目编号不连续"),
        ("（一）总责。\n", "", "没有“工作要求”部分"),
        ("甲责任清单\n", "", "缺少标题、文号或成文日期"),
    ],
)
def test_a_broken_source_is_refused(old: str, new: str, message: str) -> None:
    with pytest.raises(DataError, match=re.escape(message)):
        parse(SMALL.replace(old, new))


def test_an_empty_source_is_refused() -> None:
    with pytest.raises(DataError, match="缺少标题"):
        parse("")


@pytest.mark.parametrize(
    ("where", "wrong", "message"),
    [("01.01", "噪声", "原文没有这几个字"), ("09.01", "油", "09.01 不在责任清单中")],
)
def test_a_mending_without_a_place_is_refused(where: str, wrong: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        parse(SMALL, [Mending(where, wrong, "甲", "")])


def test_a_general_mending_needs_a_chinese_neighbour() -> None:
    comma = Mending(EVERYWHERE, ",", "，", "")
    assert mend("油烟,噪声 1,000 件", "", [comma]) == "油烟，噪声 1,000 件"


@pytest.mark.parametrize(
    ("numeral", "value"), [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("四十六", 46)]
)
def test_chinese_numbers(numeral: str, value: int) -> None:
    assert chinese_number(numeral) == value


def test_missing_and_unreadable_files_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DataError, match="找不到文件"):
        rebuild(tmp_path / "none.txt", tmp_path)
    (tmp_path / "list.txt").write_bytes("责任清单".encode("gb18030"))
    (tmp_path / "mendings.csv").write_text("where,wrong\n01.01,油\n", encoding="utf-8")
    with pytest.raises(DataError, match="不是 UTF-8"):
        rebuild(tmp_path / "list.txt", tmp_path)
    with pytest.raises(DataError, match="列应为 where、wrong、right、why"):
        read_mendings(tmp_path / "mendings.csv")
    monkeypatch.setattr("sys.argv", ["duty_list", str(tmp_path / "none.txt")])
    with pytest.raises(SystemExit, match="错误：找不到文件"):
        main()
