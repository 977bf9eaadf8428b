from dataclasses import replace

import pytest

from router.territory import Territory
from training.letters import Letter
from training.measures import Answer, calibration_error, coverage, measure

LETTER = Letter("1", "露天烧烤", "in", "complaint", (22,), (11,), ("22.03",), "")


@pytest.fixture
def right(router):
    return Answer(LETTER, router.route(LETTER.text))


def test_a_right_answer_scores_one_everywhere(right):
    figures = measure([right])
    for name in (
        "lead_accuracy",
        "recall_at_3",
        "set_f1",
        "first_ground",
        "kind_accuracy",
        "territory_accuracy",
    ):
        assert figures[name] == 1, name


def test_a_wrong_lead_and_a_missing_assist_cost(right):
    wrong = replace(right, letter=replace(LETTER, leads=(36,), assists=(), duties=("36.03",)))
    figures = measure([right, wrong])
    assert figures["lead_accuracy"] == figures["first_ground"] == 0.5
    assert figures["set_f1"] == 0.5
    assert figures["lead_accuracy_by_department"][36] == {"letters": 1, "accuracy": 0.0}


def test_gray_letters_do_not_count_for_scope(router):
    out = Answer(replace(LETTER, text="单位拖欠工资", scope="out", leads=()), router.route("单位拖欠工资"))
    gray = Answer(replace(out.letter, scope="gray"), out.routing)
    assert measure([out, gray])["out_f1"] == 1
    assert measure([gray])["out_f1"] is None


def test_coverage_takes_the_surest_first(right):
    wrong = replace(right, letter=replace(LETTER, leads=(36,)))
    assert coverage([right] * 19 + [wrong], 0.95) == 1
    assert coverage([], 0.95) is None


def test_calibration_error_is_the_gap_between_confidence_and_truth(right):
    wrong = replace(right, letter=replace(LETTER, leads=(36,)))
    assert calibration_error([wrong]) == pytest.approx(right.confidence, abs=1e-4)


def test_territory_outside_is_told_from_unknown(right):
    outside = replace(right.routing, territory=Territory(status="outside"))
    assert measure([Answer(replace(LETTER, territory="outside"), outside)])["territory_accuracy"] == 1
    assert measure([Answer(LETTER, outside)])["territory_accuracy"] == 0
