"""Orders of the queue, and cursors: a page begins behind a key, so that the thousandth is as quick as the first."""

import base64
import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, literal, select, tuple_

from web.store.errors import RefusedError
from web.store.schema import ComplaintRow
from web.store.types import storable_id

Order = Literal["uncertain", "oldest", "newest"]
_KEYS: dict[Order, tuple[Any, ...]] = {
    "uncertain": (ComplaintRow.confidence, ComplaintRow.received_on, ComplaintRow.id),
    "oldest": (ComplaintRow.received_on, ComplaintRow.id),
    "newest": (ComplaintRow.received_on, ComplaintRow.id),
}


def keys(order: Order) -> Select[Any]:
    """A select of the columns that the order goes by, the id last."""
    columns: Sequence[ColumnElement[Any]] = _KEYS[order]
    return select(*columns)


def ordered(query: Select[Any], order: Order, backwards: bool = False) -> Select[Any]:
    """``query`` in the order, or against it."""
    descends = (order == "newest") != backwards
    return query.order_by(*(key.desc() if descends else key.asc() for key in _KEYS[order]))


def beyond(order: Order, key: Sequence[Any], backwards: bool = False) -> ColumnElement[bool]:
    """What comes after ``key`` in the order, or before it."""
    columns = _KEYS[order]
    here = tuple_(*columns)
    there = tuple_(*(literal(value, column.type) for value, column in zip(key, columns, strict=True)))
    return here < there if (order == "newest") != backwards else here > there


def pack(key: Sequence[Any], total: int) -> str:
    """A key as a cursor for a link; the total goes along and need not be counted again on the next page."""
    plain = [total, *(value.isoformat() if isinstance(value, date) else value for value in key)]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def unpack(cursor: str, order: Order) -> tuple[list[Any], int]:
    """The key and the total in a cursor. Raises RefusedError where it is none of this order."""
    kinds: dict[str, Callable[[Any], Any]] = {
        "confidence": float, "received_on": date.fromisoformat, "id": storable_id,
    }  # fmt: skip
    try:
        total, *plain = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        key = [kinds[column.key](value) for column, value in zip(_KEYS[order], plain, strict=True)]
        return key, int(total)
    except (ValueError, TypeError) as error:
        raise RefusedError("翻页位置有误，请从第一页重新打开。") from error
