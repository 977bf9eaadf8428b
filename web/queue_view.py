"""The filter of the queue as a link carries it, so that the next letter comes from the list the clerk was looking at."""

import csv
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast, get_args
from urllib.parse import parse_qsl, urlencode

from router.dates import find_date
from router.labels import DISPOSITIONS, KINDS
from router.paths import data_dir
from web.numbers import read_number
from web.store import OUTSIDE_PREFECTURE, QueueFilter, State
from web.store.queue import Order

UNKNOWN_PLACE = "none"
NOBODY = "0"
STATE_CHOICES: dict[str, tuple[str, frozenset[State]]] = {
    "waiting": ("待办", frozenset(("open", "returned"))),
    "open": ("待研判", frozenset(("open",))),
    "returned": ("被退回", frozenset(("returned",))),
    "decided": ("已研判", frozenset(("decided",))),
    "all": ("全部", frozenset()),
}
ORDERS: dict[Order, str] = {"uncertain": "把握小的在前", "oldest": "收件早的在前", "newest": "收件晚的在前"}
_NAMES = (
    "state",
    "department",
    "territory",
    "kind",
    "disposition",
    "since",
    "until",
    "decided",
    "user",
    "text",
    "order",
)


@dataclass(frozen=True)
class QueueView:
    """A filter and an order; ``args`` are what of them a link must carry, the usual values left out."""

    wanted: QueueFilter
    order: Order
    args: Mapping[str, Any]

    @property
    def state(self) -> str:
        """The key of `STATE_CHOICES`."""
        return str(self.args.get("state", "waiting"))

    @property
    def query(self) -> str:
        """The arguments in one field of a form, whose other fields may bear the same names."""
        return urlencode(self.args)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the state and the order is chosen."""
        return bool(set(self.args) - {"state", "order"})

    def with_(self, **changes: str) -> dict[str, Any]:
        """The arguments of a link that differs from this one."""
        return {name: value for name, value in {**self.args, **changes}.items() if value}


def read_view(args: Mapping[str, str]) -> QueueView:
    """The view that ``args`` of a link or form ask for; what is no value for its field counts as not chosen."""
    given = {name: (args.get(name) or "").strip() for name in _NAMES}
    since, until, decided = (find_date(given[name]) for name in ("since", "until", "decided"))
    kept = {
        "state": given["state"] if given["state"] in STATE_CHOICES and given["state"] != "waiting" else "",
        "department": given["department"] if read_number(given["department"]) is not None else "",
        "territory": given["territory"] if given["territory"] in (*territories(), UNKNOWN_PLACE) else "",
        "kind": given["kind"] if given["kind"] in KINDS else "",
        "disposition": given["disposition"] if given["disposition"] in DISPOSITIONS else "",
        "since": since.isoformat() if since else "",
        "until": until.isoformat() if until else "",
        "decided": decided.isoformat() if decided else "",
        "user": given["user"] if read_number(given["user"]) is not None else "",
        "text": given["text"][:200],
        "order": given["order"] if given["order"] in get_args(Order)[1:] else "",
    }
    wanted = QueueFilter(
        states=STATE_CHOICES[kept["state"] or "waiting"][1],
        department=read_number(kept["department"]),
        territory="" if kept["territory"] == UNKNOWN_PLACE else kept["territory"] or None,
        kind=kept["kind"] or None,
        disposition=kept["disposition"] or None,
        since=since,
        until=until,
        decided_on=decided,
        assigned_to=read_number(kept["user"]),
        text=kept["text"],
    )
    order = cast(Order, kept["order"] or "uncertain")
    return QueueView(wanted, order, {name: value for name, value in kept.items() if value})


def form_view(form: Mapping[str, str]) -> QueueView:
    """The view that a form carries along in its field ``queue``."""
    return read_view(dict(parse_qsl(form.get("queue", ""))))


@functools.cache
def territories() -> tuple[str, ...]:
    """The counties, cities and parks, and 州外."""
    with (data_dir() / "territory.csv").open(encoding="utf-8-sig", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file) if row["level"] in ("县市", "园区")]
    return (*names, OUTSIDE_PREFECTURE)


def choices(users: Any) -> dict[str, Any]:
    """What the filter's fields offer."""
    return {
        "states": STATE_CHOICES,
        "orders": ORDERS,
        "territories": territories(),
        "kinds": KINDS,
        "dispositions": DISPOSITIONS,
        "users": users,
    }
