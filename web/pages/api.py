"""``POST /api/route``: the contracted JSON for other programs of the office."""

from datetime import date

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from router.dates import parse_date
from router.deadlines import schedule
from router.router import LONGEST
from web.engine import require_router

bp = Blueprint("api", __name__, url_prefix="/api")

_SHAPE = '请求体应为 {"text": "诉求内容"}，text 为字符串。'
_EMPTY = "诉求内容为空，请在 text 中填写。"
_TOO_LONG = "诉求共 {length:,} 字，超过 {longest:,} 字的上限。"


@bp.post("/route")
def route() -> ResponseReturnValue:
    """Route one complaint; with ``received`` (2026-11-26) the answer has its deadlines too.

    No token is asked for: a page elsewhere cannot send this content type here, nor read the answer.
    """
    body = request.get_json()
    text = body.get("text") if isinstance(body, dict) else None
    if not isinstance(text, str):
        return _refusal(_SHAPE, 400)
    if not text.strip():
        return _refusal(_EMPTY, 400)
    if len(text) > LONGEST:
        return _refusal(_TOO_LONG.format(length=len(text), longest=LONGEST), 413)
    routing = require_router().route(text)
    answer = routing.to_json()
    if body.get("received"):
        due = schedule(parse_date(str(body["received"])), routing.legal)
        answer["deadlines"] = due.to_json(date.today())
    return jsonify(answer)


def _refusal(message: str, status: int) -> ResponseReturnValue:
    return jsonify(error={"message": message}), status
