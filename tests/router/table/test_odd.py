"""Every odd table of ``tests/data/tables`` is read whole, and its complaints are found."""

import json
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from router.batch.layout import Layout
from router.table import read_table

FOLDER = Path(__file__).resolve().parents[2] / "data" / "tables"
EXPECTED: dict[str, dict[str, Any]] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))


def test_the_folder_holds_what_is_expected_of_it() -> None:
    others = {"expected.json", ".gitattributes", "__pycache__"}
    tables = {path.name for path in FOLDER.iterdir() if path.suffix != ".py"} - others
    assert tables == EXPECTED.keys()
    assert len(tables) >= 40


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_no_row_is_lost_and_the_complaint_is_found(name: str) -> None:
    expected = EXPECTED[name]
    table = read_table(FOLDER / name)
    layout = Layout(table, None)
    lines = [line for line in layout.lines() if line.text is not None]
    assert [table.header[column] for column in layout.columns.indices] == expected["columns"]
    assert len(lines) == expected["rows"]
    assert [line.text for line in islice(lines, 1)] == expected["first"]
    assert [line.text for line in lines[-1:]] == expected["last"]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_measure_holds_every_row(name: str) -> None:
    table = read_table(FOLDER / name)
    rows = [row for row in table.source.rows() if row]
    assert table.extent.width >= max(map(len, rows))
    assert table.extent.rows >= len(rows)
