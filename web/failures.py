"""Errors, translated once: a Chinese page, or one JSON shape under ``/api/``. Never a traceback."""

import logging
from typing import Any

from flask import Flask, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from router.errors import ComplaintRouterError, ModelError
from web.jobs import JobGoneError
from web.pages import login, start
from web.people import ForbiddenError
from web.people.access import API_PREFIX, KeyRefusedError
from web.store import ConflictError, NotFoundError, RefusedError

_log = logging.getLogger(__name__)
_EXPIRED = "页面已过期，内容没有丢失，请再提交一次。"
_FOREIGN_HOST = "不能用这个网址打开本程序，请使用程序启动时显示的网址。"
_STATUS: dict[type[ComplaintRouterError], int] = {
    ModelError: 503,
    JobGoneError: 404,
    NotFoundError: 404,
    ForbiddenError: 403,
    ConflictError: 409,
    KeyRefusedError: 401,
}
_CODES = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    413: "too_large",
    415: "unsupported_media_type",
    500: "internal",
    503: "no_model",
}
# What a program reads where a page would speak of its menu.
_PROGRAM_MESSAGES = {
    400: "请求体不是有效的 JSON，请检查格式和编码（UTF-8）。",
    404: "没有这个地址，接口说明见 /api。",
    405: "这个地址不支持该请求方法，接口说明见 /api。",
    413: "请求体超过大小限制，请分几次提交。",
}
_MESSAGES = {
    400: "请求不完整，请返回上一页重试。",
    401: "请先登录。",
    404: "没有这个页面，请从上方菜单重新选择。",
    405: "这个地址不能这样打开，请从上方菜单重新选择。",
    413: "提交的内容超过大小限制。文字请不超过 10 万字；表格请拆成几份再上传。",
    415: "请以 application/json 格式提交。",
    500: "程序出现意外错误，已记入日志。请重试；若仍出错，请联系管理员。",
}


def init_app(app: Flask) -> None:
    """Register the translations on ``app``."""
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(ComplaintRouterError, _known)
    app.register_error_handler(HTTPException, _http)


def _expired(error: CSRFError) -> ResponseReturnValue:
    if request.endpoint == "login.enter":
        return login.expired_page(), 400
    if request.blueprint == start.bp.name:
        return start.draft_page(_EXPIRED), 400
    return failure("页面已过期，请返回上一页刷新后重试。", 400)


def _known(error: ComplaintRouterError) -> ResponseReturnValue:
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 400)
    details: dict[str, Any] = {}
    if isinstance(error, RefusedError):
        details = {"code": "refused"}
    if isinstance(error, ConflictError):
        details = {"revision": error.revision, "user": error.user, "at": error.at and error.at.isoformat()}
    return failure(str(error), status, **details)


def _http(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, InternalServerError):
        _log.error("请求 %s 失败", request.path, exc_info=error.original_exception)
    if error.response is not None:  # a redirect, made by the routing itself
        return error.response
    if isinstance(error, SecurityError):  # a foreign host name, under which no page can be addressed
        return Response(_FOREIGN_HOST, 400, mimetype="text/plain")
    status = error.code or 500
    if status == 401 and not wants_json():
        return login.ask_to_log_in()
    messages = _MESSAGES | (_PROGRAM_MESSAGES if wants_json() else {})
    return failure(messages.get(status, "请求未能完成，请返回上一页重试。"), status)


def wants_json() -> bool:
    """Whether the caller is a program or a script."""
    if request.path.startswith(API_PREFIX):
        return True
    accepted = request.accept_mimetypes
    return accepted["application/json"] > accepted["text/html"]


def failure(message: str, status: int, **details: Any) -> tuple[str | Response, int]:
    """The answer that says ``message``, in the form the caller reads; ``details`` are for programs only."""
    if wants_json():
        response = jsonify(error={"code": _CODES.get(status, "failed"), "message": message, **details})
        if status == 401:
            response.headers["WWW-Authenticate"] = "Bearer"
        return response, status
    return render_template("failure.html", text=message), status
