"""The odd tables that are workbooks of some kind."""

import datetime
import re
import zipfile

import openpyxl
import xlwt
from make_common import EXPECTED, HERE, NOISE, PLAIN, SMOKE, TEXTS, WATER, expect, text
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P


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


def values() -> None:
    """Dates, times, numbers and formulas."""
    rows: list[list[object]] = [
        ["日期", "工单编号", "数", "诉求内容"],
        [datetime.date(2024, 3, 5), "20240305001234567890", 0.1, SMOKE],
        [datetime.datetime(2024, 3, 5, 14, 30), 20240305001, True, NOISE],
        [datetime.time(8, 5), "007", -5, WATER],
    ]
    workbook("values.xlsx", ["诉求内容"], TEXTS, rows)
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
