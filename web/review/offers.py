"""Another department leads: which matter it then is. A correction teaches only where its lead leads its matter.

Where the lead of an issue does not lead its matter, the likeliest matter that it leads takes its place and others are
offered; what the clerk then makes of it stands. Nothing is offered for a department that leads no matter.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from router.matters import Matter, matter_table
from router.router import Router
from web.departments import department_name
from web.store import DecidedIssue
from web.store.drafts import MOST_ISSUES

MOST_OFFERED = 6
# By where an issue begins, since its number changes when others are joined or left out: for which lead matters were
# offered, and the matter that stood there before.
Asked = Mapping[int | None, tuple[int, str | None]]
_ASKED = re.compile(r"(\d{1,4})@(\d{0,9})=([\w-]{0,64})", re.ASCII)
_FIELD = "asked"


@dataclass(frozen=True)
class Offer:
    """Matters for the issue of a lead, the likeliest first; ``former`` is what stood there before and is not among them.

    ``asked`` is what a hidden field of the form holds of it.
    """

    matters: tuple[Matter, ...]
    former: Matter | None
    asked: str


def fits(issue: DecidedIssue) -> bool:
    """Whether the lead of ``issue`` leads its matter; there is nothing to fit where nobody leads."""
    matter = matter_table().get(issue.matter_id or "")
    return not issue.leads or (matter is not None and issue.leads[0] in _leads(matter))


def remark(issue: DecidedIssue) -> str:
    """What to know of a matter that does not fit, for a quiet line; empty where it does."""
    if fits(issue):
        return ""
    matter = matter_table().get(issue.matter_id or "")
    said = f"“{matter.name}”不由{department_name(issue.leads[0])}主办" if matter else "没有写明事项"
    return f"{said}，这样保存的更正不会用于训练。"


def likeliest(router: Router, text: str, department_no: int) -> tuple[Matter, ...]:
    """The matters that a department leads, the likeliest for ``text`` first."""
    model, table = router.model, matter_table()
    row = model.matter.probabilities(model.transform([text]))[0]
    led = [
        (-float(probability), table[matter_id])
        for matter_id, probability in zip(model.matter.classes, row, strict=True)
        if department_no in _leads(table[matter_id])
    ]
    return tuple(matter for _, matter in sorted(led, key=lambda pair: pair[0])[:MOST_OFFERED])


def follow(
    issues: tuple[DecidedIssue, ...], asked: Asked, text: str, router: Router
) -> tuple[tuple[DecidedIssue, ...], Asked]:
    """The issues with matters that fit their leads, as far as the clerk has not been asked about these leads before."""
    followed, told = list(issues), dict(asked)
    for place, issue in enumerate(issues):
        if fits(issue) or _was_asked(issue, asked):
            continue
        found = likeliest(router, passage(issue, text), issue.leads[0])
        if found:
            _, former = asked.get(issue.start, (0, issue.matter_id))
            told[issue.start] = (issue.leads[0], former)
            followed[place] = replace(issue, matter_id=found[0].id)
    return tuple(followed), told


def offer(issue: DecidedIssue, asked: Asked, text: str, router: Router) -> Offer | None:
    """What to choose from for an issue whose matter followed its lead, None where it never did."""
    if issue.start not in asked:
        return None
    lead, former_id = asked[issue.start]
    packed = f"{lead}@{'' if issue.start is None else issue.start}={former_id or ''}"
    if not _was_asked(issue, asked):
        return Offer((), None, packed)
    found = likeliest(router, passage(issue, text), lead)
    former = matter_table().get(former_id or "")
    return Offer(found, None if former in found else former, packed)


def passage(issue: DecidedIssue, text: str) -> str:
    """The words of the letter that ``issue`` is about."""
    return text[slice(issue.start, issue.end)] or text


def read_asked(form: MultiDict[str, str]) -> Asked:
    """What the hidden fields of a form hold."""
    found = (_ASKED.fullmatch(value) for value in form.getlist(_FIELD)[:MOST_ISSUES])
    return {int(m[2]) if m[2] else None: (int(m[1]), m[3] or None) for m in found if m}


def _was_asked(issue: DecidedIssue, asked: Asked) -> bool:
    return bool(issue.leads) and asked.get(issue.start, (0, None))[0] == issue.leads[0]


def _leads(matter: Matter) -> set[int]:
    return {department.number for department in matter.leads}
