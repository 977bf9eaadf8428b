"""The present model and the candidate side by side, in words and figures for the page and the command."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from training.verdict import CORPUS_WORDS

FIGURE_WORDS = {"lead_accuracy": "主办正确率", "recall_at_3": "前三含主办", "first_ground": "首条依据正确率"}
_BETTER, _WORSE, _SAME = "变好", "变差", "不变"


@dataclass(frozen=True)
class Row:
    """A measure before and after."""

    measure: str
    letters: int | None
    before: str
    after: str
    trend: str
    remark: str = ""


def side_by_side(details: Mapping[str, Any]) -> list[Row]:
    """All measures of a comparison, as `training.learning` wrote it down."""
    fixed, decided = details["fixed"], details["decided"]
    rows = [_pairs("固定评测：去向答对", fixed)]
    for name, words in FIGURE_WORDS.items():
        before, after = fixed["figures_before"].get(name), fixed["figures_after"].get(name)
        if before is not None and after is not None:
            rows.append(_share(f"固定评测：{words}", before, after))
    rows.append(_pairs("经办人的决定：当时的建议与新模型", decided))
    if "matters" in details:
        share = details["matters"] / max(1, decided["letters"])
        rows.append(
            Row("经办人的决定：事项", decided["letters"], "—", f"{details['matters']} 件（{share:.1%}）", "")
        )
    for name, words in CORPUS_WORDS.items():
        if name in details["corpus_before"]:
            before, after = details["corpus_before"][name], details["corpus_after"][name]
            rows.append(_share(f"语料交叉验证：{words}", before, after))
    return rows


def _pairs(measure: str, pairs: Mapping[str, int]) -> Row:
    letters, before, after = pairs["letters"], pairs["before"], pairs["after"]
    remark = f"{pairs['won']} 件改对，{pairs['lost']} 件改错"
    first, second = (f"{count} 件（{count / letters:.1%}）" for count in (before, after))
    return Row(measure, letters, first, second, _trend(before, after), remark)


def _share(measure: str, before: float, after: float) -> Row:
    return Row(measure, None, f"{before:.1%}", f"{after:.1%}", _trend(round(before, 3), round(after, 3)))


def _trend(before: float, after: float) -> str:
    return _SAME if after == before else _BETTER if after > before else _WORSE
