"""A slip as a Word document: A4, 仿宋, the face with its table, the grounds, and the part to return on its own."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from router.slip.content import BLANK, NOTES_HEADING, Slip, chinese_date

_TITLE_FONT, _TEXT_FONT = "方正小标宋简体", "仿宋"
_TITLE_SIZE, _TEXT_SIZE, _SMALL_SIZE = Pt(20), Pt(12), Pt(10.5)
_FACT_WIDTHS = (Cm(2.6), Cm(5.4), Cm(2.6), Cm(5.4))
_PAIRS_IN_A_ROW = 2
_CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
_MARGIN = Cm(2.5)


def slip_docx(slip: Slip) -> bytes:
    """The document as the bytes of a .docx file."""
    document = _blank_document(slip.title)
    _face(document, slip)
    _grounds(document, slip)
    _closing(document, slip)
    _receipt(document, slip)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _blank_document(title: str) -> Any:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = _TEXT_FONT, _TEXT_SIZE
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _TEXT_FONT)
    style.paragraph_format.space_after = Pt(4)
    document.core_properties.title = title
    document.core_properties.author = ""
    return document


def _face(document: Any, slip: Slip) -> None:
    _heading(document, slip.title)
    _paragraph(document, slip.number, align=_CENTRE)
    if slip.is_confidential:
        _paragraph(document, "保密件：不得透露、转给被检举、控告的人员或者单位", align=_CENTRE, bold=True)
    _paragraph(document, f"{slip.addressees or BLANK}：", bold=True)
    _paragraph(document, slip.opening, indent=True)
    _fact_table(document, slip.facts)
    if slip.on_the_spot:
        _paragraph(document, f"建议属地承办单位：{slip.on_the_spot}", size=_SMALL_SIZE)
    _label(document, "反映内容")
    for line in filter(None, slip.content.splitlines()):
        _paragraph(document, line, indent=True)


def _grounds(document: Any, slip: Slip) -> None:
    _label(document, f"转送依据：{slip.basis}")
    for issue in slip.issues:
        _paragraph(document, issue.heading, bold=True)
        for duty in issue.duties:
            _paragraph(document, duty, indent=True, size=_SMALL_SIZE)
    if slip.route:
        _label(document, "处理途径")
        for route in slip.route:
            _paragraph(document, route, indent=True)
    if slip.deadlines:
        _label(document, "办理期限")
        _table(document, [("事项", "责任单位", "最后日期", "依据"), *slip.deadlines], _FACT_WIDTHS)
    _label(document, "办理要求")
    for number, line in enumerate(slip.requirements, 1):
        _paragraph(document, f"{number}. {line}", indent=True)


def _closing(document: Any, slip: Slip) -> None:
    office = slip.office
    _paragraph(document, f"抄送：{'、'.join(unit.name for unit in slip.copied) or '无'}")
    _paragraph(document, "附件：信访件原件或者复印件　　份")
    _paragraph(document, office.name, align=_RIGHT)
    _paragraph(document, chinese_date(slip.written), align=_RIGHT)
    people = (("经办人", office.clerk), ("审核人", office.reviewer), ("联系电话", office.phone))
    _paragraph(document, "　".join(f"{name}：{value or BLANK}" for name, value in people))
    _label(document, NOTES_HEADING)
    for note in slip.notes:
        _paragraph(document, f"· {note}", size=_SMALL_SIZE)


def _receipt(document: Any, slip: Slip) -> None:
    """On a page of its own, so that it can be torn off and sent back."""
    document.add_page_break()
    _heading(document, f"{slip.title}回执")
    _paragraph(document, f"{slip.office.name}：", bold=True)
    _table(document, slip.receipt, (Cm(4.5), Cm(11.5)), height=Cm(1.2))


def _heading(document: Any, text: str) -> None:
    run = _paragraph(document, text, align=_CENTRE, bold=True, size=_TITLE_SIZE).runs[0]
    run.font.name = _TITLE_FONT
    run._element.rPr.rFonts.set(qn("w:eastAsia"), _TITLE_FONT)


def _label(document: Any, text: str) -> None:
    paragraph = _paragraph(document, text, bold=True)
    paragraph.paragraph_format.space_before = Pt(8)
    paragraph.paragraph_format.keep_with_next = True


def _paragraph(
    document: Any, text: str, *, align: Any = None, bold: bool = False, indent: bool = False, size: Any = None
) -> Any:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(_printable(text))
    run.bold = bold
    run.font.size = size
    paragraph.alignment = align
    if indent:
        paragraph.paragraph_format.first_line_indent = (size or _TEXT_SIZE) * 2
    return paragraph


def _fact_table(document: Any, facts: Sequence[tuple[str, str]]) -> None:
    """Two facts in a row; an odd last one has its neighbour empty."""
    padded = [*facts, *[("", "")] * (-len(facts) % _PAIRS_IN_A_ROW)]
    rows = [
        tuple(cell for fact in padded[start : start + _PAIRS_IN_A_ROW] for cell in fact)
        for start in range(0, len(padded), _PAIRS_IN_A_ROW)
    ]
    _table(document, rows, _FACT_WIDTHS)


def _table(document: Any, rows: Sequence[Sequence[str]], widths: Sequence[Any], height: Any = None) -> None:
    table = document.add_table(len(rows), len(widths), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    # Word goes by the cells, LibreOffice by the columns.
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row, cells in zip(table.rows, rows, strict=True):
        # A row is never torn between two pages.
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if height is not None:
            row.height = height
        for cell, text, width in zip(row.cells, cells, widths, strict=True):
            cell.width = width
            cell.paragraphs[0].add_run(_printable(text)).font.size = _SMALL_SIZE


def _printable(text: str) -> str:
    """Without control characters, which XML cannot hold."""
    return "".join(c if c.isprintable() or c in "\t\n　" else " " for c in text)
