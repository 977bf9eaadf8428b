"""A `Routing` as the contracted cells of a table row: the one place where answers become words of a table."""

import functools
from collections.abc import Iterable
from typing import NamedTuple

from router.cells import Answer
from router.duties import Department, Duty
from router.labels import DISPOSITIONS, KINDS, SCOPES, handling_level, territory_words
from router.legal import LegalRoute
from router.matters import Matter
from router.routing import Disposition, Kind, Routing, Scope
from router.territory import Territory

COLUMNS = (
    "是否属清单范围",
    "诉求类型",
    "处理建议",
    "事项",
    "主办部门",
    "主办置信度",
    "协办部门",
    "候选部门",
    "责任条目",
    "责任原文",
    "匹配依据",
    "属地",
    "备注",
)
# Behind the contracted ones. The last two depend on the row and not on its text alone: `router.batch.rows` fills them.
ADDED_COLUMNS = ("承办层级", "法定途径", "办理期限", "疑似重件")
RESULT_COLUMNS = (*COLUMNS, *ADDED_COLUMNS)
# What is said of one text or row; the other cells are the same in many answers.
OWN_COLUMNS = ("主办置信度", "候选部门", "匹配依据", "办理期限", "疑似重件")
SEPARATOR = "；"
_REMEMBERED = 4096


class Alike(NamedTuple):
    """What an answer has in common with others: everything but its figures, its candidates and the words it met.

    ``remark`` is the reason where a text could not be classified, the question to ask where the disposition is
    需补充情况, and advice on where to turn where the matter is outside the list.
    """

    scope: Scope
    kind: Kind
    disposition: Disposition
    remark: str | None
    matters: tuple[Matter, ...]
    leads: tuple[Department, ...]
    assists: tuple[Department, ...]
    duties: tuple[Duty, ...]
    territory: Territory
    legal: LegalRoute | None

    @classmethod
    def of(cls, routing: Routing) -> "Alike":
        """What a whole answer has in common with others."""
        duties = dict.fromkeys(ground.duty for item in routing.suggestions for ground in item.grounds)
        return cls(
            routing.scope,
            routing.kind,
            routing.disposition,
            routing.remark or routing.question,
            tuple(issue.matter for issue in routing.issues),
            tuple(suggestion.department for suggestion in routing.leads),
            tuple(suggestion.department for suggestion in routing.assists),
            tuple(duties),
            routing.territory,
            routing.legal,
        )

    @property
    def cells(self) -> tuple[str | None, ...]:
        """The cells of `RESULT_COLUMNS`, None for those that are an answer's own; several values joined by `SEPARATOR`."""
        legal = (self.legal, *self.legal.also) if self.legal else ()
        return (
            SCOPES[self.scope],
            KINDS[self.kind],
            DISPOSITIONS[self.disposition],
            SEPARATOR.join(dict.fromkeys([matter.name for matter in self.matters])),
            _names(self.leads),
            None,
            _names(self.assists),
            None,
            *_quoted(self.duties),
            None,
            territory_words(self.territory),
            self.remark or "",
            handling_level(self.territory, self.legal, self.leads),
            SEPARATOR.join([route.words for route in legal]),
            None,
            None,
        )


@functools.lru_cache(_REMEMBERED)
def _names(departments: tuple[Department, ...]) -> str:
    return SEPARATOR.join([department.short for department in departments])


@functools.lru_cache(_REMEMBERED)
def _quoted(duties: tuple[Duty, ...]) -> tuple[str, str]:
    """The cells 责任条目 and 责任原文; remembered, so that long texts are in memory once."""
    return SEPARATOR.join([duty.id for duty in duties]), SEPARATOR.join([duty.text for duty in duties])


def figures(confidences: Iterable[float]) -> str:
    """The cell 主办置信度."""
    return SEPARATOR.join([f"{confidence:.2f}" for confidence in confidences])


def candidate_words(candidates: Iterable[tuple[Department, float]]) -> str:
    """The cell 候选部门: departments with how sure it is that each may lead."""
    return SEPARATOR.join([f"{department.short}({confidence:.2f})" for department, confidence in candidates])


def match_words(matches: Iterable[tuple[str, str]]) -> str:
    """The cell 匹配依据: words of the letter, each with the words of a duty that they meet."""
    return SEPARATOR.join(dict.fromkeys([f"{quote}→{phrase}" for quote, phrase in matches]))


def answer_of(routing: Routing) -> Answer:
    """All cells of an answer."""
    matches = [
        (routing.text[start:end], duty.text[first:last])
        for suggestion in routing.suggestions
        for duty, found in suggestion.grounds
        for (start, end), (first, last) in found
    ]
    leads = [suggestion.confidence for suggestion in routing.leads]
    own = figures(leads), candidate_words(routing.candidates), match_words(matches), "", ""
    return Answer(Alike.of(routing).cells, own)


def unclassified(reason: str) -> Answer:
    """The cells of a row that no answer could be given for: for the clerk to read, with the reason in 备注."""
    cells = dict.fromkeys(RESULT_COLUMNS, "") | {"处理建议": DISPOSITIONS["review"], "备注": reason}
    shared = tuple([None if name in OWN_COLUMNS else cell for name, cell in cells.items()])
    return Answer(shared, ("",) * len(OWN_COLUMNS))
