"""From rows to records, and the letters that go with them."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import Connection, Insert, Row, Select, select
from sqlalchemy import func as sql

from web.store.errors import NotFoundError
from web.store.records import Complaint, DecidedIssue, Decision, Suggestion
from web.store.schema import ComplaintRow, DecisionRow, LetterRow, SuggestionRow, UserRow
from web.store.types import storable_id

EXCERPT = 80
_FILLED_LATER = ("title", "excerpt")
COMPLAINT_COLUMNS = tuple(
    ComplaintRow.__table__.c[field.name] for field in fields(Complaint) if field.name not in _FILLED_LATER
)


def new_id(connection: Connection, statement: Insert, row: Mapping[str, Any]) -> int:
    """Insert one row and return the number it was given."""
    key = connection.execute(statement, row).inserted_primary_key
    assert key is not None
    return int(key[0])


def complaints(connection: Connection, ids: Sequence[int]) -> list[Complaint]:
    """The complaints with these ids and their excerpts, in the order of ``ids``; unknown ones are left out."""
    query = (
        select(
            *COMPLAINT_COLUMNS,
            sql.coalesce(LetterRow.title, "").label("title"),
            sql.coalesce(sql.substr(LetterRow.text, 1, EXCERPT + 1), "").label("excerpt"),
        )
        .outerjoin(LetterRow, LetterRow.complaint_id == ComplaintRow.id)
        .where(ComplaintRow.id.in_(ids))
    )
    found = {row.id: _complaint(row) for row in connection.execute(query)}
    return [found[number] for number in ids if number in found]


def complaint(connection: Connection, complaint_id: int) -> Complaint:
    """One complaint. Raises NotFoundError."""
    found = complaints(connection, [storable_id(complaint_id)])
    if not found:
        raise NotFoundError(f"没有编号为 {complaint_id} 的来信，可能链接有误，请从队列中重新打开。")
    return found[0]


def letter(connection: Connection, complaint_id: int) -> tuple[str, str]:
    """Title and text, both empty after the retention period."""
    row = connection.execute(
        select(LetterRow.title, LetterRow.text).where(LetterRow.complaint_id == complaint_id)
    ).first()
    return (row.title, row.text) if row else ("", "")


def latest_suggestion(connection: Connection, complaint_id: int) -> Suggestion | None:
    """The suggestion that holds now."""
    query = _suggestions(complaint_id).order_by(SuggestionRow.id.desc()).limit(1)
    row = connection.execute(query).first()
    return suggestion(row) if row else None


def suggestions(connection: Connection, complaint_id: int) -> list[Suggestion]:
    """All suggestions made for a complaint, in order."""
    return [
        suggestion(row) for row in connection.execute(_suggestions(complaint_id).order_by(SuggestionRow.id))
    ]


def suggestion(row: Row[Any]) -> Suggestion:
    """The record of a row of suggestions."""
    return Suggestion(**row._mapping)


def decision_query() -> Select[Any]:
    """Decisions with the names of who made them."""
    return select(*DecisionRow.__table__.columns, UserRow.name.label("user_name")).join(
        UserRow, UserRow.id == DecisionRow.user_id
    )


def decision(row: Row[Any], is_undone: bool) -> Decision:
    """The record of a row of `decision_query`."""
    return Decision(**{**row._mapping, "issues": issues_of(row.issues), "is_undone": is_undone})


def issues_of(stored: Any) -> tuple[DecidedIssue, ...]:
    """Issues from their JSON."""
    return tuple(
        DecidedIssue(
            tuple(issue["leads"]), tuple(issue["assists"]), issue["matter"], *(issue["span"] or (None, None))
        )
        for issue in stored or ()
    )


def issues_json(issues: Sequence[DecidedIssue]) -> list[dict[str, Any]]:
    """Issues as they are stored."""
    return [
        {
            "span": None if issue.start is None else [issue.start, issue.end],
            "matter": issue.matter_id,
            "leads": list(issue.leads),
            "assists": list(issue.assists),
        }
        for issue in issues
    ]


def _suggestions(complaint_id: int) -> Select[Any]:
    return select(*SuggestionRow.__table__.columns).where(
        SuggestionRow.complaint_id == storable_id(complaint_id)
    )


def _complaint(row: Any) -> Complaint:
    found = Complaint(**row._mapping)
    line = " ".join(found.excerpt.split())
    return replace(found, excerpt=f"{line[:EXCERPT]}…" if len(found.excerpt) > EXCERPT else line)
