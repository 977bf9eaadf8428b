"""The table of results: two commands write it, and neither loses what the other wrote."""

from pathlib import Path

import pytest

from benchmarks import results, workbench_results
from benchmarks.results import Latency, add_latency
from benchmarks.workbench_results import Pages, write_section


def test_each_command_keeps_the_section_of_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written, readme = tmp_path / "RESULTS.md", tmp_path / "README.md"
    readme.write_text("<!-- begin speed --><!-- end speed -->", encoding="utf-8")
    monkeypatch.setattr(results, "STORED", tmp_path / "results.json")
    monkeypatch.setattr(results, "WRITTEN", written)
    monkeypatch.setattr(workbench_results, "WRITTEN", written)
    monkeypatch.setattr(results, "README", readme)
    add_latency(Latency("one letter", 1.0, 2.0, 300, 0.5))
    write_section([Pages("queue", [0.1])], None, letters=10, backend="sqlite", load=0.5)
    add_latency(Latency("one letter", 3.0, 4.0, 300, 0.5))
    write_section([Pages("search", [0.2])], None, letters=10, backend="sqlite", load=0.5)
    text = written.read_text(encoding="utf-8")
    assert "| one letter | 3.0 |" in text
    assert "| one letter | 3 | 4 |" in readme.read_text(encoding="utf-8")
    assert "| search | 1 |" in text
    assert "| queue | 1 |" not in text
    assert text.count("## The workbench") == text.count("# Benchmarks\n") == 1
    add_latency(Latency("one letter", 5.0, 6.0, 300, 0.5))
    assert written.read_text(encoding="utf-8") == text.replace("3.0 | 4.0", "5.0 | 6.0")
