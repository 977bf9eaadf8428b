"""Labelled letters for measuring: columns id, text, scope, kind, leads, co, duties, territory."""

from dataclasses import dataclass
from pathlib import Path

from router.errors import TableError
from router.table import read_table

COLUMNS = ("id", "text", "scope", "kind", "leads", "co", "duties", "territory")
_SEPARATOR = ";"


@dataclass(frozen=True)
class Letter:
    """A letter with its gold answer; ``scope`` is in, out, mixed or gray, ``territory`` a name, ``outside`` or empty."""

    id: str
    text: str
    scope: str
    kind: str
    leads: tuple[int, ...]
    assists: tuple[int, ...]
    duties: tuple[str, ...]
    territory: str


def read_letters(path: Path) -> list[Letter]:
    """The letters of a CSV or XLSX table. Raises TableError where a column is missing or a number is not one."""
    table = read_table(path)
    missing = [column for column in COLUMNS if column not in table.header]
    if missing:
        raise TableError(
            f"{path.name} 缺少列：{'、'.join(missing)}；评测表需要 {'、'.join(COLUMNS)}，现有 {'、'.join(table.header)}。"
        )
    rows = [dict(zip(table.header, row, strict=False)) for row in table.rows]
    return [_letter(row, f"{path.name} 第 {number} 行") for number, row in enumerate(rows, start=2)]


def _letter(row: dict[str, str], place: str) -> Letter:
    return Letter(
        row["id"],
        row["text"],
        row["scope"],
        row["kind"],
        _numbers(row["leads"], place),
        _numbers(row["co"], place),
        tuple(filter(None, row["duties"].split(_SEPARATOR))),
        row["territory"],
    )


def _numbers(cell: str, place: str) -> tuple[int, ...]:
    try:
        return tuple(int(number) for number in cell.split(_SEPARATOR) if number.strip())
    except ValueError as error:
        raise TableError(f"{place}：部门编号“{cell}”不是数字，请用分号分隔的部门编号，如 22;16。") from error
