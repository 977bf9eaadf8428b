"""Which columns of a table hold the complaint: by the names in the header, by the content, or as the clerk says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from router.errors import TableError
from router.table.header import OTHER_NAMES, TEXT_NAMES, TITLE_NAMES, Row, plain_name
from router.text import is_chinese

# Rows that are looked at to tell a column with letters from one with numbers.
SAMPLE_ROWS = 200
_SAMPLE_CHARACTERS = 1000
_TEXT_WORDS = re.compile("内容|诉求|反映|投诉|描述|摘要|来信|举报|问题|正文|事由|详情|情况")
_NO_TEXT_WORDS = re.compile(
    "回复|答复|处理|处置|办理|整改|问责|调查|核实|编号|号码|时间|日期|单位|部门|类型|分类|类别|类$|状态|地址|属地|电话|姓名|人$|"
    "目的|形式|是否|来源|结果|目标|数$|备注|依据|条目|原文|建议"
)
_OTHERS = OTHER_NAMES | TITLE_NAMES
# A column without a telling name holds letters when its cells have this many Chinese characters on average.
_SHORTEST_TEXT = 6.0


@dataclass(frozen=True)
class ComplaintColumns:
    """The columns that are read as the complaint, the title first; ``why`` says so to the clerk."""

    indices: tuple[int, ...]
    why: str

    def text(self, row: Row) -> str:
        """The complaint of a row: title and text, a title that the text repeats left out."""
        *titles, last = self.indices
        body = row[last].strip() if last < len(row) else ""
        for index in reversed(titles):
            title = row[index].strip() if index < len(row) else ""
            if title and title not in body:
                body = f"{title}\n{body}".strip()
        return body


def choose_columns(header: Row, sample: Sequence[Row], named: str | None = None) -> ComplaintColumns:
    """The columns with the complaint: the ``named`` ones (several joined by +), else by name, else by content.

    ``sample`` are rows of the table. Raises TableError, which lists what there is, where the named column is not in
    the table or no column holds Chinese text.
    """
    if named is not None:
        return ComplaintColumns(_named(header, named), f"按指定使用“{named}”列")
    lengths = [_chinese_length(column, sample) for column in range(len(header))]
    text, why = _text_column(header, lengths)
    titles = [
        column for column, name in enumerate(header) if plain_name(name) in TITLE_NAMES and lengths[column]
    ]
    if text is None and titles:
        text, why = titles.pop(0), "按列名"
    if text is None:
        raise TableError(
            f"没有找到诉求内容所在的列，现有：{_list(header)}。请写明是哪一列（网页上填列名，命令行用 --column），例如 {_list(header[:1]) or '内容'}。"
        )
    chosen = (*(column for column in titles[:1] if column != text), text)
    shown = "＋".join(f"“{header[column].strip() or f'第 {column + 1} 列'}”" for column in chosen)
    return ComplaintColumns(chosen, f"{why}识别，诉求在{shown}列")


def _named(header: Row, named: str) -> tuple[int, ...]:
    if named in header:
        return (header.index(named),)
    plain = [plain_name(cell) for cell in header]
    wanted = [plain_name(name) for name in named.split("+")]
    if all(name and name in plain for name in wanted):
        return tuple(plain.index(name) for name in wanted)
    raise TableError(f"表中没有“{named}”列，现有：{_list(header)}。请按表头写列名，几列合并用 + 连接。")


def _text_column(header: Row, lengths: Sequence[float]) -> tuple[int | None, str]:
    """The column with the text and how it was found; among several that fit, the one with the longest texts."""
    columns = range(len(header))
    names = [plain_name(cell) for cell in header]
    exact = [column for column in columns if names[column] in TEXT_NAMES]
    open_ = [
        column
        for column in columns
        if not _NO_TEXT_WORDS.search(names[column]) and names[column] not in _OTHERS
    ]
    telling = [column for column in open_ if _TEXT_WORDS.search(names[column]) and lengths[column]]
    longest = [column for column in open_ if lengths[column] >= _SHORTEST_TEXT]
    for found, why in ((exact, "按列名"), (telling, "按列名"), (longest, "按内容")):
        if found:
            return max(found, key=lambda column: (lengths[column], -column)), why
    return None, ""


def _chinese_length(column: int, sample: Sequence[Row]) -> float:
    """The mean number of Chinese characters in the filled cells of a column."""
    cells = [row[column][:_SAMPLE_CHARACTERS] for row in sample if column < len(row) and row[column].strip()]
    return sum(sum(map(is_chinese, cell)) for cell in cells) / len(cells) if cells else 0.0


def _list(header: Row) -> str:
    return "、".join(cell.strip() for cell in header if cell.strip())
