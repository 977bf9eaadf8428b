"""批量研判: a table goes in, the same table with the contracted columns comes out."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from router.errors import ModelError
from web.batch_work import work_with
from web.downloads import CSV, XLSX, attachment, chunks
from web.engine import engine, require_router
from web.jobs import TEXT_SUFFIXES, WORKBOOK_SUFFIXES, Job, JobGoneError, JobStore

bp = Blueprint("batch", __name__, url_prefix="/batch")

SUFFIXES = (*TEXT_SUFFIXES, *WORKBOOK_SUFFIXES)
_REMEMBERED = 8
# A short table is classified before the page is built, and the clerk never sees it being waited for.
_PATIENCE_SECONDS = 1.0
_NO_FILE = "请先选择要研判的表格文件。"
_WRONG_SUFFIX = "“{name}”不是表格文件。请在 Excel 或 WPS 中另存为 .xlsx 或 .csv 后再上传。"
_EMPTY_FILE = "“{name}”是空文件，请重新选择。"
_GONE = "没有这个表格任务：可能已超过保留时间、已被删除，或程序重新启动过。请重新上传表格。"
_MIME = {".csv": CSV, ".xlsx": XLSX}


@bp.get("/")
def form() -> ResponseReturnValue:
    """The upload form, and the tables of this browser that are still here."""
    return _form()


@bp.post("/")
def upload() -> ResponseReturnValue:
    """Take a table and begin with it."""
    file = request.files.get("table")
    column = request.form.get("column", "").strip() or None
    problem = _problem(file)
    if problem or file is None:
        return _form(problem, column), 400
    try:
        router = require_router()
    except ModelError as error:
        return _form(str(error), column), 503
    job = _jobs().create(Path(file.filename or "").name, column)
    file.save(job.source)
    if not job.source.stat().st_size:
        _jobs().remove(job)
        return _form(_EMPTY_FILE.format(name=job.filename), column), 400
    _jobs().start(job, work_with(router))
    session["jobs"] = [*session.get("jobs", []), job.id][-_REMEMBERED:]
    job.ended.wait(_PATIENCE_SECONDS)
    return redirect(url_for("batch.status", job_id=job.id), 303)


@bp.get("/<job_id>")
def status(job_id: str) -> ResponseReturnValue:
    """Progress, and in the end the summary, a preview and the way to the result."""
    job = _job(job_id)
    return render_template("batch/status.html", job=job, ahead=_jobs().ahead_of(job))


@bp.post("/<job_id>/download")
def download(job_id: str) -> ResponseReturnValue:
    """The result; it is deleted here once it has been sent whole. A POST, since it changes something."""
    job = _job(job_id)
    if job.state != "done":
        return redirect(url_for("batch.status", job_id=job.id), 303)
    response = attachment(_sent_whole(job, _jobs()), _MIME[job.target.suffix], job.target.name)
    response.content_length = job.target.stat().st_size
    return response


@bp.post("/<job_id>/remove")
def remove(job_id: str) -> ResponseReturnValue:
    """Stop a table, or throw its result away."""
    _jobs().remove(_job(job_id))
    return redirect(url_for("batch.form"), 303)


def _form(message: str | None = None, column: str | None = None) -> str:
    mine = [job for job in map(_jobs().get, session.get("jobs", [])) if job]
    return render_template(
        "batch/form.html",
        text_message=message,
        column=column or "",
        jobs=mine[::-1],
        problem=engine().problem,
        suffixes=SUFFIXES,
        largest=current_app.config["MAX_CONTENT_LENGTH"] // (1024 * 1024),
    )


def _problem(file: FileStorage | None) -> str | None:
    """What is wrong with the upload at first sight."""
    if file is None or not file.filename:
        return _NO_FILE
    if Path(file.filename).suffix.lower() not in SUFFIXES:
        return _WRONG_SUFFIX.format(name=Path(file.filename).name)
    return None


def _sent_whole(job: Job, jobs: JobStore) -> Iterator[bytes]:
    """The bytes of the result; a download that breaks off leaves it here to be fetched again."""
    with job.target.open("rb") as file:
        yield from chunks(file)
    jobs.fetched(job)


def _jobs() -> JobStore:
    return cast(JobStore, current_app.extensions["jobs"])


def _job(job_id: str) -> Job:
    job = _jobs().get(job_id)
    if job is None:
        raise JobGoneError(_GONE)
    return job
