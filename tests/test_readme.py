"""The README is a contract: its commands are those that CI runs, and its figures are those that were measured."""

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from router.cli import main
from router.matters import matter_table

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_ci_runs_the_test_command_as_written():
    command = next(block for block in re.findall(r"```bash\n(.+?)\n```", README) if "pytest" in block)
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_every_command_stands_in_the_readme():
    names = main.list_commands(main.make_context("complaint-router", ["--help"], resilient_parsing=True))
    assert "route" in names and "backup" in names
    assert [name for name in names if f"`{name}`" not in README and f"router {name}" not in README] == []
    assert CliRunner().invoke(main, ["--help"]).exit_code == 0


def test_every_dependency_earns_its_place_in_a_sentence():
    names = [re.split(r"[<>=\[]", requirement)[0] for requirement in PROJECT["dependencies"]]
    assert [name for name in names if f"**{name}**" not in README] == []


def test_python_versions_agree():
    assert PROJECT["requires-python"].removeprefix(">=") in README


@pytest.mark.parametrize("name", ["transcript", "accuracy", "speed"])
def test_measured_parts_are_filled(name):
    part = re.search(rf"<!-- begin {name} -->(.*?)<!-- end {name} -->", README, re.DOTALL)
    assert part
    assert part.group(1).strip()


def test_links_and_pictures_exist():
    for target in re.findall(r"\]\(([^)h#][^)]*)\)", README):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("path", ["docs/manual-zh.md", "docs/architecture.md", "docs/model-card.md"])
def test_pictures_and_links_of_the_documents_exist(path):
    document = ROOT / path
    for target in re.findall(r"\]\(([^)h#][^)]*)\)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


def test_the_number_of_matters_is_that_of_the_table():
    assert f"over {len(matter_table())} kinds of problem" in README
