"""Tables that are uploaded, whatever becomes of them: what may be, what is wrong with one, and the work in progress."""

from pathlib import Path
from typing import Any, cast

from flask import current_app, session
from werkzeug.datastructures import FileStorage

from web.jobs import TEXT_SUFFIXES, WORKBOOK_SUFFIXES, Job, JobGoneError, JobStore

SUFFIXES = (*TEXT_SUFFIXES, *WORKBOOK_SUFFIXES)
# A short table is done before the page is built, and the clerk never sees it being waited for.
PATIENCE_SECONDS = 1.0
_REMEMBERED = 8
_NO_FILE = "请先选择表格文件。"
_WRONG_SUFFIX = "“{name}”不是表格文件。请在 Excel 或 WPS 中另存为 .xlsx 或 .csv 后再上传。"
_EMPTY_FILE = "“{name}”是空文件，请重新选择。"


def jobs() -> JobStore:
    """The tables of the application."""
    return cast(JobStore, current_app.extensions["jobs"])


def existing_job(job_id: str, gone: str) -> Job:
    """The job. Raises JobGoneError, which says ``gone``."""
    job = jobs().get(job_id)
    if job is None:
        raise JobGoneError(gone)
    return job


def problem_of(file: FileStorage | None) -> str | None:
    """What is wrong with an upload at first sight."""
    if file is None or not file.filename:
        return _NO_FILE
    if Path(file.filename).suffix.lower() not in SUFFIXES:
        return _WRONG_SUFFIX.format(name=Path(file.filename).name)
    return None


def received_job(file: FileStorage, column: str) -> tuple[Job, str | None]:
    """A job for the table that came, and what is wrong with it; then there is no job any more."""
    job = jobs().create(Path(file.filename or "").name, column.strip() or None)
    file.save(job.source)
    if job.source.stat().st_size:
        return job, None
    jobs().remove(job)
    return job, _EMPTY_FILE.format(name=job.filename)


def remember(kind: str, job: Job) -> None:
    """Keep in this browser's session that ``job`` is one of its own."""
    session[kind] = [*session.get(kind, []), job.id][-_REMEMBERED:]


def form_facts(kind: str) -> dict[str, Any]:
    """What every form for a table shows: the tables of this browser, the latest first, and what may be uploaded."""
    mine = [job for job in map(jobs().get, session.get(kind, [])) if job]
    return {
        "jobs": mine[::-1],
        "suffixes": SUFFIXES,
        "largest": current_app.config["MAX_CONTENT_LENGTH"] // (1024 * 1024),
    }
