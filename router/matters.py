"""Matters: the kinds of problem citizens bring, and who answers for each by which duty.

谁主管谁负责 is written down here and nowhere else: the model says which matter it is, this table says whose it is.
"""

import csv
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from router.duties import Department, Duty, DutyList, duty_list
from router.errors import DataError
from router.paths import data_dir

OUTSIDE = "清单外"
CONDUCT = "公职人员"
_SEPARATOR = ";"


@dataclass(frozen=True, eq=False)
class Matter:
    """A row of ``data/matters.csv``.

    ``lead`` and ``assist`` are duties, the best ground first. ``is_open`` marks a matter whose name says that the
    complaint left the source open, so that ``question`` is always asked. ``note`` is advice for the clerk.
    """

    id: str
    pollution_class: str
    name: str
    lead: tuple[Duty, ...]
    assist: tuple[Duty, ...]
    is_open: bool
    question: str | None
    note: str | None

    @property
    def in_scope(self) -> bool:
        """Whether the duty list gives this matter to anybody."""
        return self.pollution_class != OUTSIDE

    @functools.cached_property
    def duties(self) -> tuple[Duty, ...]:
        """All its duties, each once, those that lead first."""
        return tuple(dict.fromkeys((*self.lead, *self.assist)))

    @functools.cached_property
    def leads(self) -> tuple[Department, ...]:
        """The leading departments, the best first."""
        return tuple(dict.fromkeys(duty.department for duty in self.lead))

    @functools.cached_property
    def assists(self) -> tuple[Department, ...]:
        """The assisting departments."""
        return tuple(
            dict.fromkeys(duty.department for duty in self.assist if duty.department not in self.leads)
        )

    def grounds(self, department: Department) -> tuple[Duty, ...]:
        """The duties by which ``department`` has a part in this matter, the best first."""
        return tuple(duty for duty in (*self.lead, *self.assist) if duty.department == department)


class MatterTable(Mapping[str, Matter]):
    """All matters by id, in the order of the table."""

    def __init__(self, matters: list[Matter]) -> None:
        self._by_id = {matter.id: matter for matter in matters}

    def __getitem__(self, key: str) -> Matter:
        return self._by_id[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    @classmethod
    def load(cls, path: Path, duties: DutyList) -> "MatterTable":
        """Read the table. Raises DataError for an unknown duty, a repeated id, or a matter without a leading duty."""
        with path.open(encoding="utf-8-sig", newline="") as file:
            matters = [_matter(row, duties) for row in csv.DictReader(file)]
        seen: set[str] = set()
        for matter in matters:
            if matter.id in seen:
                raise DataError(f"matters.csv：事项 {matter.id} 出现两次，请合并为一行。")
            if matter.in_scope and not matter.lead:
                raise DataError(f"matters.csv：事项 {matter.id} 没有主办条目，请填写 lead 列。")
            seen.add(matter.id)
        return cls(matters)


def _matter(row: dict[str, str], duties: DutyList) -> Matter:
    return Matter(
        id=row["id"],
        pollution_class=row["class"],
        name=row["name"],
        lead=_duties(row, "lead", duties),
        assist=_duties(row, "assist", duties),
        is_open=row["open"] == "是",
        question=row["question"] or None,
        note=row["note"] or None,
    )


def _duties(row: dict[str, str], column: str, duties: DutyList) -> tuple[Duty, ...]:
    ids = filter(None, row[column].split(_SEPARATOR))
    try:
        return tuple(duties.duties[duty_id] for duty_id in ids)
    except KeyError as error:
        raise DataError(
            f"matters.csv：事项 {row['id']} 的 {column} 列写了清单中没有的条目 {error.args[0]}，请按 duties.csv 更正。"
        ) from error


@functools.cache
def matter_table() -> MatterTable:
    """The table shipped with the program."""
    return MatterTable.load(data_dir() / "matters.csv", duty_list())
