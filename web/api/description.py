"""``GET /api/openapi.json``: the description of the interface (OpenAPI 3.1), which the page /api shows too."""

import functools
from typing import Any, get_args

from flask import jsonify
from flask.typing import ResponseReturnValue

from router.routing import Disposition, Kind
from web.api.complaints import MOST_AT_ONCE, MOST_ON_A_PAGE, ORDERS, PAGE, UNKNOWN_TERRITORY
from web.api.door import bp
from web.api.schemas import DAY, SCHEMAS, Schema, items, number, one_of, ref, shape, text
from web.store.records import STATES

_LETTER = "昌吉市延安北路楼下露天烧烤，油烟熏得人不敢开窗。联系人王丽，13800000000"
_ERRORS = {
    "400": "请求有误：bad_request 格式或字段不对，refused 不合规则",
    "401": "没有密钥，或密钥不对、已停用（unauthorized）",
    "404": "没有这件来信（not_found）",
    "409": "他人刚刚处理过，没有保存（conflict）；附现在的 revision、user、at",
    "413": "请求体或诉求太长（too_large）",
    "415": "不是 application/json（unsupported_media_type）",
    "503": "还没有模型，暂不能研判（no_model）",
}


@bp.get("/openapi.json")
def openapi() -> ResponseReturnValue:
    """The description."""
    return jsonify(description())


