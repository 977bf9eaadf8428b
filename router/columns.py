"""A `Routing` as the contracted cells of a table row: the one place where answers become words of a table."""

from collections.abc import Iterable

from router.duties import Duty
from router.labels import handling_level
from router.routing import Routing, Suggestion

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
    duties = _quoted(routing.suggestions)
    return [
        SCOPES[routing.scope],
        KINDS[routing.kind],
        DISPOSITIONS[routing.disposition],
        _join(issue.matter.name for issue in routing.issues),
        SEPARATOR.join(lead.department.short for lead in routing.leads),
        SEPARATOR.join(_figure(lead.confidence) for lead in routing.leads),
        SEPARATOR.join(assist.department.short for assist in routing.assists),
        SEPARATOR.join(
            f"{candidate.department.short}({_figure(candidate.confidence)})"
            for candidate in routing.candidates
        ),
        SEPARATOR.join(duty.id for duty in duties),
        SEPARATOR.join(duty.text for duty in duties),
        _join(_matches(routing)),
        _territory(routing),
        _remark(routing),
    ]


def added_cells(routing: Routing) -> list[str]:
    """The cells of `ADDED_COLUMNS`, those that depend on the row empty."""
    legal = (routing.legal, *routing.legal.also) if routing.legal else ()
    return [handling_level(routing), SEPARATOR.join(route.words for route in legal), "", ""]


def unclassified_cells(reason: str) -> list[str]:
    """The cells of a row that no answer could be given for: for the clerk to read, with the reason in 备注."""
    cells = dict.fromkeys(COLUMNS, "")
    return list((cells | {"处理建议": DISPOSITIONS["review"], "备注": reason}).values())


def _quoted(suggestions: Iterable[Suggestion]) -> list[Duty]:
    """Each quoted duty once, the best first."""
    return list(dict.fromkeys(ground.duty for suggestion in suggestions for ground in suggestion.grounds))


def _matches(routing: Routing) -> Iterable[str]:
    for suggestion in routing.suggestions:
        for ground in suggestion.grounds:
            for match in ground.matches:
                yield f"{routing.text[slice(*match.complaint)]}→{ground.duty.text[slice(*match.duty)]}"


def _territory(routing: Routing) -> str:
    return OUTSIDE if routing.territory.status == "outside" else routing.territory.name or ""


def _remark(routing: Routing) -> str:
    if routing.remark:
        return routing.remark
    return routing.question or "" if routing.disposition == "clarify" else ""


def _figure(confidence: float) -> str:
    return f"{confidence:.2f}"


def _join(values: Iterable[str]) -> str:
    """Each value once, in order."""
    return SEPARATOR.join(dict.fromkeys(values))
