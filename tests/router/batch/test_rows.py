"""The columns behind the contracted ones: who acts, by which route, until when, and which earlier row says the same."""

import csv
from datetime import date
from pathlib import Path

import pytest

from router.batch import BatchInterruptedError, classify_table
from router.batch.run import Run
from router.columns import ADDED_COLUMNS, RESULT_COLUMNS
from router.router import Router

LETTERS = [
    ["编号", "来信时间", "信访内容"],
    ["1", "2026-11-20 09:30", "昌吉市金色小区楼下烧烤店油烟太大，熏得不敢开窗，请尽快处理。"],
    ["2", "", "环保局收了企业好处不管"],
    ["3", "2026/11/23", "昌吉市金色小区楼下的烧烤店，油烟特别大，熏得我们不敢开窗户，请领导尽快处理！"],
    ["4", "2026-11-24", "147团的养殖场往河里排粪水"],
    ["5", "2026-11-25", "昌吉市金色小区楼下烧烤店油烟太大，熏得不敢开窗，请尽快处理。"],
    ["6", "2026-11-25", "单位拖欠工资"],
    ["7", "2026-11-25", ""],
]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "来信.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(LETTERS)
    return path


def result(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_they_stand_behind_the_contracted_columns(source: Path, router: Router, tmp_path: Path) -> None:
    classify_table(source, tmp_path / "out.csv", router)
    header = list(result(tmp_path / "out.csv")[0])
    assert header == [*LETTERS[0], *RESULT_COLUMNS]
    assert header[-4:] == list(ADDED_COLUMNS) == ["承办层级", "法定途径", "办理期限", "疑似重件"]


def test_every_row_says_who_acts_by_which_route_and_until_when(
    source: Path, router: Router, tmp_path: Path
) -> None:
    classify_table(source, tmp_path / "out.csv", router)
    rows = result(tmp_path / "out.csv")
    assert [row["承办层级"] for row in rows] == [
        "属地：昌吉市城市管理局 / 昌吉市住建局（有出处），州级：州住建局",
        "按干部管理权限",
        "属地：昌吉市城市管理局 / 昌吉市住建局（有出处），州级：州住建局",
        "州外：第八师石河子市",
        "属地：昌吉市城市管理局 / 昌吉市住建局（有出处），州级：州住建局",
        "",
        "",
    ]
    assert [row["法定途径"][-9:] for row in rows[:2]] == ["第三十一条第（五）项）"[-9:], "、单位（第三十条）"]
    assert "第三十一条第（二）项" in rows[5]["法定途径"]
    assert rows[0]["办理期限"].startswith("转送 2026-12-07前")
    assert rows[1]["办理期限"] == ""


def test_a_day_for_all_counts_where_a_row_has_none(source: Path, router: Router, tmp_path: Path) -> None:
    classify_table(source, tmp_path / "out.csv", router, received=date(2026, 11, 10))
    rows = result(tmp_path / "out.csv")
    assert rows[1]["办理期限"].startswith("转送 2026-11-25前")
    assert rows[0]["办理期限"].startswith("转送 2026-12-07前")


def test_a_letter_sent_again_is_linked_with_the_earlier_row(
    source: Path, router: Router, tmp_path: Path
) -> None:
    classify_table(source, tmp_path / "out.csv", router)
    repeats = [row["疑似重件"] for row in result(tmp_path / "out.csv")]
    assert [bool(repeat) for repeat in repeats] == [False, False, True, False, True, False, False]
    assert repeats[2].startswith("第2行（相似 0.")
    assert repeats[4] == "第2行（相似 1.00）"


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_links_survive_an_interruption(
    router: Router, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    monkeypatch.setattr("router.batch.run.BLOCK_ROWS", 500)
    source = tmp_path / "many.csv"
    texts = [f"昌吉市第{number}小学旁边的砖厂半夜冒黑烟，学生咳嗽" for number in range(520)]
    with source.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["信访内容"], *([text] for text in [*texts, texts[3], ""])])
    whole, target = tmp_path / f"whole{suffix}", tmp_path / f"out{suffix}"
    classify_table(source, whole, router)
    write = Run._write
    calls = []

    def stopping(self, *rest):
        if calls:
            raise KeyboardInterrupt
        calls.append(1)
        write(self, *rest)

    monkeypatch.setattr(Run, "_write", stopping)
    with pytest.raises(BatchInterruptedError):
        classify_table(source, target, router)
    monkeypatch.setattr(Run, "_write", write)
    assert classify_table(source, target, router).resumed == 500
    assert target.read_bytes() == whole.read_bytes()
    if suffix == ".csv":
        assert result(target)[520]["疑似重件"] == "第5行（相似 1.00）"
