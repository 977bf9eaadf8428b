"""Whether a new model may take the place of the present one: the rule, here and nowhere else, and its words.

Letters are compared in pairs, each answered by both models; only those count that one has right and the other wrong. A
sign test (McNemar 1947, exact) says how likely so many losses are if both are equally good.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SIGNIFICANT = 0.05
# On letters that neither has seen, net losses above this share are refused even where chance could explain them.
FIXED_MARGIN = 0.02
# On decisions the candidate answers by machines that saw half of the texts, and a clerk is apt to confirm what he
# is shown. Both count against the candidate, so that losses up to this share are not held to be its own.
DECIDED_ALLOWANCE = 0.03
# On decisions the candidate's matters must be right at least so often, as a share of how often they are on the corpus; on
# ordinary letters it is more often than there, where labels went to the wrong letters a few in a hundred. Such decisions
# fool both models alike, so that no comparison of the two would tell.
FEWEST_MATTERS = 0.5
CORPUS_MARGIN = 0.01
# With fewer decisions nothing can be measured on them.
FEWEST_DECISIONS = 10

MATTERS = "matter_accuracy_out_of_fold"
CORPUS_WORDS = {
    MATTERS: "事项",
    "scope_accuracy_out_of_fold": "是否属清单范围",
    "kind_accuracy_out_of_fold": "诉求类型",
}

RULES = (
    f"可学习的决定不少于 {FEWEST_DECISIONS} 件。",
    f"固定评测：新模型净减少的答对件数不超过 {FIXED_MARGIN:.0%}，成对符号检验也没有显著变差（p < {SIGNIFICANT}）。",
    f"经办人的决定：拿新模型交叉验证的回答与当时显示的建议逐件相比，扣除 {DECIDED_ALLOWANCE:.0%} 的余量后没有显著变差"
    f"（p < {SIGNIFICANT}）。留余量，是因为交叉验证的模型只见过一半的文本，而经办人容易认可所显示的建议。",
    f"新模型交叉验证时判断的事项，与决定一致的比例不低于它在语料上正确率的 {FEWEST_MATTERS:.0%}；"
    "否则这些决定互相矛盾，或与责任清单不符，应先核对。",
    f"语料：事项、范围、类型的交叉验证正确率，下降都不超过 {CORPUS_MARGIN * 100:.0f} 个百分点。",
)


@dataclass(frozen=True)
class Paired:
    """How many of the same letters the present model and the candidate have right, and where they differ."""

    letters: int
    before: int
    after: int
    lost: int
    won: int

    @classmethod
    def of(cls, before: Sequence[bool], after: Sequence[bool]) -> "Paired":
        """Count pairs of answers, right or wrong."""
        pairs = list(zip(before, after, strict=True))
        return cls(
            len(pairs), sum(before), sum(after), pairs.count((True, False)), pairs.count((False, True))
        )

    def chance(self, allowance: float = 0.0) -> float:
        """How likely at least so many losses are if both are equally good; a share ``allowance`` of all is forgiven."""
        from scipy.stats import binomtest  # slow to load, and most who read the rule compare nothing

        lost = max(0, self.lost - round(allowance * self.letters))
        return (
            float(binomtest(lost, lost + self.won, alternative="greater").pvalue) if lost + self.won else 1.0
        )


@dataclass(frozen=True)
class Comparison:
    """The present model and the candidate side by side: fixed evaluation, decisions, and out-of-fold accuracies.

    ``matters`` is for how many of the decided letters the candidate names, out of fold, a matter that was decided on.
    """

    fixed: Paired
    decided: Paired
    matters: int
    corpus_before: Mapping[str, float]
    corpus_after: Mapping[str, float]


def refusals(found: Comparison) -> list[str]:
    """Why the candidate may not take the place of the present model, a Chinese sentence each; empty where it may."""
    return [*_on_fixed(found.fixed), *_on_decided(found), *_on_corpus(found)]


def _on_fixed(pairs: Paired) -> list[str]:
    net, chance = pairs.lost - pairs.won, pairs.chance()
    if net > FIXED_MARGIN * pairs.letters or (net > 0 and chance < SIGNIFICANT):
        return [
            f"固定评测变差：{pairs.letters} 件中，答对由 {pairs.before} 件降到 {pairs.after} 件{_chance(chance)}。"
        ]
    return []


def _on_decided(found: Comparison) -> list[str]:
    pairs, reasons = found.decided, []
    if pairs.letters < FEWEST_DECISIONS:
        return [
            f"可学习的决定只有 {pairs.letters} 件，少于 {FEWEST_DECISIONS} 件，无从比较。请积累更多决定后再训练。"
        ]
    chance = pairs.chance(DECIDED_ALLOWANCE)
    if pairs.lost > pairs.won and chance < SIGNIFICANT:
        reasons.append(
            f"与经办人的决定更不一致：{pairs.letters} 件中，当时的建议有 {pairs.before} 件一致，"
            f"新模型只有 {pairs.after} 件{_chance(chance)}。"
        )
    usual = found.corpus_after[MATTERS]
    if found.matters < FEWEST_MATTERS * usual * pairs.letters:
        reasons.append(
            f"决定与其他文本矛盾：{pairs.letters} 件中，新模型交叉验证时判断的事项只有 {found.matters} 件一致"
            f"（在语料上为 {usual:.0%}）。这些决定互相矛盾，或与责任清单不符，请先核对。"
        )
    return reasons


def _on_corpus(found: Comparison) -> list[str]:
    return [
        f"语料交叉验证变差：{words}正确率由 {before:.1%} 降到 {after:.1%}。"
        for name, words in CORPUS_WORDS.items()
        for before, after in [(found.corpus_before.get(name, 0.0), found.corpus_after.get(name, 0.0))]
        if before - after > CORPUS_MARGIN
    ]


def _chance(chance: float) -> str:
    return f"（符号检验 p = {chance:.3f}）" if chance >= 0.001 else "（符号检验 p < 0.001）"
