"""The duty list: 46 departments and their 207 duties, and the document they stand in."""

import csv
import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from router.errors import DataError
from router.paths import data_dir

ALIAS_SEPARATOR = "；"


@dataclass(frozen=True, eq=False)
class Department:
    """A department of the list; ``aliases`` are what citizens and county units call it.

    ``county_unit`` is the pattern of its counterpart's name in a county, empty where none is known.
    """

    number: int
    name: str
    short: str
    aliases: tuple[str, ...]
    county_unit: str = ""
    county_certainty: str = "unknown"


@dataclass(frozen=True, eq=False)
class Duty:
    """One numbered item, id ``22.03`` = department 22, item 3."""

    id: str
    department: Department
    section: str
    item: int
    text: str


@dataclass(frozen=True)
class DutyList:
    """The list with its document: title, number (昌州党办字〔2021〕17号) and date."""

    title: str
    document_number: str
    date: str
    departments: Mapping[int, Department]
    duties: Mapping[str, Duty]

    @property
    def version(self) -> str:
        """What is printed on every answer, so that an old answer can be told from a new list."""
        return f"{self.document_number}（{self.date}）"

    @classmethod
    def load(cls, folder: Path) -> "DutyList":
        """Read ``departments.csv``, ``duties.csv`` and ``document.json``.

        Raises DataError where a duty names a department that is not in the table or an id stands twice.
        """
        document = json.loads((folder / "document.json").read_text(encoding="utf-8"))
        departments = {
            int(row["department_no"]): Department(
                int(row["department_no"]),
                row["name"],
                row["short"],
                tuple(filter(None, row["aliases"].split(ALIAS_SEPARATOR))),
                row["county_unit"],
                row["county_certainty"],
            )
            for row in _rows(folder / "departments.csv")
        }
        duties: dict[str, Duty] = {}
        for row in _rows(folder / "duties.csv"):
            number = int(row["department_no"])
            if number not in departments:
                raise DataError(
                    f"duties.csv：条目 {row['duty_id']} 的部门 {number} 不在 departments.csv 中，请先补充部门。"
                )
            if row["duty_id"] in duties:
                raise DataError(f"duties.csv：条目 {row['duty_id']} 出现两次，请删除重复行。")
            duties[row["duty_id"]] = Duty(
                row["duty_id"], departments[number], row["section"], int(row["item"]), row["text"]
            )
        return cls(document["title"], document["number"], document["date"], departments, duties)

    def search(self, query: str) -> list[Duty]:
        """Duties whose id, text or department holds every word of ``query``; all of them for an empty query."""
        wanted = query.split()
        return [
            duty
            for duty in self.duties.values()
            if all(any(word in text for text in _searched(duty)) for word in wanted)
        ]

    def find_department(self, name: str) -> Department | None:
        """The department a clerk means by a number, a name, a short name or an alias; None where nobody is."""
        name = name.strip()
        for department in self.departments.values():
            names = (str(department.number), department.name, department.short, *department.aliases)
            if name in names or f"州{name}" in names:
                return department
        return None


def _searched(duty: Duty) -> tuple[str, ...]:
    department = duty.department
    return (duty.id, duty.text, department.name, department.short, *department.aliases)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@functools.cache
def duty_list() -> DutyList:
    """The list shipped with the program."""
    return DutyList.load(data_dir())
