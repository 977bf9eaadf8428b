"""Which department of the list a report accuses: it must not get the letter (《信访工作条例》 art. 30 and 46).

Only asked of a report against officials. A department is accused where an accusation follows its name in the same
sentence, before another department is named (环保局…收了好处), or stands right before it (买通环保局). Where the letter's
matter is an official's conduct as well, every department it names is: citizens have more words for a bribe than any
table (水利局巡河的跟他称兄道弟). Who is asked to act (请纪委查处) or addressed is not accused. Where it is open, the department
counts as accused: to pass it over by mistake costs a clerk's look, to hand it the letter by mistake cannot be mended.
"""

import csv
import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from router.cues import Cue, first_cue, read_cues
from router.duties import Department, duty_list
from router.errors import DataError
from router.paths import data_dir
from router.words import Span

# These take reports in, so that only an accusation in the same clause is meant for them: 向纪委举报镇长受贿.
_TAKE_REPORTS = frozenset({1, 35})
# A firm or works is the polluter, not the department that supervises it; the power company is listed itself.
_FIRM_ENDINGS = ("公司", "厂", "集团", "林场")
_FIRM_DEPARTMENT = 44

_SENTENCE = re.compile(r"[^。！？!?；;\n]+")
# What may stand between a verb and the unit: 请[上级][州]纪委.
_LEVELS = r"(?:上级|有关|相关|各级|昌吉州|[县市州区乡镇]里?|贵|咱们?|我们?|你们?|当地|本地|属地|某|的|一下|这个|那个|[一-鿿]{1,4}[州县市区]){0,4}"
_ASKED = re.compile(
    rf"(?:请求?|恳请|恳求|希望|盼望?|望|要求|建议|呼吁|敬请|拜托|交由|移交|转交|由|让){_LEVELS}$"
)
_GIVEN = re.compile(rf"(?:向|到|去|找|给|跟|往){_LEVELS}$")
_TELLING = re.compile(r"^[^，,]{0,6}?(?:举报|反映|投诉|控告|检举|告状|报告|打电话|报警|来信)")
_SALUTATION = re.compile(r"^(?:领导|同志|负责人|工作人员|各位|的|们|全体|您好|你好|，|,)*\s*[：:]")
_TOGETHER = re.compile(r"[、和与及跟同，,]?(?:[县市州区]|当地)?")
_CLAUSE_END = re.compile("[，,]")
_QUOTED = 30
# How far around its name the words about a department are looked for; bounded, so that no letter makes it slow.
_LOOK_BACK, _LOOK_AHEAD, _TOGETHER_MOST = 24, 200, 12


@dataclass(frozen=True)
class Accused:
    """A department a report accuses, the name the letter gives it, where that stands, and the words of the charge."""

    department: Department
    name: str
    span: Span
    evidence: str

    @property
    def reason(self) -> str:
        """Why it gets no part, for the clerk."""
        return (
            f"来信反映的是“{self.name}”（{self.department.short}）：“{self.evidence}”。依据《信访工作条例》第三十条，"
            f"材料不得转给被检举、控告的单位，已不列{self.department.short}为主办、协办或者候选部门。"
        )

    def to_json(self) -> dict[str, Any]:
        """For ``route --json``."""
        return {
            "department_no": self.department.number,
            "department": self.department.short,
            "name": self.name,
            "evidence": self.evidence,
            "reason": self.reason,
        }


@dataclass(frozen=True)
class _Named:
    """A department named in a sentence, at a span of it."""

    department: Department
    start: int
    end: int


