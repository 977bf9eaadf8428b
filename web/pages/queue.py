"""待办: the letters in the order of work, the uncertain ones first, and the decided ones as a table."""

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from router.duties import duty_list
from web.downloads import CSV, XLSX, attachment, chunks
from web.export import csv_chunks, rows, write_workbook
from web.people import current_actor, current_user, store
from web.queue_view import QueueView, choices, form_view, read_view
from web.review.events import stands
from web.store import STATE_WORDS, Complaint

bp = Blueprint("queue", __name__, url_prefix="/queue")

_FORMS = {"csv": CSV, "xlsx": XLSX}
NOTHING_WAITS = "没有等待您办理的来信了。"


@bp.get("/")
def index() -> ResponseReturnValue:
    """A page of the list."""
    view = read_view(request.args)
    page = store().queue.page(
        view.wanted, view.order, after=request.args.get("after"), before=request.args.get("before")
    )
    users = store().people.list()
    return render_template(
        "queue/index.html",
        view=view,
        page=page,
        counts=store().queue.counts(view.wanted),
        numbered=_numbered(view.wanted.text),
        users={user.id: user.name for user in users},
        departments=duty_list().departments.values(),
        choices=choices([user for user in users if user.active]),
        stands=stands,
        today=date.today().isoformat(),
        STATE_WORDS=STATE_WORDS,
        me=current_user(),
    )


@bp.post("/start")
def start() -> ResponseReturnValue:
    """Open the first letter that waits for this clerk; a POST, since it is held for him."""
    view = form_view(request.form)
    return to_next(view, None)


@bp.post("/export")
def export() -> ResponseReturnValue:
    """The decided letters of the filter as CSV or XLSX."""
    view = form_view(request.form)
    form = "xlsx" if request.form.get("form") == "xlsx" else "csv"
    store().audit.add(current_actor(), "export.decided", "", {"form": form, **view.args})
    found = rows(store(), view.wanted, view.order)
    body = _workbook(found) if form == "xlsx" else csv_chunks(found)
    return attachment(body, _FORMS[form], f"研判结果{date.today():%Y%m%d}.{form}")


def to_next(view: QueueView, after: int | None) -> ResponseReturnValue:
    """On to the next letter that waits for this clerk, behind ``after`` in his list."""
    found = store().queue.next_open(current_user().id, after, view.wanted, view.order)
    if found is None:
        flash(NOTHING_WAITS)
        return redirect(url_for("queue.index", **view.args), 303)
    return redirect(url_for("review.page", complaint_id=found.id, **view.args), 303)


def _numbered(text: str) -> tuple[Complaint, ...]:
    """The letters whose number was typed into the search."""
    if not any(map(str.isdigit, text)):
        return ()
    return store().search.find(text, limit=1).numbered


def _workbook(found: Iterator[list[str]]) -> Iterator[bytes]:
    # A workbook is a ZIP, written whole before its first byte can leave.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.xlsx"
        write_workbook(found, path)
        with path.open("rb") as file:
            yield from chunks(file)
