"""What the store hands out: frozen, without a connection behind it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, get_args

State = Literal["open", "decided", "returned"]
Source = Literal["paste", "table", "api"]
Action = Literal["confirm", "correct", "out_of_scope", "return", "note", "hand_over", "undo"]
UserRole = Literal["clerk", "reviewer", "administrator"]

STATES: tuple[State, ...] = get_args(State)
SOURCES: tuple[Source, ...] = get_args(Source)
ACTIONS: tuple[Action, ...] = get_args(Action)
USER_ROLES: tuple[UserRole, ...] = get_args(UserRole)

STATE_WORDS: dict[State, str] = {"open": "待研判", "decided": "已研判", "returned": "被退回"}
SOURCE_WORDS: dict[Source, str] = {"paste": "录入", "table": "表格", "api": "接口"}
ACTION_WORDS: dict[Action, str] = {
    "confirm": "确认",
    "correct": "更正",
    "out_of_scope": "不属清单范围",
    "return": "退单",
    "note": "备注",
    "hand_over": "移交",
    "undo": "撤销",
}
# As what somebody did: 由王丽…….
DONE_WORDS: dict[Action, str] = {
    **ACTION_WORDS,
    "out_of_scope": "定为不属清单范围",
    "return": "登记退单",
    "note": "添加备注",
}
USER_ROLE_WORDS: dict[UserRole, str] = {"clerk": "经办人", "reviewer": "审核人", "administrator": "管理员"}
# What the column ``territory`` says of a complaint from beyond the prefecture; empty means unknown.
OUTSIDE_PREFECTURE = "州外"


@dataclass(frozen=True)
class Actor:
    """Who does something, and from which network address; stands in the audit log.

    ``user_id`` is None for a program with a key, for somebody not logged in and for the system; ``name`` says who then.
    """

    user_id: int | None
    address: str = ""
    name: str = ""


COMMAND_LINE = Actor(None, name="命令行")


@dataclass(frozen=True)
class User:
    """Somebody who works here. ``session_stamp`` changes when all his sessions must end."""

    id: int
    login: str
    name: str
    role: UserRole
    active: bool
    has_password: bool
    failed_attempts: int
    locked_until: datetime | None
    session_stamp: str
    created_at: datetime
    last_login_at: datetime | None


@dataclass(frozen=True)
class ApiKey:
    """A program that may ask; the key itself is shown once, when it is made."""

    id: int
    name: str
    created_at: datetime
    created_by: int | None
    revoked_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True)
class AuditEntry:
    """Who did what, when, from where; ``object`` is like ``complaint:12``."""

    id: int
    at: datetime
    user_id: int | None
    user_name: str
    action: str
    object: str
    detail: str
    address: str


@dataclass(frozen=True)
class DecidedIssue:
    """One problem of a complaint as a clerk sees it: departments by number, the first lead first.

    ``start:end`` is its span in the stored text, both None where it is the whole letter; ``matter_id`` None where the
    clerk names no matter.
    """

    leads: tuple[int, ...] = ()
    assists: tuple[int, ...] = ()
    matter_id: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Complaint:
    """A complaint without its words: a row of the queue.

    ``lead_no``, ``matter``, ``kind``, ``scope``, ``disposition``, ``territory`` are what is suggested now, ``confidence``
    how sure that is (0 to 1): of the first lead or, out of scope, that nobody leads. What is decided is None until it
    is; after a 退单 it still says what had been decided. ``department_no`` is who leads as things stand: decided, else
    suggested. ``excerpt`` is the beginning of the letter, filled by the queue
    and the search; empty after the retention period.
    """

    id: int
    external_number: str
    received_on: date
    source: Source
    repeat_of: int | None
    created_at: datetime
    created_by: int | None
    matter_id: str | None
    matter: str
    lead_no: int | None
    kind: str
    scope: str
    disposition: str
    territory: str
    confidence: float
    state: State
    department_no: int | None
    assigned_to: int | None
    revision: int
    decided_lead: int | None
    decided_matter_id: str | None
    decided_scope: str | None
    decided_kind: str | None
    decided_at: datetime | None
    decided_on: date | None
    decided_by: int | None
    agreed: bool | None
    seconds: float | None
    returns: int
    removed_at: datetime | None
    title: str = ""
    excerpt: str = ""


@dataclass(frozen=True)
class Suggestion:
    """An answer as it was shown; ``answer`` is `Routing.to_json`, None after the retention period."""

    id: int
    complaint_id: int
    made_at: datetime
    model_version: str
    duty_list: str
    lead_no: int | None
    answer: dict[str, Any] | None


@dataclass(frozen=True)
class Dossier:
    """A complaint with its masked words and its latest suggestion; None where the letter could not be routed."""

    complaint: Complaint
    title: str
    text: str
    suggestion: Suggestion | None


@dataclass(frozen=True)
class Decision:
    """An event in the history of a complaint. ``is_undone`` says whether a later one took it back."""

    id: int
    complaint_id: int
    revision: int
    suggestion_id: int | None
    user_id: int
    user_name: str
    decided_at: datetime
    action: Action
    issues: tuple[DecidedIssue, ...]
    scope: str | None
    kind: str | None
    note: str
    reason: str
    department_no: int | None
    to_user: int | None
    undoes: int | None
    lead_no: int | None
    agreed: bool | None
    seconds: float | None
    is_undone: bool
