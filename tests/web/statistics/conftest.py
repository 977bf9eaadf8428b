"""Seven letters whose statistics can be worked out by hand, on SQLite and on PostgreSQL. Today is 27 November 2026."""

import importlib.util
from dataclasses import make_dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from web.statistics import Statistics
from web.store.history import head_of
from web.store.schema import ComplaintRow, DecisionRow, SuggestionRow

# The stores of the store's own tests.
_spec = importlib.util.spec_from_file_location(
    "store_fixtures", Path(__file__).parents[1] / "store" / "conftest.py"
)
_fixtures = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_fixtures)
cluster, sqlite_template = _fixtures.cluster, _fixtures.sqlite_template
new_url, url, store = _fixtures.new_url, _fixtures.url, _fixtures.store

TODAY = date(2026, 11, 27)
AIR, NOISE = "air-cooking", "noise-construction"
_COLUMNS = [column.name for column in DecisionRow.__table__.columns]
_Event = make_dataclass("_Event", _COLUMNS)


class Writer:
    """Writes letters and what was decided about them, at any date."""

    def __init__(self, store):
        self._store = store
        self._user = store.people.local_user().id
        self.letters = self.events = 0

    def letter(self, received, matter=AIR, place="昌吉市", lead=22, events=(), **more):
        """``events`` are (action, day, lead or department or number of the event undone, seconds)."""
        self.letters += 1
        number = self.letters
        row = {
            "id": number, "external_number": f"信{number}", "received_on": date.fromisoformat(received),
            "source": "paste", "digest": f"digest {number}", "repeat_of": None,
            "created_at": datetime(2026, 1, 1, tzinfo=UTC), "created_by": self._user, "matter_id": matter,
            "matter": matter or "", "lead_no": lead, "kind": "complaint", "scope": "in" if lead else "out",
            "disposition": "auto", "territory": place, "confidence": 0.9, "revision": len(events), **more,
        }  # fmt: skip
        made = [
            self._event(number, revision, lead, matter, event) for revision, event in enumerate(events, 1)
        ]
        head = head_of([_Event(**values) for values in made])
        answer = {"territory": {"town": more.pop("town", "建国路街道")}, "scope": row["scope"], "issues": []}
        row.pop("town", None)
        suggestion = {
            "id": number, "complaint_id": number, "made_at": row["created_at"], "model_version": "m",
            "duty_list": "d", "lead_no": lead, "answer": answer,
        }  # fmt: skip
        with self._store.database.write() as connection:
            connection.execute(insert(ComplaintRow), row | head.columns(lead))
            connection.execute(insert(SuggestionRow), suggestion)
            if made:
                connection.execute(insert(DecisionRow), made)
        return number

    def _event(self, number, revision, suggested, matter, event):
        action, day, who, seconds = (*event, None, None)[:4]
        self.events += 1
        decides = action in ("confirm", "correct", "out_of_scope")
        lead = (suggested if action == "confirm" else who) if decides else None
        issue = {"span": None, "matter": matter, "leads": [lead] if lead else [], "assists": []}
        return dict.fromkeys(_COLUMNS) | {
            "id": self.events, "complaint_id": number, "revision": revision, "suggestion_id": number,
            "user_id": self._user, "decided_at": datetime.fromisoformat(f"{day} 04:00+00:00"), "action": action,
            "issues": [issue] if decides else None, "note": "", "reason": "",
            "department_no": who if action == "return" else None, "undoes": who if action == "undo" else None,
            "lead_no": lead, "agreed": lead == suggested if decides else None, "seconds": seconds,
        }  # fmt: skip


@pytest.fixture
def writer(store):
    return Writer(store)


@pytest.fixture
def seven(writer):
    """One confirmed, one corrected, a repeat, a returned one, one out of scope, one undone, and one of last year."""
    writer.letter("2026-11-02", events=[("confirm", "2026-11-03", None, 10.0)])
    writer.letter("2026-11-02", events=[("correct", "2026-11-05", 11)])
    writer.letter("2026-11-10", repeat_of=1)
    writer.letter(
        "2026-10-01", NOISE, "奇台县",
        events=[("confirm", "2026-10-20"), ("return", "2026-10-25", 22), ("correct", "2026-11-01", 16)],
    )  # fmt: skip
    writer.letter("2026-11-03", None, "", None, events=[("out_of_scope", "2026-11-04")])
    writer.letter(
        "2026-11-11", NOISE, "奇台县", events=[("confirm", "2026-11-12"), ("undo", "2026-11-13", writer.events + 1)]
    )  # fmt: skip
    writer.letter("2025-11-05", events=[("confirm", "2025-11-06")])
    return writer


@pytest.fixture
def statistics(store):
    return Statistics(store)


@pytest.fixture
def select(seven, statistics):
    """The seven letters in a span of days."""
    return lambda span, territory=None: statistics.select(span, territory, today=TODAY)
