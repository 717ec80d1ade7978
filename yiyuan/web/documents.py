"""A formal act as DOCX: A4, margins, faces and sizes of official documents, every word editable."""

import io
from typing import Any

from yiyuan.web.letter import Letter, official_day

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TITLE_FONT, BODY_FONT, HEAD_FONT = "方正小标宋简体", "仿宋_GB2312", "黑体"
TITLE_SIZE, BODY_SIZE, TABLE_SIZE, LINE, TABLE_LINE = 22, 16, 12, 28, 17  # points
INDENT = 2 * BODY_SIZE
MARGINS = {"top": 37, "bottom": 35, "left": 28, "right": 26}  # mm


def docx_of(said: Letter) -> bytes:
    """The document as a file. The library is loaded here, as nothing else needs it."""
    from docx import Document
    from docx.shared import Mm

    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    for side, width in MARGINS.items():
        setattr(page, f"{side}_margin", Mm(width))
    _line(document, said.title, font=TITLE_FONT, size=TITLE_SIZE, align="CENTER", after=8)
    if said.number or said.signatures:
        _line(document, said.number or "（文号：签署后填写）", align="CENTER", after=16)
    if said.to:
        _line(document, f"{said.to}：")
    for sentence in said.sentences:
        _line(document, sentence, indent=INDENT)
    if said.table:
        _table(document, said)
    for sentence in said.closing:
        _line(document, sentence, indent=INDENT)
    if said.basis:
        _line(document, f"依据：{'；'.join(said.basis)}。", indent=INDENT, keep=True)
    if said.signatures:
        _line(
            document, "　　".join(f"{who}：＿＿＿＿＿" for who in said.signatures), size=TABLE_SIZE, after=8, keep=True
        )
    _line(document, said.signed_by, align="RIGHT", keep=True)
    _line(document, official_day(said.on), align="RIGHT")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _line(
    document: Any,  # of the library
    text: str,
    *,
    font: str = BODY_FONT,
    size: int = BODY_SIZE,
    align: str = "",
    indent: int = 0,
    after: int = 0,
    keep: bool = False,
) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    _write(paragraph, text, font=font, size=size)
    form = paragraph.paragraph_format
    form.line_spacing, form.space_before, form.space_after = Pt(LINE), Pt(0), Pt(after)
    form.first_line_indent = Pt(indent)
    form.keep_with_next = keep  # a signature never stands alone on a page
    if align:
        paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, align)


def _write(paragraph: Any, text: str, *, font: str, size: int) -> None:  # a paragraph of the library
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, Pt(size)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)  # noqa: SLF001 - the library has no name for it


def _table(document: Any, said: Letter) -> None:  # of the library
    from docx.shared import Mm, Pt

    grid = document.add_table(rows=0, cols=2)
    grid.style, grid.autofit = "Table Grid", False
    grid.columns[0].width, grid.columns[1].width = Mm(36), Mm(120)
    for label, value in said.table:
        cells = grid.add_row().cells
        cells[0].width, cells[1].width = Mm(36), Mm(120)
        for cell, text, font in ((cells[0], label, HEAD_FONT), (cells[1], value, BODY_FONT)):
            paragraph = cell.paragraphs[0]
            _write(paragraph, text, font=font, size=TABLE_SIZE)
            form = paragraph.paragraph_format
            form.line_spacing, form.space_before, form.space_after = Pt(TABLE_LINE), Pt(0), Pt(0)
