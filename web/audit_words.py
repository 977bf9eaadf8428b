"""The audit log in words a reader knows: what was done, and to what."""

from collections.abc import Mapping

from flask import current_app, url_for

from web.store import ACTION_WORDS

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
    "intake.paste": "录入来信",
    "intake.table": "导入表格",
    "intake.api": "接口收件",
    "suggest_again": "重新研判",
    "backup": "备份",
    "restore": "恢复",
    "export": "导出全部数据",
    "export.audit": "导出审计日志",
    "export.decided": "导出研判结果",
    "export.statistics": "导出统计",
    "retention": "清除到期内容",
    **{f"decide.{action}": word for action, word in ACTION_WORDS.items()},
}
_KINDS = {"complaint": "来信", "user": "用户", "key": "密钥", "model": "模型"}
_PAGES = {"complaint": ("review.page", "complaint_id")}


def action_word(action: str) -> str:
    """An action in Chinese; one not listed here as it is."""
    return _ACTIONS.get(action, action)


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
