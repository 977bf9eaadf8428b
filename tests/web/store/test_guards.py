"""The database itself refuses to change or delete what was appended."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

TAMPERING = [
    "UPDATE suggestions SET model_version = 'x'",
    "UPDATE suggestions SET answer = NULL",
    "DELETE FROM suggestions",
    "UPDATE decisions SET user_id = user_id + 0, action = 'note'",
    "UPDATE decisions SET note = ''",
    "UPDATE decisions SET decided_at = decided_at",
    "DELETE FROM decisions",
    "UPDATE audit SET detail = ''",
    "DELETE FROM audit",
    "UPDATE letters SET text = 'x'",
    "DELETE FROM letters",
    "DELETE FROM complaints",
]


def _try(store, statement):
    with pytest.raises(DBAPIError, match="append only"), store.database.write() as connection:
        connection.execute(text(statement))


@pytest.fixture
def decided(add, decide):
    number = add()
    decide(number, "confirm", note="已核实")
    return number


@pytest.mark.parametrize("statement", TAMPERING)
def test_what_was_appended_cannot_be_changed(store, decided, statement):
    _try(store, statement)
    assert store.decisions.history(decided)[0].note == "已核实"


@pytest.mark.parametrize("table", ["suggestions", "decisions", "audit", "letters", "complaints"])
def test_a_table_cannot_be_emptied_or_a_row_replaced(store, decided, table):
    if store.database.is_sqlite:
        if table != "complaints":
            _try(store, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    else:
        _try(store, f"TRUNCATE {table} CASCADE")


def test_a_decision_cannot_be_overwritten_by_one_of_the_same_revision(store, decided):
    columns = "complaint_id, revision, user_id, decided_at, action, note, reason"
    with pytest.raises(DBAPIError), store.database.write() as connection:
        connection.execute(text(f"INSERT INTO decisions ({columns}) SELECT {columns} FROM decisions"))


def test_a_removed_letter_lets_go_of_words_only(store, decided):
    with store.database.write() as connection:
        connection.execute(text("UPDATE complaints SET removed_at = created_at"))
    for statement in (
        "UPDATE suggestions SET model_version = 'x', answer = NULL",
        "UPDATE decisions SET note = '', reason = '', user_id = NULL",
        "UPDATE decisions SET note = '', reason = '', issues = NULL",
        "UPDATE decisions SET note = 'x', reason = ''",
        "UPDATE letters SET text = 'x'",
        "DELETE FROM suggestions",
        "DELETE FROM decisions",
        "UPDATE audit SET detail = ''",
    ):
        with pytest.raises(DBAPIError), store.database.write() as connection:
            connection.execute(text(statement))
    with store.database.write() as connection:
        connection.execute(text("UPDATE suggestions SET answer = NULL"))
        connection.execute(text("UPDATE decisions SET note = '', reason = ''"))
        connection.execute(text("DELETE FROM letters"))
