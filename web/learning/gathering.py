"""From the store to examples."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from router.matters import matter_table
from router.privacy import mask
from router.text import clean
from training.dataset import load_corpus
from training.decisions import Joined, join
from training.fixed import read_fixed
from web.store import Store
from web.store.history import DECIDING
from web.store.masking import preview
from web.store.schema import ComplaintRow, DecisionRow, SuggestionRow

_BLOCK = 500


def gather(store: Store, evaluation: Path) -> Joined:
    """Everything that the decisions of ``store`` teach; ``evaluation`` is the table that nothing is learned from."""
    # As a letter of the store would read, whose names are masked when it comes in, and once more when it is learned.
    reserved = frozenset(clean(mask(preview(letter.text).text)) for letter in read_fixed(evaluation))
    return join(store.decisions.decided(), dict(outside_shown(store)), load_corpus(), reserved)


def outside_shown(store: Store) -> Iterator[tuple[int, str]]:
    """For each letter decided to be out of scope where the program had said so too: the outside matter it had named.

    An answer names that matter by the advice it gives, which each outside matter has of its own.
    """
    by_note = {matter.note: matter.id for matter in matter_table().values() if not matter.in_scope}
    last = 0
    while True:
        query = (
            select(ComplaintRow.id, SuggestionRow.answer)
            .join(DecisionRow, DecisionRow.complaint_id == ComplaintRow.id)
            .join(SuggestionRow, SuggestionRow.id == DecisionRow.suggestion_id)
            .where(
                ComplaintRow.id > last,
                ComplaintRow.state == "decided",
                ComplaintRow.decided_scope == "out",
                DecisionRow.action.in_(DECIDING),
                DecisionRow.decided_at == ComplaintRow.decided_at,
            )
            .order_by(ComplaintRow.id)
            .limit(_BLOCK)
        )
        with store.database.read() as connection:
            rows = connection.execute(query).all()
        for row in rows:
            answer = row.answer or {}
            if answer.get("scope") == "out" and answer.get("remark") in by_note:
                yield row.id, by_note[answer["remark"]]
        if len(rows) < _BLOCK:
            return
        last = rows[-1].id
