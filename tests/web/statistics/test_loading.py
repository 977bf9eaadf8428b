"""What is kept in memory is what a fresh look would find, whatever happened meanwhile."""

from dataclasses import fields
from datetime import UTC, datetime

import numpy as np
from sqlalchemy import insert, update

from web.statistics.loading import FactStore
from web.store.schema import ComplaintRow, DecisionRow, SuggestionRow


def columns(facts):
    """All facts as lists; codes as the names they stand for, since their order is that of reading."""
    names = {"matter": facts.matter_name, "decided_matter": facts.matter_name}
    names |= {"territory": facts.territories.values.__getitem__, "kind": facts.kinds.values.__getitem__}
    for part in (facts.letters, facts.returns):
        for field in fields(part):
            values = (
                np.nan_to_num(getattr(part, field.name))
                if field.name == "seconds"
                else getattr(part, field.name)
            )
            yield field.name, [names.get(field.name, str)(value) for value in values]


def assert_fresh(store, kept):
    assert list(columns(kept.facts())) == list(columns(FactStore(store).facts()))


def test_nothing_new_is_the_same_facts(store, seven):
    kept = FactStore(store)
    assert kept.facts() is kept.facts()


def test_new_letters_and_decisions_are_seen(store, seven):
    kept = FactStore(store)
    kept.facts()
    seven.letter(
        "2026-11-20", "water-river", "阜康市", 24, [("confirm", "2026-11-21"), ("return", "2026-11-22", 24)]
    )
    assert len(kept.facts().letters) == 8
    assert len(kept.facts().returns) == 2
    assert_fresh(store, kept)


def test_an_undone_return_is_gone(store, seven, statistics):
    kept = FactStore(store)
    assert len(kept.facts().returns) == 1
    with store.database.write() as connection:
        undo = {
            "id": 99, "complaint_id": 4, "revision": 4, "user_id": store.people.local_user().id, "action": "undo",
            "undoes": 4, "decided_at": datetime(2026, 11, 27, tzinfo=UTC), "note": "", "reason": "",
        }  # fmt: skip
        connection.execute(insert(DecisionRow), undo)
        connection.execute(update(ComplaintRow).where(ComplaintRow.id == 4).values(revision=4, returns=0))
    assert len(kept.facts().returns) == 0
    assert_fresh(store, kept)


def test_a_new_suggestion_changes_the_matter(store, seven):
    kept = FactStore(store)
    kept.facts()
    with store.database.write() as connection:
        row = {
            "id": 50, "complaint_id": 3, "made_at": datetime(2026, 11, 27, tzinfo=UTC), "model_version": "n",
            "duty_list": "d", "lead_no": 11, "answer": {},
        }  # fmt: skip
        connection.execute(insert(SuggestionRow), row)
        changed = {"matter_id": "air-odour", "lead_no": 11, "department_no": 11}
        connection.execute(update(ComplaintRow).where(ComplaintRow.id == 3).values(**changed))
    assert kept.facts().letters.department[2] == 11
    assert_fresh(store, kept)


def test_a_number_that_was_kept_late_is_seen(store, seven):
    """Of two that write at once on PostgreSQL the lower number may be kept after the higher one."""
    kept = FactStore(store)
    seven.letters = 20
    seven.letter("2026-11-20")
    assert len(kept.facts().letters) == 8
    seven.letters = 10
    seven.letter("2026-11-21")
    assert kept.facts().letters.ids.tolist() == [*range(1, 8), 11, 21]
    assert_fresh(store, kept)


def test_a_matter_that_the_table_no_longer_has_keeps_its_name(store, writer):
    writer.letter("2026-11-20", "old-matter")
    facts = FactStore(store).facts()
    assert facts.matter_name(facts.letters.matter[0]) == "old-matter"
