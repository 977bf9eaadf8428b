"""A `Routing` as the contracted cells of a table row: the one place where answers become words of a table."""

from collections.abc import Iterable

from router.cells import Answer
from router.duties import Department, Duty
from router.labels import handling_level
from router.routing import Routing

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
_IS_OWN = tuple([name in OWN_COLUMNS for name in RESULT_COLUMNS])
SEPARATOR = "；"
OUTSIDE = "州外"
SCOPES = {"in": "属清单范围", "out": "不属清单范围", "mixed": "部分属清单范围"}
KINDS = {
    "complaint": "投诉",
    "consultation": "咨询",
    "suggestion": "建议",
    "report_officials": "检举控告",
    "thanks": "感谢",
    "other": "其他",
}
DISPOSITIONS = {
    "auto": "直接转办",
    "review": "人工研判",
    "clarify": "需补充情况",
    "out_of_scope": "不属清单范围",
}


def row_cells(routing: Routing) -> list[str]:
    """The cells of `COLUMNS` for one answer, in their order; several values are joined by `SEPARATOR`.

    备注 holds the reason where a text could not be classified, the question to ask where the disposition is
    需补充情况, and advice on where to turn where the matter is outside the list.
    """
    text = routing.text
    names: dict[str, list[str]] = {"lead": [], "assist": []}
    confidences = []
    duties: dict[Duty, None] = {}
    matches: list[tuple[str, str]] = []
    for department, role, confidence, grounds in routing.suggestions:
        names[role].append(department.short)
        if role == "lead":
            confidences.append(confidence)
        for duty, found in grounds:
            duties[duty] = None
            matches += [(text[start:end], duty.text[first:last]) for (start, end), (first, last) in found]
    return [
        SCOPES[routing.scope],
        KINDS[routing.kind],
        DISPOSITIONS[routing.disposition],
        SEPARATOR.join(dict.fromkeys([issue.matter.name for issue in routing.issues])),
        SEPARATOR.join(names["lead"]),
        figures(confidences),
        SEPARATOR.join(names["assist"]),
        candidate_words(routing.candidates),
        SEPARATOR.join([duty.id for duty in duties]),
        SEPARATOR.join([duty.text for duty in duties]),
        match_words(matches),
        _territory(routing),
        _remark(routing),
    ]


def added_cells(routing: Routing) -> list[str]:
    """The cells of `ADDED_COLUMNS`, those that depend on the row empty."""
    legal = (routing.legal, *routing.legal.also) if routing.legal else ()
    return [handling_level(routing), SEPARATOR.join(route.words for route in legal), "", ""]


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
    return _answer([*row_cells(routing), *added_cells(routing)])


def unclassified(reason: str) -> Answer:
    """The cells of a row that no answer could be given for."""
    return _answer([*unclassified_cells(reason), *[""] * len(ADDED_COLUMNS)])


def _answer(cells: list[str]) -> Answer:
    pairs = list(zip(cells, _IS_OWN, strict=True))
    return Answer(
        tuple([None if is_own else cell for cell, is_own in pairs]),
        tuple([cell for cell, is_own in pairs if is_own]),
    )


def unclassified_cells(reason: str) -> list[str]:
    """The cells of a row that no answer could be given for: for the clerk to read, with the reason in 备注."""
    cells = dict.fromkeys(COLUMNS, "")
    return list((cells | {"处理建议": DISPOSITIONS["review"], "备注": reason}).values())


def _territory(routing: Routing) -> str:
    return OUTSIDE if routing.territory.status == "outside" else routing.territory.name or ""


def _remark(routing: Routing) -> str:
    if routing.remark:
        return routing.remark
    return routing.question or "" if routing.disposition == "clarify" else ""
