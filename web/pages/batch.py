"""批量研判: a table goes in, the same table with the contracted columns comes out."""

from collections.abc import Iterator

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from router.errors import ModelError
from web.batch_work import work_with
from web.downloads import CSV, XLSX, attachment, chunks
from web.engine import engine, require_router
from web.jobs import Job, JobStore
from web.uploads import (
    PATIENCE_SECONDS,
    existing_job,
    form_facts,
    jobs,
    problem_of,
    received_job,
    remember,
)

bp = Blueprint("batch", __name__, url_prefix="/batch")

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
    column = request.form.get("column", "").strip()
    problem = problem_of(file)
    if problem or file is None:
        return _form(problem, column), 400
    try:
        router = require_router()
    except ModelError as error:
        return _form(str(error), column), 503
    job, problem = received_job(file, column)
    if problem:
        return _form(problem, column), 400
    jobs().start(job, work_with(router))
    remember("jobs", job)
    job.ended.wait(PATIENCE_SECONDS)
    return redirect(url_for("batch.status", job_id=job.id), 303)


@bp.get("/<job_id>")
def status(job_id: str) -> ResponseReturnValue:
    """Progress, and in the end the summary, a preview and the way to the result."""
    job = existing_job(job_id, _GONE)
    return render_template("batch/status.html", job=job, ahead=jobs().ahead_of(job))


@bp.post("/<job_id>/download")
def download(job_id: str) -> ResponseReturnValue:
    """The result; it is deleted here once it has been sent whole. A POST, since it changes something."""
    job = existing_job(job_id, _GONE)
    if job.state != "done":
        return redirect(url_for("batch.status", job_id=job.id), 303)
    response = attachment(_sent_whole(job, jobs()), _MIME[job.target.suffix], job.target.name)
    response.content_length = job.target.stat().st_size
    return response


@bp.post("/<job_id>/remove")
def remove(job_id: str) -> ResponseReturnValue:
    """Stop a table, or throw its result away."""
    jobs().remove(existing_job(job_id, _GONE))
    return redirect(url_for("batch.form"), 303)


def _form(message: str | None = None, column: str = "") -> str:
    return render_template(
        "batch/form.html",
        text_message=message,
        column=column,
        problem=engine().problem,
        **form_facts("jobs"),
    )


def _sent_whole(job: Job, store: JobStore) -> Iterator[bytes]:
    """The bytes of the result; a download that breaks off leaves it here to be fetched again."""
    with job.target.open("rb") as file:
        yield from chunks(file)
    store.fetched(job)
