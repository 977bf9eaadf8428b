"""What a batch tells while it runs and when it is done."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from router.columns import COLUMNS, SEPARATOR
from router.labels import DISPOSITIONS

_SCOPE, _KIND, _DISPOSITION, _MATTER, _LEAD = 0, 1, 2, 3, 4
_TERRITORY, _REMARK = COLUMNS.index("属地"), COLUMNS.index("备注")
_NAMED_ROWS = 10
NOWHERE = "未写明"


@dataclass(frozen=True)
class Progress:
    """How far a batch is. ``total`` and ``seconds_left`` are estimates; the latter is None until there is a speed."""

    rows: int
    total: int
    rows_per_second: float
    seconds: float
    seconds_left: float | None


@dataclass
class Problem:
    """A reason why rows could not be classified as they are: how many, and the first of them by row of the file."""

    rows: int = 0
    first: list[int] = field(default_factory=list)


@dataclass
class Tally:
    """Counts over the rows written so far. A row counts for its first lead only, so that the parts sum to the whole."""

    rows: int = 0
    empty: int = 0
    scopes: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    dispositions: Counter[str] = field(default_factory=Counter)
    departments: Counter[str] = field(default_factory=Counter)
    matters: Counter[str] = field(default_factory=Counter)
    territories: Counter[str] = field(default_factory=Counter)
    problems: dict[str, Problem] = field(default_factory=dict)

    def copy(self) -> "Tally":
        """The same counts, to be counted on."""
        counts: dict[str, Any] = {
            name: value.copy() for name, value in vars(self).items() if isinstance(value, Counter)
        }
        problems = {reason: replace(problem) for reason, problem in self.problems.items()}
        return replace(self, problems=problems, **counts)

    def add(self, answers: Iterable[tuple[Sequence[str | None], int, Sequence[str]]]) -> None:
        """Count rows: the cells each shares, its number in the file, and what was remarked about its form."""
        groups: dict[int, tuple[Sequence[str | None], list[int]]] = {}
        for cells, number, notes in answers:
            # What is shared is mostly the very same object.
            groups.setdefault(id(cells), (cells, []))[1].append(number)
            for note in notes:
                self._note(note, [number])
        for cells, numbers in groups.values():
            self._count([cell or "" for cell in cells], numbers)

    def _count(self, cells: Sequence[str], numbers: list[int]) -> None:
        rows = len(numbers)
        self.rows += rows
        self.scopes[cells[_SCOPE]] += rows
        self.kinds[cells[_KIND]] += rows
        self.dispositions[cells[_DISPOSITION]] += rows
        self.territories[cells[_TERRITORY] or NOWHERE] += rows
        if cells[_LEAD]:
            self.departments[cells[_LEAD].partition(SEPARATOR)[0]] += rows
            self.matters[cells[_MATTER].partition(SEPARATOR)[0]] += rows
        if cells[_REMARK] and cells[_DISPOSITION] == DISPOSITIONS["review"]:
            self._note(cells[_REMARK], numbers)

    def _note(self, reason: str, numbers: list[int]) -> None:
        problem = self.problems.setdefault(reason, Problem())
        problem.rows += len(numbers)
        problem.first = sorted([*problem.first, *numbers])[:_NAMED_ROWS]

    def to_json(self) -> dict[str, Any]:
        """For the journal."""
        problems = {reason: asdict(problem) for reason, problem in self.problems.items()}
        return {**vars(self), "problems": problems}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Tally":
        """The inverse of `to_json`."""
        problems = {reason: Problem(**problem) for reason, problem in stored["problems"].items()}
        counts = {name: Counter(value) for name, value in stored.items() if isinstance(value, dict)}
        return cls(**{**stored, **counts, "problems": problems})


@dataclass(frozen=True)
class Summary:
    """The end of a batch. ``resumed`` rows were there from an earlier, interrupted run and took no time in this one."""

    source: str
    target: str
    form: str
    other_sheets: tuple[str, ...]
    columns: str
    renamed: dict[str, str]
    tally: Tally
    seconds: float
    resumed: int
    model: str
    duty_list: str

    @property
    def rows(self) -> int:
        """How many rows were classified."""
        return self.tally.rows

    @property
    def rows_per_second(self) -> float:
        """The speed of this run."""
        return (self.rows - self.resumed) / self.seconds if self.seconds else 0.0

    def sentences(self) -> list[str]:
        """The summary in lines for a terminal."""
        tally = self.tally
        lines = [
            f"已写入 {self.target}：{self.rows} 行，用时 {self.seconds:.1f} 秒，每秒 {self.rows_per_second:.0f} 行。",
            f"输入：{self.form}；{self.columns}。",
        ]
        if self.resumed:
            lines.append(f"其中 {self.resumed} 行是上次中断前已完成的。")
        if self.other_sheets:
            lines.append(
                f"未处理的工作表：{'、'.join(self.other_sheets)}；要处理它们，请另存为单独的文件，或在命令行用 --sheet 指定。"
            )
        if self.renamed:
            lines.append(f"原表中与结果同名的列已改名，内容未动：{'、'.join(self.renamed.values())}。")
        lines.append(f"处理建议：{_listed(tally.dispositions)}")
        lines.append(f"主办部门：{_listed(tally.departments)}")
        lines.append(f"属地：{_listed(tally.territories)}")
        for reason, problem in tally.problems.items():
            rows = "、".join(map(str, problem.first)) + ("…" if problem.rows > len(problem.first) else "")
            lines.append(f"{problem.rows} 行：{reason}（第 {rows} 行）")
        return lines


def _listed(counts: Counter[str]) -> str:
    return "，".join(f"{name} {count}" for name, count in counts.most_common()) or "无"
