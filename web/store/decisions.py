"""What clerks decide: appended to the history of a complaint, never edited, with the head derived at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from web.store.audit import record
from web.store.database import Database
from web.store.decided import Decided, decided_letters
from web.store.drafts import Draft, check, suggested_issues
from web.store.errors import ConflictError, NotFoundError, RefusedError
from web.store.history import DECIDING, effective, head_of
from web.store.masking import masked_words
from web.store.records import ACTION_WORDS, DONE_WORDS, Actor, Complaint, Decision, Dossier, Suggestion
from web.store.rows import (
    complaint,
    decision,
    decision_query,
    issues_json,
    latest_suggestion,
    letter,
    new_id,
    suggestion,
    suggestions,
)
from web.store.schema import ComplaintRow, DecisionRow, SuggestionRow, UserRow
from web.store.types import storable_id


@dataclass(frozen=True)
class _Case:
    """What a decision is checked against, read in the transaction that will append it."""

    complaint: Complaint
    text: str
    shown: Suggestion | None
    events: Sequence[Any]


class Decisions:
    """The histories of all complaints."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, complaint_id: int) -> Dossier:
        """A complaint with its words and its latest suggestion. Raises NotFoundError."""
        with self._database.read() as connection:
            found = complaint(connection, complaint_id)
            title, text = letter(connection, complaint_id)
            return Dossier(found, title, text, latest_suggestion(connection, complaint_id))

    def history(self, complaint_id: int) -> tuple[Decision, ...]:
        """All events of a complaint in order, those taken back too."""
        with self._database.read() as connection:
            return _history(connection, complaint_id)

    def suggestions(self, complaint_id: int) -> tuple[Suggestion, ...]:
        """All suggestions made for a complaint, in order, as they were shown."""
        with self._database.read() as connection:
            return tuple(suggestions(connection, complaint_id))

    def decide(self, complaint_id: int, revision: int, draft: Draft, actor: Actor) -> Decision:
        """Append a decision to a complaint that was seen at ``revision``, and return it as it now stands.

        When this returns the decision is on the disk. Raises RefusedError where the draft breaks a rule, ConflictError
        where somebody else decided in the meantime, NotFoundError; nothing is saved then.
        """
        with self._database.write() as connection:
            if actor.user_id is None:
                raise RefusedError("只有登录的用户才能作出决定。")
            case = _case(connection, complaint_id, draft)
            check(draft, case.text)
            if case.complaint.revision != revision:
                raise _conflict(connection, case)
            _check_against(connection, draft, case)
            row = _row(draft, case, actor)
            number = new_id(connection, insert(DecisionRow), row)
            _derive(connection, case.complaint, revision)
            record(
                connection,
                actor,
                f"decide.{draft.action}",
                f"complaint:{complaint_id}",
                f"revision {revision + 1}",
            )
            return next(event for event in _history(connection, complaint_id) if event.id == number)

    def decided(self, since: date | None = None) -> Iterator[Decided]:
        """Every decided letter whose words are still here, oldest first; ``since`` is a day of the office."""
        return decided_letters(self._database, since)


def _history(connection: Connection, complaint_id: int) -> tuple[Decision, ...]:
    query = (
        decision_query()
        .where(DecisionRow.complaint_id == storable_id(complaint_id))
        .order_by(DecisionRow.revision)
    )
    rows = connection.execute(query).all()
    holding = {event.id for event in effective(rows)}
    return tuple(decision(row, row.action != "undo" and row.id not in holding) for row in rows)


def _case(connection: Connection, complaint_id: int, draft: Draft) -> _Case:
    # PostgreSQL lets two transactions read the same revision; the second waits here until the first is done.
    connection.execute(
        select(ComplaintRow.id).where(ComplaintRow.id == storable_id(complaint_id)).with_for_update()
    )
    found = complaint(connection, complaint_id)
    if found.removed_at:
        raise RefusedError(f"来信 {complaint_id} 的内容已按保存期限清除，不能再处理。")
    if draft.suggestion_id is None:
        shown = latest_suggestion(connection, complaint_id)
    else:
        query = select(*SuggestionRow.__table__.columns).where(
            SuggestionRow.id == storable_id(draft.suggestion_id), SuggestionRow.complaint_id == complaint_id
        )
        row = connection.execute(query).first()
        if row is None:
            raise RefusedError(f"建议 {draft.suggestion_id} 不是来信 {complaint_id} 的，请刷新页面后重试。")
        shown = suggestion(row)
    return _Case(found, letter(connection, complaint_id)[1], shown, _history(connection, complaint_id))


