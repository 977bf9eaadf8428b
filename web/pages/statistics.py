"""统计: tables and pictures of the office's work, and the agenda of the joint meeting.

Everybody may look; files that leave the program are for reviewers and administrators.
"""

import io
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from flask import Blueprint, Flask, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from router.dates import find_date
from web.downloads import CSV, XLSX, attachment
from web.people import current_actor, require_role, store
from web.queue_view import UNKNOWN_PLACE, territories
from web.statistics import SPAN_WORDS, SPANS, Selection, Span, Statistics
from web.statistics.agenda import agenda_of
from web.statistics.report import KEYS, table, tables
from web.statistics.workbook import write_workbook

bp = Blueprint("statistics", __name__, url_prefix="/statistics")

_log = logging.getLogger(__name__)
_USUAL: Span = "year"
_DATES_NEEDED = "请填写起止日期，例如 2026-01-01 至 2026-03-31；现显示本年。"
_WRONG_ORDER = "起始日期在截止日期之后，请改正；现显示本年。"


@dataclass(frozen=True)
class Asked:
    """What a link asks for: ``args`` go on to the next link, ``problem`` is said on the page."""

    span: Span
    since: date | None
    until: date | None
    territory: str
    args: Mapping[str, str]
    problem: str | None = None

    def select(self) -> Selection:
        """The facts asked for."""
        place = "" if self.territory == UNKNOWN_PLACE else self.territory or None
        return _statistics().select(self.span, place, self.since, self.until)

    @property
    def place_words(self) -> str:
        """The territory as a title says it."""
        return "未写明属地" if self.territory == UNKNOWN_PLACE else self.territory or "全州"


@bp.get("/")
def index() -> ResponseReturnValue:
    """The page; ``tables=1`` opens all tables, for printing without a script."""
    asked, is_open = _asked(), request.args.get("tables") == "1"
    chosen = asked.select()
    facts, sections = _statistics().report(chosen)
    return render_template(
        "statistics/index.html",
        asked=asked,
        chosen=chosen,
        facts=facts,
        sections=sections,
        territories=territories(),
        unknown_place=UNKNOWN_PLACE,
        SPAN_WORDS=SPAN_WORDS,
        is_open=is_open,
        toggled=asked.args if is_open else {**asked.args, "tables": "1"},
    )


@bp.get("/agenda")
def agenda() -> ResponseReturnValue:
    """What the joint meeting may want to settle, on one sheet."""
    asked = _asked()
    chosen = asked.select()
    items = agenda_of(chosen, _statistics().lookup)
    return render_template(
        "statistics/agenda.html", asked=asked, chosen=chosen, items=items, today=date.today()
    )


@bp.get("/<key>.csv")
@require_role("reviewer")
def download(key: str) -> ResponseReturnValue:
    """One table as CSV."""
    if key not in KEYS:
        abort(404)
    asked = _asked()
    found = table(key, asked.select(), _statistics().lookup)
    _record(asked, key)
    return attachment(found.csv().encode(), CSV, f"{found.title}.csv")


@bp.get("/statistics.xlsx")
@require_role("reviewer")
def workbook() -> ResponseReturnValue:
    """All tables as a workbook."""
    asked = _asked()
    chosen = asked.select()
    file = io.BytesIO()
    write_workbook(tables(chosen, _statistics().lookup), f"{chosen.period.words}　{asked.place_words}", file)
    _record(asked, "xlsx")
    return attachment(
        file.getvalue(), XLSX, f"统计{chosen.period.since:%Y%m%d}-{chosen.period.until:%Y%m%d}.xlsx"
    )


def warm(app: Flask) -> None:
    """Read the store before anybody asks, which takes seconds where it is large."""
    try:
        with app.app_context():
            _statistics().warm()
    except SQLAlchemyError:
        # Whoever opens the page will be told; nobody waits for this.
        _log.exception("统计数据未能预先读取")


def _statistics() -> Statistics:
    found = current_app.extensions.get("statistics")
    # Of two that are made at once one stays.
    return cast(Statistics, found or current_app.extensions.setdefault("statistics", Statistics(store())))


def _asked() -> Asked:
    """What the link asks for; what is no value for its field counts as not chosen."""
    given = {name: request.args.get(name, "").strip() for name in ("span", "since", "until", "territory")}
    since, until = find_date(given["since"]), find_date(given["until"])
    span = next((span for span in SPANS if span == given["span"]), _USUAL)
    territory = given["territory"] if given["territory"] in (*territories(), UNKNOWN_PLACE) else ""
    problem = None
    if span == "custom" and not (since and until):
        span, problem = _USUAL, _DATES_NEEDED
    elif span == "custom" and since and until and since > until:
        span, problem = _USUAL, _WRONG_ORDER
    if span != "custom":
        since = until = None
    kept = {
        "span": span if span != _USUAL else "",
        "since": since.isoformat() if since else "",
        "until": until.isoformat() if until else "",
        "territory": territory,
    }
    args = {name: value for name, value in kept.items() if value}
    return Asked(span, since, until, territory, args, problem)


def _record(asked: Asked, what: str) -> None:
    store().audit.add(current_actor(), "export.statistics", "", {"table": what, **asked.args})
