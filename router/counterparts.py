"""The unit that does the work on the spot: beside the prefecture's department its counterpart in the county or park.

属地管理、分级负责: names follow the patterns of ``data/departments.csv`` unless ``data/county_units.csv`` knows better,
and each has its mark of certainty, for most have been seen in one county only.
"""

import csv
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from router.duties import Department, DutyList, duty_list
from router.errors import DataError
from router.paths import data_dir
from router.places import PARK, read_places

UNIT_CERTAINTIES = {"sourced": "有出处", "inferred": "推定", "unknown": "待核"}
_PLACE = "{county}"
# A park's own offices are little known; its committee answers for all of them.
_COMMITTEE = "{park}管委会"
# The prefecture's seat is where the pattern was seen.
_SEEN_IN = "昌吉市"


@dataclass(frozen=True)
class CountyUnit:
    """A unit's name, with the mark ``sourced``, ``inferred`` or ``unknown`` (to be checked)."""

    name: str
    certainty: str

    @functools.cached_property
    def words(self) -> str:
        """The name with its mark: 奇台县公安局（推定）."""
        return f"{self.name}（{UNIT_CERTAINTIES[self.certainty]}）"

    def to_json(self) -> dict[str, Any]:
        """For ``route --json``."""
        return {"name": self.name, "certainty": self.certainty}


class Counterparts:
    """Counterparts by territory and department; ``known`` are the rows of ``county_units.csv``."""

    def __init__(self, known: Mapping[tuple[str, int], CountyUnit], parks: frozenset[str]) -> None:
        self._known = known
        self._parks = parks
        self._found = functools.cache(self._find)

    @classmethod
    def load(cls, folder: Path, duties: DutyList) -> "Counterparts":
        """Read ``county_units.csv``. Raises DataError for an unknown territory, department or certainty."""
        places = read_places(folder / "territory.csv")
        territories = {place.territory for place in places if not place.is_outside}
        known = {}
        with (folder / "county_units.csv").open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                is_known = row["territory"] in territories and int(row["department_no"]) in duties.departments
                if not is_known or row["certainty"] not in UNIT_CERTAINTIES:
                    raise DataError(
                        f"county_units.csv：{row['territory']}、部门 {row['department_no']}、{row['certainty']} 中有"
                        "不认识的值，请按 territory.csv、departments.csv 和 sourced/inferred/unknown 更正。"
                    )
                unit = CountyUnit(row["unit"], row["certainty"])
                known[row["territory"], int(row["department_no"])] = unit
        return cls(known, frozenset(place.name for place in places if place.level == PARK))

    def find(self, department: Department, territory: str | None) -> CountyUnit | None:
        """The unit of ``department`` in ``territory`` (a name of the contract); None where either is not known."""
        return self._found(department, territory)

    def _find(self, department: Department, territory: str | None) -> CountyUnit | None:
        if territory is None:
            return None
        if (territory, department.number) in self._known:
            return self._known[territory, department.number]
        if territory in self._parks:
            return CountyUnit(_COMMITTEE.format(park=territory), "inferred")
        if not department.county_unit:
            return None
        certainty = department.county_certainty
        if certainty == "sourced" and territory != _SEEN_IN:
            certainty = "inferred"
        return CountyUnit(department.county_unit.replace(_PLACE, territory), certainty)


@functools.cache
def counterparts() -> Counterparts:
    """The counterparts by the tables shipped with the program."""
    return Counterparts.load(data_dir(), duty_list())
