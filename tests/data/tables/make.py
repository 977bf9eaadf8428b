"""Makes the odd tables of this folder: one file for each way in which real tables differ from a tidy CSV.

Run ``python tests/data/tables/make.py`` after a change (needs openpyxl, xlwt and odfpy). ``expected.json`` says of each
file how many rows it has, which columns hold the complaint, and the complaint of the first and the last row.
"""

import json

from make_common import EXPECTED, HERE, NOISE, PLAIN, SMOKE, TEXTS, WATER, lines, text
from make_workbooks import others, rewritten, values, workbooks


def encodings() -> None:
    for name, encoding in [
        ("utf8", "utf-8"), ("utf8_bom", "utf-8-sig"), ("gb18030", "gb18030"), ("utf16", "utf-16"),
        ("utf16_le_no_bom", "utf-16-le"), ("utf16_be_no_bom", "utf-16-be"), ("utf32", "utf-32"),
    ]:  # fmt: skip
        text(f"{name}.csv", lines(PLAIN), ["诉求内容"], TEXTS, encoding=encoding)
    rare = "㐱𠀀村的垃圾没人管"
    text("gb18030_rare.csv", lines([["内容"], [rare], [NOISE]]), ["内容"], [rare, NOISE], encoding="gb18030")
    late = [["编号", "内容"], *([str(number), "noise"] for number in range(500)), ["500", SMOKE]]
    text("gb18030_late.csv", lines(late), ["内容"], ["noise", SMOKE], rows=501, encoding="gb18030")
    cut = lines(PLAIN).encode().replace("没法喝".encode(), "没法喝".encode()[:-1])
    text("utf8_cut_character.csv", cut, ["诉求内容"], [SMOKE, NOISE, "自来水发黄有异味，没法�"])


def separators() -> None:
    text("tabs.tsv", lines(PLAIN, "\t"), ["诉求内容"], TEXTS)
    text("tabs.csv", lines(PLAIN, "\t"), ["诉求内容"], TEXTS)
    text("tabs_gb18030.txt", lines(PLAIN, "\t"), ["诉求内容"], TEXTS, encoding="gb18030")
    text("semicolons.csv", lines(PLAIN, ";"), ["诉求内容"], TEXTS)
    text("bars.txt", lines(PLAIN, "|"), ["诉求内容"], TEXTS)
    text("sep_line.csv", "sep=;\r\n" + lines(PLAIN, ";"), ["诉求内容"], TEXTS)
    text("old_mac_line_ends.csv", lines(PLAIN, end="\r"), ["诉求内容"], TEXTS)
    text("unix_line_ends.csv", lines(PLAIN, end="\n"), ["诉求内容"], TEXTS)
    text("no_last_line_end.csv", lines(PLAIN).rstrip(), ["诉求内容"], TEXTS)
    commas = [["诉求内容"], ["楼下,天天,烧烤"], [NOISE], ["水黄,有味,没法喝"]]
    text(
        "one_column_with_commas.csv",
        lines(commas),
        ["诉求内容"],
        ["楼下,天天,烧烤", "水黄,有味,没法喝"],
        rows=3,
    )
    text("no_header.txt", lines([[t + "。"] for t in TEXTS]), ["列1"], [SMOKE + "。", WATER + "。"], rows=3)


def shapes() -> None:
    broken = '编号,诉求内容\r\n1,"第一，楼下烧烤。\r\n第二，噪声大。"\r\n2,"他说""不管"""\r\n'
    text("quoted_line_breaks.csv", broken, ["诉求内容"], ["第一，楼下烧烤。\r\n第二，噪声大。", '他说"不管"'])
    ragged = [
        ["编号", "诉求内容", "电话"],
        ["1", SMOKE],
        ["2", NOISE, "139", "多出的一格", "又一格"],
        ["3", WATER, ""],
    ]
    text("ragged.csv", lines(ragged), ["诉求内容"], TEXTS)
    text("nuls.csv", lines(PLAIN).replace("昌吉市", "昌\0吉市"), ["诉求内容"], TEXTS)
    text(
        "blank_lines.csv", lines(PLAIN[:2]) + "\r\n\r\n" + lines(PLAIN[2:]) + "\r\n\r\n", ["诉求内容"], TEXTS
    )
    text("rows_of_commas.csv", lines(PLAIN) + ",,\r\n,,\r\n", ["诉求内容"], [*TEXTS, "", ""])
    titled = [["昌吉州信访登记表", "", ""], ["填表单位：州信访局", "", "2024年3月"], *PLAIN]
    text("titles.csv", lines(titled), ["诉求内容"], TEXTS)
    text("titles_ragged.csv", lines([["昌吉州信访登记表"], [], *PLAIN]), ["诉求内容"], TEXTS)
    text(
        "unpaired_quote.csv",
        lines(PLAIN).replace(SMOKE, '"' + SMOKE),
        ["诉求内容"],
        ['"' + SMOKE, NOISE, WATER],
    )
    text(
        "quotes_within.csv",
        lines(PLAIN).replace(NOISE, '"工地"半夜打桩'),
        ["诉求内容"],
        [SMOKE, '"工地"半夜打桩', WATER],
    )
    text("header_only.csv", lines(PLAIN[:1]), ["诉求内容"], [])
    text("csv_named_xls.xls", lines(PLAIN), ["诉求内容"], TEXTS, encoding="gb18030")
    wide = [["诉求内容", *(f"列{n}" for n in range(300))], *([t, *("x" for _ in range(300))] for t in TEXTS)]
    text("three_hundred_columns.csv", lines(wide), ["诉求内容"], TEXTS)


