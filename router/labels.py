"""The Chinese words a clerk reads for the values the program uses, and how sure a figure is in words."""

from router.routing import Disposition, Kind, Role, Routing, Scope

SCOPES: dict[Scope, str] = {"in": "属清单范围", "out": "不属清单范围", "mixed": "部分属清单范围"}
KINDS: dict[Kind, str] = {
    "complaint": "投诉",
    "consultation": "咨询",
    "suggestion": "建议",
    "report_officials": "检举控告",
    "thanks": "感谢",
    "other": "其他",
}
DISPOSITIONS: dict[Disposition, str] = {
    "auto": "直接转办",
    "review": "人工研判",
    "clarify": "需补充情况",
    "out_of_scope": "不属清单范围",
}
ROLES: dict[Role, str] = {"lead": "主办", "assist": "协办"}
OUTSIDE_PREFECTURE = "州外"

# Where the words change is a rule of thumb; the figure itself is calibrated and always stands beside the word.
_SURE, _RATHER_SURE = 0.9, 0.6


def confidence_words(confidence: float) -> str:
    """很有把握, 较有把握 or 把握不大."""
    if confidence >= _SURE:
        return "很有把握"
    return "较有把握" if confidence >= _RATHER_SURE else "把握不大"


def territory_words(routing: Routing) -> str:
    """The territory as the tables have it: a name, 州外, or nothing where the letter names none."""
    territory = routing.territory
    return OUTSIDE_PREFECTURE if territory.status == "outside" else territory.name or ""
