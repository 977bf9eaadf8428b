"""The main menu: which pages, in which order, and for whom."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask, current_app, request

from web.people import has_role
from web.store import UserRole


@dataclass(frozen=True)
class Entry:
    """An entry leads to its first page that exists; ``blueprints`` are those whose pages belong to it."""

    label: str
    endpoints: tuple[str, ...]
    blueprints: tuple[str, ...]
    role: UserRole = "clerk"


_MANAGED = ("people", "learning", "keys", "audit", "care")
_ENTRIES = (
    Entry("诉求研判", ("start.form",), ("start", "slip")),
    Entry("待办", ("queue.index",), ("queue", "intake", "review")),
    Entry("批量研判", ("batch.form",), ("batch",)),
    Entry("统计", ("statistics.index", "statistics.page"), ("statistics",)),
    Entry("责任清单", ("duties.index",), ("duties",)),
    Entry("管理", ("people.index",), _MANAGED, "administrator"),
    Entry("管理", ("learning.index", "learning.page"), _MANAGED, "reviewer"),
    Entry("说明", ("about.page",), ("about",)),
)


def init_app(app: Flask) -> None:
    """Give the menu to the templates."""
    app.jinja_env.globals["menu"] = menu


def menu() -> Iterator[tuple[str, str, bool]]:
    """Endpoint, label and whether this is where the clerk is, of every entry that is there for him."""
    seen: set[str] = set()
    for entry in _ENTRIES:
        endpoint = next((name for name in entry.endpoints if name in current_app.view_functions), None)
        if endpoint and entry.label not in seen and has_role(entry.role):
            seen.add(entry.label)
            yield endpoint, entry.label, request.blueprint in entry.blueprints
