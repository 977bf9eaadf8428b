"""A `Routing` as a short Chinese text for the terminal."""

from collections.abc import Iterator
from datetime import date

from router.deadlines import Schedule
from router.labels import DISPOSITIONS, KINDS, ROLES, SCOPES, confidence_words, county_unit, territory_words
from router.legal import CERTAINTIES
from router.routing import Issue, Routing, Suggestion

_TERRITORY_UNKNOWN = "待核（来信未写明县市、园区）"


def render(routing: Routing) -> str:
    """What ``route`` prints: disposition, territory, legal route, then each issue with its departments and grounds."""
    lines = [
        f"处理建议：{DISPOSITIONS[routing.disposition]}（{SCOPES[routing.scope]}，{KINDS[routing.kind]}）",
        f"属地：{_territory(routing)}",
    ]
    lines += _legal(routing)
    lines += [f"被反映单位：{accused.reason}" for accused in routing.accused]
    if routing.question:
        lines.append(f"需补充：{routing.question}")
    if routing.remark:
        lines.append(f"备注：{routing.remark}")
    for number, issue in enumerate(routing.issues, start=1):
        lines += _issue(routing, issue, number)
    candidates = "；".join(f"{c.department.short}({c.confidence:.2f})" for c in routing.candidates)
    lines += ["", f"候选部门：{candidates}", f"依据：{routing.model.duty_list}；模型 {routing.model.version}"]
    return "\n".join(lines)


def _territory(routing: Routing) -> str:
    words = territory_words(routing.territory) or _TERRITORY_UNKNOWN
    send_to = routing.territory.send_to
    return f"{words}，建议转送 {send_to}" if send_to else words


def _legal(routing: Routing) -> Iterator[str]:
    if routing.legal is None:
        return
    yield f"法定途径：{routing.legal.words}（{CERTAINTIES[routing.legal.rule.certainty]}）"
    yield f"  {routing.legal.rule.advice}"
    for route in routing.legal.also:
        yield f"  另：{route.words}。{route.rule.advice}"


def _issue(routing: Routing, issue: Issue, number: int) -> Iterator[str]:
    yield ""
    yield f"问题{number}：{issue.matter.name}" if len(routing.issues) > 1 else f"事项：{issue.matter.name}"
    for suggestion in issue.suggestions:
        yield from _suggestion(routing, suggestion)


def _suggestion(routing: Routing, suggestion: Suggestion) -> Iterator[str]:
    sure = f"{confidence_words(suggestion.confidence)} {suggestion.confidence:.2f}"
    yield f"  {ROLES[suggestion.role]}  {suggestion.department.short}（{sure}）"
    unit = county_unit(suggestion.department, routing)
    if unit:
        yield f"    属地承办单位：{unit.words}"
    for ground in suggestion.grounds:
        yield f"    {ground.duty.id} {ground.duty.text}"
        pairs = [
            f"{routing.text[slice(*match.complaint)]} → {ground.duty.text[slice(*match.duty)]}"
            for match in ground.matches
        ]
        if pairs:
            yield f"    匹配：{'；'.join(pairs)}"


def render_schedule(due: Schedule, today: date) -> str:
    """The deadlines, each with its length, ground and mark, then what must be known to read them."""
    lines = ["", "办理期限："]
    lines += [f"  {item.term.who}　{item.words(today)}（{item.length}，{item.basis}）" for item in due.items]
    lines += [f"  注：{note}" for note in due.notes]
    return "\n".join(lines)