@functools.cache
def description() -> dict[str, Any]:
    """The description as one object."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "信访诉求分办助手 接口",
            "version": "1",
            "description": "供本单位其他程序使用：研判来信、送来信入库、查询、登记决定。请求和回答都是 UTF-8 的 JSON，"
            "时间为 UTC，日期如 2026-11-26，请求体不超过 4 MB。",
        },
        "servers": [{"url": "/"}],
        "security": [{"key": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "密钥由管理员在“接口密钥”中添加；单机使用（没有账号）时可不带。",
                }
            },
            "schemas": SCHEMAS,
            "responses": {
                code: {"description": words, "content": _json(ref("Error"))}
                for code, words in _ERRORS.items()
            },
        },
    }


def _paths() -> dict[str, Any]:
    one = [
        {
            "name": "complaint_id",
            "in": "path",
            "required": True,
            "schema": number("来信编号"),
            "description": "来信编号",
        }
    ]
    return {
        "/api/route": {"post": _route()},
        "/api/complaints": {"get": _list(), "post": _add()},
        "/api/complaints/{complaint_id}": {
            "parameters": one,
            "get": _operation("read", "读一件来信", "内容、研判结果和全部处理。", ref("ComplaintWithHistory"), errors=("404",)),
        },
        "/api/complaints/{complaint_id}/decisions": {"parameters": one, "post": _decide()},
        "/api/matters": {"get": _table("matters", "事项表", "Matter")},
        "/api/departments": {"get": _table("departments", "部门表", "Department")},
        "/api/openapi.json": {
            "get": _operation("openapi", "本接口的说明", "OpenAPI 3.1；已登录的用户不带密钥也可以读。", {"type": "object"})
        },
    }  # fmt: skip


def _route() -> Schema:
    asked = shape(
        "一段诉求",
        {
            "text": text("诉求内容，最多 10 万字", minLength=1),
            "received": text("收件日期；写了就推算办理期限"),
        },
        needed=("text",),
    )
    return _operation(
        "route", "研判一段文字，不保存", "与命令 complaint-router route --json 的结果相同。", ref("Routing"),
        sent=asked, example={"text": _LETTER, "received": "2026-11-26"}, errors=("413", "503"),
    )  # fmt: skip


def _add() -> Schema:
    many = shape(
        "几件来信",
        {
            "complaints": items(
                ref("NewComplaint"), f"最多 {MOST_AT_ONCE} 件", minItems=1, maxItems=MOST_AT_ONCE
            )
        },
    )
    results = shape(
        "几件来信的结果",
        {
            "results": items(
                {"anyOf": [ref("FullComplaint"), ref("Error")]}, "按提交的次序，逐件为结果或错误"
            ),
            "added": number("保存了几件"),
        },
    )
    found = _operation(
        "add", "送一件或几件来信入库",
        "个人信息先遮盖再保存，同时研判；遮盖前的原文不保存。送一件回 201，送几件（complaints）回 200 并逐件列出。"
        "重复提交会另存一件，repeat_of 指向内容相同的最早一件；可先用 number 查询是否已送过。",
        ref("FullComplaint"), status="201",
        sent={"oneOf": [ref("NewComplaint"), many]},
        example={"text": _LETTER, "number": "XF-2026-0001", "received": "2026-11-26"}, errors=("413", "503"),
    )  # fmt: skip
    found["responses"]["200"] = {"description": "几件来信的结果", "content": _json(results)}
    return found


def _list() -> Schema:
    page = shape(
        "一页来信",
        {
            "complaints": items(ref("Complaint"), "来信"),
            "total": {"type": ["integer", "null"], "description": "共几件；超过一万件不计数，为 null"},
            "next": {"type": ["string", "null"], "description": "下一页的 cursor；没有时为 null"},
        },
    )
    found = _operation(
        "index", "查询来信", "各条件同时满足；不写条件为全部。翻页把 next 写进 cursor，其余参数不变。", page
    )
    found["parameters"] = [
        {"name": name, "in": "query", "schema": schema, "description": schema["description"]}
        for name, schema in _filters().items()
    ]
    return found


def _filters() -> dict[str, Schema]:
    return {
        "state": text(f"状态：{'、'.join(STATES)}，多个用逗号隔开"),
        "department": number("主办部门编号：已决定的按决定，未决定的按建议"),
        "territory": text(f"属地，如 昌吉市；州外；{UNKNOWN_TERRITORY} 为不明"),
        "kind": one_of(get_args(Kind), "诉求类型"),
        "disposition": one_of(get_args(Disposition), "处理建议"),
        "since": {**DAY, "description": "收件自（含）"},
        "until": {**DAY, "description": "收件至（含）"},
        "assigned_to": text("移交给谁（登录名）；空为未移交"),
        "text": text("来信中的词"),
        "number": text("贵方系统的编号；不与其他参数同用"),
        "order": one_of(ORDERS, "次序：newest 收件晚的在前（默认），oldest 早的在前，uncertain 把握小的在前"),
        "cursor": text("上一页回答中的 next"),
        "limit": number(f"每页几件，默认 {PAGE}", minimum=1, maximum=MOST_ON_A_PAGE),
    }


def _decide() -> Schema:
    answer = {"allOf": [ref("Decision"), shape("登记后", {"state": one_of(STATES, "来信现在的状态")})]}
    return _operation(
        "decide", "登记决定",
        "决定由人作出：user 写明经办人的登录名，日志同时记下所用的密钥。confirm 不需其他字段；correct 要 issues，"
        "事项可不写，程序不会代填；训练新模型时只学写明了事项、且事项由首要主办部门主办（见 /api/matters）的更正；"
        "return 要 department_no 和 reason；note 要 note；hand_over 要 to_user；undo 要 undoes。",
        answer, status="201", sent=ref("NewDecision"),
        example={"revision": 0, "user": "wangli", "action": "correct",
                 "issues": [{"matter": "air-barbecue", "leads": [22], "assists": [11]}]},
        errors=("404", "409"),
    )  # fmt: skip


def _table(name: str, summary: str, schema: str) -> Schema:
    answer = shape(summary, {name: items(ref(schema), summary), "duty_list": text("责任清单的版本")})
    return _operation(name, summary, "研判结果和决定中的编号以此为准。", answer)


def _operation(
    name: str, summary: str, words: str, answer: Schema, *, status: str = "200",
    sent: Schema | None = None, example: Any = None, errors: tuple[str, ...] = (),
) -> Schema:  # fmt: skip
    codes = ("400", "401", *(("415",) if sent else ()), *errors)
    found: Schema = {
        "operationId": name,
        "summary": summary,
        "description": words,
        "responses": {
            status: {"description": summary, "content": _json(answer)},
            **{code: {"$ref": f"#/components/responses/{code}"} for code in sorted(codes)},
        },
    }
    if sent:
        body = _json(sent)
        body["application/json"]["example"] = example
        found["requestBody"] = {"required": True, "content": body}
    return found


def _json(schema: Schema) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}
