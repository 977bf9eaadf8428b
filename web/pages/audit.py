"""审计日志: who did what, when, from where; for reviewers and administrators."""

import io
import tempfile
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from router.dates import parse_date
from router.errors import DateError
from web.audit_words import action_word, detail_word, object_link, object_word
from web.downloads import CSV, attachment, chunks
from web.numbers import read_number
from web.people import current_actor, store
from web.people.access import check_role
from web.store import AuditFilter

bp = Blueprint("audit", __name__, url_prefix="/audit")

_FIELDS = ("user", "action", "object", "since", "until")


@bp.before_request
def _reviewers_only() -> None:
    check_role("reviewer")


@bp.get("/")
def index() -> ResponseReturnValue:
    """A page of the log, the latest first."""
    message = None
    try:
        wanted = _wanted(request.args)
    except DateError as error:
        wanted, message = AuditFilter(), str(error)
    before = request.args.get("before", type=_key)
    users = store().people.list()
    return render_template(
        "audit/index.html",
        page=store().audit.list(wanted, before=before),
        args=_args(request.args),
        is_first=before is None,
        users=users,
        names={user.id: user.name for user in users},
        actions=sorted(store().audit.actions(), key=action_word),
        action_word=action_word,
        detail_word=detail_word,
        object_word=object_word,
        object_link=object_link,
        text_message=message,
    ), 400 if message else 200


@bp.post("/export")
def export() -> ResponseReturnValue:
    """The log as CSV. A POST, since it leaves an entry of its own."""
    wanted = _wanted(request.form)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it was sent
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    count = store().audit.write_csv(text, wanted)
    text.detach()  # else it would close the file
    size = file.tell()
    store().audit.add(current_actor(), "export.audit", "", {"entries": count, **_args(request.form)})
    file.seek(0)
    response = attachment(chunks(file), CSV, f"审计日志-{date.today().isoformat()}.csv")
    response.call_on_close(file.close)
    response.content_length = size
    return response


def _args(asked: MultiDict[str, str]) -> dict[str, str]:
    """What was asked for, for links and hidden fields."""
    return {name: value for name in _FIELDS if (value := asked.get(name, "").strip())}


def _key(text: str) -> int:
    number = read_number(text)
    if number is None:
        raise ValueError(text)
    return number


def _wanted(asked: MultiDict[str, str]) -> AuditFilter:
    """Raises DateError where a date is none."""
    args: dict[str, Any] = _args(asked)
    return AuditFilter(
        user_id=asked.get("user", type=_key),
        action=args.get("action"),
        object=args.get("object"),
        since=parse_date(args["since"]) if "since" in args else None,
        until=parse_date(args["until"]) if "until" in args else None,
    )
