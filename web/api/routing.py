"""``POST /api/route``: the contracted JSON for a text that is not kept."""

from datetime import date

from flask import jsonify
from flask.typing import ResponseReturnValue

from router.dates import parse_date
from router.deadlines import schedule
from router.router import LONGEST
from web.api.door import bp
from web.api.reading import InvalidError, body
from web.engine import require_router
from web.failures import failure

_SHAPE = '请求体应为 {"text": "诉求内容"}，text 为字符串。'
_EMPTY = "诉求内容为空，请在 text 中填写。"
_TOO_LONG = "诉求共 {length:,} 字，超过 {longest:,} 字的上限。"


@bp.post("/route")
def route() -> ResponseReturnValue:
    """Route one complaint; with ``received`` (2026-11-26) the answer has its deadlines too."""
    given = body()
    text = given.get("text") if isinstance(given, dict) else None
    if not isinstance(text, str):
        raise InvalidError(_SHAPE)
    if not text.strip():
        raise InvalidError(_EMPTY)
    if len(text) > LONGEST:
        return failure(_TOO_LONG.format(length=len(text), longest=LONGEST), 413)
    routing = require_router().route(text)
    answer = routing.to_json()
    if given.get("received"):
        due = schedule(parse_date(str(given["received"])), routing.legal)
        answer["deadlines"] = due.to_json(date.today())
    return jsonify(answer)
