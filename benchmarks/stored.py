"""A store as it might look after three years: letters, suggestions, decisions, people and the audit log.

``python -m benchmarks.stored URL [--letters N]`` fills an empty store; nothing is routed, the answers are drawn with a
seed. The texts are those of the corpus, joined and placed, so that words are as frequent as in real letters.
"""

import argparse
import json
import random
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from hashlib import sha256
from itertools import count
from typing import Any

from sqlalchemy import LargeBinary, column, insert, table, text

from router.matters import Matter, matter_table
from training.dataset import Example, load_corpus
from web.store import Store, open_store
from web.store.fulltext import add_words
from web.store.history import head_of
from web.store.schema import AuditRow, ComplaintRow, DecisionRow, LetterRow

LETTERS = 200_000
SEED = 2026
LAST_DAY = date(2026, 11, 27)
_DAYS = 3 * 365
_BLOCK = 2000
_CLERKS = 12
_PLACES = {
    "昌吉市": 34, "阜康市": 12, "呼图壁县": 11, "玛纳斯县": 11, "奇台县": 12, "吉木萨尔县": 8, "木垒县": 5,
    "准东经济技术开发区": 3, "昌吉高新区": 3, "昌吉农业科技园区": 1, "州外": 3, "": 9,
}  # fmt: skip
_STEMS = [
    "阳光",
    "幸福",
    "和谐",
    "锦绣",
    "天山",
    "绿洲",
    "北庭",
    "世纪",
    "金桥",
    "长宁",
    "延安",
    "建国",
    "文化",
    "青年",
    "乌伊",
    "健康",
    "石河子",
    "屯河",
    "三工",
    "六工",
]
_KINDS = ("小区", "家园", "路", "街", "村", "花园", "市场", "东路", "西路", "三队")
_REASONS = (
    "经查不属我局职责",
    "地点不在我县辖区",
    "应由属地先行核实",
    "来信未写明具体位置",
    "清单规定由其他部门主办",
)
_ANSWERS = table(
    "suggestions",
    *(column(name) for name in ("id", "complaint_id", "model_version", "duty_list", "lead_no")),
    column("made_at", ComplaintRow.__table__.c.created_at.type),
    column("answer", LargeBinary),
)


@dataclass(frozen=True)
class _Event:
    """A row of decisions, as `web.store.history` reads it."""

    values: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        return self.values[name]


@dataclass(frozen=True)
class _Letter:
    complaint: dict[str, Any]
    title: str
    text: str
    answer: bytes
    events: list[_Event]


def fill(store: Store, letters: int = LETTERS, seed: int = SEED) -> None:
    """Put ``letters`` letters into an empty store; the same call makes the same store."""
    users = [store.people.local_user().id]
    users += [
        store.people.create(f"clerk{n}", f"经办{n}", "clerk", f"password {n}").id for n in range(_CLERKS)
    ]
    made = _letters(random.Random(seed), letters, users)
    while block := [letter for _, letter in zip(range(_BLOCK), made, strict=False)]:
        _save(store, block)
    with store.database.write() as connection:
        if store.database.is_sqlite:
            connection.execute(text("INSERT INTO letter_words (letter_words) VALUES ('optimize')"))
        else:
            # Rows came with their own numbers, which the sequences have not heard of.
            for name in ("complaints", "suggestions", "decisions", "audit"):
                connection.execute(text(f"SELECT setval('{name}_id_seq', (SELECT max(id) FROM {name}))"))
        connection.execute(text("ANALYZE"))
    if not store.database.is_sqlite:
        # What PostgreSQL does by itself within minutes; index-only scans need it.
        with store.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM"))


