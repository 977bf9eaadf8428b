"""``POST /api/route``: the contracted JSON for other programs of the office."""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from router.router import LONGEST
from web.engine import require_router

bp = Blueprint("api", __name__, url_prefix="/api")

_SHAPE = '请求体应为 {"text": "诉求内容"}，text 为字符串。'
_EMPTY = "诉求内容为空，请在 text 中填写。"
_TOO_LONG = "诉求共 {length:,} 字，超过 {longest:,} 字的上限。"


@bp.post("/route")
def route() -> ResponseReturnValue:
    """Route one complaint.

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
    return jsonify(require_router().route(text).to_json())


def _refusal(message: str, status: int) -> ResponseReturnValue:
    return jsonify(error={"message": message}), status
