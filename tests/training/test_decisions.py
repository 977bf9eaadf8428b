"""What decisions teach: examples, in which fold they stand, and what is left out."""

from dataclasses import dataclass

import pytest

from router.matters import matter_table
from router.text import clean
from training.dataset import Example
from training.decisions import join

PIGS = "村口养猪场臭气熏天，夜里开不了窗。"
BARBECUE = "楼下露天烧烤油烟很大。"
WAGES = "老板拖欠我三个月工资不给。"


@dataclass(frozen=True)
class Issue:
    leads: tuple[int, ...]
    matter_id: str | None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Letter:
    complaint_id: int
    text: str
    issues: tuple[Issue, ...] = ()
    scope: str = "in"
    kind: str = "complaint"
    suggested_lead: int | None = 22


def about(complaint_id, text, matter_id, **details):
    matter = matter_table()[matter_id]
    return Letter(complaint_id, text, (Issue((matter.leads[0].number,), matter_id),), **details)


def labels(joined):
    return [(example.text, example.matters) for example in joined.examples]


def test_a_decision_is_an_ordinary_letter_with_its_matter_and_kind():
    joined = join([about(3, PIGS, "agri-livestock", suggested_lead=11)], {})
    (example,) = joined.examples
    assert (example.text, example.matters, example.kind) == (PIGS, ("agri-livestock",), "complaint")
    assert example.is_natural and example.scope == "in"
    (letter,) = joined.letters
    assert (letter.row, letter.leads, letter.shown) == (0, {11}, 11)


def test_a_split_letter_teaches_its_parts_and_the_whole_in_one_fold():
    text = PIGS + BARBECUE
    issues = (
        Issue((25,), "agri-livestock", 0, len(PIGS)),
        Issue((22,), "air-barbecue", len(PIGS), len(text)),
    )
    joined = join([Letter(1, text, issues)], {})
    assert labels(joined) == [
        (text, ("agri-livestock", "air-barbecue")),
        (PIGS, ("agri-livestock",)),
        (BARBECUE, ("air-barbecue",)),
    ]
    assert len({example.group for example in joined.examples}) == 1
    assert [letter.leads for letter in joined.letters] == [{25, 22}]


@pytest.mark.parametrize(
    ("issue", "reason"),
    [
        (Issue((22,), None), "no matter"),
        (Issue((22,), "agri-livestock"), "22 does not lead livestock"),
        (Issue((), "agri-livestock"), "nobody leads what somebody must"),
        (Issue((22,), "gone"), "no such matter"),
    ],
)
def test_without_a_fitting_matter_nothing_is_learned(issue, reason):
    joined = join([Letter(7, PIGS, (issue,))], {})
    assert joined.examples == () and joined.left_out == {"no_matter": (7,)}, reason


def test_an_outside_letter_keeps_the_matter_named_else_shown_else_any_other():
    letters = [
        Letter(1, WAGES, (), "out"),
        Letter(2, WAGES + "急。", (), "out"),
        Letter(3, WAGES + "求助。", (Issue((), "out-heating"),), "out"),
        Letter(4, WAGES + "唉。", (Issue((22,), "air-barbecue"),), "out"),
    ]
    joined = join(letters, {1: "out-wages", 3: "out-wages"})
    assert [example.matters[0] for example in joined.examples] == ["out-wages", "out-other", "out-heating"]
    assert {example.scope for example in joined.examples} == {"out"}
    assert joined.left_out == {"no_matter": (4,)}


def test_a_mixed_letter_has_its_outside_part():
    text = BARBECUE + WAGES
    issues = (Issue((22,), "air-barbecue", 0, len(BARBECUE)), Issue((), None, len(BARBECUE), len(text)))
    joined = join([Letter(1, text, issues, "mixed")], {})
    assert labels(joined)[0] == (text, ("air-barbecue", "out-other"))
    assert labels(joined)[2] == (WAGES, ("out-other",))


def test_the_same_words_decided_alike_count_once_and_decided_differently_not_at_all():
    letters = [
        about(1, PIGS, "agri-livestock"),
        about(2, PIGS, "agri-livestock"),
        about(3, BARBECUE, "air-barbecue"),
        about(4, BARBECUE, "air-cooking"),
    ]
    joined = join(letters, {})
    assert labels(joined) == [(PIGS, ("agri-livestock",))]
    assert joined.repeats == 1
    assert joined.left_out == {"conflict": (3, 4)}


def test_a_text_of_the_corpus_stays_in_its_fold_and_one_of_the_evaluation_is_not_learned():
    corpus = [Example(PIGS, ("agri-livestock",), "complaint", "water/3")]
    letters = [about(1, PIGS, "agri-livestock"), about(2, BARBECUE, "air-barbecue")]
    joined = join(letters, {}, corpus, {clean(BARBECUE)})
    assert [example.group for example in joined.examples] == ["water/3"]
    assert joined.left_out == {"evaluation": (2,)}


def test_what_nobody_can_read_is_not_learned():
    assert join([about(1, "12345 abc", "air-barbecue")], {}).left_out == {"unreadable": (1,)}


def test_rules_of_masking_that_came_later_hold_for_old_letters_too():
    letter = about(1, f"联系电话13909941234。{PIGS}", "agri-livestock")
    (example,) = join([letter], {}).examples
    assert "13909941234" not in example.text and PIGS in example.text


def test_the_digest_names_what_is_learned_and_not_its_order():
    letters = [about(1, PIGS, "agri-livestock"), about(2, BARBECUE, "air-barbecue")]
    assert join(letters, {}).digest == join(letters[::-1], {}).digest
    assert join(letters, {}).digest != join(letters[:1], {}).digest
    changed = [letters[0], about(2, BARBECUE, "air-cooking")]
    assert join(letters, {}).digest != join(changed, {}).digest
