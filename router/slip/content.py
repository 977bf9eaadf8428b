"""The slip that leaves the office (转送函, 交办函): what stands on it, whatever form it is printed in.

The fields are those of real systems and of the regulation (articles 22 to 24, 30); no official template was found, so
the layout is that of an ordinary 机关函. Everything on it comes from the `Routing` and from what the clerk fills in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from router.deadlines import Schedule, schedule
from router.duties import DutyList, duty_list
from router.labels import DISPOSITIONS, county_unit, territory_words
from router.legal import REGULATION
from router.office import Office
from router.privacy import mask
from router.routing import Issue, Routing, Suggestion

SlipForm = Literal["转送", "交办"]

BLANK = "＿＿＿＿＿＿"
CONFIDENTIAL = "保密"
NOTES_HEADING = "经办提示（发出前删去）"
_LONGEST_CONTENT = 3000
_REPORT_DEADLINE = "请于{due}前报送办结报告（单位、文号、签发人、调查处理情况、答复意见书等）。"
_SECRET = (
    "检举控告件：来信人信息未列，内容中的姓名、电话、住址等已由程序遮盖，请人工再核有无可识别来信人的内容。"
)
_DRAFT = "本函由程序按责任清单拟出，须经办人核对、审核人签批后发出。"
_NOT_SURE = "处理建议为“{words}”，请先核实再发。"
_RECEIPT = (
    ("签收单位（盖章）", ""),
    ("签收人及联系电话", ""),
    ("签收时间", "　　　年　　月　　日"),
    ("是否受理", "□受理　　□不属本单位职权，提出异议"),
    ("异议理由及依据", ""),
)


@dataclass(frozen=True)
class SlipDetails:
    """What the clerk knows and the letter does not say. Empty strings are printed as blanks to fill in by hand."""

    written: date
    received: date | None = None
    form: SlipForm = "转送"
    number: str = ""
    letter_number: str = ""
    channel: str = ""
    is_repeat: str = ""
    people: str = ""
    urgency: str = ""
    petitioner: str = ""
    contact: str = ""
    address: str = ""


@dataclass(frozen=True)
class SlipUnit:
    """A unit the slip goes to: the prefecture's department, or whoever is outside; ``county`` does the work there."""

    name: str
    county: str = ""


@dataclass(frozen=True)
class SlipIssue:
    """A problem of the letter: its matter, who leads and assists, and the duties quoted as ``22.03 text``."""

    title: str
    leads: str
    assists: str
    duties: tuple[str, ...]

    @property
    def heading(self) -> str:
        """The title with who leads and assists."""
        parts = [f"主办：{self.leads}" if self.leads else "", f"协办：{self.assists}" if self.assists else ""]
        named = "；".join(filter(None, parts))
        return f"{self.title}（{named}）" if named else self.title


@dataclass(frozen=True)
class Slip:
    """A slip ready to be printed. ``facts`` are rows of the table on its face, ``receipt`` those of the part to return."""

    title: str
    number: str
    written: date
    office: Office
    main: tuple[SlipUnit, ...]
    copied: tuple[SlipUnit, ...]
    facts: tuple[tuple[str, str], ...]
    content: str
    issues: tuple[SlipIssue, ...]
    basis: str
    route: tuple[str, ...]
    deadlines: tuple[tuple[str, str, str, str], ...]
    requirements: tuple[str, ...]
    notes: tuple[str, ...]
    receipt: tuple[tuple[str, str], ...]
    is_confidential: bool

    @property
    def addressees(self) -> str:
        """The units it goes to, the first of them in charge; empty where nobody is named."""
        return "、".join(unit.name for unit in self.main)

    @property
    def on_the_spot(self) -> str:
        """The county units that would do the work, each with its mark; empty where none is known."""
        return "；".join(dict.fromkeys(unit.county for unit in self.main if unit.county))

    @property
    def opening(self) -> str:
        """The sentence after the addressee."""
        kind = "交办" if "交办" in self.title else "转送"
        return f"现将下列信访事项{kind}你单位。请按照“属地管理、分级负责，谁主管、谁负责”的原则依法依规处理。"


def make_slip(routing: Routing, details: SlipDetails, office: Office, duties: DutyList | None = None) -> Slip:
    """The slip for ``routing``.

    Of a report against officials nothing that points at the reporter is on it, whatever ``details`` say, and nobody gets
    a copy (art. 30). The content is masked in any case; a plate stays, as it is evidence. ``main`` is empty where
    the duty list has nobody: the clerk then writes the addressee by hand.
    """
    listed = duties or duty_list()
    secret = bool(routing.legal and routing.legal.is_confidential)
    due = None
    if details.received:
        due = schedule(details.received, routing.legal, forwarded=details.written)
    return Slip(
        title=f"信访事项{details.form}函",
        number=_number(details, office),
        written=details.written,
        office=office,
        main=_main(routing),
        copied=tuple(_unit(assist, routing) for assist in routing.assists)
        if not _is_outside(routing)
        else (),
        facts=tuple(_facts(routing, details, secret)),
        content=_content(routing),
        issues=tuple(_issue(issue, routing) for issue in routing.issues),
        basis=_basis(routing, listed),
        route=tuple(_route(routing)),
        deadlines=tuple(_deadlines(due)),
        requirements=tuple(_requirements(details, office, secret)),
        notes=tuple(_notes(routing, due)),
        receipt=(("文号", _number(details, office)), ("信访件编号", details.letter_number), *_RECEIPT),
        is_confidential=secret,
    )


