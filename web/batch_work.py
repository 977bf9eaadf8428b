"""What a background job does with a table, and the few rows of the result that are shown."""

from itertools import islice
from pathlib import Path

from router.batch import classify_table
from router.columns import RESULT_COLUMNS
from router.router import Router
from router.table import read_table
from router.table.choice import choose_columns
from web.answer import shortened
from web.jobs import Job, Preview, Work

_ROWS = 10
_COMPLAINT = "诉求（节选）"
_SHOWN = (
    "处理建议",
    "事项",
    "主办部门",
    "主办置信度",
    "协办部门",
    "责任条目",
    "属地",
    "备注",
    "法定途径",
    "办理期限",
    "疑似重件",
)


def work_with(router: Router) -> Work:
    """The work on a table with ``router``."""

    def work(job: Job) -> None:
        job.summary = classify_table(job.source, job.target, router, column=job.column, progress=job.report)
        job.preview = preview(job.target, job.column)

    return work


def preview(result: Path, column: str | None) -> Preview:
    """The first rows of a classified table: the complaint, and what a clerk looks at first."""
    table = read_table(result)
    rows = list(islice(filter(None, table.rows), _ROWS))
    width = len(table.header) - len(RESULT_COLUMNS)
    complaint = choose_columns(table.header[:width], rows, column)
    shown = [width + RESULT_COLUMNS.index(name) for name in _SHOWN]
    return Preview(
        (_COMPLAINT, *_SHOWN),
        [
            [
                shortened(complaint.text(row[:width])),
                *(row[index] if index < len(row) else "" for index in shown),
            ]
            for row in rows
        ],
    )
