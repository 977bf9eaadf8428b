"""Getting letters in: one is pasted and seen as it will be stored, a table goes in in the background."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from router.dates import parse_date
from router.errors import DateError, ModelError
from router.router import LONGEST
from web.engine import engine, require_router
from web.intake_work import work_with
from web.marking import Mark, Piece, pieces
from web.people import current_actor, store
from web.store import Added, Incoming, Preview, RefusedError
from web.uploads import (
    PATIENCE_SECONDS,
    existing_job,
    form_facts,
    jobs,
    problem_of,
    received_job,
    remember,
)

bp = Blueprint("intake", __name__, url_prefix="/queue")

_SHOWN_FAILURES = 100
_EMPTY = "请先填写诉求内容。"
_GONE = "没有这个表格任务：可能已超过保留时间，或程序重新启动过。已存入的来信都在待办中。"
_REPEAT = "，内容与第 {first} 件相同，疑似重件"


@bp.get("/paste")
def paste() -> ResponseReturnValue:
    """The blank form."""
    return _paste_form()


@bp.post("/paste")
def preview() -> ResponseReturnValue:
    """The letter as it will be stored, what was masked in it marked; nothing is saved yet."""
    text = _text()
    if not text.strip():
        return _paste_form(_EMPTY), 400
    if len(text) > LONGEST:
        return _paste_form(f"诉求共 {len(text):,} 字，超过 {LONGEST:,} 字的上限，请分成几件。"), 400
    try:
        received = _received()
    except DateError as error:
        return _paste_form(str(error)), 400
    seen = store().intake.preview(text, request.form.get("title", ""))
    return render_template(
        "queue/preview.html",
        seen=seen,
        pieces=_masked_pieces(seen),
        received=received or date.today(),
        number=request.form.get("number", "").strip(),
        text=text,
        alike=store().similar.to_text(seen.text, 3),
        problem=engine().problem,
    )


@bp.post("/paste/save")
def save() -> ResponseReturnValue:
    """Store the letter that was previewed, and open it or take the next one."""
    try:
        incoming = Incoming(
            _text(), request.form.get("title", ""), request.form.get("number", ""), _received()
        )
        added = store().intake.add(incoming, require_router(), "paste", current_actor())
    except (DateError, RefusedError) as error:
        return _paste_form(str(error)), 400
    except ModelError as error:
        return _paste_form(str(error)), 503
    flash(_saved(added))
    if request.form.get("then") == "open":
        return redirect(url_for("review.page", complaint_id=added.id), 303)
    return redirect(url_for("intake.paste"), 303)


@bp.get("/upload")
def upload_form() -> ResponseReturnValue:
    """The upload form, and the tables of this browser that went in lately."""
    return _upload_form()


@bp.post("/upload")
def upload() -> ResponseReturnValue:
    """Take a table and begin with it."""
    file = request.files.get("table")
    problem = problem_of(file)
    if problem or file is None:
        return _upload_form(problem), 400
    try:
        router, received = require_router(), _received()
    except DateError as error:
        return _upload_form(str(error)), 400
    except ModelError as error:
        return _upload_form(str(error)), 503
    job, problem = received_job(file, request.form.get("column", ""))
    if problem:
        return _upload_form(problem), 400
    jobs().start(job, work_with(router, store(), current_actor(), received))
    remember("intakes", job)
    job.ended.wait(PATIENCE_SECONDS)
    return redirect(url_for("intake.status", job_id=job.id), 303)


@bp.get("/upload/<job_id>")
def status(job_id: str) -> ResponseReturnValue:
    """Progress, and in the end what went in and what did not, with the reason."""
    job = existing_job(job_id, _GONE)
    return render_template(
        "queue/uploaded.html", job=job, ahead=jobs().ahead_of(job), shown_failures=_SHOWN_FAILURES
    )


def _paste_form(message: str | None = None) -> str:
    return render_template(
        "queue/paste.html",
        text=_text(),
        title=request.form.get("title", ""),
        number=request.form.get("number", ""),
        received=request.form.get("received") or date.today().isoformat(),
        text_message=message,
        problem=engine().problem,
    )


def _upload_form(message: str | None = None) -> str:
    return render_template(
        "queue/upload.html",
        text_message=message,
        column=request.form.get("column", ""),
        received=request.form.get("received", ""),
        problem=engine().problem,
        **form_facts("intakes"),
    )


def _saved(added: Added) -> str:
    repeat = _REPEAT.format(first=added.repeat_of) if added.repeat_of else ""
    problem = f"；{added.problem}" if added.problem else ""
    return f"已存入第 {added.id} 件{repeat}{problem}。"


def _masked_pieces(seen: Preview) -> list[Piece]:
    marks = [Mark((part.start, part.end), (part.kind,), "masked") for part in seen.parts]
    return pieces(seen.text, marks)


def _received() -> date | None:
    asked = request.form.get("received", "").strip()
    return parse_date(asked) if asked else None


def _text() -> str:
    # Browsers send line ends as CRLF.
    return request.form.get("text", "").replace("\r\n", "\n")
