"""The history of a letter in sentences, as a clerk reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from router.labels import KINDS
from router.matters import matter_table
from web.departments import department_name
from web.store import ACTION_WORDS, Complaint, DecidedIssue, Decision, Suggestion
from web.wording import percent

_DECIDING = ("confirm", "correct", "out_of_scope")


@dataclass(frozen=True)
class Event:
    """A line of the history."""

    at: datetime
    who: str
    what: str
    detail: str
    is_undone: bool = False


def history(
    suggestions: Sequence[Suggestion], decisions: Sequence[Decision], users: Mapping[int, str]
) -> list[Event]:
    """Suggestions and decisions in the order in which they came, the latest first."""
    events = [_suggested(suggestion) for suggestion in suggestions]
    events += [_decided(decision, users) for decision in decisions]
    return sorted(events, key=lambda event: event.at, reverse=True)


def issue_words(issues: Sequence[DecidedIssue]) -> str:
    """Matters and departments in a line: 餐饮油烟（主办 州住建局；协办 州生态环境局）."""
    return "；".join(map(_issue, issues))


def outcome(decision: Decision) -> str:
    """What a deciding event says, in a line."""
    if decision.scope == "out" and not decision.issues:
        return "不属清单范围"
    return issue_words(decision.issues)


def stands(complaint: Complaint) -> str:
    """What is suggested for a row of the queue, or what was decided."""
    if complaint.decided_at:
        return department_name(complaint.decided_lead) or "不属清单范围"
    if complaint.lead_no:
        return department_name(complaint.lead_no)
    return "不属清单范围" if complaint.scope == "out" else "无建议"


def last_deciding(decisions: Sequence[Decision]) -> Decision | None:
    """The decision that holds, None where there is none."""
    holding = [event for event in decisions if event.action in _DECIDING and not event.is_undone]
    return holding[-1] if holding else None


def last_step(decisions: Sequence[Decision]) -> Decision | None:
    """What can be undone now."""
    holding = [event for event in decisions if event.action != "undo" and not event.is_undone]
    return holding[-1] if holding else None


def _issue(issue: DecidedIssue) -> str:
    parts = []
    if issue.leads:
        parts.append(f"主办 {'、'.join(map(department_name, issue.leads))}")
    if issue.assists:
        parts.append(f"协办 {'、'.join(map(department_name, issue.assists))}")
    matter = matter_table().get(issue.matter_id or "")
    named = "；".join(parts) or "无部门"
    return f"{matter.name}（{named}）" if matter else named


def _suggested(suggestion: Suggestion) -> Event:
    answer = suggestion.answer
    if answer is None:
        return Event(suggestion.made_at, "程序", "建议", department_name(suggestion.lead_no))
    leads = [
        f"{each['department']} {percent(each['confidence'])}"
        for each in answer["departments"]
        if each["role"] == "lead"
    ]
    detail = "、".join(leads) or ("不属清单范围" if answer["scope"] == "out" else "无建议")
    return Event(suggestion.made_at, "程序", "建议", f"{detail}（模型 {suggestion.model_version}）")


def _decided(decision: Decision, users: Mapping[int, str]) -> Event:
    parts = []
    if decision.action in ("confirm", "correct"):
        parts.append(outcome(decision))
    if decision.action in _DECIDING and decision.kind:
        parts.append(f"类型：{KINDS.get(decision.kind, decision.kind)}")  # type: ignore[call-overload]
    if decision.department_no:
        parts.append(f"{department_name(decision.department_no)}退回")
    if decision.reason:
        parts.append(f"理由：{decision.reason}")
    if decision.to_user:
        parts.append(f"交给{users.get(decision.to_user, '另一位经办人')}")
    if decision.note:
        parts.append(f"备注：{decision.note}")
    if decision.seconds is not None and decision.action in _DECIDING:
        parts.append(f"用时 {max(1, round(decision.seconds))} 秒")
    return Event(
        decision.decided_at,
        decision.user_name,
        ACTION_WORDS[decision.action],
        "；".join(parts),
        decision.is_undone,
    )
