"""What a clerk wants to record, and the rules it must keep before it is a decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from router.duties import duty_list
from router.matters import matter_table
from router.routing import Kind, Scope
from web.store.errors import RefusedError
from web.store.records import ACTIONS, Action, DecidedIssue

LONGEST_NOTE = 2000
MOST_ISSUES = 50
_MOST_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class Draft:
    """A decision to be. What each action needs:

    - ``confirm``: nothing; the issues are those of the suggestion.
    - ``correct``: ``issues``, at least one of them with a lead.
    - ``out_of_scope``: nothing.
    - ``return`` (退单): ``department_no`` that sent it back, ``reason``.
    - ``note``: ``note``.
    - ``hand_over``: ``to_user``.
    - ``undo``: ``undoes``, the id of the latest decision that holds.

    ``suggestion_id`` is the one that was shown (the latest where None), ``seconds`` how long the clerk took.
    """

    action: Action
    issues: tuple[DecidedIssue, ...] = ()
    scope: Scope | None = None
    kind: Kind | None = None
    note: str = ""
    reason: str = ""
    department_no: int | None = None
    to_user: int | None = None
    undoes: int | None = None
    suggestion_id: int | None = None
    seconds: float | None = None


def check(draft: Draft, text: str) -> None:
    """Raises RefusedError where ``draft`` breaks a rule that needs no look at the history; ``text`` is the letter."""
    if draft.action not in ACTIONS:
        raise RefusedError(f"没有“{draft.action}”这种操作，可用：{'、'.join(ACTIONS)}。")
    if draft.issues and draft.action != "correct":
        raise RefusedError("只有“更正”可以改问题和部门；确认时部门以建议为准。")
    if draft.action == "correct":
        _check_issues(draft.issues, text)
    if draft.action == "return":
        _check_return(draft)
    if draft.action == "note" and not draft.note.strip():
        raise RefusedError("备注是空的，请写明内容。")
    if draft.action == "hand_over" and draft.to_user is None:
        raise RefusedError("请选择移交给哪一位。")
    if draft.action == "undo" and draft.undoes is None:
        raise RefusedError("请指明撤销哪一步。")
    _check_details(draft)


def suggested_issues(answer: Mapping[str, Any] | None, text: str) -> tuple[DecidedIssue, ...]:
    """The issues of an answer (`Routing.to_json`) as a clerk would confirm them; ``text`` is the letter."""
    matters = {matter.name: matter.id for matter in matter_table().values()}
    found = []
    for issue in (answer or {}).get("issues", ()):
        start = text.find(issue["text"])
        is_whole = issue["text"] == text.strip() or start < 0
        numbers: dict[str, list[int]] = {"lead": [], "assist": []}
        for department in issue["departments"]:
            numbers[department["role"]].append(department["department_no"])
        found.append(
            DecidedIssue(
                tuple(numbers["lead"]),
                tuple(numbers["assist"]),
                matters.get(issue["matter"]),
                *((None, None) if is_whole else (start, start + len(issue["text"]))),
            )
        )
    return tuple(found)


def _check_issues(issues: Sequence[DecidedIssue], text: str) -> None:
    if not any(issue.leads for issue in issues):
        raise RefusedError("更正时至少要有一个问题写明主办部门；若不属清单范围，请用“不属清单范围”。")
    if len(issues) > MOST_ISSUES:
        raise RefusedError(f"一件来信最多分 {MOST_ISSUES} 个问题，现有 {len(issues)} 个，请合并。")
    for number, issue in enumerate(issues, 1):
        _check_issue(f"第 {number} 个问题：", issue, text)


def _check_issue(where: str, issue: DecidedIssue, text: str) -> None:
    named = (*issue.leads, *issue.assists)
    for department in named:
        _check_department(department, where)
    twice = sorted({department for department in named if named.count(department) > 1})
    if twice:
        short = duty_list().departments[twice[0]].short
        raise RefusedError(f"{where}{short} 写了两次，请只留主办或协办。")
    if issue.matter_id is not None and issue.matter_id not in matter_table():
        raise RefusedError(f"{where}事项表中没有“{issue.matter_id}”，请从列表中选择。")
    if (issue.start is None) != (issue.end is None):
        raise RefusedError(f"{where}所指的文字缺起点或终点，请重新选取。")
    if issue.start is not None and issue.end is not None and not 0 <= issue.start < issue.end <= len(text):
        raise RefusedError(f"{where}所指的文字（{issue.start}–{issue.end}）不在来信之内，请重新选取。")


def _check_department(number: int, where: str = "") -> None:
    departments = duty_list().departments
    if number not in departments:
        raise RefusedError(
            f"{where}责任清单没有编号为 {number} 的部门，编号为 {min(departments)}–{max(departments)}。"
        )


def _check_return(draft: Draft) -> None:
    if draft.department_no is None:
        raise RefusedError("请写明是哪个部门退回的。")
    _check_department(draft.department_no)
    if not draft.reason.strip():
        raise RefusedError("请写明退回的理由，今后遇到类似来信时会提示。")


def _check_details(draft: Draft) -> None:
    for name, words in (("备注", draft.note), ("退回理由", draft.reason)):
        if len(words) > LONGEST_NOTE:
            raise RefusedError(f"{name}有 {len(words)} 字，最多 {LONGEST_NOTE} 字，请缩短。")
    if draft.scope is not None and draft.scope not in get_args(Scope):
        raise RefusedError(f"没有“{draft.scope}”这种范围，可用：{'、'.join(get_args(Scope))}。")
    if draft.kind is not None and draft.kind not in get_args(Kind):
        raise RefusedError(f"没有“{draft.kind}”这种类型，可用：{'、'.join(get_args(Kind))}。")
    if draft.seconds is not None and not 0 <= draft.seconds <= _MOST_SECONDS:
        raise RefusedError(f"用时 {draft.seconds} 秒不合情理，应在 0 到 {_MOST_SECONDS} 之间。")
