"""Taking complaints in: masked before anything is stored, routed as they are stored, repeats noted.

The model sees the masked copy too, so that what is shown, stored and learned from later is one text.
"""

import hashlib
import hmac
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, case, insert, select, update
from sqlalchemy import func as sql
from sqlalchemy.exc import SQLAlchemyError

from router.errors import ComplaintRouterError
from router.privacy import PersonalKind, find_masked
from router.router import LONGEST, Router
from router.routing import Routing
from web.store.audit import record
from web.store.database import Database
from web.store.errors import RefusedError
from web.store.fulltext import add_words
from web.store.opening import DIGEST_KEY
from web.store.records import OUTSIDE_PREFECTURE, Actor, Source
from web.store.rows import complaint as find_complaint
from web.store.rows import letter as find_letter
from web.store.rows import new_id
from web.store.schema import ComplaintRow, LetterRow, MetaRow, SuggestionRow
from web.store.types import storable
from web.store.words import fold

BLOCK = 64
LONGEST_TITLE = 500
LONGEST_NUMBER = 100
_UNEXPECTED = "保存时出现意外错误，已记入日志，请重试或联系管理员"
_NOT_ROUTED = "研判时出现意外错误，已存入待人工研判"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Incoming:
    """A complaint as it came, unmasked; ``row`` is its row in a table, for messages about it."""

    text: str
    title: str = ""
    external_number: str = ""
    received_on: date | None = None
    row: int | None = None


@dataclass(frozen=True)
class MaskedPart:
    """What was masked: the ``original`` (never stored) and where ``start:end`` its stand-in is in the masked text."""

    kind: PersonalKind
    original: str
    start: int
    end: int


@dataclass(frozen=True)
class Preview:
    """How a complaint would be stored."""

    title: str
    text: str
    parts: tuple[MaskedPart, ...]


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


@dataclass
class _Draft:
    incoming: Incoming
    title: str
    text: str
    digest: str
    routing: Routing | None = None
    problem: str | None = None