def _save(store: Store, block: Sequence[_Letter]) -> None:
    events = [event.values for letter in block for event in letter.events]
    with store.database.write() as connection:
        connection.execute(insert(ComplaintRow), [letter.complaint for letter in block])
        connection.execute(
            insert(LetterRow),
            [
                {"complaint_id": letter.complaint["id"], "title": letter.title, "text": letter.text}
                for letter in block
            ],
        )
        connection.execute(insert(_ANSWERS), [_suggestion(letter) for letter in block])
        if events:
            connection.execute(insert(DecisionRow), events)
            connection.execute(insert(AuditRow), [_audited(event) for event in events])
        add_words(
            connection,
            [
                (letter.complaint["id"], letter.complaint["external_number"], letter.title, letter.text)
                for letter in block
            ],
        )


def _suggestion(letter: _Letter) -> dict[str, Any]:
    row = letter.complaint
    return {
        "id": row["id"], "complaint_id": row["id"], "made_at": row["created_at"], "model_version": "d6110a8c",
        "duty_list": "昌州党办字〔2021〕17号（2021-06-26）", "lead_no": row["lead_no"], "answer": letter.answer,
    }  # fmt: skip


def _audited(event: dict[str, Any]) -> dict[str, Any]:
    return {
        "at": event["decided_at"], "user_id": event["user_id"], "user_name": f"经办{event['user_id']}",
        "action": f"decide.{event['action']}", "object": f"complaint:{event['complaint_id']}",
        "detail": f"revision {event['revision']}", "address": "10.0.0.7",
    }  # fmt: skip


def _letters(chance: random.Random, letters: int, users: Sequence[int]) -> Iterator[_Letter]:
    examples = [example for example in load_corpus() if len(example.text) > 8]
    natural = [example for example in examples if example.is_natural] or examples
    by_matter: dict[str, list[Example]] = {}
    for example in examples:
        by_matter.setdefault(example.matters[0], []).append(example)
    events = count(1)
    for number in range(1, letters + 1):
        example = chance.choice(natural if chance.random() < 0.7 else examples)
        second = chance.choice(by_matter[example.matters[0]]).text if chance.random() < 0.6 else ""
        yield _letter(chance, number, letters, example, second, users, events)


def _letter(
    chance: random.Random,
    number: int,
    letters: int,
    example: Example,
    second: str,
    users: Sequence[int],
    events: "count[int]",
) -> _Letter:
    matter = matter_table()[example.matters[0]]
    place = chance.choices(list(_PLACES), list(_PLACES.values()))[0]
    site = f"{place if place != '州外' else '乌鲁木齐市'}{chance.choice(_STEMS)}{chance.choice(_KINDS)}"
    words = f"{site}{chance.randrange(1, 300)}号附近，{example.text}。{second}"
    day = LAST_DAY - timedelta(days=int(_DAYS * (letters - number) / letters))
    complaint = _complaint(chance, number, matter, example.kind or "complaint", place, day, words)
    waits = (LAST_DAY - day).days < chance.randrange(1, 30) or chance.random() < 0.002
    history = [] if waits else _events(chance, complaint, matter, users, events)
    complaint |= {"revision": len(history), **head_of(history).columns(complaint["lead_no"])}
    if waits and chance.random() < 0.2:
        complaint["assigned_to"] = chance.choice(users)
    return _Letter(complaint, words[:12], words, _answer(matter.id), history)


def _complaint(
    chance: random.Random, number: int, matter: Matter, kind: str, place: str, day: date, words: str
) -> dict[str, Any]:
    confidence = round(chance.betavariate(5, 0.8), 6)
    disposition = "auto" if confidence > 0.75 else "review"
    if not matter.in_scope:
        disposition = "out_of_scope"
    elif matter.question and confidence < 0.9:
        disposition = "clarify"
    return {
        "id": number, "external_number": f"CJ{day:%Y%m%d}{number:06}", "received_on": day,
        "source": chance.choices(("table", "paste", "api"), (80, 15, 5))[0],
        "digest": sha256(words.encode()).hexdigest(), "repeat_of": None,
        "created_at": datetime(day.year, day.month, day.day, 2, tzinfo=UTC), "created_by": 1,
        "matter_id": matter.id, "matter": matter.name,
        "lead_no": matter.leads[0].number if matter.leads else None, "kind": kind,
        "scope": "in" if matter.in_scope else "out", "disposition": disposition, "territory": place,
        "confidence": confidence,
    }  # fmt: skip