class AccusedFinder:
    """Finds accused departments with one table of accusations."""

    def __init__(
        self, before: Sequence[Cue], after: Sequence[Cue], departments: Iterable[Department]
    ) -> None:
        self._charges = before
        self._by_name = {name: department for department in departments for name in _names_of(department)}
        names = "|".join(map(re.escape, sorted(self._by_name, key=len, reverse=True)))
        self._name = re.compile(names)
        verbs = "|".join(re.escape(word) for cue in after for word in cue.words)
        self._charged = re.compile(rf"(?:{verbs}){_LEVELS}$")

    @classmethod
    def load(cls, path: Path, departments: Iterable[Department]) -> "AccusedFinder":
        """Read the table. Raises DataError for a side that is neither before nor after."""
        sides: dict[str, list[Cue]] = {"before": [], "after": []}
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                if row["side"] not in sides:
                    raise DataError(
                        f"accusations.csv：“{row['words']}”的 side 列写了“{row['side']}”，只能写 before（单位在前）"
                        "或 after（单位在后）。"
                    )
                sides[row["side"]] += read_cues(row["words"])
        return cls(sides["before"], sides["after"], departments)

    def find(self, text: str, *, is_conduct: bool = False) -> tuple[Accused, ...]:
        """The accused departments, each once, in the order of the letter.

        ``is_conduct`` says that the letter's matter is an official's conduct and not the pollution behind it.
        """
        found: dict[Department, Accused] = {}
        for match in _SENTENCE.finditer(text):
            sentence, offset = match.group(), match.start()
            named = [
                _Named(self._by_name[name.group()], *name.span()) for name in self._name.finditer(sentence)
            ]
            for index, item in enumerate(named):
                if item.department not in found and self._is_accused(sentence, named, index, is_conduct):
                    span = (offset + item.start, offset + item.end)
                    name, quoted = text[slice(*span)], _quoted(sentence, item)
                    found[item.department] = Accused(item.department, name, span, quoted)
        return tuple(found.values())

    def _is_accused(self, sentence: str, named: Sequence[_Named], index: int, is_conduct: bool) -> bool:
        item = named[index]
        before = sentence[max(0, item.start - _LOOK_BACK) : item.start]
        behind = sentence[item.end : item.end + _LOOK_AHEAD]
        if _SALUTATION.match(behind):
            return False
        if self._charged.search(before):
            return True
        if _ASKED.search(before):
            return False
        window = behind[: _reach(sentence, named, index) - item.end]
        is_given = _GIVEN.search(before) is not None
        is_told = is_given and _TELLING.match(window) is not None
        if is_conduct and not is_told and item.department.number not in _TAKE_REPORTS:
            return True
        if is_told:
            # What follows at once is what they were told; what comes after the comma is what they did about it.
            window = "".join(_CLAUSE_END.split(window, maxsplit=1)[1:])
        if item.department.number in _TAKE_REPORTS:
            window = "" if is_given else _CLAUSE_END.split(window)[0]
        return first_cue(self._charges, [window]) is not None


def _reach(sentence: str, named: Sequence[_Named], index: int) -> int:
    """Where the words about a department end: at the next one, unless both are named in one breath (环保局和城管局)."""
    for this, following in pairwise(named[index : index + _TOGETHER_MOST]):
        if not _TOGETHER.fullmatch(sentence[this.end : following.start]):
            return following.start
    return len(sentence)


def _names_of(department: Department) -> list[str]:
    names = (department.name, department.short, *department.aliases)
    return [
        name
        for name in names
        if not name.isdigit() and (department.number == _FIRM_DEPARTMENT or not name.endswith(_FIRM_ENDINGS))
    ]


def _quoted(sentence: str, item: _Named) -> str:
    """The words of the charge, from the clause in which the department is named."""
    start = max(0, item.start - _QUOTED)
    comma = max(sentence.rfind(comma, start, item.start) for comma in "，,")
    start = comma + 1 if comma >= 0 or start == 0 else item.start
    words = sentence[start : item.end + _QUOTED].strip()
    return words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…"


@functools.cache
def accused_finder() -> AccusedFinder:
    """The finder with the tables shipped with the program."""
    return AccusedFinder.load(data_dir() / "accusations.csv", duty_list().departments.values())