def _conflict(connection: Connection, case: _Case) -> ConflictError:
    last = case.events[-1] if case.events else None
    who = f"由{last.user_name}{DONE_WORDS[last.action]}" if last else "有变动"
    return ConflictError(
        f"来信 {case.complaint.id} 刚刚{who}，您的修改没有保存。请核对最新情况后再提交，所填内容仍在页面上。",
        case.complaint.revision,
        last.user_name if last else "",
        last.decided_at if last else None,
    )


def _check_against(connection: Connection, draft: Draft, case: _Case) -> None:
    """The rules that depend on the history, the suggestion and the people."""
    if draft.action == "confirm":
        if case.shown is None or case.shown.answer is None:
            raise RefusedError("这件来信没有可确认的建议，请用“更正”写明主办部门。")
        if case.shown.lead_no is None and case.shown.answer["scope"] != "out":
            raise RefusedError("建议中没有主办部门，无法确认，请用“更正”写明主办部门。")
    if draft.action == "return" and case.complaint.state != "decided":
        raise RefusedError("只有已研判转办的来信才能登记退单，这件还没有研判。")
    if draft.action == "hand_over":
        receiver = connection.execute(
            select(UserRow.active).where(UserRow.id == storable_id(draft.to_user or 0))
        ).scalar()
        if receiver is None:
            raise NotFoundError(f"没有编号为 {draft.to_user} 的用户，请从列表中选择。")
        if not receiver:
            raise RefusedError("对方的账号已停用，请移交给其他人。")
    if draft.action == "undo":
        holding = effective(case.events)
        if not holding:
            raise RefusedError("没有可以撤销的操作。")
        if holding[-1].id != draft.undoes:
            latest = ACTION_WORDS[holding[-1].action]
            raise RefusedError(f"只能撤销最后一步（{latest}，{holding[-1].user_name}），请先撤销它。")


def _row(draft: Draft, case: _Case, actor: Actor) -> dict[str, Any]:
    """The new row of decisions."""
    row: dict[str, Any] = {
        "complaint_id": case.complaint.id,
        "revision": case.complaint.revision + 1,
        "suggestion_id": case.shown.id if case.shown else None,
        "user_id": actor.user_id,
        "decided_at": datetime.now(UTC),
        "action": draft.action,
        "issues": None,
        "scope": draft.scope,
        "kind": draft.kind,
        "note": masked_words(draft.note),
        "reason": masked_words(draft.reason),
        "department_no": draft.department_no,
        "to_user": draft.to_user,
        "undoes": draft.undoes,
        "lead_no": None,
        "agreed": None,
        "seconds": draft.seconds,
    }
    if draft.action in DECIDING:
        row |= _outcome(draft, case)
    return row


def _outcome(draft: Draft, case: _Case) -> dict[str, Any]:
    """What a deciding event settles: issues, lead, scope and kind, and whether the suggestion had said so."""
    suggested = suggested_issues(case.shown.answer if case.shown else None, case.text)
    issues = suggested if draft.action == "confirm" else draft.issues
    lead = next((issue.leads[0] for issue in issues if issue.leads), None)
    scope: str = draft.scope or ("out" if lead is None else "in")
    if draft.action == "confirm":
        scope = case.complaint.scope if draft.scope is None else scope
    if draft.action == "out_of_scope":
        scope = "out"
    suggested_lead = case.shown.lead_no if case.shown else None
    return {
        "issues": issues_json(issues),
        "scope": scope,
        "kind": draft.kind or case.complaint.kind,
        "lead_no": lead,
        # Where there was no suggestion there was nothing to agree with.
        "agreed": lead == suggested_lead if case.shown else None,
    }


def _derive(connection: Connection, found: Complaint, revision: int) -> None:
    """Bring the head in line with the history, if nobody was quicker."""
    query = select(*DecisionRow.__table__.columns).where(DecisionRow.complaint_id == found.id)
    events = connection.execute(query.order_by(DecisionRow.revision)).all()
    changed = connection.execute(
        update(ComplaintRow)
        .where(ComplaintRow.id == found.id, ComplaintRow.revision == revision)
        .values(
            **head_of(events).columns(found.lead_no), revision=revision + 1, held_by=None, held_until=None
        )
    )
    assert changed.rowcount == 1, "the row is locked, so its revision cannot have moved"
