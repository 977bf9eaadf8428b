"""Taking complaints in: masked before anything is stored, routed as they are stored, repeats noted.

The model sees the masked copy too, so that what is shown, stored and learned from later is one text.
"""

import hashlib
import hmac
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import case, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from router.errors import ComplaintRouterError
from web.store.arrivals import (
    Arrival,
    Incoming,
    fault,
    insert_complaint,
    insert_words,
    known_repeats,
    row_words,
    suggested_columns,
    suggestion_row,
)
from web.store.audit import record
from web.store.database import Database
from web.store.errors import RefusedError
from web.store.masking import Preview, preview
from web.store.opening import DIGEST_KEY
from web.store.records import Actor, Source
from web.store.rows import complaint as find_complaint
from web.store.rows import letter as find_letter
from web.store.rows import new_id
from web.store.schema import ComplaintRow, MetaRow, SuggestionRow
from web.store.words import fold

if TYPE_CHECKING:
    # The model's libraries take seconds to load; a backup does not need them.
    from router.router import Router

BLOCK = 64
_UNEXPECTED = "保存时出现意外错误，已记入日志，请重试或联系管理员"
_NOT_ROUTED = "研判时出现意外错误，已存入待人工研判"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Added:
    """A complaint that was stored; ``repeat_of`` is the first one with the same words, ``problem`` why it has no
    suggestion."""

    id: int
    row: int | None
    repeat_of: int | None
    problem: str | None = None


@dataclass(frozen=True)
class Failure:
    """A complaint that was not stored, with the sentence why; it is handed back whole."""

    incoming: Incoming
    reason: str


@dataclass(frozen=True)
class Progress:
    """How far the intake of a table is."""

    rows: int
    added: int
    repeats: int
    failures: int


@dataclass(frozen=True)
class Report:
    """What became of every row: it is in exactly one of the two."""

    added: tuple[Added, ...]
    failures: tuple[Failure, ...]

    @property
    def repeats(self) -> tuple[Added, ...]:
        """Those whose words were in the store before."""
        return tuple(added for added in self.added if added.repeat_of)

    @property
    def unrouted(self) -> tuple[Added, ...]:
        """Those stored without a suggestion."""
        return tuple(added for added in self.added if added.problem)


