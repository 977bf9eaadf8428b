"""Rebuild the duty tables from the text of the document they come from.

    python -m training.duty_list data/source/duty-list.txt

Source: 昌州党办字〔2021〕17号, kept untouched in ``data/source/duty-list.txt``. What text recognition spoiled
is mended by ``mendings.csv`` beside it and by nothing else, so every difference can be read in one place.
The same source gives the same bytes; a newer list is taken in by replacing the source and running this again.
"""

import argparse
import csv
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from router.errors import DataError
from router.paths import data_dir
from training.mendings import EVERYWHERE, Mending, mend, read_mendings

REQUIREMENTS = "工作要求"

_NUMERALS = "一二三四五六七八九十"
_SECTION = re.compile(rf"[{_NUMERALS}]+、(.+)")
_HEADING = re.compile(rf"[（(]([{_NUMERALS}]+)[)）]\s*(.+)")
_ITEM = re.compile(r"(\d+)\.\s*(.+)")
_TITLE = re.compile(r"\S+责任清单$")
_NUMBER = re.compile(r"\S+〔\d{4}〕\d+号$")
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日$")
_CLOSING = "本文自印发之日起"


@dataclass(frozen=True)
class Duty:
    """One numbered item of the list; `duty_id` is department and item, such as ``22.03``."""

    duty_id: str
    section: str
    department_no: int
    department: str
    item: int
    text: str


@dataclass(frozen=True)
class Requirement:
    """One paragraph of part five, which binds all departments and the counties."""

    item: int
    text: str


@dataclass
class DutyList:
    """The whole document: head, duties in order, the requirements of part five, and the closing paragraph."""

    title: str
    number: str
    issuer: str
    date: str
    duties: list[Duty] = field(default_factory=list)
    requirements: list[Requirement] = field(default_factory=list)
    closing: str = ""


def chinese_number(numeral: str) -> int:
    """Return the value of a Chinese numeral from 一 to 九十九."""
    tens, has_ten, ones = numeral.rpartition("十")
    value = _NUMERALS.index(ones) + 1 if ones else 0
    return value + 10 * (_NUMERALS.index(tens) + 1 if tens else 1) if has_ten else value


def parse(source: str, mendings: Sequence[Mending] = ()) -> DutyList:
    """Parse the text of a duty list.

    Parameters
    ----------
    source : str
        The document: head, sections 一、 二、, in them departments （一）（二）, in them items ``1.`` ``2.``,
        last the section 工作要求. Pages cut sentences by line breaks and blank lines; the pieces are joined.
    mendings : sequence of Mending
        Corrections to apply, see `mend`.

    Raises
    ------
    DataError
        If the head is incomplete, numbers are not consecutive, something is empty, or a mending has no place.
    """
    lines = [line.strip() for line in source.splitlines() if line.strip()]
    start = next((at for at, line in enumerate(lines) if _SECTION.match(line)), len(lines))
    reader = _Reader(_parse_head(lines[:start]), mendings)
    for line in lines[start:]:
        reader.take(line)
    return reader.finish()


def _parse_head(lines: list[str]) -> DutyList:
    """Find title, number, issuers and date; the issuers sign on the lines above the date."""
    title = next((line for line in lines if _TITLE.match(line)), "")
    number = next((line for line in lines if _NUMBER.match(line)), "")
    dated = next(((at, day) for at, line in enumerate(lines) if (day := _DATE.match(line))), None)
    if not (title and number and dated):
        raise DataError("责任清单原文开头缺少标题、文号或成文日期，请核对原文。")
    at, day = dated
    issuers = [line for line in lines[max(at - 2, 0) : at] if line.endswith("办公室")]
    return DutyList(title, number, "、".join(issuers), f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}")


