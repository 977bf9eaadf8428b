"""By which legal route a petition goes: articles 29 to 31 of 《信访工作条例》 (2022), as a table a clerk may edit.

The kind comes from the model, the matters from the matter table, the rest from cue words. The answer is proposed with
its article and its mark of certainty; nothing is ever refused by the program.
"""

import csv
import functools
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from router.cues import Cue, CueFinder, read_cues
from router.errors import DataError
from router.matters import Matter, MatterTable, matter_table
from router.paths import data_dir

Category = Literal["建议意见", "检举控告", "申诉求决", "三类之外"]
Certainty = Literal["sourced", "inferred", "memory"]

REGULATION = "《信访工作条例》"
CERTAINTIES: dict[str, str] = {"sourced": "有出处", "inferred": "推定", "memory": "待核"}
_REPORT: Category = "检举控告"
# Who asks about a lawsuit need not have one: for other kinds the words must say so.
_KIND_OF_MATTERS = "complaint"
_SEPARATOR = ";"
_REMEMBERED = 4096


@dataclass(frozen=True)
class LegalRule:
    """A row of ``data/legal_routes.csv``.

    It applies to the ``kinds`` in it. Where it has ``matters`` (ids or pollution classes) or ``cues``, one of them must
    be found as well; matters count for complaints only.
    """

    id: str
    category: Category
    route: str
    article: str
    kinds: frozenset[str]
    matters: frozenset[str]
    cues: tuple[Cue, ...]
    advice: str
    certainty: Certainty

    def evidence(self, kind: str, matters: Sequence[Matter], cues: Collection[Cue]) -> str | None:
        """Why the rule applies: a cue, the name of a matter, or ``""`` where the kind alone decides; else None.

        ``cues`` are those that stand in the letter.
        """
        if kind not in self.kinds:
            return None
        if not self.matters and not self.cues:
            return ""
        cue = next((cue for cue in self.cues if cue in cues), None) if cues else None
        if cue:
            return cue.name
        if kind != _KIND_OF_MATTERS:
            return None
        return next((m.name for m in matters if self.matters & {m.id, m.pollution_class}), None)


@dataclass(frozen=True)
class LegalRoute:
    """A proposed route. ``evidence`` is the word or matter it rests on; ``also`` are routes that run beside it."""

    rule: LegalRule
    evidence: str
    also: tuple["LegalRoute", ...] = ()

    @property
    def basis(self) -> str:
        """《信访工作条例》第三十一条第（五）项; empty where the regulation has no word on it."""
        return f"{REGULATION}{self.rule.article}" if self.rule.article else ""

    @functools.cached_property
    def words(self) -> str:
        """The route in a line: 申诉求决：申请查处违法行为（第三十一条第（五）项）."""
        article = f"（{self.rule.article}）" if self.rule.article else ""
        return f"{self.rule.category}：{self.rule.route}{article}"

    @property
    def is_confidential(self) -> bool:
        """Whether article 30 forbids that the one reported learns of it."""
        return self.rule.category == _REPORT

    def to_json(self) -> dict[str, Any]:
        """For ``route --json``."""
        return {
            "category": self.rule.category,
            "route": self.rule.route,
            "article": self.rule.article or None,
            "basis": self.basis or None,
            "advice": self.rule.advice,
            "certainty": self.rule.certainty,
            "evidence": self.evidence or None,
            "also": [route.to_json() for route in self.also],
        }


class LegalTable:
    """The rules in their order: the first that applies is proposed, later ones with a cue are named beside it."""

    def __init__(self, rules: Sequence[LegalRule]) -> None:
        self.rules = tuple(rules)
        self.cues = CueFinder([cue for rule in rules for cue in rule.cues])
        self._plain = functools.lru_cache(_REMEMBERED)(
            lambda kind, matters: self._route(kind, matters, frozenset())
        )

    @classmethod
    def load(cls, path: Path, matters: MatterTable) -> "LegalTable":
        """Read the table. Raises DataError for an unknown category, certainty or matter, or a kind without a rule."""
        known = {*matters, *(matter.pollution_class for matter in matters.values())}
        with path.open(encoding="utf-8-sig", newline="") as file:
            return cls([_rule(row, known) for row in csv.DictReader(file)])

    def named(self, words: str) -> LegalRoute | None:
        """The route of which `LegalRoute.words` are these, None where there is none."""
        routes = (LegalRoute(rule, "") for rule in self.rules)
        return next((route for route in routes if route.words == words), None)

    def find(self, text: str, kind: str, matters: Iterable[Matter]) -> LegalRoute:
        """The route of a complaint of this ``kind`` (`router.routing.Kind`) about these ``matters``."""
        return self.route(kind, tuple(matters), self.cues.standing_in(text))

    def route(self, kind: str, matters: tuple[Matter, ...], cues: frozenset[Cue]) -> LegalRoute:
        """The route of a complaint in which these ``cues`` stand; most have none, and many are alike then."""
        return self._plain(kind, matters) if not cues else self._route(kind, matters, cues)

    def _route(self, kind: str, matters: tuple[Matter, ...], cues: frozenset[Cue]) -> LegalRoute:
        found = [
            LegalRoute(rule, evidence)
            for rule in self.rules
            if (evidence := rule.evidence(kind, matters, cues)) is not None
        ]
        if not found:
            raise DataError(
                f"legal_routes.csv：没有适用于类型 {kind} 的行，请补一行不写 matters 和 cues 的。"
            )
        first, *others = found
        also = tuple(route for route in others if route.evidence and _differs(route.rule, first.rule))
        return LegalRoute(first.rule, first.evidence, also)


def _differs(rule: LegalRule, other: LegalRule) -> bool:
    return (rule.category, rule.article, rule.route) != (other.category, other.article, other.route)


def _rule(row: dict[str, str], known: set[str]) -> LegalRule:
    matters = frozenset(filter(None, row["matters"].split(_SEPARATOR)))
    _check(row, "category", row["category"] in get_args(Category), "、".join(get_args(Category)))
    _check(row, "certainty", row["certainty"] in get_args(Certainty), "、".join(get_args(Certainty)))
    _check(row, "matters", matters <= known, "matters.csv 中的 id 或 class")
    return LegalRule(
        id=row["id"],
        category=row["category"],  # type: ignore[arg-type]  # checked above
        route=row["route"],
        article=row["article"],
        kinds=frozenset(filter(None, row["kinds"].split(_SEPARATOR))),
        matters=matters,
        cues=read_cues(row["cues"]),
        advice=row["advice"],
        certainty=row["certainty"],  # type: ignore[arg-type]  # checked above
    )


def _check(row: dict[str, str], column: str, is_right: bool, allowed: str) -> None:
    if not is_right:
        raise DataError(
            f"legal_routes.csv：{row['id']} 的 {column} 列写了“{row[column]}”，只能写：{allowed}。"
        )


@functools.cache
def legal_table() -> LegalTable:
    """The table shipped with the program."""
    return LegalTable.load(data_dir() / "legal_routes.csv", matter_table())
