"""From the events of a complaint to what holds now: one pure function, the only place where that is worked out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from web.store.records import State

DECIDING = ("confirm", "correct", "out_of_scope")


class Event(Protocol):
    """What of a decision matters for what holds now."""

    @property
    def id(self) -> int: ...
    @property
    def user_id(self) -> int: ...
    @property
    def decided_at(self) -> datetime: ...
    @property
    def action(self) -> str: ...
    @property
    def issues(self) -> Any: ...
    @property
    def scope(self) -> str | None: ...
    @property
    def kind(self) -> str | None: ...
    @property
    def to_user(self) -> int | None: ...
    @property
    def undoes(self) -> int | None: ...
    @property
    def lead_no(self) -> int | None: ...
    @property
    def agreed(self) -> bool | None: ...
    @property
    def seconds(self) -> float | None: ...


@dataclass(frozen=True)
class Head:
    """What holds after the events: the columns of a complaint that are derived."""

    state: State = "open"
    assigned_to: int | None = None
    decided: "Event | None" = None
    returns: int = 0

    def columns(self, suggested_lead: int | None) -> dict[str, Any]:
        """The derived columns, except the revision."""
        decided = self.decided
        moment = decided.decided_at if decided else None
        return {
            "state": self.state,
            "waiting": self.state != "decided",
            "department_no": decided.lead_no if decided else suggested_lead,
            "assigned_to": self.assigned_to,
            "returns": self.returns,
            "decided_lead": decided.lead_no if decided else None,
            "decided_matter_id": _matter(decided) if decided else None,
            "decided_scope": decided.scope if decided else None,
            "decided_kind": decided.kind if decided else None,
            "decided_at": moment,
            # The day of the office, which statistics count by.
            "decided_on": moment.astimezone().date() if moment else None,
            "decided_by": decided.user_id if decided else None,
            "agreed": decided.agreed if decided else None,
            "seconds": decided.seconds if decided else None,
        }


_E = TypeVar("_E", bound=Event)


def effective(events: Iterable[_E]) -> list[_E]:
    """The events that hold, in order: an undo takes away the one it names, and itself."""
    found: list[_E] = []
    for event in events:
        if event.action == "undo":
            found = [other for other in found if other.id != event.undoes]
        else:
            found.append(event)
    return found


def head_of(events: Sequence[Event]) -> Head:
    """What holds after ``events``, which are in order."""
    state: State = "open"
    assigned_to, decided, returns = None, None, 0
    for event in effective(events):
        if event.action in DECIDING:
            state, decided = "decided", event
        elif event.action == "return":
            state, returns = "returned", returns + 1
        elif event.action == "hand_over":
            assigned_to = event.to_user
    return Head(state, assigned_to, decided, returns)


def _matter(event: Event) -> str | None:
    return next((issue["matter"] for issue in event.issues or () if issue["matter"]), None)
