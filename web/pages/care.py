"""数据保管: where the store is, its backup and export to be saved, and the retention period; for administrators."""

import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.downloads import attachment, chunks
from web.numbers import read_number
from web.people import current_actor, store
from web.people.access import check_role
from web.store import AuditEntry, AuditFilter, RefusedError, Removal
from web.store.care import FEWEST_DAYS, STILL_ELSEWHERE

bp = Blueprint("care", __name__, url_prefix="/care")

_USUAL_DAYS = 3 * 365
_DAYS_NEEDED = "保存期限请写天数，如 1095（三年）。"
_CHANGED = "这期间又有来信到期，请核对新的件数后再确认。"
_NOT_SURE = "请先勾选“清除后不能恢复”。"


@bp.before_request
def _administrators_only() -> None:
    check_role("administrator")


@bp.get("/")
def index() -> ResponseReturnValue:
    """The page; with ``days`` it says how many letters a retention period of so many days would clear."""
    asked = request.args.get("days", "").strip()
    if not asked:
        return _page()
    try:
        return _page(days=asked, due=store().care.expired(_days(asked)))
    except RefusedError as error:
        return _page(str(error), asked), 400


@bp.post("/backup")
def backup() -> ResponseReturnValue:
    """A checked copy of the store. Restoring is a command, since nobody may work meanwhile."""
    suffix = "db" if store().database.is_sqlite else "zip"
    return _saved(
        f"备份-{datetime.now():%Y%m%d-%H%M}.{suffix}",
        lambda path: store().care.backup(path, current_actor(), place=f"下载 {path.name}"),
    )


@bp.post("/export")
def export() -> ResponseReturnValue:
    """Everything, to be read elsewhere."""
    return _saved(
        f"全部数据-{datetime.now():%Y%m%d-%H%M}.zip",
        lambda path: store().care.export(path, current_actor(), place=f"下载 {path.name}"),
    )


@bp.post("/retention")
def retention() -> ResponseReturnValue:
    """Clear what is due, as it was shown and agreed to."""
    asked = request.form.get("days", "").strip()
    try:
        days = _days(asked)
        due = store().care.expired(days)
        if request.form.get("sure") != "1":
            return _page(_NOT_SURE, asked, due), 400
        if due.letters != read_number(request.form.get("letters", "")):
            return _page(_CHANGED, asked, due), 409
        removed = store().care.remove_expired(days, current_actor())
    except RefusedError as error:
        return _page(str(error), asked), 400
    flash(f"已清除 {removed.letters} 件来信的内容，并记入审计日志。{STILL_ELSEWHERE}")
    return redirect(url_for("care.index"), 303)


def _days(asked: str) -> int:
    days = read_number(asked)
    if days is None or days > 100 * 365:
        raise RefusedError(_DAYS_NEEDED)
    return days


def _saved(name: str, make: Callable[[Path], object]) -> ResponseReturnValue:
    """Make a file for its asker alone, and send it; it is gone when it was sent."""
    folder = tempfile.TemporaryDirectory()
    path = Path(folder.name) / name
    try:
        make(path)
    except BaseException:
        folder.cleanup()
        raise
    response = attachment(_sent(folder, path), "application/octet-stream", name)
    response.content_length = path.stat().st_size
    # Where nobody waits for it any more it is not sent, but must go all the same.
    response.call_on_close(folder.cleanup)
    return response


def _sent(folder: tempfile.TemporaryDirectory[str], path: Path) -> Iterator[bytes]:
    with folder, path.open("rb") as file:
        yield from chunks(file)


def _page(message: str | None = None, days: str = "", due: Removal | None = None) -> str:
    return render_template(
        "care/index.html",
        facts=store().care.facts(),
        is_sqlite=store().database.is_sqlite,
        last_backup=_last("backup"),
        last_export=_last("export"),
        days=days or str(_USUAL_DAYS),
        fewest=FEWEST_DAYS,
        due=due,
        elsewhere=STILL_ELSEWHERE,
        text_message=message,
    )


def _last(action: str) -> AuditEntry | None:
    found = store().audit.list(AuditFilter(action=action), limit=1).entries
    return found[0] if found else None
