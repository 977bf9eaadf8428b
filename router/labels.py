"""The Chinese words a clerk reads for the values the program uses, and how sure a figure is in words."""

from collections.abc import Sequence

from router.counterparts import CountyUnit, counterparts
from router.duties import Department
from router.legal import LegalRoute
from router.routing import Disposition, Kind, Role, Routing, Scope
from router.territory import Territory

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


def territory_words(territory: Territory) -> str:
    """The territory as the tables have it: a name, 州外, or nothing where the letter names none."""
    return OUTSIDE_PREFECTURE if territory.status == "outside" else territory.name or ""


def county_unit(department: Department, routing: Routing) -> CountyUnit | None:
    """The unit that does the work of ``department`` where the complaint belongs, None where that is not known."""
    return counterparts().find(department, routing.territory.name)


def handling_level(territory: Territory, legal: LegalRoute | None, leads: Sequence[Department]) -> str:
    """Who acts at which level, in a line: the cell 承办层级; empty where nobody is suggested."""
    if territory.status == "outside":
        return f"{OUTSIDE_PREFECTURE}：{territory.send_to or '当地'}"
    if legal and legal.is_confidential:
        return "按干部管理权限"
    if not leads:
        return ""
    unit = counterparts().find(leads[0], territory.name)
    where = "，属地待核" if territory.name is None else ""
    return f"属地：{unit.words}，州级：{leads[0].short}" if unit else f"州级：{leads[0].short}{where}"
