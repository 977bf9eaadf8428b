"""Makes the odd tables of this folder: one file for each way in which real tables differ from a tidy CSV.

Run ``python tests/data/tables/make.py`` after a change (needs openpyxl, xlwt and odfpy). ``expected.json`` says of each
file how many rows it has, which columns hold the complaint, and the complaint of the first and the last row.
"""

import datetime
import json
import re
import zipfile
from pathlib import Path

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

HERE = Path(__file__).parent
SMOKE, NOISE, WATER = "楼下烧烤油烟呛得不敢开窗", "工地半夜打桩吵得睡不着", "自来水发黄有异味，没法喝"
TEXTS = [SMOKE, NOISE, WATER]
PLAIN = [["工单编号", "诉求内容", "属地"], ["1", SMOKE, "昌吉市"], ["2", NOISE, "阜康市"], ["3", WATER, ""]]
EXPECTED: dict[str, dict[str, object]] = {}


def expect(name: str, columns: list[str], texts: list[str], rows: int | None = None) -> Path:
    EXPECTED[name] = {
        "rows": len(texts) if rows is None else rows, "columns": columns, "first": texts[:1], "last": texts[-1:],
    }  # fmt: skip
    return HERE / name


def lines(rows: list[list[str]], separator: str = ",", end: str = "\r\n") -> str:
    return "".join(separator.join(row) + end for row in rows)


def text(name: str, content: str | bytes, columns: list[str], texts: list[str], **how: object) -> None:
    path = expect(name, columns, texts, how.pop("rows", None))  # type: ignore[arg-type]
    path.write_bytes(
        content if isinstance(content, bytes) else content.encode(str(how.get("encoding", "utf-8")))
    )


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


def workbook(
    name: str, columns: list[str], texts: list[str], rows: list[list[object]], **how: object
) -> openpyxl.Workbook:
    expect(name, columns, texts, how.get("rows"))  # type: ignore[arg-type]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(HERE / name)
    return book


def workbooks() -> None:
    rows: list[list[object]] = [list(row) for row in PLAIN]
    workbook("plain.xlsx", ["诉求内容"], TEXTS, rows)
    (HERE / "xlsx_named_csv.csv").write_bytes((HERE / "plain.xlsx").read_bytes())
    EXPECTED["xlsx_named_csv.csv"] = EXPECTED["plain.xlsx"]
    book = workbook("several_sheets.xlsx", ["诉求内容"], TEXTS, [["使用说明"], ["请先阅读"]])
    for name in ("一月", "二月"):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.create_sheet("隐藏").sheet_state = "hidden"
    book.save(HERE / "several_sheets.xlsx")
    book = workbook(
        "titles_merged.xlsx", ["诉求内容"], TEXTS, [["信访登记表"], ["单位：", "州信访局"], *rows]
    )
    book.active.merge_cells("A1:C1")
    book.active.column_dimensions["C"].hidden = True
    book.active.row_dimensions[4].hidden = True
    book.save(HERE / "titles_merged.xlsx")
    book = workbook(
        "merged_complaints.xlsx",
        ["诉求内容"],
        [SMOKE, SMOKE, WATER],
        [*rows[:2], [2, None, "阜康市"], rows[3]],
    )
    book.active.merge_cells("B2:B3")
    book.save(HERE / "merged_complaints.xlsx")
    header = [["序号", "诉求人", None, "诉求内容"], [None, "姓名", "电话", None]]
    book = workbook(
        "two_line_header.xlsx",
        ["诉求内容"],
        [SMOKE, NOISE],
        [*header, [1, "张三", "139", SMOKE], [2, "李四", "138", NOISE]],
    )
    for area in ("A1:A2", "B1:C1", "D1:D2"):
        book.active.merge_cells(area)
    book.save(HERE / "two_line_header.xlsx")
    book = workbook("gaps.xlsx", ["诉求内容"], TEXTS, [rows[0], [], rows[1], [], [], rows[2], rows[3]])
    for number in range(20, 60):
        book.active.cell(number, 9).font = openpyxl.styles.Font(bold=True)
    book.save(HERE / "gaps.xlsx")
    values: list[list[object]] = [
        ["日期", "工单编号", "数", "诉求内容"],
        [datetime.date(2024, 3, 5), "20240305001234567890", 0.1, SMOKE],
        [datetime.datetime(2024, 3, 5, 14, 30), 20240305001, True, NOISE],
        [datetime.time(8, 5), "007", -5, WATER],
    ]
    workbook("values.xlsx", ["诉求内容"], TEXTS, values)
    book = workbook("dates_1904.xlsx", ["诉求内容"], [SMOKE], [["日期", "诉求内容"]])
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append([datetime.date(2024, 3, 5), SMOKE])
    book.save(HERE / "dates_1904.xlsx")
    workbook(
        "formulas.xlsx", ["诉求内容"], [SMOKE, NOISE], [["算", "诉求内容"], ["=1+1", SMOKE], ["x", NOISE]]
    )