class Intake:
    """Takes complaints in."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._key: bytes | None = None

    def preview(self, text: str, title: str = "") -> Preview:
        """How a complaint would be stored, for the clerk to see before it is; nothing is saved."""
        return preview(text, title)

    def add(self, incoming: Incoming, router: Router, source: Source, actor: Actor) -> Added:
        """Store one complaint. Raises RefusedError where it is empty or too long."""
        report = self.add_many([incoming], router, source, actor)
        if report.failures:
            raise RefusedError(report.failures[0].reason)
        return report.added[0]

    def add_many(
        self,
        incoming: Iterable[Incoming],
        router: Router,
        source: Source,
        actor: Actor,
        progress: Callable[[Progress], None] | None = None,
    ) -> Report:
        """Store complaints block by block; each block is kept whole or, where that fails, letter by letter."""
        added: list[Added] = []
        failures: list[Failure] = []
        rest = iter(incoming)
        while block := list(islice(rest, BLOCK)):
            drafts = list(self._drafts(block, failures))
            _route(drafts, router)
            added += self._store(drafts, source, actor, failures)
            if progress:
                repeats = sum(item.repeat_of is not None for item in added)
                progress(Progress(len(added) + len(failures), len(added), repeats, len(failures)))
        if source == "table":
            detail = {"added": len(added), "failures": len(failures)}
            with self._database.write() as connection:
                record(connection, actor, "intake.table", detail=detail)
        return Report(tuple(added), tuple(failures))

    def suggest_again(self, complaint_id: int, router: Router, actor: Actor) -> int:
        """Append the suggestion of the present model and make it the one that holds; its id."""
        with self._database.read() as connection:
            complaint = find_complaint(connection, complaint_id)
            _, text = find_letter(connection, complaint_id)
        if complaint.removed_at:
            raise RefusedError(f"来信 {complaint_id} 的内容已按保存期限清除，不能再次研判。")
        routing = router.route(text)
        with self._database.write() as connection:
            suggestion_id = new_id(connection, insert(SuggestionRow), _suggestion(complaint_id, routing))
            suggested = _suggested(routing)
            stands = case(
                (ComplaintRow.decided_at.is_(None), suggested["lead_no"]), else_=ComplaintRow.department_no
            )
            changed = update(ComplaintRow).where(ComplaintRow.id == complaint_id)
            connection.execute(changed.values(**suggested, department_no=stands))
            record(connection, actor, "suggest_again", f"complaint:{complaint_id}", routing.model.version)
            return suggestion_id

    def _drafts(self, block: Sequence[Incoming], failures: list[Failure]) -> Iterator[_Draft]:
        for incoming in block:
            reason = _fault(incoming)
            if reason:
                failures.append(Failure(incoming, reason))
                continue
            seen = preview(incoming.text, incoming.title)
            yield _Draft(incoming, seen.title, seen.text, self._digest(seen.text))

    def _digest(self, text: str) -> str:
        """A keyed digest of what a text says, blanks and punctuation apart."""
        if self._key is None:
            with self._database.read() as connection:
                key = connection.execute(select(MetaRow.value).where(MetaRow.name == DIGEST_KEY)).scalar_one()
            self._key = bytes.fromhex(key)
        plain = "".join(filter(str.isalnum, fold(text))) or text
        return hmac.new(self._key, plain.encode(), hashlib.sha256).hexdigest()

    def _store(
        self, drafts: Sequence[_Draft], source: Source, actor: Actor, failures: list[Failure]
    ) -> list[Added]:
        try:
            return self._store_block(drafts, source, actor)
        except SQLAlchemyError:
            _log.exception("一批来信未能一次保存，改为逐件保存")
        added = []
        for draft in drafts:
            try:
                added += self._store_block([draft], source, actor)
            except SQLAlchemyError:
                _log.exception("来信未能保存")
                failures.append(Failure(draft.incoming, f"{_where(draft.incoming)}{_UNEXPECTED}。"))
        return added

    def _store_block(self, drafts: Sequence[_Draft], source: Source, actor: Actor) -> list[Added]:
        if not drafts:
            return []
        now = datetime.now(UTC)
        with self._database.write() as connection:
            known = _known(connection, [draft.digest for draft in drafts])
            added = []
            for draft in drafts:
                repeat_of = known.get(draft.digest)
                complaint_id = _insert_complaint(connection, draft, source, actor, now, repeat_of)
                known.setdefault(draft.digest, complaint_id)
                added.append(Added(complaint_id, draft.incoming.row, repeat_of, draft.problem))
            _insert_words(connection, drafts, [item.id for item in added])
            if source != "table":
                for item in added:
                    record(connection, actor, f"intake.{source}", f"complaint:{item.id}")
        return added


def preview(text: str, title: str = "") -> Preview:
    """``text`` and ``title`` as they would be stored, and what was masked in the text; a name in one is known in both."""
    text, title = storable(text).strip(), storable(title).strip()
    names = {
        part[slice(*found.span)]
        for part in (text, title)
        for found in find_masked(part)
        if found.kind == "姓名"
    }
    masked, parts = _mask(text, names)
    return Preview(_mask(title, names)[0], masked, parts)


def masked_words(text: str) -> str:
    """A note or a reason as it may be stored."""
    return _mask(storable(text).strip(), ())[0]


def _mask(text: str, names: Iterable[str]) -> tuple[str, tuple[MaskedPart, ...]]:
    parts: list[MaskedPart] = []
    pieces: list[str] = []
    last = length = 0
    for masked in find_masked(text, names=names):
        start, end = masked.span
        pieces += [text[last:start], masked.shown]
        begin = length + start - last
        length, last = begin + len(masked.shown), end
        parts.append(MaskedPart(masked.kind, text[start:end], begin, length))
    return "".join([*pieces, text[last:]]), tuple(parts)


def _where(incoming: Incoming) -> str:
    return f"第 {incoming.row} 行：" if incoming.row is not None else ""


def _fault(incoming: Incoming) -> str | None:
    """Why a complaint cannot be stored, None where it can."""
    where = _where(incoming)
    if not storable(incoming.text).strip():
        return f"{where}诉求内容为空，请填写后再保存。"
    if len(incoming.text) > LONGEST:
        return f"{where}诉求内容有 {len(incoming.text):,} 字，最多 {LONGEST:,} 字，请分成几件。"
    if len(incoming.title) > LONGEST_TITLE:
        return f"{where}标题有 {len(incoming.title)} 字，最多 {LONGEST_TITLE} 字，请缩短。"
    if len(incoming.external_number) > LONGEST_NUMBER:
        return f"{where}来信编号有 {len(incoming.external_number)} 字，最多 {LONGEST_NUMBER} 字，请核对。"
    return None


def _route(drafts: Sequence[_Draft], router: Router) -> None:
    """Give each draft its routing; one letter that cannot be routed spoils no other."""
    try:
        for draft, routing in zip(drafts, router.route_many([draft.text for draft in drafts]), strict=True):
            draft.routing = routing
        return
    except Exception:
        # Whatever is wrong with one letter, the others must get in; the log keeps what it was.
        _log.exception("一批来信未能一次研判，改为逐件研判")
    for draft in drafts:
        try:
            draft.routing = router.route(draft.text)
        except Exception as error:
            _log.exception("来信未能研判")
            why = str(error) if isinstance(error, ComplaintRouterError) else f"{_NOT_ROUTED}。"
            draft.problem = f"{_where(draft.incoming)}{why}"


def _known(connection: Connection, digests: Sequence[str]) -> dict[str, int]:
    """The first complaint with each of the digests."""
    query = select(ComplaintRow.digest, sql.min(ComplaintRow.id)).where(ComplaintRow.digest.in_(set(digests)))
    rows = connection.execute(query.group_by(ComplaintRow.digest))
    return {digest: first for digest, first in rows if digest and first}


def _insert_complaint(
    connection: Connection, draft: _Draft, source: Source, actor: Actor, now: datetime, repeat_of: int | None
) -> int:
    row = {
        "external_number": draft.incoming.external_number.strip(),
        "received_on": draft.incoming.received_on or date.today(),
        "source": source,
        "digest": draft.digest,
        "repeat_of": repeat_of,
        "created_at": now,
        "created_by": actor.user_id,
        "state": "open",
        "waiting": True,
        "revision": 0,
        "returns": 0,
        "department_no": draft.routing.leads[0].department.number
        if draft.routing and draft.routing.leads
        else None,
        **_suggested(draft.routing),
    }
    return new_id(connection, insert(ComplaintRow), row)


def _insert_words(connection: Connection, drafts: Sequence[_Draft], ids: Sequence[int]) -> None:
    """Letters, suggestions and index of one block, many rows at a time."""
    pairs = list(zip(ids, drafts, strict=True))
    connection.execute(
        insert(LetterRow),
        [{"complaint_id": number, "title": draft.title, "text": draft.text} for number, draft in pairs],
    )
    suggestions = [_suggestion(number, draft.routing) for number, draft in pairs if draft.routing]
    if suggestions:
        connection.execute(insert(SuggestionRow), suggestions)
    add_words(
        connection,
        [(number, draft.incoming.external_number, draft.title, draft.text) for number, draft in pairs],
    )


def _suggestion(complaint_id: int, routing: Routing) -> dict[str, Any]:
    return {
        "complaint_id": complaint_id,
        "made_at": datetime.now(UTC),
        "model_version": routing.model.version,
        "duty_list": routing.model.duty_list,
        "lead_no": routing.leads[0].department.number if routing.leads else None,
        "answer": routing.to_json(),
    }


def _suggested(routing: Routing | None) -> dict[str, Any]:
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


def _confidence(routing: Routing) -> float:
    if routing.leads:
        return float(routing.leads[0].confidence)
    if routing.scope == "out":
        return 1.0 - float(routing.candidates[0].confidence)
    return 0.0
