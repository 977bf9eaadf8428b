"""Taking an accused department out of an answer, and saying whose the report is instead."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from router.accused import Accused
from router.duties import Department
from router.routing import Routing, Suggestion

# 01.03 受理对有关党组织、党员和监察对象不依法履行环境保护监督管理职责的检举和控告.
REPORT_DUTY = "01.03"
_NOBODY = "清单中可受理的部门均为被反映单位，请报上级信访部门或者有干部管理权限的机关处理。"


def withhold(routing: Routing, accused: tuple[Accused, ...], instead: Suggestion) -> Routing:
    """``routing`` without the ``accused`` departments anywhere; ``instead`` leads where that leaves no lead.

    A person always looks at such an answer: it is never forwarded unread.
    """
    if not accused:
        return routing
    named = {item.department for item in accused}
    suggestions = _without(routing.suggestions, named)
    issues = tuple(replace(issue, suggestions=_without(issue.suggestions, named)) for issue in routing.issues)
    has_lead = any(suggestion.role == "lead" for suggestion in suggestions)
    if routing.leads and not has_lead and instead.department not in named:
        suggestions = (instead, *_without(suggestions, {instead.department}))
        if issues:
            first = _without(issues[0].suggestions, {instead.department})
            issues = (replace(issues[0], suggestions=(instead, *first)), *issues[1:])
    return replace(
        routing,
        suggestions=suggestions,
        issues=issues,
        candidates=tuple(c for c in routing.candidates if c.department not in named),
        accused=accused,
        disposition="review" if routing.disposition == "auto" else routing.disposition,
        remark=routing.remark or (_NOBODY if routing.suggestions and not suggestions else None),
    )


def _without(
    suggestions: Sequence[Suggestion], departments: Collection[Department]
) -> tuple[Suggestion, ...]:
    return tuple(suggestion for suggestion in suggestions if suggestion.department not in departments)