def columns() -> None:
    taken = [["属地", "内容", "备注", "备注"], ["昌吉", SMOKE, "急件", "一"], ["", NOISE, "", ""]]
    text("contracted_names.csv", lines(taken), ["内容"], [SMOKE, NOISE])
    formulas = [
        ["内容", "金额", "甲"],
        ["=1+1", "-5", "@SUM(A1)"],
        ["+cmd|' /C calc'!A0", "-1,200.5", "-"],
        ["\t=1", "5", "+86"],
    ]
    text(
        "formulas.csv",
        lines([[f'"{cell}"' for cell in row] for row in formulas]),
        ["内容"],
        ["=1+1", "=1"],
        rows=3,
    )
    text("twice_the_same_name.csv", lines([["内容", "内容"], ["短", SMOKE]]), ["内容"], [SMOKE])
    starred = [["序号", '"* 诉求\r\n内容（必填）"'], ["1", SMOKE]]
    text("starred_header.csv", lines(starred), ["* 诉求\r\n内容（必填）"], [SMOKE])
    text(
        "english_header.csv",
        lines([["ID", "Title", "Text"], ["1", "噪声", NOISE]]),
        ["Title", "Text"],
        ["噪声\n" + NOISE],
    )
    text(
        "title_repeated.csv",
        lines([["标题", "信件内容"], ["楼下烧烤", SMOKE]]),
        ["标题", "信件内容"],
        [SMOKE],
    )
    text("title_only.csv", lines([["编号", "工单标题"], ["1", SMOKE]]), ["工单标题"], [SMOKE])
    unknown = [["甲", "乙", "丙"], ["1", SMOKE, "张三"], ["2", NOISE, "李四"]]
    text("unknown_header.csv", lines(unknown), ["乙"], [SMOKE, NOISE])


def registers() -> None:
    """Tables as offices export them."""
    inspection = [
        ["序号", "交办问题基本情况", "行政区域", "调查核实情况", "处理和整改情况"],
        [
            "1",
            SMOKE,
            "昌吉市",
            "经查，该店于2021年开业，油烟净化设施运行正常，群众反映属实。" * 3,
            "已责令整改，限期完成。" * 4,
        ],
    ]
    text("inspection.csv", lines(inspection), ["交办问题基本情况"], [SMOKE])
    mailbox = [["信件标题", "来信时间", "信件内容", "回复部门", "回复内容"]]
    mailbox += [
        ["油烟扰民", "2024-03-05", SMOKE, "城管局", "您好，您反映的问题已转相关单位办理，请耐心等待。" * 3]
    ]
    text("mailbox.csv", lines(mailbox), ["信件标题", "信件内容"], ["油烟扰民\n" + SMOKE])
    numbers = [
        ["工单编号", "身份证号", "诉求内容"],
        ["20240305001234567890", "65230119900101123X", SMOKE],
        ["007", "", NOISE],
    ]
    text("long_numbers.csv", lines(numbers), ["诉求内容"], [SMOKE, NOISE])
    odd = ["ھاۋا بۇلغىنىشى", "😀😀😀", "\x07\x1b[31m噪声", "…………", "Noise at night"]
    text("scripts_and_controls.csv", lines([["内容"], *([t] for t in odd)]), ["内容"], odd)


if __name__ == "__main__":
    for make in (encodings, separators, shapes, columns, registers, workbooks, values, rewritten, others):
        make()
    content = json.dumps(EXPECTED, ensure_ascii=False, indent=1, sort_keys=True)
    (HERE / "expected.json").write_text(content + "\n", encoding="utf-8")
