"""The decided letters as a model can learn from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from web.store.database import Database
from web.store.history import DECIDING
from web.store.records import DecidedIssue
from web.store.rows import issues_of
from web.store.schema import ComplaintRow, DecisionRow, LetterRow, SuggestionRow

_BLOCK = 500


@dataclass(frozen=True)
class Decided:
    """A letter and what was decided about it: what a model can learn from."""

    complaint_id: int
    text: str
    issues: tuple[DecidedIssue, ...]
    scope: str
    kind: str
    suggested_lead: int | None
    agreed: bool
    decided_at: datetime
    decided_by: int


def decided_letters(database: Database, since: date | None) -> Iterator[Decided]:
    """Block by block, so that nobody's work waits for the reader."""
    last = 0
    while True:
        with database.read() as connection:
            rows = connection.execute(_decided_query(last, since)).all()
        yield from (_decided(row) for row in rows)
        if len(rows) < _BLOCK:
            return
        last = rows[-1].complaint_id


def _decided_query(last: int, since: date | None) -> Any:
    """A block of decided letters after the complaint ``last``, each with the latest deciding event that holds."""
    undone = select(DecisionRow.undoes).where(DecisionRow.undoes.is_not(None))
    query = (
        select(
            DecisionRow.complaint_id, LetterRow.text, DecisionRow.issues, DecisionRow.scope, DecisionRow.kind,
            SuggestionRow.lead_no.label("suggested_lead"), DecisionRow.agreed, DecisionRow.decided_at,
            DecisionRow.user_id,
        )
        .join(ComplaintRow, ComplaintRow.id == DecisionRow.complaint_id)
        .join(LetterRow, LetterRow.complaint_id == DecisionRow.complaint_id)
        .outerjoin(SuggestionRow, SuggestionRow.id == DecisionRow.suggestion_id)
        .where(
            ComplaintRow.state == "decided",
            ComplaintRow.id > last,
            # The head says when it was decided, which tells the deciding event from those before it.
            DecisionRow.decided_at == ComplaintRow.decided_at,
            DecisionRow.action.in_(DECIDING),
            DecisionRow.id.not_in(undone),
        )
    )  # fmt: skip
    if since:
        query = query.where(ComplaintRow.decided_on >= since)
    return query.order_by(ComplaintRow.id).limit(_BLOCK)


def _decided(row: Any) -> Decided:
    return Decided(
        row.complaint_id, row.text, issues_of(row.issues), row.scope, row.kind, row.suggested_lead,
        bool(row.agreed), row.decided_at, row.user_id,
    )  # fmt: skip
