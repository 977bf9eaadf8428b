"""The issues of a letter while a clerk changes them: read from the form, split, joined, given another matter or lead.

Every step is a pure function from issues to issues, so that the page works the same with and without a script.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from router.duties import duty_list
from router.issues import sentence_spans
from router.matters import matter_table
from router.router import Router
from router.words import Span
from web.numbers import read_number
from web.review.choices import named_departments, named_matter
from web.review.offers import Asked, follow, likeliest, read_asked
from web.store import DecidedIssue, RefusedError
from web.store.drafts import MOST_ISSUES

Issues = tuple[DecidedIssue, ...]
Form = MultiDict[str, str]
_ROLES = ("lead", "assist")


@dataclass(frozen=True)
class Edited:
    """The issues as they stand in the form; ``problems`` are what in it could not be read, ``typed`` those very words.

    ``asked`` are the leads for which matters were offered.
    """

    issues: Issues
    problems: tuple[str, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    asked: Asked = field(default_factory=dict)

    def followed(self, text: str, router: Router) -> "Edited":
        """With matters that follow their leads, each lead once; what could not be read is left for the clerk."""
        if self.problems:
            return self
        issues, asked = follow(self.issues, self.asked, text, router)
        return replace(self, issues=issues, asked=asked)


def read_form(form: Form) -> Edited:
    """The issues of a form; nothing that was typed is lost where it cannot be read."""
    problems: list[str] = []
    typed: dict[str, str] = {}
    count = min(read_number(form.get("issues", "")) or 0, MOST_ISSUES)
    issues = tuple(_issue(form, number, problems, typed) for number in range(1, count + 1))
    return Edited(issues, tuple(problems), typed, read_asked(form))


def split(issues: Issues, text: str, spans: Iterable[Span], router: Router) -> Issues:
    """A new issue for each of ``spans``, with what the router suggests for its words."""
    added = tuple(_suggested(text, span, router) for span in spans if text[slice(*span)].strip())
    if not added:
        raise RefusedError("请先在来信中选取文字，或勾选要分出的句子。")
    return _in_order((*issues, *added))


def sentence_runs(text: str, chosen: Iterable[int]) -> list[Span]:
    """The spans of the chosen sentences, neighbours joined to one."""
    sentences = sentence_spans(text)
    runs: list[Span] = []
    previous = None
    for number in sorted(set(chosen)):
        if not 0 <= number < len(sentences):
            continue
        start, end = sentences[number]
        if runs and previous == number - 1:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
        previous = number
    return runs


def join(issues: Issues, number: int) -> Issues:
    """The issue ``number`` (from 1) joined to the one before it, whose matter stays."""
    if not 2 <= number <= len(issues):
        raise RefusedError("没有可以合并的上一个问题。")
    first, second = issues[number - 2], issues[number - 1]
    leads = tuple(dict.fromkeys((*first.leads, *second.leads)))
    assists = tuple(other for other in dict.fromkeys((*first.assists, *second.assists)) if other not in leads)
    spans = [(issue.start, issue.end) for issue in (first, second)]
    start = end = None
    if all(span[0] is not None for span in spans):
        start, end = min(span[0] or 0 for span in spans), max(span[1] or 0 for span in spans)
    joined = DecidedIssue(leads, assists, first.matter_id or second.matter_id, start, end)
    return (*issues[: number - 2], joined, *issues[number:])


def remove(issues: Issues, number: int) -> Issues:
    """Without the issue ``number``; the last one stays."""
    if len(issues) < 2 or not 1 <= number <= len(issues):
        raise RefusedError("至少要留一个问题；若整件不属清单范围，请用“不属清单范围”。")
    return (*issues[: number - 1], *issues[number:])


def with_matter(issues: Issues, number: int) -> Issues:
    """The issue ``number`` with the departments that the table of matters names for its matter."""
    if not 1 <= number <= len(issues):
        raise RefusedError("没有这个问题，请刷新页面后重试。")
    issue = issues[number - 1]
    matter = matter_table().get(issue.matter_id or "")
    if matter is None:
        raise RefusedError("请先选择事项。")
    leads = [department.number for department in matter.leads]
    # Of several who may lead, the one that the clerk chose stays the first.
    leads.sort(key=lambda lead: lead not in issue.leads[:1])
    assists = tuple(department.number for department in matter.assists)
    changed = replace(issue, leads=tuple(leads), assists=assists)
    return (*issues[: number - 1], changed, *issues[number:])


def choose(issues: Issues, argument: str) -> Issues:
    """The issue with the matter of ``argument``, such as ``1:water-factory``; its departments stay."""
    number, _, matter_id = argument.partition(":")
    place = (read_number(number) or 0) - 1
    if not 0 <= place < len(issues) or matter_id not in matter_table():
        raise RefusedError("没有这个事项，请刷新页面后重试。")
    return (*issues[:place], replace(issues[place], matter_id=matter_id), *issues[place + 1 :])


def with_lead(issues: Issues, department_no: int, text: str, router: Router) -> Issues:
    """The first issue led by another department; where that leads a matter, with the likeliest and its departments."""
    department = duty_list().departments.get(department_no)
    if department is None:
        raise RefusedError(f"责任清单没有编号为 {department_no} 的部门，请从列表中选择。")
    first = issues[0] if issues else DecidedIssue()
    led = likeliest(router, text, department_no)
    if led:
        assists = [each.number for each in (*led[0].leads, *led[0].assists) if each != department]
    else:
        assists = [number for number in first.assists if number != department_no]
    matter_id = led[0].id if led else None
    changed = replace(first, leads=(department_no,), assists=tuple(assists), matter_id=matter_id)
    return (changed, *issues[1:])


def stepped(edited: Edited, name: str, form: Form, text: str, router: Router) -> Edited:
    """What a button of the form makes of it, with matters that follow their leads."""
    issues = step(edited.issues, name, form, text, router)
    asked = dict(edited.asked)
    if name.startswith("lead:") and issues[0].matter_id:
        # The likeliest matter has been taken already; others are offered beside it.
        asked[issues[0].start] = (issues[0].leads[0], edited.issues[0].matter_id if edited.issues else None)
    return replace(edited, issues=issues, asked=asked).followed(text, router)


def step(issues: Issues, name: str, form: Form, text: str, router: Router) -> Issues:
    """What a button of the form asks for: ``split``, ``join:2``, ``remove:2``, ``matter:1``, ``choose:1:…``, ``lead:24``, ``add``."""
    verb, _, argument = name.partition(":")
    number = read_number(argument) or 0
    if verb == "split":
        return split(issues, text, _chosen_spans(form, text), router)
    if verb == "join":
        return join(issues, number)
    if verb == "remove":
        return remove(issues, number)
    if verb == "matter":
        return with_matter(issues, number)
    if verb == "choose":
        return choose(issues, argument)
    if verb == "lead":
        return with_lead(issues, number, text, router)
    if verb == "add":
        return (*issues, DecidedIssue())
    return issues


def _chosen_spans(form: Form, text: str) -> list[Span]:
    """The words marked in the letter, else the sentences that are ticked."""
    start, end = read_number(form.get("from", "")), read_number(form.get("to", ""))
    if start is not None and end is not None and 0 <= start < end <= len(text):
        return [_trimmed(text, (start, end))]
    numbers = [number for value in form.getlist("sentence") if (number := read_number(value)) is not None]
    return [_trimmed(text, span) for span in sentence_runs(text, numbers)]


def _trimmed(text: str, span: Span) -> Span:
    """The span without blanks at its ends."""
    words = text[slice(*span)]
    start = span[0] + len(words) - len(words.lstrip())
    return (start, start + len(words.strip()))


def _suggested(text: str, span: Span, router: Router) -> DecidedIssue:
    """What the router makes of the words in a span; without departments where it finds nobody's matter."""
    routing = router.route(text[slice(*span)])
    if not routing.issues:
        return DecidedIssue(start=span[0], end=span[1])
    main = routing.issues[0]
    numbers = {
        role: tuple(part.department.number for part in main.suggestions if part.role == role)
        for role in _ROLES
    }
    return DecidedIssue(numbers["lead"], numbers["assist"], main.matter.id, *span)