def chinese_date(day: date) -> str:
    """2026年11月26日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _number(details: SlipDetails, office: Office) -> str:
    form = office.number_format if details.form == "转送" else office.order_number_format
    return form.format(year=details.written.year, number=details.number or "　　")


def _is_outside(routing: Routing) -> bool:
    return routing.territory.status == "outside"


def _main(routing: Routing) -> tuple[SlipUnit, ...]:
    """Beyond the prefecture its departments have no say: the slip goes to whose land it is."""
    if _is_outside(routing):
        return (SlipUnit(routing.territory.send_to or "发生地有权处理的机关"),)
    return tuple(_unit(lead, routing) for lead in routing.leads)


def _unit(suggestion: Suggestion, routing: Routing) -> SlipUnit:
    # A report goes by who appoints the official, and not down to where the one reported sits.
    if routing.legal and routing.legal.is_confidential:
        return SlipUnit(suggestion.department.name)
    unit = county_unit(suggestion.department, routing)
    return SlipUnit(suggestion.department.name, unit.words if unit else "")


def _facts(routing: Routing, details: SlipDetails, secret: bool) -> Iterable[tuple[str, str]]:
    yield "信访件编号", details.letter_number
    yield "登记日期", chinese_date(details.received) if details.received else ""
    yield "信访形式", details.channel
    yield "初件/重件", details.is_repeat
    yield "人数", details.people
    yield "紧急程度", details.urgency
    for label, value in (
        ("信访人", details.petitioner),
        ("联系方式", details.contact),
        ("住址", details.address),
    ):
        yield label, CONFIDENTIAL if secret else value
    yield "问题属地", _place(routing)
    if routing.accused:
        yield "被反映单位", "、".join(f"{item.department.short}（{item.name}）" for item in routing.accused)
    yield "诉求类别", routing.legal.rule.category if routing.legal else ""
    yield "内容分类", "、".join(dict.fromkeys(issue.matter.pollution_class for issue in routing.issues))


def _place(routing: Routing) -> str:
    territory = routing.territory
    if territory.status == "inside":
        return f"{territory.name}{territory.town or ''}"
    return territory_words(routing.territory) or "待核"


def _content(routing: Routing) -> str:
    text = mask(routing.text.strip())
    return text if len(text) <= _LONGEST_CONTENT else f"{text[:_LONGEST_CONTENT]}……（余见原件）"


def _basis(routing: Routing, listed: DutyList) -> str:
    rule = f"{REGULATION}第二十二条"
    return (
        f"{rule}（属地管理）" if _is_outside(routing) else f"《{listed.title}》（{listed.version}）、{rule}"
    )


def _issue(issue: Issue, routing: Routing) -> SlipIssue:
    """Beyond the prefecture its duty list is no ground, and only the matter is named."""

    def names(role: str) -> str:
        return "、".join(s.department.short for s in issue.suggestions if s.role == role)

    quoted = dict.fromkeys(ground.duty for s in issue.suggestions for ground in s.grounds)
    number = f"问题{routing.issues.index(issue) + 1}：" if len(routing.issues) > 1 else ""
    title = f"{number}{issue.matter.name}"
    if _is_outside(routing):
        return SlipIssue(title, "", "", ())
    return SlipIssue(
        title,
        names("lead"),
        names("assist"),
        tuple(f"{duty.id}（{duty.department.short}）{duty.text}" for duty in quoted),
    )


def _route(routing: Routing) -> Iterable[str]:
    for route in (routing.legal, *routing.legal.also) if routing.legal else ():
        yield f"{route.words}：{route.rule.advice}"


def _deadlines(due: Schedule | None) -> Iterable[tuple[str, str, str, str]]:
    """Step, who, last day, basis; what the office itself must do by then is not the receiver's business."""
    for item in due.items if due else ():
        if item.term.start != "received":
            mark = "（仅按周末推算）" if item.is_estimated else ""
            yield item.term.step, item.term.who, f"{chinese_date(item.due)}{mark}", item.basis


def _requirements(details: SlipDetails, office: Office, secret: bool) -> Iterable[str]:
    yield from office.report_requirements if secret else office.requirements
    if details.form == "交办":
        yield _REPORT_DEADLINE.format(due=chinese_date(details.written + timedelta(days=office.report_days)))


def _notes(routing: Routing, due: Schedule | None) -> Iterable[str]:
    if routing.disposition != "auto":
        yield _NOT_SURE.format(words=DISPOSITIONS[routing.disposition])
    if routing.question:
        yield f"需补充：{routing.question}"
    if routing.legal and routing.legal.is_confidential:
        yield _SECRET
    yield from due.notes if due else ()
    yield _DRAFT
