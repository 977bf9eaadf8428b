"""How rows of the input become rows of the result: everything that was there, then the contracted columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from router.cells import Answer
from router.columns import COLUMNS, RESULT_COLUMNS, SEPARATOR
from router.router import LONGEST
from router.table.choice import SAMPLE_ROWS, ComplaintColumns, choose_columns
from router.table.encoding import REPLACEMENT
from router.table.output import RISKY, safe_cell
from router.table.reading import Table

TOO_LONG = f"诉求超过 {LONGEST} 字，只判断了前 {LONGEST} 字"
BROKEN = "含有无法识别的字符，已写作“�”"
MERGED = "诉求列与上面的行是合并单元格，按合并单元格的内容判断"
CUT = "有单元格超过 XLSX 的 32767 字上限而被截断，要完整内容请输出为 CSV"
_REMARK = COLUMNS.index("备注")
_HEADER_LINES = 3
_WIDTH, _WIDTHS = (
    14,
    {
        "诉求": 50,
        "事项": 18,
        "主办部门": 18,
        "候选部门": 40,
        "责任原文": 50,
        "匹配依据": 30,
        "备注": 30,
        "承办层级": 30,
        "法定途径": 30,
        "办理期限": 30,
        "疑似重件": 18,
    },
)


@dataclass(slots=True)
class Line:
    """A row of the input with its number in the file, the complaint in it (None in an empty row), and remarks."""

    number: int
    row: list[str]
    text: str | None
    notes: list[str] = field(default_factory=list)


class Layout:
    """The columns of one table and of the result made of it."""

    def __init__(self, table: Table, named: str | None) -> None:
        self._table = table
        self.columns: ComplaintColumns = choose_columns(
            table.header, list(islice(table.rows, SAMPLE_ROWS)), named
        )
        extent = table.extent
        self.width = max(extent.width, len(table.header))
        self.total = max(0, extent.rows - len(table.head))
        self._covered = {
            column: {
                row: first
                for first, last in extent.merges.get(column, ())
                for row in range(first + 1, last + 1)
            }
            for column in self.columns.indices
        }
        names, self.renamed = _renamed(table.header)
        self._names = [*names, *[""] * (self.width - len(names)), *RESULT_COLUMNS]
        self._continued = self._header_lines(extent.merges) if table.head else 0

    def _header_lines(self, merges: dict[int, list[tuple[int, int]]]) -> int:
        """How many more lines the header has: names merged downwards beside names that are divided further."""
        top = len(self._table.head)
        lasts = [last for spans in merges.values() for first, last in spans if first == top]
        more = max(lasts, default=top) - top
        return more if more < _HEADER_LINES else 0

    @property
    def head(self) -> list[list[str]]:
        """The first rows of the result: titles as they stand, then the header."""
        below = [
            row + [""] * (len(self._names) - len(row)) for row in islice(self._table.rows, self._continued)
        ]
        rows = [*self._table.head[:-1], self._names, *below]
        return [[safe_cell(cell) for cell in row] for row in rows]

    @property
    def widths(self) -> list[int]:
        """The width of each column in a workbook."""
        widths = [_WIDTHS.get(name, _WIDTH) for name in self._names]
        widths[self.columns.indices[-1]] = _WIDTHS["诉求"]
        return widths

    def lines(self) -> Iterator[Line]:
        """The rows below the header."""
        above: dict[int, str] = {}
        broken, is_merged = self._table.broken_characters > 0, any(self._covered.values())
        first = len(self._table.head) + self._continued + 1
        for number, row in enumerate(islice(self._table.rows, self._continued, None), start=first):
            if not row:
                yield Line(number, row, None)
                continue
            notes = [BROKEN] if broken and any(REPLACEMENT in cell for cell in row) else []
            seen = self._filled(number, row, above, notes) if is_merged else row
            text = self.columns.text(seen)
            if len(text) > LONGEST:
                text = text[:LONGEST]
                notes.append(TOO_LONG)
            yield Line(number, row, text, notes)

    def _filled(self, number: int, row: list[str], above: dict[int, str], notes: list[str]) -> list[str]:
        """The row with the text of merged cells, which a workbook stores in the uppermost of them only."""
        seen = row + [""] * (self.width - len(row))
        for column, covered in self._covered.items():
            if number in covered and not seen[column] and above.get(column):
                seen[column] = above[column]
                notes.append(MERGED)
            above[column] = seen[column]
        return seen

    def row(self, line: Line, longest: int | None) -> list[str]:
        """The row as it goes into the result: safe, and filled up to the first contracted column.

        ``longest`` is the longest cell that the form of the result can hold; a longer one is remarked upon.
        """
        if longest is not None and max(map(len, line.row), default=0) > longest:
            line.notes.append(CUT)
        row = [safe_cell(cell) if cell[:1] in RISKY else cell for cell in line.row]
        if line.text is not None:
            row += [""] * (self.width - len(row))
        return row


def with_notes(answer: Answer, notes: Sequence[str]) -> Answer:
    """The answer with remarks on the form of its row in 备注."""
    remarks = filter(None, (answer.shared[_REMARK], *dict.fromkeys(notes)))
    return answer.replaced(_REMARK, SEPARATOR.join(remarks))


def _renamed(header: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """The header with columns renamed that have the name of a contracted one, and what was renamed."""
    names, renamed = list(header), {}
    for index, name in enumerate(header):
        if name.strip() in RESULT_COLUMNS:
            new, number = f"{name.strip()}（原表）", 2
            while new in names:
                new, number = f"{name.strip()}（原表{number}）", number + 1
            names[index] = renamed[name.strip()] = new
    return names, renamed