class _Reader:
    """Takes the lines of the body one after another; `item` and `pieces` are the item that is open."""

    def __init__(self, parsed: DutyList, mendings: Sequence[Mending]) -> None:
        self.parsed = parsed
        self.mendings = mendings
        self.section = self.department = ""
        self.department_no = self.item = 0
        self.pieces: list[str] = []

    def take(self, line: str) -> None:
        """Open what the line opens, else add it to what is open."""
        in_requirements = self.section == REQUIREMENTS
        if self.parsed.closing:
            return  # distribution list and printing date, which bind nobody
        if section := _SECTION.match(line):
            self._close()
            self.section = section[1]
            # The numbers of part five start again; those of departments run on through all sections.
            self.item = 0 if self.section == REQUIREMENTS else self.item
        elif in_requirements and line.startswith(_CLOSING):
            self._close()
            self.parsed.closing = mend(line, "", self.mendings)
        elif heading := _HEADING.match(line):
            number, rest = chinese_number(heading[1]), heading[2]
            self._open_item(number, rest) if in_requirements else self._open_department(number, rest)
        elif item := _ITEM.match(line):
            self._open_item(int(item[1]), item[2])
        else:
            self.pieces.append(line)

    def finish(self) -> DutyList:
        """Close the last item, see that nothing is missing, and hand over the list."""
        self._close()
        if not (self.parsed.duties and self.parsed.requirements):
            raise DataError(f"原文中没有责任条目或没有“{REQUIREMENTS}”部分，请核对原文。")
        known = {duty.duty_id for duty in self.parsed.duties} | {EVERYWHERE}
        if lost := [mending.where for mending in self.mendings if mending.where not in known]:
            raise DataError(f"校改表提到的条目 {'、'.join(lost)} 不在责任清单中。")
        return self.parsed

    def _open_department(self, number: int, name: str) -> None:
        self._close()
        if number != self.department_no + 1:
            raise DataError(f"部门编号不连续：第 {self.department_no} 个之后是第 {number} 个（{name}）。")
        self.department_no, self.department, self.item = number, name, 0

    def _open_item(self, item: int, text: str) -> None:
        if self.pieces:
            self._close()
        if item != self.item + 1:
            place = REQUIREMENTS if self.section == REQUIREMENTS else self.department
            raise DataError(f"{place}的条目编号不连续：第 {self.item} 条之后是第 {item} 条。")
        self.item, self.pieces = item, [text]

    def _close(self) -> None:
        """Put the open item into the list; called before anything else begins."""
        in_department = bool(self.department_no) and self.section != REQUIREMENTS
        if not self.pieces:
            if in_department and self.item == 0:
                raise DataError(f"{self.department}没有责任条目，请核对原文。")
            return
        text, self.pieces = "".join(self.pieces), []
        # A department with a single duty leaves it unnumbered; it counts as item 1.
        self.item = self.item or 1
        if not in_department:
            self.parsed.requirements.append(Requirement(self.item, mend(text, "", self.mendings)))
            return
        duty_id = f"{self.department_no:02d}.{self.item:02d}"
        text = mend(text, duty_id, self.mendings)
        duty = Duty(duty_id, self.section, self.department_no, self.department, self.item, text)
        self.parsed.duties.append(duty)


def rebuild(source: Path, folder: Path) -> DutyList:
    """Write duties.csv, requirements.csv and document.json into `folder` and return what was parsed.

    Raises
    ------
    DataError
        If the source or ``mendings.csv`` beside it is missing or cannot be understood, see `parse`.
    """
    try:
        content = source.read_bytes()
        parsed = parse(content.decode("utf-8-sig"), read_mendings(source.with_name("mendings.csv")))
    except FileNotFoundError as error:
        raise DataError(f"找不到文件 {error.filename}。") from error
    except UnicodeDecodeError as error:
        raise DataError(f"责任清单原文 {source} 不是 UTF-8 编码。") from error
    _write_table(folder / "duties.csv", parsed.duties)
    _write_table(folder / "requirements.csv", parsed.requirements)
    head = {key: value for key, value in asdict(parsed).items() if isinstance(value, str)}
    head["sha256"] = hashlib.sha256(content).hexdigest()
    document = json.dumps(head, ensure_ascii=False, indent=2) + "\n"
    (folder / "document.json").write_text(document, encoding="utf-8", newline="\n")
    return parsed


def _write_table(path: Path, rows: Sequence[Duty] | Sequence[Requirement]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        records = [asdict(row) for row in rows]
        writer = csv.DictWriter(stream, list(records[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)


def main() -> None:
    """Rebuild the tables of ``data/`` from the source named on the command line."""
    parser = argparse.ArgumentParser(description="由责任清单原文重建 data/ 中的责任表")
    parser.add_argument("source", type=Path, help="责任清单原文，如 data/source/duty-list.txt")
    try:
        parsed = rebuild(parser.parse_args().source, data_dir())
    except DataError as error:
        raise SystemExit(f"错误：{error}") from error
    departments = {duty.department_no for duty in parsed.duties}
    print(f"{parsed.number}：{len(departments)} 个部门，{len(parsed.duties)} 项责任。")


if __name__ == "__main__":
    main()
