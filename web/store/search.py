"""Finding letters by words, and by number."""

from dataclasses import dataclass

from sqlalchemy import Connection, or_, select
from sqlalchemy import func as sql

from web.store.database import Database
from web.store.fulltext import latest_first, matching
from web.store.records import Complaint
from web.store.rows import complaints
from web.store.schema import ComplaintRow
from web.store.types import LAST_ID

PAGE = 20
MOST_COUNTED = 10_000


@dataclass(frozen=True)
class SearchPage:
    """Letters that hold every word, the latest first; ``next`` goes back into ``find(before=…)``.

    ``numbered`` are those whose number is the query, on the first page only. ``total`` counts the letters found by words,
    exactly up to `MOST_COUNTED`; where ``is_more`` there are more.
    """

    numbered: tuple[Complaint, ...]
    complaints: tuple[Complaint, ...]
    total: int
    is_more: bool
    next: int | None


class Search:
    """Full-text search in title, text and number of the letters."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, query: str, *, before: int | None = None, limit: int = PAGE) -> SearchPage:
        """A page of letters that hold every word of ``query``; words of one character will do."""
        with self._database.read() as connection:
            numbered = _numbered(connection, query) if before is None else []
            ids = matching(connection, query)
            if ids is None:
                return SearchPage(tuple(complaints(connection, numbered)), (), 0, False, None)
            counted = select(sql.count()).select_from(ids.limit(MOST_COUNTED + 1).subquery())
            total = int(connection.execute(counted).scalar_one())
            page = ids.where(ids.selected_columns.id < min(before, LAST_ID)) if before is not None else ids
            page = page.order_by(latest_first(ids, total > MOST_COUNTED)).limit(limit + 1)
            found = list(connection.execute(page).scalars())
            shown = [number for number in found[:limit] if number not in numbered]
            return SearchPage(
                tuple(complaints(connection, numbered)),
                tuple(complaints(connection, shown)),
                min(total, MOST_COUNTED),
                total > MOST_COUNTED,
                found[limit - 1] if len(found) > limit else None,
            )


def _numbered(connection: Connection, query: str) -> list[int]:
    """Letters whose own or external number is the query."""
    number = query.strip().removeprefix("#")
    if not number:
        return []
    conditions = [ComplaintRow.external_number == number]
    if number.isdecimal() and len(number) < 20 and int(number) <= LAST_ID:
        conditions.append(ComplaintRow.id == int(number))
    return list(connection.execute(select(ComplaintRow.id).where(or_(*conditions)).limit(PAGE)).scalars())
