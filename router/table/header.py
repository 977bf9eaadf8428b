"""The names that columns have in registers, hotline exports and inspection lists, and the header found by them.

The names are those of real tables of petition offices, 12345 hotlines and inspections (docs: `DOMAIN.md` 2.3 to 2.6).
"""

import re
from collections.abc import Sequence

Row = Sequence[str]


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


TEXT_NAMES = _names("""
    信件内容 信访内容 反映内容 投诉内容 诉求内容 市民诉求 交办问题基本情况 举报主要内容 问题描述 诉求描述 案情摘要 内容
    来信内容 来电内容 举报内容 工单内容 工单描述 事件描述 写信情况 主要内容 内容摘要 反映问题 信访诉求 诉求 投诉 问题
    主要问题 反映情况 信访事项 诉求详情 投诉详情 正文 text content complaint body
""")
TITLE_NAMES = _names("信件标题 标题 诉求标题 工单标题 来信主题 投诉主题 主题 事件标题 来信标题 title subject")
OTHER_NAMES = _names("""
    信访件编号 受理编号 工单编号 编号 信件编号 省信访件编号 市受理编号 区县受理编号 序号 来信时间 信访日期 登记日期 反映日期
    写信时间 来电时间 受理时间 登记时间 办结时间 办结日期 日期 时间 属地 问题属地 行政区域 发生地 问题发生地 举报地址
    问题点位 地址 承办单位 具体承办单位 登记单位 收文单位 回文单位 回复部门 回复单位 转办单位 转往处 责任单位 责任部门
    涉及团场及部门 涉及区县及部门 姓名 信访人 写信人 来信人 来电人 身份证号 证件号码 联系电话 来电号码 手机号码 电话 住址
    详细住址 污染类型 问题类型 是否属实 调查核实情况 处理和整改情况 处理处罚和问责情况 问责情况 办结目标 是否办结 信访形式
    信访目的 信访人数 内容分类 紧急程度 处理人 回复内容 回复时间 办理时间 办理方式 办理状态 信件状态 办结状态 处理状态
    来信类型 诉求分类 备注 id date
""")
_KNOWN = TEXT_NAMES | TITLE_NAMES | OTHER_NAMES
_NOISE = re.compile(r"[\s*＊:：]|[（(\[【][^）)\]】]*[）)\]】]")
_SENTENCE = re.compile(r"[。，！？；]")
_FIGURES = re.compile(r"[\d\W]+")

# A header stands this near to the top, below a title and perhaps a line saying who drew up the table and when.
HEADER_ROWS = 30
_LONGEST_NAME = 20
# Titles fill a cell or two; a row that fills this share of the widest one is the header or already data.
_FILLED_SHARE = 0.6
_NAME_SHARE = 0.8


def plain_name(cell: str) -> str:
    """A header cell without blanks, stars and what stands in brackets: 诉求内容 for “* 诉求 内容（必填）”."""
    return _NOISE.sub("", cell).lower()


def known_names(row: Row) -> int:
    """How many cells of ``row`` are names that headers of such tables have."""
    return sum(plain_name(cell) in _KNOWN for cell in row)


def find_header(rows: Sequence[Row]) -> int | None:
    """Which of the first ``rows`` is the header: the one with most known names, else the first that looks like one.

    None where the table has no header and begins with its data.
    """
    known = [known_names(row) if _is_header(row) else 0 for row in rows]
    if any(known):
        return known.index(max(known))
    width = max(map(_filled, rows), default=0)
    for index, row in enumerate(rows):
        if _filled(row) >= max(1, _FILLED_SHARE * width):
            return index if all(map(_is_name, filter(None, row))) else None
    return None


def _is_header(row: Row) -> bool:
    """Whether a row with known names may be the header: a single one may also be a value, as 投诉 in a column of kinds."""
    names = sum(_is_name(plain_name(cell)) for cell in row)
    return known_names(row) > 1 or names >= _NAME_SHARE * _filled(row)


def _filled(row: Row) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _is_name(cell: str) -> bool:
    name = cell.strip()
    return 0 < len(name) <= _LONGEST_NAME and not _SENTENCE.search(name) and not _FIGURES.fullmatch(name)