def rewritten() -> None:
    """Workbooks as programs other than openpyxl write them."""
    shared = "".join(f"<si><t>{t}</t></si>" for t in (*PLAIN[0], NOISE, WATER))
    shared += f"<si><r><t>{SMOKE[:4]}</t></r><r><rPr><b/></rPr><t>{SMOKE[4:]}</t></r><rPh sb='0' eb='1'><t>lou</t></rPh></si>"
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    cells += "".join(
        f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}" t="s"><v>{index}</v></c></row>'
        for row, index in ((2, 5), (3, 3), (4, 4))
    )
    _package("rich_shared_strings.xlsx", cells, shared)
    inline = "".join(
        "<row>"
        + "".join(f'<c t="inlineStr"><is><t xml:space="preserve">{c}</t></is></c>' for c in row)
        + "</row>"
        for row in PLAIN
    )
    _package("no_cell_references.xlsx", inline)
    _package("prefixed_names.xlsx", re.sub(r"<(/?)([a-z])", r"<\1x:\2", inline), prefix="x:")
    _package("strict.xlsx", inline, main="http://purl.oclc.org/ooxml/spreadsheetml/main")


def _package(name: str, rows: str, shared: str = "", prefix: str = "", main: str = "") -> None:
    main = main or "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    p, space = prefix, f'xmlns{":" + prefix[:-1] if prefix else ""}="{main}"'
    relation = '<Relationship Id="r{}" Type="' + office + '/{}" Target="{}"/>'
    parts = {
        "_rels/.rels": relation.format(1, "officeDocument", "/xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": relation.format(1, "worksheet", "worksheets/Sheet.xml")
        + relation.format(2, "sharedStrings", "sharedStrings.xml"),
    }
    with zipfile.ZipFile(expect(name, ["诉求内容"], TEXTS), "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in parts.items():
            package.writestr(part, f'<Relationships xmlns="{relations}">{content}</Relationships>')
        package.writestr(
            "xl/workbook.xml",
            f'<{p}workbook {space} xmlns:r="{office}"><{p}sheets><{p}sheet name="表" sheetId="1" r:id="r1"/></{p}sheets></{p}workbook>',
        )
        if shared:
            package.writestr("xl/sharedStrings.xml", f'<sst xmlns="{main}">{shared}</sst>')
        package.writestr(
            "xl/worksheets/sheet.xml",
            f"<{p}worksheet {space}><{p}sheetData>{rows}</{p}sheetData></{p}worksheet>",
        )


def others() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("登记")
    dated = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for row, values in enumerate([[*PLAIN[0], "日期"], *PLAIN[1:]]):
        for column, value in enumerate(values):
            sheet.write(row, column, value)
        if row:
            sheet.write(row, 3, datetime.date(2024, 3, row), dated)
    book.save(expect("excel97.xls", ["诉求内容"], TEXTS))
    document = OpenDocumentSpreadsheet()
    table = Table(name="表")
    for row in PLAIN:
        line = TableRow()
        for value in row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=value))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(str(expect("opendocument.ods", ["诉求内容"], TEXTS)))
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in PLAIN)
    page = f"<html><head><meta charset=utf-8></head><body><table><tr><td colspan=3>登记表</td></tr>{rows}</table></body></html>"
    text("page_named_xls.xls", page, ["诉求内容"], TEXTS)
    rows = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) + "</Row>"
        for row in PLAIN[1:]
    )
    rows = rows.replace("<Row>", '<Row ss:Index="4">', 1)
    header = (
        '<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">登记表</Data></Cell></Row><Row><Cell><Data '
    )
    header += 'ss:Type="String">编号</Data></Cell><Cell ss:Index="2"><Data ss:Type="String">诉求内容</Data></Cell></Row>'
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    sheet = f'<Worksheet ss:Name="表"><Table>{header}{rows}</Table></Worksheet>'
    xml = f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}">{sheet}</Workbook>'
    text("xml_2003.xls", xml, ["诉求内容"], TEXTS)


if __name__ == "__main__":
    for make in (encodings, separators, shapes, columns, workbooks, rewritten, others):
        make()
    content = json.dumps(EXPECTED, ensure_ascii=False, indent=1, sort_keys=True)
    (HERE / "expected.json").write_text(content + "\n", encoding="utf-8")
