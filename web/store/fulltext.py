"""The full-text index: FTS5 on SQLite, a tsvector with GIN on PostgreSQL. Terms come from `web.store.words`.

Both hold which terms a letter has and not where: a word is found by all its pairs of characters, which for words that
people look for is as good as the word itself, in half the space.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Integer, Select, cast, column, select, table, text, union_all
from sqlalchemy import func as sql
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from web.store.words import Asked, asked, terms

_FTS5 = table("letter_words", column("rowid", Integer), column("letter_words"))
_VECTORS = table("letter_words", column("complaint_id", Integer), column("words", TSVECTOR))
_INSERT_SQLITE = text("INSERT INTO letter_words (rowid, words) VALUES (:id, :words)")
_DELETE_SQLITE = text("INSERT INTO letter_words (letter_words, rowid, words) VALUES ('delete', :id, :words)")
_INSERT_POSTGRESQL = text(
    "INSERT INTO letter_words (complaint_id, words) VALUES (:id, array_to_tsvector(CAST(:words AS text[])))"
)
_DELETE_POSTGRESQL = text("DELETE FROM letter_words WHERE complaint_id = :id")


def add_words(connection: Connection, letters: Iterable[tuple[int, str, str, str]]) -> None:
    """Index letters: id, number, title and text of each."""
    found = [(number, terms(*texts)) for number, *texts in letters]
    if _is_sqlite(connection):
        connection.execute(
            _INSERT_SQLITE, [{"id": number, "words": " ".join(words)} for number, words in found]
        )
    else:
        connection.execute(_INSERT_POSTGRESQL, [{"id": number, "words": words} for number, words in found])


def remove_words(connection: Connection, letters: Iterable[tuple[int, str, str, str]]) -> None:
    """Take letters out of the index; they must be given as they were added."""
    for number, *texts in letters:
        if _is_sqlite(connection):
            connection.execute(_DELETE_SQLITE, {"id": number, "words": " ".join(terms(*texts))})
        else:
            connection.execute(_DELETE_POSTGRESQL, {"id": number})


def matching(connection: Connection, query: str) -> Select[int] | None:
    """The ids of letters that hold every word of ``query``, as a select of ``id``; None where it names no word."""
    wanted = asked(query)
    return _ids(connection, wanted) if wanted else None


def holding_each(connection: Connection, wanted: Sequence[str], most: int) -> Select[int, int]:
    """Per letter how many of the ``wanted`` terms it holds (``id``, ``hits``), of each term the ``most`` latest."""
    parts = []
    for term in wanted:
        ids = _ids(connection, [Asked(term, False)])
        latest = ids.order_by(ids.selected_columns.id.desc()).limit(most).subquery()
        parts.append(select(latest.c.id))
    found = union_all(*parts).subquery("found")
    return select(found.c.id, sql.count().label("hits")).group_by(found.c.id)


def _ids(connection: Connection, wanted: Sequence[Asked]) -> Select[int]:
    if _is_sqlite(connection):
        match = " AND ".join(f'"{term.term}"{"*" if term.is_prefix else ""}' for term in wanted)
        holds = _FTS5.c.letter_words.op("MATCH", is_comparison=True)(match)
        return select(_FTS5.c.rowid.label("id")).where(holds)
    query = " & ".join(f"'{term.term}'{':*' if term.is_prefix else ''}" for term in wanted)
    holds = _VECTORS.c.words.op("@@", is_comparison=True)(cast(query, TSQUERY))
    return select(_VECTORS.c.complaint_id.label("id")).where(holds)


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"
