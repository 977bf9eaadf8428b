"""``/api/complaints``: letters come in, are listed, and are read with their history."""

from typing import Any, cast, get_args

from flask import jsonify, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from router.dates import parse_date
from router.routing import Disposition, Kind
from web.api.door import bp
from web.api.reading import Fields, InvalidError, asked, body, whole
from web.api.shapes import complaint_json, decision_json, dossier_json, logins
from web.engine import require_router
from web.people import current_actor, store
from web.store import Complaint, Incoming, QueueFilter, State
from web.store.paging import Order
from web.store.records import STATES
from web.store.rows import complaints
from web.store.schema import ComplaintRow

MOST_AT_ONCE = 100
MOST_ON_A_PAGE = 200
PAGE = 50
INCOMING_FIELDS = ("text", "title", "number", "received")
FILTERS = (
    "state", "department", "territory", "kind", "disposition", "since", "until", "assigned_to", "text",
    "number", "order", "cursor", "limit",
)  # fmt: skip
ORDERS = get_args(Order)
UNKNOWN_TERRITORY = "unknown"
_EMPTY = "complaints 是空的，请至少写一件。"
_TOO_MANY = "一次最多 {most} 件，现有 {count} 件，请分几次提交。"


@bp.post("/complaints")
def add() -> ResponseReturnValue:
    """Take in one letter, or several as ``{"complaints": […]}``: masked, routed, stored."""
    given = body()
    if isinstance(given, dict) and "complaints" in given:
        return _add_many(given)
    added = store().intake.add(_incoming(given), require_router(), "api", current_actor())
    answer = dossier_json(store().decisions.get(added.id), logins(store()))
    return jsonify(answer), 201, {"Location": url_for("api.read", complaint_id=added.id)}


@bp.get("/complaints")
def index() -> ResponseReturnValue:
    """A page of the letters; ``next`` of the answer is the ``cursor`` of the page after it."""
    args, names = asked(FILTERS), logins(store())
    if "number" in args:
        if len(args) > 1:
            raise InvalidError("参数 number 不能与其他参数同用。")
        found = _numbered(args["number"])
        return jsonify(
            complaints=[complaint_json(each, names) for each in found], total=len(found), next=None
        )
    page = store().queue.page(
        _filter(args),
        _order(args),
        after=args.get("cursor") or None,
        limit=whole(args.get("limit", str(PAGE)), "limit", least=1, most=MOST_ON_A_PAGE),
    )
    return jsonify(
        complaints=[complaint_json(each, names) for each in page.complaints],
        # Beyond this many nobody counts, so that a page comes quickly however many there are.
        total=None if page.is_more else page.total,
        next=page.next,
    )


@bp.get("/complaints/<int:complaint_id>")
def read(complaint_id: int) -> ResponseReturnValue:
    """A letter with its text, the answer that holds, and all that was decided."""
    names = logins(store())
    answer = dossier_json(store().decisions.get(complaint_id), names)
    history = store().decisions.history(complaint_id)
    return jsonify({**answer, "history": [decision_json(event, names) for event in history]})


def _add_many(given: dict[str, Any]) -> ResponseReturnValue:
    """Each in its place: a letter that is refused holds back no other."""
    items = Fields(given, ("complaints",)).items("complaints")
    if not items:
        raise InvalidError(_EMPTY)
    if len(items) > MOST_AT_ONCE:
        raise InvalidError(_TOO_MANY.format(most=MOST_AT_ONCE, count=len(items)))
    incoming = [_incoming(item, number) for number, item in enumerate(items, 1)]
    report = store().intake.add_many(incoming, require_router(), "api", current_actor())
    names = logins(store())
    results: dict[int, Any] = {
        added.row: dossier_json(store().decisions.get(added.id), names)
        for added in report.added
        if added.row is not None
    }
    for failure in report.failures:
        results[failure.incoming.row or 0] = {"error": {"code": "refused", "message": failure.reason}}
    return jsonify(results=[results[number] for number in sorted(results)], added=len(report.added))


def _incoming(given: Any, number: int | None = None) -> Incoming:
    fields = Fields(given, INCOMING_FIELDS, "" if number is None else f"第 {number} 件：")
    return Incoming(
        fields.text("text"),
        fields.text("title"),
        fields.text("number").strip(),
        fields.day("received"),
        number,
    )


def _numbered(number: str) -> list[Complaint]:
    query = (
        select(ComplaintRow.id)
        .where(
            ComplaintRow.external_number == number.strip().replace("\0", ""),
            ComplaintRow.external_number != "",
        )
        .order_by(ComplaintRow.id)
        .limit(MOST_ON_A_PAGE)
    )
    with store().database.read() as connection:
        return complaints(connection, list(connection.execute(query).scalars()))


def _order(args: dict[str, str]) -> Order:
    return cast(Order, Fields(args, FILTERS).choice("order", ORDERS) or "newest")


def _filter(args: dict[str, str]) -> QueueFilter:
    fields = Fields(args, FILTERS)
    states = frozenset(filter(None, args.get("state", "").split(",")))
    if not states <= set(STATES):
        raise InvalidError(f"参数 state 应为 {'、'.join(STATES)}，多个用逗号隔开。")
    territory = args.get("territory") or None
    return QueueFilter(
        states=frozenset(cast(set[State], states)),
        department=whole(args["department"], "department") if args.get("department") else None,
        territory="" if territory == UNKNOWN_TERRITORY else territory,
        kind=fields.choice("kind", get_args(Kind)),
        disposition=fields.choice("disposition", get_args(Disposition)),
        since=parse_date(args["since"]) if args.get("since") else None,
        until=parse_date(args["until"]) if args.get("until") else None,
        assigned_to=_assignee(args["assigned_to"]) if "assigned_to" in args else None,
        text=args.get("text", ""),
    )


def _assignee(login: str) -> int:
    """The user with this login name, 0 (nobody) where it is empty."""
    if not login:
        return 0
    user = store().people.find(login)
    if user is None:
        raise InvalidError(f"没有登录名为“{login[:64]}”的用户。")
    return user.id
