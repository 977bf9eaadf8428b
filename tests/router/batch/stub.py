"""A router that needs no model, and small tables, for tests of how a batch goes rather than what it answers."""

import csv
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from router.cells import Answer
from router.columns import answer_of
from router.duties import duty_list
from router.routing import Candidate, ModelInfo, Routing, Suggestion
from router.territory import Territory


class StubRouter:
    """Sends everything to the department of construction; counts what it is asked."""

    def __init__(self) -> None:
        self.model: Any = SimpleNamespace(version="stub")
        self.duties = duty_list()
        self.asked: list[str] = []

    def prepare(self) -> None:
        pass

    def route_many(self, texts: Sequence[str]) -> list[Routing]:
        self.asked.extend(texts)
        if any("炸" in text for text in texts):
            raise RuntimeError("炸")
        return [self._routing(text) for text in texts]

    def answer_many(self, texts: Sequence[str]) -> list[Answer]:
        return [answer_of(routing) for routing in self.route_many(texts)]

    def _routing(self, text: str) -> Routing:
        department = self.duties.departments[22]
        return Routing(
            text=text,
            scope="in",
            kind="complaint",
            disposition="auto" if text else "review",
            question=None,
            suggestions=(Suggestion(department, "lead", 0.9, ()),) if text else (),
            candidates=(Candidate(department, 0.9),),
            issues=(),
            territory=Territory(),
            model=ModelInfo("stub", "", ""),
            remark=None if text else "诉求内容为空，无法判断。",
        )


def table(path: Path, *rows: Sequence[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["编号", "诉求内容"], *rows])
    return path


def many(path: Path, rows: int) -> Path:
    return table(path, *([str(number), f"第 {number} 件"] for number in range(rows)))


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))
