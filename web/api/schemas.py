"""The shapes of the interface, for its description (JSON Schema as OpenAPI 3.1 has it)."""

from typing import Any, get_args

from router.routing import Disposition, Kind, Role, Scope
from web.store.records import ACTIONS, SOURCES, STATES

Schema = dict[str, Any]


def text(description: str, **more: Any) -> Schema:
    """A string."""
    return {"type": "string", "description": description, **more}


def number(description: str, **more: Any) -> Schema:
    """A whole number."""
    return {"type": "integer", "description": description, **more}


def share(description: str) -> Schema:
    """A number from 0 to 1."""
    return {"type": "number", "minimum": 0, "maximum": 1, "description": description}


def flag(description: str) -> Schema:
    """True or false."""
    return {"type": "boolean", "description": description}


def one_of(values: Any, description: str) -> Schema:
    """One of a few words."""
    return {"type": "string", "enum": list(values), "description": description}


def maybe(schema: Schema) -> Schema:
    """``schema`` or null."""
    found = {**schema, "type": [schema["type"], "null"]}
    return found | {"enum": [*schema["enum"], None]} if "enum" in schema else found


def ref(name: str) -> Schema:
    """A schema by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def items(schema: Schema, description: str, **more: Any) -> Schema:
    """An array."""
    return {"type": "array", "items": schema, "description": description, **more}


def shape(description: str, properties: Schema, *, needed: Any = None) -> Schema:
    """An object; all its properties are there unless ``needed`` names fewer."""
    wanted = list(properties) if needed is None else list(needed)
    found: Schema = {"type": "object", "description": description, "properties": properties}
    return found | ({"required": wanted} if wanted else {})


SCOPE = one_of(get_args(Scope), "是否属清单范围：in 属，out 不属，mixed 部分属")
KIND = one_of(get_args(Kind), "诉求类型：投诉、咨询、建议、检举控告、感谢、其他")
DISPOSITION = one_of(get_args(Disposition), "处理建议：直接转办、人工研判、需补充情况、不属清单范围")
DAY = {"type": "string", "format": "date"}
MOMENT = {"type": "string", "format": "date-time"}
_NUMBERS = {"type": "integer"}
_LOGIN = text("登录名")

_MATCH = shape("词语对照", {"complaint": text("来信中的词"), "duty": text("条文中的词")})
_GROUND = shape(
    "责任依据",
    {"duty_id": text("责任条目，如 22.03"), "text": text("条文原文"), "matched": items(_MATCH, "词语对照")},
)
_CANDIDATE = {
    "department_no": number("部门编号"),
    "department": text("部门简称"),
    "confidence": share("可能性"),
}
_SUGGESTION = shape(
    "一个部门及其依据",
    {
        **_CANDIDATE,
        "role": one_of(get_args(Role), "lead 主办，assist 协办"),
        "county_unit": {"type": ["object", "null"], "description": "属地承办单位"},
        "grounds": items(_GROUND, "责任依据，最贴切的在前"),
    },
)

ROUTING = shape(
    "研判结果",
    {
        "scope": SCOPE,
        "kind": KIND,
        "disposition": DISPOSITION,
        "question": maybe(text("需要向来信人问明的问题")),
        "departments": items(ref("Suggestion"), "建议的部门，主办在前"),
        "candidates": items(shape("候选部门", _CANDIDATE), "候选部门，可能性大的在前，至少五个"),
        "issues": items(
            shape(
                "一个问题",
                {
                    "text": text("所说的文字"),
                    "matter": text("事项名称"),
                    "departments": items(ref("Suggestion"), "部门"),
                },
            ),
            "分开的各个问题",
        ),
        "territory": {"type": "object", "description": "属地：name、status（inside、outside、unknown）、evidence 等"},
        "model": {"type": "object", "description": "模型版本、训练时间和责任清单版本"},
        "remark": {"type": ["string", "null"], "description": "备注"},
        "legal": {"type": ["object", "null"], "description": "法定途径及其依据"},
        "accused": {"type": "array", "items": {"type": "object"}, "description": "被检举、控告而不列入的部门"},
        "deadlines": {"type": "object", "description": "办理期限，请求写明 received 时才有"},
    },
    needed=("scope", "kind", "disposition", "question", "departments", "candidates", "issues", "territory", "model"),
)  # fmt: skip

NEW_COMPLAINT = shape(
    "一件来信",
    {
        "text": text("诉求内容，最多 10 万字；个人信息先遮盖再保存", minLength=1, maxLength=100_000),
        "title": {"type": ["string", "null"], "maxLength": 500, "description": "标题"},
        "number": {"type": ["string", "null"], "maxLength": 100, "description": "来信在贵方系统的编号"},
        "received": {"type": ["string", "null"], "description": "收件日期，如 2026-11-26；不写为今天"},
    },
    needed=("text",),
) | {"additionalProperties": False}

COMPLAINT_PROPERTIES: Schema = {
    "id": number("来信编号"),
    "number": maybe(text("贵方系统的编号")),
    "received": {**DAY, "description": "收件日期"},
    "source": one_of(SOURCES, "来源：paste 录入，table 表格，api 接口"),
    "created_at": {**MOMENT, "description": "保存时间"},
    "title": text("标题（已遮盖）"),
    "excerpt": text("开头的文字（已遮盖），列表中才有内容"),
    "repeat_of": maybe(number("内容相同的最早一件")),
    "state": one_of(STATES, "open 待研判，decided 已研判，returned 被退回"),
    "revision": number("版本号：已有的处理次数，登记决定时要带上"),
    "assigned_to": maybe(_LOGIN | {"description": "移交给谁（登录名）"}),
    "returns": number("退单次数"),
    "removed_at": {**maybe(MOMENT), "description": "内容按保存期限清除的时间"},
    "suggested": shape(
        "现在的建议",
        {
            "department_no": maybe(number("主办部门")),
            "matter": maybe(text("事项编号")),
            "scope": SCOPE,
            "kind": KIND,
            "disposition": DISPOSITION,
            "territory": maybe(text("属地，州外写“州外”")),
            "confidence": share("把握"),
        },
    ),
    "decided": {
        **shape(
            "经办人的决定；没有决定时为 null",
            {
                "department_no": maybe(number("主办部门")),
                "matter": maybe(text("事项编号")),
                "scope": maybe(SCOPE),
                "kind": maybe(KIND),
                "at": {**MOMENT, "description": "决定时间"},
                "by": maybe(_LOGIN),
                "agreed": {"type": ["boolean", "null"], "description": "是否与建议一致"},
            },
        ),
        "type": ["object", "null"],
    },
}
COMPLAINT = shape("一件来信", COMPLAINT_PROPERTIES)
FULL_PROPERTIES: Schema = {
    **COMPLAINT_PROPERTIES,
    "text": text("诉求内容（已遮盖）；按期限清除后为空"),
    "suggestion_id": maybe(number("现在的建议的编号")),
    "answer": {"anyOf": [ref("Routing"), {"type": "null"}], "description": "研判结果"},
}

ISSUE = shape(
    "经办人认定的一个问题",
    {
        "matter": maybe(text("事项编号，见 /api/matters；可不写，不写的更正不用于训练")),
        "leads": items(_NUMBERS, "主办部门编号，第一个为首要"),
        "assists": items(_NUMBERS, "协办部门编号"),
        "start": maybe(number("所指文字的起点（从 0 数）；整件来信为 null")),
        "end": maybe(number("所指文字的终点（不含）")),
    },
    needed=(),
) | {"additionalProperties": False}

_DECISION_COMMON: Schema = {
    "action": one_of(
        ACTIONS, "confirm 确认，correct 更正，out_of_scope 不属清单范围，return 退单，note 备注，hand_over 移交，undo 撤销"
    ),
    "issues": items(ref("Issue"), "各个问题；只有 correct 要写"),
    "scope": maybe(SCOPE),
    "kind": maybe(KIND),
    "note": {"type": ["string", "null"], "maxLength": 2000, "description": "备注"},
    "reason": {"type": ["string", "null"], "maxLength": 2000, "description": "退单的理由"},
    "department_no": maybe(number("退回的部门")),
    "to_user": maybe(text("移交给谁（登录名）")),
    "undoes": maybe(number("撤销哪一个决定（编号）")),
    "suggestion_id": maybe(number("作决定时看到的建议，不写为最新的一个")),
    "seconds": {"type": ["number", "null"], "description": "经办人用时（秒）"},
}  # fmt: skip
NEW_DECISION = shape(
    "一个决定",
    {
        "revision": number("看到的来信的版本号"),
        "user": text("作决定的经办人的登录名；单机使用时可不写"),
        **_DECISION_COMMON,
    },
    needed=("revision", "action"),
) | {"additionalProperties": False}
DECISION = shape(
    "已登记的决定",
    {
        "id": number("决定编号"),
        "revision": number("登记后的版本号"),
        "at": {**MOMENT, "description": "登记时间"},
        "user": maybe(_LOGIN),
        **_DECISION_COMMON,
        "lead_no": maybe(number("认定的主办部门")),
        "agreed": {"type": ["boolean", "null"], "description": "是否与建议一致"},
        "is_undone": flag("是否已被撤销"),
    },
)

ERROR = shape(
    "出错时的统一格式",
    {
        "error": shape(
            "错误",
            {
                "code": text("供程序判断的代码"),
                "message": text("供人阅读的说明"),
                "revision": number("409 时：来信现在的版本号"),
                "user": text("409 时：谁刚刚处理过"),
                "at": {**maybe(MOMENT), "description": "409 时：处理的时间"},
            },
            needed=("code", "message"),
        )
    },
)

SCHEMAS: dict[str, Schema] = {
    "Routing": ROUTING,
    "Suggestion": _SUGGESTION,
    "NewComplaint": NEW_COMPLAINT,
    "Complaint": COMPLAINT,
    "FullComplaint": shape("一件来信及研判结果", FULL_PROPERTIES),
    "ComplaintWithHistory": shape(
        "一件来信及其全部处理",
        {**FULL_PROPERTIES, "history": items(ref("Decision"), "处理的各步，按次序")},
    ),
    "Issue": ISSUE,
    "NewDecision": NEW_DECISION,
    "Decision": DECISION,
    "Matter": shape(
        "一个事项",
        {
            "id": text("事项编号"),
            "name": text("名称"),
            "class": text("类别：大气、水、噪声等"),
            "in_scope": flag("是否属清单范围"),
            "leads": items(_NUMBERS, "主办部门编号"),
            "assists": items(_NUMBERS, "协办部门编号"),
            "duties": items({"type": "string"}, "责任条目"),
            "question": maybe(text("需要问明的问题")),
        },
    ),
    "Department": shape(
        "一个部门",
        {
            "number": number("部门编号"),
            "name": text("全称"),
            "short": text("简称"),
            "aliases": items({"type": "string"}, "俗称"),
        },
    ),
    "Error": ERROR,
}
