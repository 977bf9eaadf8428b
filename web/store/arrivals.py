"""A complaint on its way into the tables: its row, its words, its suggestion, its terms in the index."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, insert, select
from sqlalchemy import func as sql

from web.store.fulltext import add_words
from web.store.records import OUTSIDE_PREFECTURE, Actor, Source
from web.store.rows import new_id
from web.store.schema import ComplaintRow, LetterRow, SuggestionRow
from web.store.types import storable

if TYPE_CHECKING:
    from router.routing import Routing

# What the router reads of a text; importing it from there would load the model's libraries.
LONGEST = 100_000
LONGEST_TITLE = 500
LONGEST_NUMBER = 100


@dataclass(frozen=True)
class Incoming:
    """A complaint as it came, unmasked; ``row`` is its row in a table, for messages about it."""

    text: str
    title: str = ""
    external_number: str = ""
    received_on: date | None = None
    row: int | None = None


@dataclass
class Arrival:
    """A complaint that may be stored: masked, with its digest and, unless that failed with a ``problem``, its routing."""

    incoming: Incoming
    title: str
    text: str
    digest: str
    routing: "Routing | None" = None
    problem: str | None = None


def row_words(incoming: Incoming) -> str:
    """The row of a table that a message is about, as its beginning."""
    return f"第 {incoming.row} 行：" if incoming.row is not None else ""


def fault(incoming: Incoming) -> str | None:
    """Why a complaint cannot be stored, None where it can."""
    where = row_words(incoming)
    if not storable(incoming.text).strip():
        return f"{where}诉求内容为空，请填写后再保存。"
    if len(incoming.text) > LONGEST:
        return f"{where}诉求内容有 {len(incoming.text):,} 字，最多 {LONGEST:,} 字，请分成几件。"
    if len(incoming.title) > LONGEST_TITLE:
        return f"{where}标题有 {len(incoming.title)} 字，最多 {LONGEST_TITLE} 字，请缩短。"
    if len(incoming.external_number) > LONGEST_NUMBER:
        return f"{where}来信编号有 {len(incoming.external_number)} 字，最多 {LONGEST_NUMBER} 字，请核对。"
    return None


def known_repeats(connection: Connection, digests: Sequence[str]) -> dict[str, int]:
    """The first complaint with each of the digests."""
    query = select(ComplaintRow.digest, sql.min(ComplaintRow.id)).where(ComplaintRow.digest.in_(set(digests)))
    rows = connection.execute(query.group_by(ComplaintRow.digest))
    return {digest: first for digest, first in rows if digest and first}


def insert_complaint(
    connection: Connection,
    arrival: Arrival,
    source: Source,
    actor: Actor,
    now: datetime,
    repeat_of: int | None,
) -> int:
    """Insert the row of a complaint; its number."""
    row = {
        "external_number": arrival.incoming.external_number.strip(),
        "received_on": arrival.incoming.received_on or date.today(),
        "source": source,
        "digest": arrival.digest,
        "repeat_of": repeat_of,
        "created_at": now,
        "created_by": actor.user_id,
        "state": "open",
        "waiting": True,
        "revision": 0,
        "returns": 0,
        "department_no": arrival.routing.leads[0].department.number
        if arrival.routing and arrival.routing.leads
        else None,
        **suggested_columns(arrival.routing),
    }
    return new_id(connection, insert(ComplaintRow), row)


def insert_words(connection: Connection, arrivals: Sequence[Arrival], ids: Sequence[int]) -> None:
    """Letters, suggestions and index of one block, many rows at a time."""
    pairs = list(zip(ids, arrivals, strict=True))
    connection.execute(
        insert(LetterRow),
        [{"complaint_id": number, "title": arrival.title, "text": arrival.text} for number, arrival in pairs],
    )
    suggestions = [suggestion_row(number, arrival.routing) for number, arrival in pairs if arrival.routing]
    if suggestions:
        connection.execute(insert(SuggestionRow), suggestions)
    add_words(
        connection,
        [
            (number, arrival.incoming.external_number, arrival.title, arrival.text)
            for number, arrival in pairs
        ],
    )


def suggestion_row(complaint_id: int, routing: "Routing") -> dict[str, Any]:
    """A new row of suggestions."""
    return {
        "complaint_id": complaint_id,
        "made_at": datetime.now(UTC),
        "model_version": routing.model.version,
        "duty_list": routing.model.duty_list,
        "lead_no": routing.leads[0].department.number if routing.leads else None,
        "answer": routing.to_json(),
    }


def suggested_columns(routing: "Routing | None") -> dict[str, Any]:
    """The columns of a complaint that follow from its suggestion; a letter without one waits for a person."""
    if routing is None:
        return {
            "matter_id": None, "matter": "", "lead_no": None, "kind": "other", "scope": "in",
            "disposition": "review", "territory": "", "confidence": 0.0,
        }  # fmt: skip
    main = routing.issues[0].matter if routing.issues else None
    outside = routing.territory.status == "outside"
    return {
        "matter_id": main.id if main else None,
        "matter": main.name if main else "",
        "lead_no": routing.leads[0].department.number if routing.leads else None,
        "kind": routing.kind,
        "scope": routing.scope,
        "disposition": routing.disposition,
        "territory": OUTSIDE_PREFECTURE if outside else routing.territory.name or "",
        "confidence": _confidence(routing),
    }


def _confidence(routing: "Routing") -> float:
    if routing.leads:
        return float(routing.leads[0].confidence)
    if routing.scope == "out":
        return 1.0 - float(routing.candidates[0].confidence)
    return 0.0
