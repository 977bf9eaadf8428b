"""The answer as office prose, to be copied into the petition system or a letter."""

from router.duties import duty_list
from router.labels import DISPOSITIONS, KINDS, ROLES, SCOPES
from router.routing import Role, Routing, Suggestion
from router.territory import Territory
from web.wording import PRODUCT


def opinion(routing: Routing, made_at: str) -> str:
    """A few numbered paragraphs: conclusion, departments, grounds, and who stands behind it."""
    parts = [_conclusion(routing)]
    if routing.suggestions:
        parts += [_departments(routing), _grounds(routing)]
    numbered = [f"{numeral}、{part}" for numeral, part in zip("一二三", parts, strict=False)]
    note = (
        f"以上由{PRODUCT}于 {made_at} 提出（清单版本：{routing.model.duty_list}；模型版本：{routing.model.version}），"
        "供研判参考，以经办人核定为准。"
    )
    return "\n".join(["研判意见", *numbered, note])


def territory_in_full(territory: Territory) -> str:
    """Where the matter belongs, in words; what the letter does not say is to be checked."""
    return place_words(territory.status, territory.name, territory.town, territory.send_to)


def place_words(status: str, name: str | None, town: str | None, send_to: str | None) -> str:
    """`territory_in_full` of what an answer says of it."""
    if status == "inside":
        return f"{name}{town or ''}"
    if status == "outside":
        return f"州外（转：{send_to}）" if send_to else "州外"
    return "待核（来信未写明）"


def is_outside(routing: Routing) -> bool:
    """Whether it happened outside the prefecture, where its departments have no say."""
    return routing.territory.status == "outside"


def _conclusion(routing: Routing) -> str:
    words = dict.fromkeys((SCOPES[routing.scope], DISPOSITIONS[routing.disposition]))
    sentence = (
        f"研判结论：{'，'.join(words)}。"
        f"诉求类型：{KINDS[routing.kind]}。属地：{territory_in_full(routing.territory)}。"
    )
    if routing.issues:
        sentence += f"事项：{'；'.join(issue.matter.name for issue in routing.issues)}。"
    if routing.question:
        sentence += f"需补充情况：{routing.question}"
    if routing.remark:
        sentence += f"{routing.remark.rstrip('。')}。"
    return sentence


def _departments(routing: Routing) -> str:
    groups: list[tuple[Role, tuple[Suggestion, ...]]] = [("lead", routing.leads), ("assist", routing.assists)]
    named = [f"{ROLES[role]}：{_names(group)}。" for role, group in groups if group]
    return f"{'清单中对应部门' if is_outside(routing) else '转办建议'}：{''.join(named)}"


def _names(suggestions: tuple[Suggestion, ...]) -> str:
    return "、".join(suggestion.department.name for suggestion in suggestions)


def _grounds(routing: Routing) -> str:
    document = duty_list()
    lines = [f"责任依据：《{document.title}》（{document.document_number}）"]
    quoted = dict.fromkeys(
        ground.duty
        for issue in routing.issues
        for suggestion in issue.suggestions
        for ground in suggestion.grounds
    )
    lines += [f"{duty.id} {duty.department.name}：“{duty.text}”" for duty in quoted]
    return "\n".join(lines)
