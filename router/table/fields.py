"""Which columns of a register hold what a slip and its deadlines need, and what a row says there."""

from collections.abc import Sequence
from typing import Any

from router.dates import find_date
from router.table.header import plain_name

# What registers call the fields of `router.slip.SlipDetails`; where several are there, the first named here counts.
_FIELDS = {
    "letter_number": "信访件编号 受理编号 工单编号 信件编号 省信访件编号 市受理编号 区县受理编号 编号",
    "received": "登记日期 信访日期 来信时间 受理时间 登记时间 反映日期 来电时间 写信时间 日期",
    "channel": "信访形式 来信类型",
    "is_repeat": "初件/重件 初重件 初件重件",
    "people": "信访人数 涉及人数 人数",
    "urgency": "紧急程度",
    "petitioner": "信访人 姓名 来信人 写信人 来电人",
    "contact": "联系电话 手机号码 来电号码 电话",
    "address": "住址 详细住址",
}


def field_columns(header: Sequence[str]) -> dict[str, int]:
    """For each field that ``header`` has a column for, which one."""
    plain = [plain_name(name) for name in header]
    found = {}
    for field, names in _FIELDS.items():
        known = [name for name in names.split() if name in plain]
        if known:
            found[field] = plain.index(known[0])
    return found


def field_values(row: Sequence[str], columns: dict[str, int]) -> dict[str, Any]:
    """The fields that ``row`` fills in, text but for ``received``, which is a date; what cannot be read is left out."""
    values: dict[str, Any] = {}
    for field, column in columns.items():
        cell = row[column].strip() if column < len(row) else ""
        value = find_date(cell) if field == "received" else cell
        if value:
            values[field] = value
    return values