def _in_order(issues: Sequence[DecidedIssue]) -> Issues:
    """The whole letter first, then as they stand in it."""
    return tuple(sorted(issues, key=lambda issue: -1 if issue.start is None else issue.start))


def _issue(form: Form, number: int, problems: list[str], typed: dict[str, str]) -> DecidedIssue:
    numbers: dict[str, list[int]] = {}
    for role in _ROLES:
        kept = [
            value for each in form.getlist(f"{role}-{number}") if (value := read_number(each)) is not None
        ]
        name = f"{role}-add-{number}"
        try:
            kept += [department.number for department in named_departments(form.get(name, ""))]
        except RefusedError as error:
            problems.append(f"第 {number} 个问题：{error}")
            typed[name] = form.get(name, "")
        numbers[role] = list(dict.fromkeys(kept))
    matter_id = None
    try:
        matter = named_matter(form.get(f"matter-{number}", ""))
        matter_id = matter.id if matter else None
    except RefusedError as error:
        problems.append(f"第 {number} 个问题：{error}")
        typed[f"matter-{number}"] = form.get(f"matter-{number}", "")
    start, end = read_number(form.get(f"start-{number}", "")), read_number(form.get(f"end-{number}", ""))
    # Who leads need not be named as assisting too.
    assists = tuple(each for each in numbers["assist"] if each not in numbers["lead"])
    return DecidedIssue(tuple(numbers["lead"]), assists, matter_id, start, end)