class Intake:
    """Takes complaints in."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._key: bytes | None = None

    def preview(self, text: str, title: str = "") -> Preview:
        """How a complaint would be stored, for the clerk to see before it is; nothing is saved."""
        return preview(text, title)

    def add(self, incoming: Incoming, router: "Router", source: Source, actor: Actor) -> Added:
        """Store one complaint. Raises RefusedError where it is empty or too long."""
        report = self.add_many([incoming], router, source, actor)
        if report.failures:
            raise RefusedError(report.failures[0].reason)
        return report.added[0]

    def add_many(
        self,
        incoming: Iterable[Incoming],
        router: "Router",
        source: Source,
        actor: Actor,
        progress: Callable[[Progress], None] | None = None,
    ) -> Report:
        """Store complaints block by block; each block is kept whole or, where that fails, letter by letter."""
        added: list[Added] = []
        failures: list[Failure] = []
        rest = iter(incoming)
        while block := list(islice(rest, BLOCK)):
            arrivals = list(self._arrivals(block, failures))
            _route(arrivals, router)
            added += self._store(arrivals, source, actor, failures)
            if progress:
                repeats = sum(item.repeat_of is not None for item in added)
                progress(Progress(len(added) + len(failures), len(added), repeats, len(failures)))
        if source == "table":
            detail = {"added": len(added), "failures": len(failures)}
            with self._database.write() as connection:
                record(connection, actor, "intake.table", detail=detail)
        return Report(tuple(added), tuple(failures))

    def suggest_again(self, complaint_id: int, router: "Router", actor: Actor) -> int:
        """Append the suggestion of the present model and make it the one that holds; its id."""
        with self._database.read() as connection:
            complaint = find_complaint(connection, complaint_id)
            _, text = find_letter(connection, complaint_id)
        if complaint.removed_at:
            raise RefusedError(f"来信 {complaint_id} 的内容已按保存期限清除，不能再次研判。")
        routing = router.route(text)
        with self._database.write() as connection:
            suggestion_id = new_id(connection, insert(SuggestionRow), suggestion_row(complaint_id, routing))
            suggested = suggested_columns(routing)
            stands = case(
                (ComplaintRow.decided_at.is_(None), suggested["lead_no"]), else_=ComplaintRow.department_no
            )
            changed = update(ComplaintRow).where(ComplaintRow.id == complaint_id)
            connection.execute(changed.values(**suggested, department_no=stands))
            record(connection, actor, "suggest_again", f"complaint:{complaint_id}", routing.model.version)
            return suggestion_id

    def _arrivals(self, block: Sequence[Incoming], failures: list[Failure]) -> Iterator[Arrival]:
        for incoming in block:
            reason = fault(incoming)
            if reason:
                failures.append(Failure(incoming, reason))
                continue
            seen = preview(incoming.text, incoming.title)
            yield Arrival(incoming, seen.title, seen.text, self._digest(seen.text))

    def _digest(self, text: str) -> str:
        """A keyed digest of what a text says, blanks and punctuation apart."""
        if self._key is None:
            with self._database.read() as connection:
                key = connection.execute(select(MetaRow.value).where(MetaRow.name == DIGEST_KEY)).scalar_one()
            self._key = bytes.fromhex(key)
        plain = "".join(filter(str.isalnum, fold(text))) or text
        return hmac.new(self._key, plain.encode(), hashlib.sha256).hexdigest()

    def _store(
        self, arrivals: Sequence[Arrival], source: Source, actor: Actor, failures: list[Failure]
    ) -> list[Added]:
        try:
            return self._store_block(arrivals, source, actor)
        except SQLAlchemyError:
            _log.exception("一批来信未能一次保存，改为逐件保存")
        added = []
        for arrival in arrivals:
            try:
                added += self._store_block([arrival], source, actor)
            except SQLAlchemyError:
                _log.exception("来信未能保存")
                failures.append(Failure(arrival.incoming, f"{row_words(arrival.incoming)}{_UNEXPECTED}。"))
        return added

    def _store_block(self, arrivals: Sequence[Arrival], source: Source, actor: Actor) -> list[Added]:
        if not arrivals:
            return []
        now = datetime.now(UTC)
        with self._database.write() as connection:
            known = known_repeats(connection, [arrival.digest for arrival in arrivals])
            added = []
            for arrival in arrivals:
                repeat_of = known.get(arrival.digest)
                complaint_id = insert_complaint(connection, arrival, source, actor, now, repeat_of)
                known.setdefault(arrival.digest, complaint_id)
                added.append(Added(complaint_id, arrival.incoming.row, repeat_of, arrival.problem))
            insert_words(connection, arrivals, [item.id for item in added])
            if source != "table":
                for item in added:
                    record(connection, actor, f"intake.{source}", f"complaint:{item.id}")
        return added


def _route(arrivals: Sequence[Arrival], router: "Router") -> None:
    """Give each arrival its routing; one letter that cannot be routed spoils no other."""
    try:
        for arrival, routing in zip(
            arrivals, router.route_many([arrival.text for arrival in arrivals]), strict=True
        ):
            arrival.routing = routing
        return
    except Exception:
        # Whatever is wrong with one letter, the others must get in; the log keeps what it was.
        _log.exception("一批来信未能一次研判，改为逐件研判")
    for arrival in arrivals:
        try:
            arrival.routing = router.route(arrival.text)
        except Exception as error:
            _log.exception("来信未能研判")
            why = str(error) if isinstance(error, ComplaintRouterError) else f"{_NOT_ROUTED}。"
            arrival.problem = f"{row_words(arrival.incoming)}{why}"
