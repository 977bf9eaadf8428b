"""What clerks decided, as text to learn from beside the corpus.

Only a decision that names its matter teaches one: a letter of several problems gives an example for each problem with a
passage of its own and one for the whole, a letter outside the list one with an outside matter. A text that was decided
in several ways teaches nothing, nor does one of the fixed evaluation; both are left out and listed.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from router.matters import matter_table
from router.privacy import mask
from router.text import clean, is_readable
from training.dataset import KINDS, NATURAL_FILES, Example

OTHER_OUTSIDE = "out-other"
NO_MATTER, CONFLICT, EVALUATION, UNREADABLE = "no_matter", "conflict", "evaluation", "unreadable"
# Why a letter is left out, as the page says it.
REASONS = {
    NO_MATTER: "没有写明事项，或所写事项不由所定部门主办",
    CONFLICT: "同样的文字有不同的决定",
    EVALUATION: "固定评测中也有，不能既学又考",
    UNREADABLE: "可识别的中文太少",
}
_DIGITS = 8


class DecidedIssue(Protocol):
    """One problem of a letter as a clerk sees it (`web.store.DecidedIssue`)."""

    @property
    def leads(self) -> tuple[int, ...]: ...
    @property
    def matter_id(self) -> str | None: ...
    @property
    def start(self) -> int | None: ...
    @property
    def end(self) -> int | None: ...


class Decided(Protocol):
    """A letter and the decision that holds (`web.store.Decided`)."""

    @property
    def complaint_id(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def issues(self) -> Sequence[DecidedIssue]: ...
    @property
    def scope(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def suggested_lead(self) -> int | None: ...


@dataclass(frozen=True)
class Judged:
    """A whole letter that is learned from: its row among the examples, who may rightly lead, and whom the clerk was shown.

    No leads mean that nobody on the list leads; ``shown`` is None where the program had said so.
    """

    row: int
    leads: frozenset[int]
    shown: int | None


@dataclass(frozen=True)
class Joined:
    """The examples, the whole letters among them, and the complaints left out by reason.

    ``repeats`` letters said what another one had said and was decided alike; they count once.
    """

    examples: tuple[Example, ...]
    letters: tuple[Judged, ...]
    left_out: dict[str, tuple[int, ...]]
    repeats: int

    @property
    def digest(self) -> str:
        """A short name for what is learned: the same examples in any order have the same."""
        lines = sorted(json.dumps([e.text, e.matters, e.kind], ensure_ascii=False) for e in self.examples)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:_DIGITS]


@dataclass(frozen=True)
class _Lesson:
    """An example to be, of a complaint; ``judged`` where it is the whole letter."""

    complaint_id: int
    key: str
    example: Example
    judged: tuple[frozenset[int], int | None] | None = None

    @property
    def label(self) -> tuple[tuple[str, ...], str | None]:
        return self.example.matters, self.example.kind


def join(
    decided: Iterable[Decided],
    outside: Mapping[int, str],
    corpus: Sequence[Example] = (),
    reserved: Container[str] = (),
) -> Joined:
    """Make examples of decisions.

    ``outside`` names the outside matter that was suggested for complaints; ``reserved`` are the texts of the fixed
    evaluation, `clean`. A letter stands in the fold of the ``corpus`` text that says the same.
    """
    groups = {clean(example.text): example.group for example in corpus}
    left_out: dict[str, list[int]] = defaultdict(list)
    lessons: dict[str, list[_Lesson]] = defaultdict(list)
    for letter in decided:
        found = _lessons(letter, outside, groups)
        if isinstance(found, str):
            left_out[found].append(letter.complaint_id)
        elif found[0].key in reserved:
            left_out[EVALUATION].append(letter.complaint_id)
        else:
            for lesson in found:
                lessons[lesson.key].append(lesson)
    return _joined(lessons, left_out)


def _joined(lessons: Mapping[str, Sequence[_Lesson]], left_out: dict[str, list[int]]) -> Joined:
    examples: list[Example] = []
    letters: list[Judged] = []
    repeats = 0
    for same in lessons.values():
        if len({lesson.label for lesson in same}) > 1:
            left_out[CONFLICT] += [lesson.complaint_id for lesson in same]
            continue
        first = next((lesson for lesson in same if lesson.judged), same[0])
        if first.judged:
            letters.append(Judged(len(examples), *first.judged))
        examples.append(first.example)
        repeats += sum(lesson.judged is not None for lesson in same if lesson is not first)
    listed = {reason: tuple(dict.fromkeys(left_out[reason])) for reason in REASONS if left_out.get(reason)}
    return Joined(tuple(examples), tuple(letters), listed, repeats)


def _lessons(letter: Decided, outside: Mapping[int, str], groups: dict[str, str]) -> list[_Lesson] | str:
    """What a letter teaches, the whole first; or the reason why it teaches nothing."""
    text = mask(letter.text)
    if not is_readable(text):
        return UNREADABLE
    matters = _matters(letter, outside)
    if matters is None:
        return NO_MATTER
    key = clean(text)
    # Named like the ordinary letters of the corpus, since that is what they are: confidence is calibrated on them too.
    group = groups.setdefault(key, f"{NATURAL_FILES}-decided/{letter.complaint_id}")
    kind = letter.kind if letter.kind in KINDS else None
    leads = frozenset(lead for issue in letter.issues for lead in issue.leads)
    whole = Example(text, matters, kind, group)
    return [
        _Lesson(letter.complaint_id, key, whole, (leads, letter.suggested_lead)),
        *_parts(letter, key, group, kind),
    ]


def _parts(letter: Decided, whole: str, group: str, kind: str | None) -> Iterable[_Lesson]:
    """An example for each problem that has a passage of its own."""
    if letter.scope == "out" or len(letter.issues) < 2:
        return
    for issue in letter.issues:
        text = mask(letter.text[issue.start : issue.end])
        matter = _matter(issue)
        if issue.start is not None and matter and clean(text) != whole and is_readable(text):
            yield _Lesson(letter.complaint_id, clean(text), Example(text, (matter,), kind, group))


def _matters(letter: Decided, outside: Mapping[int, str]) -> tuple[str, ...] | None:
    """The matters of the whole letter, the main one first; None where not all of them are known."""
    if letter.scope == "out":
        has_leads = any(issue.leads for issue in letter.issues)
        return None if has_leads else (_outside(letter, outside),)
    found = [_matter(issue) for issue in letter.issues]
    known = tuple(dict.fromkeys(matter for matter in found if matter))
    return known if known and None not in found else None


def _outside(letter: Decided, outside: Mapping[int, str]) -> str:
    """The outside matter the clerk named, else the one he was shown, else any other."""
    table = matter_table()
    named = (issue.matter_id for issue in letter.issues)
    found = next((name for name in (*named, outside.get(letter.complaint_id)) if name), OTHER_OUTSIDE)
    return found if found in table and not table[found].in_scope else OTHER_OUTSIDE


def _matter(issue: DecidedIssue) -> str | None:
    """The matter of a problem, where it is one that the department decided on may lead."""
    matter = matter_table().get(issue.matter_id or "")
    if not issue.leads:
        return (
            OTHER_OUTSIDE
            if issue.matter_id is None
            else matter.id
            if matter and not matter.in_scope
            else None
        )
    numbers = {department.number for department in matter.leads} if matter else set()
    return matter.id if matter and issue.leads[0] in numbers else None
