"""The full-text index: FTS5 on SQLite, a tsvector with GIN on PostgreSQL. Terms come from `web.store.words`.

Both hold which terms a letter has and not where: a word is found by all its pairs of characters, which for words that
people look for is as good as the word itself, in half the space.
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Integer,
    Select,
    cast,
    column,
    select,
    table,
    text,
    union_all,
)
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


def holding_each(connection: Connection, wanted: Mapping[str, bool], most: int) -> Executable:
    """Per letter how many of the ``wanted`` terms it holds (``id``, ``hits``), of each term the ``most`` latest.

    Of each term it must be known whether many letters hold it.
    """
    if _is_sqlite(connection):
        return _holding_each_sqlite(list(wanted), most)
    parts = []
    for term, are_many in wanted.items():
        ids = _ids(connection, [Asked(term, False)])
        latest = ids.order_by(latest_first(ids, are_many)).limit(most).subquery()
        parts.append(select(latest.c.id))
    found = union_all(*parts).subquery("found")
    return select(found.c.id, sql.count().label("hits")).group_by(found.c.id)


def _holding_each_sqlite(wanted: Sequence[str], most: int) -> Executable:
    # Written out: putting two dozen selects together as objects takes longer than answering them.
    one = (
        "SELECT id FROM (SELECT rowid AS id FROM letter_words WHERE letter_words MATCH :t{}"
        " ORDER BY rowid DESC LIMIT :most)"
    )
    parts = " UNION ALL ".join(one.format(number) for number in range(len(wanted)))
    matches = {f"t{number}": _match([Asked(term, False)]) for number, term in enumerate(wanted)}
    return text(f"SELECT id, count(*) AS hits FROM ({parts}) GROUP BY id").bindparams(most=most, **matches)


def latest_first(ids: Select[int], are_many: bool) -> ColumnElement[int]:
    """The order of the latest letter first, for a select of `matching`; ``are_many`` says that it finds many.

    SQLite's index has that order in itself. PostgreSQL may follow the key where many letters match and a page is soon
    full; where few do, it would read the whole table to find them, so the key is hidden from it.
    """
    key = ids.selected_columns.id
    return key.desc() if are_many or ids.get_final_froms()[0] is _FTS5 else (key + 0).desc()


def _ids(connection: Connection, wanted: Sequence[Asked]) -> Select[int]:
    if _is_sqlite(connection):
        holds = _FTS5.c.letter_words.op("MATCH", is_comparison=True)(_match(wanted))
        return select(_FTS5.c.rowid.label("id")).where(holds)
    query = " & ".join(f"'{term.term}'{':*' if term.is_prefix else ''}" for term in wanted)
    holds = _VECTORS.c.words.op("@@", is_comparison=True)(cast(query, TSQUERY))
    return select(_VECTORS.c.complaint_id.label("id")).where(holds)


def _match(wanted: Sequence[Asked]) -> str:
    """What FTS5 is asked for."""
    return " AND ".join(f'"{term.term}"{"*" if term.is_prefix else ""}' for term in wanted)


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"