def _events(
    chance: random.Random,
    complaint: dict[str, Any],
    matter: Matter,
    users: Sequence[int],
    numbers: "count[int]",
) -> list[_Event]:
    """What clerks did with a letter: mostly they agreed, some letters came back."""
    leads = [department.number for department in matter.leads]
    actions = [chance.choices(("confirm", "correct", "out_of_scope"), (84, 12, 4))[0]]
    if chance.random() < 0.03:
        actions.insert(0, "note")
    if actions[-1] != "out_of_scope" and leads and chance.random() < 0.02:
        actions += ["return", "correct"]
    moment = complaint["created_at"] + timedelta(hours=chance.expovariate(1 / 60))
    found = []
    for revision, action in enumerate(actions, 1):
        moment += timedelta(hours=chance.random() * 48)
        lead = None if action in ("out_of_scope", "note") or not leads else leads[0]
        if action == "correct":
            lead = chance.randrange(1, 47)
        is_deciding = action in ("confirm", "correct", "out_of_scope")
        issue = {"span": None, "matter": matter.id, "leads": [lead] if lead else [], "assists": []}
        values = {
            "id": next(numbers), "complaint_id": complaint["id"], "revision": revision,
            "suggestion_id": complaint["id"], "user_id": chance.choice(users), "decided_at": moment,
            "action": action, "issues": [issue] if is_deciding else None,
            "scope": ("in" if lead else "out") if is_deciding else None,
            "kind": complaint["kind"] if is_deciding else None,
            "note": "已电话核实" if action == "note" else "",
            "reason": chance.choice(_REASONS) if action == "return" else "",
            "department_no": lead if action == "return" else None, "to_user": None, "undoes": None,
            "lead_no": lead if is_deciding else None,
            "agreed": lead == complaint["lead_no"] if is_deciding else None,
            "seconds": round(chance.lognormvariate(3, 0.8), 1) if is_deciding else None,
        }  # fmt: skip
        found.append(_Event(values))
    return found


@cache
def _answer(matter_id: str) -> bytes:
    """An answer of the usual size about a matter, packed as the store packs it."""
    matter = matter_table()[matter_id]
    departments = [
        {
            "department_no": department.number, "department": department.short, "confidence": 0.9, "role": role,
            "county_unit": None,
            "grounds": [{"duty_id": duty.id, "text": duty.text, "matched": []} for duty in matter.grounds(department)],
        }
        for role, named in (("lead", matter.leads), ("assist", matter.assists))
        for department in named
    ]  # fmt: skip
    answer = {
        "scope": "in" if matter.in_scope else "out", "kind": "complaint", "disposition": "auto", "question": None,
        "departments": departments, "candidates": [], "remark": None, "legal": None, "accused": [],
        "issues": [{"text": "", "matter": matter.name, "departments": departments}] if departments else [],
        "territory": {"name": None, "status": "unknown", "evidence": None, "town": None, "send_to": None},
        "model": {"version": "d6110a8c", "trained_at": "2026-11-01T00:00:00+00:00", "duty_list": ""},
    }  # fmt: skip
    return zlib.compress(json.dumps(answer, ensure_ascii=False).encode())


def main() -> None:
    """Fill the store that the arguments name."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stored", description=__doc__)
    parser.add_argument("url", help="an empty store: a file or a SQLAlchemy URL")
    parser.add_argument("--letters", type=int, default=LETTERS)
    asked = parser.parse_args()
    with open_store(asked.url) as store:
        fill(store, asked.letters)


if __name__ == "__main__":
    main()
