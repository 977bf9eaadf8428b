"""The rule by which a new model is taken or refused."""

import pytest

from training.verdict import RULES, Comparison, Paired, refusals

GOOD = Paired(267, 240, 242, 3, 5)
DECIDED = Paired(200, 170, 172, 6, 8)
CORPUS = {"matter_accuracy_out_of_fold": 0.70, "scope_accuracy_out_of_fold": 0.94}


def verdict(fixed=GOOD, decided=DECIDED, corpus=CORPUS, matters=150):
    return refusals(Comparison(fixed, decided, matters, CORPUS, corpus))


def test_pairs_are_counted_where_the_models_differ():
    assert Paired.of([True, True, False, False], [True, False, True, False]) == Paired(4, 2, 2, 1, 1)


def test_a_model_that_is_not_worse_is_taken():
    assert verdict() == []
    assert verdict(fixed=Paired(267, 240, 240, 0, 0)) == []


@pytest.mark.parametrize(
    "fixed",
    [
        Paired(267, 240, 234, 8, 2),  # more than 2 % net, though chance could explain it
        Paired(1000, 900, 890, 12, 2),  # 1 % net, which chance does not explain
        Paired(267, 240, 6, 235, 1),
    ],
)
def test_losses_on_the_fixed_evaluation_refuse(fixed):
    (reason,) = verdict(fixed=fixed)
    assert f"答对由 {fixed.before} 件降到 {fixed.after} 件" in reason and "p " in reason


def test_a_few_losses_on_the_fixed_evaluation_do_not():
    assert verdict(fixed=Paired(267, 240, 238, 5, 3)) == []


def test_losses_on_decisions_refuse_beyond_the_allowance():
    assert verdict(decided=Paired(200, 180, 175, 8, 3)) == []
    (reason,) = verdict(decided=Paired(200, 180, 160, 24, 4))
    assert "新模型只有 160 件" in reason


def test_decisions_that_contradict_everything_refuse_even_where_both_models_fail_alike():
    """Labels that went to the wrong letters: neither the old answers nor the new ones agree with them."""
    (reason,) = verdict(decided=Paired(112, 9, 10, 3, 4), matters=5)
    assert "只有 5 件一致（在语料上为 70%）" in reason and "请先核对" in reason
    (reason,) = verdict(decided=Paired(12, 7, 7, 2, 2), matters=2)
    assert "只有 2 件一致" in reason
    assert verdict(matters=71) == []


def test_too_few_decisions_refuse():
    (reason,) = verdict(decided=Paired(9, 9, 9, 0, 0))
    assert "只有 9 件，少于 10 件" in reason


def test_a_worse_corpus_refuses():
    (reason,) = verdict(corpus={**CORPUS, "scope_accuracy_out_of_fold": 0.92})
    assert reason == "语料交叉验证变差：是否属清单范围正确率由 94.0% 降到 92.0%。"
    assert verdict(corpus={**CORPUS, "scope_accuracy_out_of_fold": 0.935}) == []


def test_the_rule_stands_in_words():
    words = "".join(RULES)
    assert all(part in words for part in ("2%", "3%", "50%", "事项", "1 个百分点", "p < 0.05", "10 件"))
