"""The audit log in words a reader knows: what was done, and to what."""

import json
from collections.abc import Mapping

from flask import current_app, url_for

from web.store import ACTION_WORDS, USER_ROLE_WORDS

_ACTIONS = {
    "login": "登录",
    "login.refused": "登录失败",
    "login.locked": "账号锁定",
    "user.end_sessions": "退出登录",
    "user.create": "添加用户",
    "user.password": "设置密码",
    "user.role": "更改角色",
    "user.rename": "更改姓名",
    "user.active": "启用账号",
    "user.inactive": "停用账号",
    "key.create": "添加密钥",
    "key.revoke": "停用密钥",
    "key.refused": "密钥被拒",
    "intake.paste": "录入来信",
    "intake.table": "导入表格",
    "intake.api": "接口收件",
    "suggest_again": "重新研判",
    "model.train": "开始训练",
    "model.accept": "采用新模型",
    "model.refuse": "不采用新模型",
    "model.use": "改用模型",
    "model.rollback": "退回模型",
    "backup": "备份",
    "restore": "恢复",
    "export": "导出全部数据",
    "export.audit": "导出审计日志",
    "export.decided": "导出研判结果",
    "export.statistics": "导出统计",
    "retention": "清除到期内容",
    **{f"decide.{action}": word for action, word in ACTION_WORDS.items()},
}
_FIELDS = {
    "added": "保存",
    "failures": "未保存",
    "entries": "条数",
    "form": "格式",
    "user": "用户",
    "action": "操作",
    "object": "对象",
    "since": "自",
    "until": "至",
    "letters": "来信",
    "state": "状态",
}
_REVISION = "revision "
_ROLES = {str(role): words for role, words in USER_ROLE_WORDS.items()}
_KINDS = {"complaint": "来信", "user": "用户", "key": "密钥", "model": "模型"}
_PAGES = {"complaint": ("review.page", "complaint_id")}


def action_word(action: str) -> str:
    """An action in Chinese; one not listed here as it is."""
    return _ACTIONS.get(action, action)


def detail_word(action: str, detail: str) -> str:
    """What is told beside it, in Chinese where it is one of the forms that the program writes."""
    if action in ("user.role", "user.create"):
        login, _, role = detail.rpartition(" ")
        return f"{login} {_ROLES.get(role, role)}".strip()
    if detail.startswith(_REVISION):
        return f"第 {detail.removeprefix(_REVISION)} 次处理"
    try:
        told = json.loads(detail)
    except (ValueError, RecursionError):
        return detail
    if not isinstance(told, dict):
        return detail
    return "；".join(f"{_FIELDS.get(name, name)} {value}" for name, value in told.items())


def object_word(object: str, names: Mapping[int, str]) -> str:
    """``user:3`` as 用户 王丽, ``complaint:12`` as 来信 12."""
    kind, _, number = object.partition(":")
    if kind not in _KINDS:
        return object
    name = names.get(int(number)) if kind == "user" and number.isdecimal() else None
    return f"{_KINDS[kind]} {name or number}"


def object_link(object: str) -> str | None:
    """The page of the object, if it has one."""
    kind, _, number = object.partition(":")
    endpoint, argument = _PAGES.get(kind, ("", ""))
    if endpoint not in current_app.view_functions or not number.isdecimal():
        return None
    return url_for(endpoint, **{argument: int(number)})  # type: ignore[arg-type]
