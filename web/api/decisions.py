"""``POST /api/complaints/<id>/decisions``: what a clerk decided in another program."""

from typing import Any, cast, get_args

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from router.routing import Kind, Scope
from web.api.door import bp, current_key
from web.api.reading import Fields, InvalidError, body
from web.api.shapes import decision_json, logins
from web.people import is_single_user, store
from web.store import Action, Actor, DecidedIssue, Draft
from web.store.records import ACTIONS

FIELDS = (
    "revision", "user", "action", "issues", "scope", "kind", "note", "reason", "department_no", "to_user",
    "undoes", "suggestion_id", "seconds",
)  # fmt: skip
ISSUE_FIELDS = ("matter", "leads", "assists", "start", "end")
_WHY_REVISION = "所看到的来信的版本号，见来信的 revision；期间若有他人处理，会得到 409。"
_NO_USER = "缺少 user：请写明作出决定的经办人的登录名；决定由人作出，程序只是转达。"


@bp.post("/complaints/<int:complaint_id>/decisions")
def decide(complaint_id: int) -> ResponseReturnValue:
    """Append a decision; 409 where somebody else decided since ``revision``."""
    fields = Fields(body(), FIELDS)
    draft, actor = _draft(fields), _deciding(fields)
    made = store().decisions.decide(
        complaint_id, fields.needed_number("revision", _WHY_REVISION), draft, actor
    )
    state = store().decisions.get(complaint_id).complaint.state
    return jsonify(decision_json(made, logins(store())) | {"state": state}), 201


def _draft(fields: Fields) -> Draft:
    action = fields.choice("action", ACTIONS)
    if action is None:
        raise InvalidError(f"缺少 action，应为 {'、'.join(ACTIONS)} 之一。")
    to_user = fields.text("to_user")
    return Draft(
        cast(Action, action),
        issues=tuple(_issue(given, number) for number, given in enumerate(fields.items("issues"), 1)),
        scope=cast("Scope | None", fields.choice("scope", get_args(Scope))),
        kind=cast("Kind | None", fields.choice("kind", get_args(Kind))),
        note=fields.text("note"),
        reason=fields.text("reason"),
        department_no=fields.number("department_no"),
        to_user=_user(to_user, "to_user") if to_user else None,
        undoes=fields.number("undoes"),
        suggestion_id=fields.number("suggestion_id"),
        seconds=fields.amount("seconds"),
    )


def _issue(given: Any, number: int) -> DecidedIssue:
    fields = Fields(given, ISSUE_FIELDS, f"issues 第 {number} 个：")
    return DecidedIssue(
        fields.numbers("leads"),
        fields.numbers("assists"),
        fields.text("matter") or None,
        fields.number("start"),
        fields.number("end"),
    )


def _deciding(fields: Fields) -> Actor:
    """In whose name it is decided; the audit log says by which key it came."""
    login, key = fields.text("user"), current_key()
    if is_single_user():
        return Actor(store().people.local_user().id, _address(key.id if key else None))
    if not login:
        raise InvalidError(_NO_USER)
    return Actor(_user(login, "user"), _address(key.id if key else None))


def _user(login: str, field: str) -> int:
    user = store().people.find(login)
    if user is None or not user.active or not (user.has_password or is_single_user()):
        raise InvalidError(f"{field}：没有登录名为“{login[:64]}”的在用账号。")
    return user.id


def _address(key_id: int | None) -> str:
    address = request.remote_addr or ""
    return f"{address} 密钥{key_id}" if key_id else address
