"""What of single letters stands in a table: by which number the office knows them, and in which town the trouble is."""

import functools
import threading
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from web.store import Store
from web.store.masking import masked_words
from web.store.schema import ComplaintRow, SuggestionRow

_MOST_REMEMBERED = 50_000

# Looked up by what the store has now, so that nothing is shown that was removed there.
_masked = functools.lru_cache(4096)(masked_words)


class Lookup:
    """Looks letters up; towns, which lie in packed answers, are remembered."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._towns: dict[int, str] = {}

    def numbers(self, ids: Sequence[int]) -> list[str]:
        """The office's own numbers, masked like everything that was typed in; 第 12 件 where there is none."""
        query = select(ComplaintRow.id, ComplaintRow.external_number).where(ComplaintRow.id.in_(ids))
        with self._store.database.read() as connection:
            found = {number: _masked(external) for number, external in connection.execute(query)}
        return [found.get(number) or f"第 {number} 件" for number in ids]

    def towns(self, ids: Sequence[int]) -> list[str]:
        """The towns that the latest answers name, empty where they name none or are gone."""
        with self._lock:
            missing = [number for number in ids if number not in self._towns]
        if missing:
            # Suggestions come in the order they were made, so that the latest of a letter stays.
            query = (
                select(SuggestionRow.complaint_id, SuggestionRow.answer)
                .where(SuggestionRow.complaint_id.in_(missing))
                .order_by(SuggestionRow.id)
            )
            with self._store.database.read() as connection:
                answers: dict[int, Any] = dict(connection.execute(query).all())
            found = {number: _town(answers.get(number)) for number in missing}
            with self._lock:
                if len(self._towns) > _MOST_REMEMBERED:
                    self._towns.clear()
                self._towns |= found
        with self._lock:
            return [self._towns.get(number, "") for number in ids]


def _town(answer: dict[str, Any] | None) -> str:
    return ((answer or {}).get("territory") or {}).get("town") or ""
