"""Everything the review page shows of a letter, gathered from the store in a few quick queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from router.issues import sentence_spans
from web.answer import shortened
from web.review.events import Event, history, last_deciding, last_step
from web.review.reading import Reading, Run, plain_runs, read_answer, shown_text
from web.store import Decision, Dossier, Similar, Store, User, suggested_issues
from web.store.records import DecidedIssue

_SIMILAR = 5


@dataclass(frozen=True)
class CaseFile:
    """A letter on the clerk's desk.

    ``standing`` are the issues decided, else those suggested; ``sentences`` are what may be split off; ``returned`` are
    similar letters that a department sent back, and ``own_returns`` the returns of this one.
    """

    dossier: Dossier
    reading: Reading | None
    runs: list[Run]
    standing: tuple[DecidedIssue, ...]
    decided: Decision | None
    undoable: Decision | None
    events: list[Event]
    own_returns: list[Decision]
    similar: tuple[Similar, ...]
    users: tuple[User, ...]
    sentences: list[str]

    @property
    def returned(self) -> list[Similar]:
        """Similar letters that came back."""
        return [similar for similar in self.similar if similar.returned]

    @property
    def can_confirm(self) -> bool:
        """Whether there is a suggestion that says something."""
        suggestion = self.dossier.suggestion
        if self.reading is None or suggestion is None or suggestion.answer is None:
            return False
        return suggestion.lead_no is not None or suggestion.answer["scope"] == "out"


def open_case(store: Store, complaint_id: int) -> CaseFile:
    """Gather the letter. Raises NotFoundError."""
    dossier = store.decisions.get(complaint_id)
    decisions = store.decisions.history(complaint_id)
    users = store.people.list()
    answer = dossier.suggestion.answer if dossier.suggestion else None
    reading = read_answer(answer, dossier.text) if answer else None
    decided = last_deciding(decisions)
    similar = () if dossier.complaint.removed_at else store.similar.to(complaint_id, _SIMILAR)
    return CaseFile(
        dossier=dossier,
        reading=reading,
        runs=reading.runs if reading else plain_runs(shown_text(dossier.text)),
        standing=decided.issues if decided else suggested_issues(answer, dossier.text),
        decided=decided,
        undoable=last_step(decisions),
        events=_events(store, complaint_id, decisions, users),
        own_returns=[event for event in decisions if event.action == "return" and not event.is_undone],
        similar=similar,
        users=users,
        sentences=[shortened(dossier.text[slice(*span)]) for span in sentence_spans(dossier.text)],
    )


def _events(
    store: Store, complaint_id: int, decisions: Sequence[Decision], users: Sequence[User]
) -> list[Event]:
    names = {user.id: user.name for user in users}
    return history(store.decisions.suggestions(complaint_id), decisions, names)
