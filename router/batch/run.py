"""One run over a table: blocks out to the crew, answers in, rows and journal to disk, at any moment fit to be resumed."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from router.batch.answers import Foreman, Memory
from router.batch.crew import Crew
from router.batch.journal import Entry, Journal
from router.batch.layout import Layout, Line, with_notes
from router.batch.rows import RowCells
from router.batch.summary import Progress, Summary, Tally
from router.cells import NO_ANSWER, Answer
from router.router import Router
from router.table import Table, read_table
from router.table.output import Part, open_part

BLOCK_ROWS = 1000
BLOCK_CHARACTERS = 4_000_000
_SECONDS_BETWEEN_ENTRIES = 1.0
_SECONDS_BETWEEN_REPORTS = 0.2

Report = Callable[[Progress], None]


class Run:
    """One run over a table, from the last entry of the journal to the end."""

    def __init__(self, layout: Layout, rows: RowCells, journal: Journal, report: Report) -> None:
        self._layout = layout
        self._rows = rows
        self._journal = journal
        self._report = report
        self._started = self._reported = self._entered_at = time.monotonic()
        self._entry = journal.read()
        self._resumed = self._entry or Entry(0, {}, Tally())

    @property
    def tally(self) -> Tally:
        """The counts so far."""
        return self._entry.tally if self._entry else Tally()

    def go(self, crew: Crew) -> None:
        """Classify what is left. However it ends, the part file is then a whole table and the journal fits it."""
        try:
            with closing(self._open()) as part:
                if self._entry is None:
                    part.append(self._layout.head)
                    self._entry = Entry(0, part.state, Tally())
                self._recall()
                self._blocks(part, crew)
        finally:
            if self._entry is not None:
                with closing(self._open()) as part:
                    self._save(part)

    def _open(self) -> Part:
        state = self._entry.state if self._entry else None
        return open_part(self._journal.part, len(self._layout.head), self._layout.widths, state)

    def _recall(self) -> None:
        """Read again what is done, so that later letters are linked with it as if nothing had happened."""
        if not self._resumed.rows:
            return
        done = islice(read_table(self._journal.part).source.rows(), len(self._layout.head), None)
        for block in _cut(islice(self._layout.lines(), self._resumed.rows)):
            rows = [row[self._layout.width :] for row in islice(done, len(block))]
            self._rows.remember(block, rows + [[]] * (len(block) - len(rows)))

    def _blocks(self, part: Part, crew: Crew) -> None:
        waiting: deque[list[Line]] = deque()

        def texts() -> Iterator[list[str]]:
            for block in _cut(islice(self._layout.lines(), self._resumed.rows, None)):
                waiting.append(block)
                yield [line.text for line in block if line.text is not None]

        for answers in Foreman(crew, Memory()).answers(texts()):
            self._write(part, waiting.popleft(), iter(answers))
            if time.monotonic() - self._entered_at > _SECONDS_BETWEEN_ENTRIES:
                self._save(part)
            if time.monotonic() - self._reported > _SECONDS_BETWEEN_REPORTS:
                self._tell()
        self._tell()

    def _write(self, part: Part, block: list[Line], answers: Iterator[Answer]) -> None:
        assert self._entry is not None
        tally = self._entry.tally.copy()
        rows = [self._layout.row(line, part.longest_cell) for line in block]
        found = [NO_ANSWER if line.text is None else next(answers) for line in block]
        tally.add(
            (answer.shared, line.number, line.notes)
            for line, answer in zip(block, found, strict=True)
            if line.text is not None
        )
        tally.empty += sum(line.text is None for line in block)
        found = self._rows.fill(block, found)
        noted = [
            with_notes(answer, line.notes) if line.notes else answer
            for line, answer in zip(block, found, strict=True)
        ]
        part.append_answered(rows, noted)
        # One step, so that Ctrl-C cannot come between the rows and their being counted.
        self._entry = Entry(self._entry.rows + len(block), part.state, tally)

    def _save(self, part: Part) -> None:
        assert self._entry is not None
        part.sync()
        self._journal.write(self._entry)
        self._entered_at = time.monotonic()

    def _tell(self) -> None:
        self._reported = time.monotonic()
        seconds = self._reported - self._started
        done, total = self._entry.rows if self._entry else 0, self._layout.total
        speed = (done - self._resumed.rows) / seconds if seconds else 0.0
        left = max(0, total - done) / speed if speed else None
        self._report(Progress(done, max(done, total), speed, seconds, left))

    def summary(self, table: Table, source: Path, target: Path, router: Router) -> Summary:
        """What was done."""
        return Summary(
            source=str(source),
            target=str(target),
            form=table.source.form,
            other_sheets=table.source.other_sheets,
            columns=self._layout.columns.why,
            renamed=self._layout.renamed,
            tally=self.tally,
            seconds=time.monotonic() - self._started,
            resumed=self._resumed.tally.rows,
            model=router.model.version,
            duty_list=router.duties.version,
        )


def _cut(lines: Iterator[Line]) -> Iterator[list[Line]]:
    """Blocks of a fixed number of rows, fewer where cells are huge; the same rows make the same blocks in every run."""
    block: list[Line] = []
    size = 0
    for line in lines:
        block.append(line)
        size += sum(map(len, line.row))
        if len(block) >= BLOCK_ROWS or size >= BLOCK_CHARACTERS:
            yield block
            block, size = [], 0
    if block:
        yield block
