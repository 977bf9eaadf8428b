"""The answer as the clerk decided it, for what leaves the office: a slip must name who was decided, not who was suggested."""

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from router.duties import duty_list
from router.grounds import Ground
from router.matters import Matter, matter_table
from router.routing import Issue, Kind, Role, Routing, Scope, Suggestion
from web.store import DecidedIssue, Decision

_UNNAMED = Matter("", "", "信访事项", (), (), False, None, None)


def decided_routing(routing: Routing, decision: Decision) -> Routing:
    """``routing`` with scope, kind, issues and departments of ``decision``, made for the same text."""
    issues = tuple(_issue(issue, routing.text) for issue in decision.issues)
    return replace(
        routing,
        scope=cast(Scope, decision.scope or routing.scope),
        kind=cast(Kind, decision.kind or routing.kind),
        disposition="auto" if issues else "out_of_scope",
        question=None,
        remark=None if issues else routing.remark,
        issues=issues,
        suggestions=_merged(issues),
    )


def _issue(issue: DecidedIssue, text: str) -> Issue:
    matter = matter_table().get(issue.matter_id or "", _UNNAMED)
    start, end = (0, len(text)) if issue.start is None else (issue.start, issue.end)
    roles: list[tuple[Role, tuple[int, ...]]] = [("lead", issue.leads), ("assist", issue.assists)]
    suggestions = tuple(
        suggestion for role, numbers in roles for suggestion in _suggestions(role, numbers, matter)
    )
    return Issue(text[start:end].strip(), start, matter, suggestions)


def _suggestions(role: Role, numbers: Iterable[int], matter: Matter) -> Iterable[Suggestion]:
    for number in numbers:
        department = duty_list().departments.get(number)
        if department:
            grounds = tuple(Ground(duty, ()) for duty in matter.grounds(department))
            yield Suggestion(department, role, 1.0, grounds)


def _merged(issues: Iterable[Issue]) -> tuple[Suggestion, ...]:
    """Each department once, leads before assists; leading anywhere outranks assisting."""
    merged: dict[int, Suggestion] = {}
    parts = [part for issue in issues for part in issue.suggestions]
    for part in sorted(parts, key=lambda part: part.role != "lead"):
        merged.setdefault(part.department.number, part)
    return tuple(merged.values())
