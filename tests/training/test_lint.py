from training.dataset import Example, load_corpus
from training.lint import check, contradictions, distinct_openings, near_duplicates


def example(text, *matters):
    return Example(text, matters or ("noise-home",), "complaint", "test/0")


def test_the_shipped_corpus_breaks_no_rule():
    assert [finding.message for finding in check(load_corpus()) if finding.broken] == []


def test_a_swapped_name_is_seen_as_a_near_duplicate():
    texts = [
        "城东小区楼下饭店油烟太大呛得人不敢开窗",
        "城西小区楼下饭店油烟太大呛得人不敢开窗",
        "渠里漂着死猪没人管",
    ]
    assert near_duplicates(texts) == [(1, 0)]


def test_an_evaluation_text_is_no_duplicate_of_the_corpus():
    messages = [
        finding.message for finding in check([example("楼上装修吵得没法休息")], ["楼上装修吵得没法休息"])
    ]
    assert "near-duplicates: 0 of 1 texts (0.00%)" in messages


def test_template_grinding_breaks_the_check():
    ground = [example(f"来电人反映{place}有人烧垃圾") for place in "东南西北中"]
    assert distinct_openings(ground).broken


def test_contradictory_labels_and_leaks_are_named():
    found = list(contradictions([example("楼上装修吵"), example("楼上装修吵", "noise-construction")]))
    assert len(found) == 1
    assert "楼上装修吵" in found[0].message
    evaluation = ["楼上装修吵得没法休息"]
    leaked = [
        f.message for f in check([example("楼上装修吵得没法休息")], evaluation) if "evaluation" in f.message
    ]
    assert leaked == ["evaluation text in the corpus: 楼上装修吵得没法休息"]
    kept = [
        f.message for f in check([example("渠里漂着死猪没人管")], evaluation) if "evaluation" in f.message
    ]
    assert kept == []
