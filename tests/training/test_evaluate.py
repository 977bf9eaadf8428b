import json

import pytest
from click.testing import CliRunner

from router import cli


@pytest.fixture
def letters(tmp_path):
    path = tmp_path / "letters.csv"
    path.write_text(
        "id,text,scope,kind,leads,co,duties,territory\n1,露天烧烤,in,complaint,36,,36.03,\n", encoding="utf-8"
    )
    return path


@pytest.fixture
def run(router, monkeypatch):
    monkeypatch.setattr(cli, "open_router", lambda: router)
    return lambda *arguments: CliRunner().invoke(cli.main, ["evaluate", *map(str, arguments)])


def test_the_report_is_written_beside_the_json(run, letters, tmp_path):
    target = tmp_path / "报告.html"
    result = run(letters, "--json", "--report", target)
    assert json.loads(result.stdout)["lead_accuracy"] == 0
    assert "报告已写入" in result.stderr
    page = target.read_text(encoding="utf-8")
    assert "露天烧烤" in page and "36 州林草局" in page


def test_without_a_report_the_figures_are_printed(run, letters):
    result = run(letters)
    assert result.exit_code == 0
    assert "lead_accuracy" in result.stdout


def test_a_report_into_a_folder_is_a_usage_error(run, letters, tmp_path):
    assert run(letters, "--report", tmp_path).exit_code == 2
