"""What a background job does with a table whose letters go into the queue."""

import time
from collections.abc import Iterator
from datetime import date
from itertools import islice

from router.batch.summary import Progress
from router.errors import TableError
from router.router import Router
from router.table.choice import SAMPLE_ROWS, ComplaintColumns, choose_columns
from router.table.fields import field_columns, field_values
from router.table.header import TITLE_NAMES, plain_name
from router.table.reading import Table, read_table
from web.jobs import Job, Work
from web.store import Actor, Incoming, Store
from web.store.intake import Progress as Stored

# A table of the size an office keeps; more at once would hold up everybody else.
MOST_ROWS = 50_000


def work_with(router: Router, store: Store, actor: Actor, received: date | None) -> Work:
    """The work: store every letter of a table; ``received`` counts where a row has no date of its own."""

    def work(job: Job) -> None:
        began = time.monotonic()
        table = read_table(job.source)
        columns = choose_columns(
            table.header, list(islice(filter(None, table.rows), SAMPLE_ROWS)), job.column
        )
        total = table.extent.rows - len(table.head)
        if total > MOST_ROWS:
            raise TableError(f"表中有 {total:,} 行，一次最多存入 {MOST_ROWS:,} 行，请拆成几份。")

        def report(done: Stored) -> None:
            seconds = time.monotonic() - began
            speed = done.rows / seconds if seconds else 0.0
            left = (total - done.rows) / speed if speed else None
            job.report(Progress(done.rows, max(total, done.rows), speed, seconds, left))

        letters = incoming(table, columns, received)
        job.stored = store.intake.add_many(letters, router, "table", actor, report)

    return work


def incoming(table: Table, columns: ComplaintColumns, received: date | None = None) -> Iterator[Incoming]:
    """The letters of a table, with number, date and title where it has columns for them; empty rows are no letters."""
    fields = field_columns(table.header)
    title = next(
        (
            index
            for index, name in enumerate(table.header)
            if plain_name(name) in TITLE_NAMES and index not in columns.indices
        ),
        None,
    )
    for number, row in enumerate(table.rows, len(table.head) + 1):
        if not any(cell.strip() for cell in row):
            continue
        values = field_values(row, fields)
        yield Incoming(
            text=columns.text(row).replace("\r\n", "\n").replace("\r", "\n"),
            title=row[title].strip() if title is not None and title < len(row) else "",
            external_number=values.get("letter_number", ""),
            received_on=values.get("received") or received,
            row=number,
        )
