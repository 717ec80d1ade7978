"""Small workbooks made cell by cell, in shapes that no library of ours would write."""

import io
import zipfile
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


class Raw(NamedTuple):
    """A cell as it stands in the file: its attributes, its content."""

    attributes: str
    content: str = ""


ZEROS = 's="1"'  # the style 000000
HIDDEN, QUOTE = ' state="hidden"', "&quot;"
Cell = str | float | Raw | None


def sheet(
    *rows: Sequence[Cell],
    merged: Collection[str] = (),
    hidden: Collection[int] = (),
    hidden_column: int = 0,
    far: Mapping[str, str] | None = None,
) -> str:
    """The XML of a sheet. hidden: rows from 1. far: more cells by their place, each a row of its own."""
    body = "".join(
        f'<row r="{at}"{" hidden=" + chr(34) + "1" + chr(34) if at in hidden else ""}>'
        + "".join(_cell(f"{get_column_letter(place)}{at}", cell) for place, cell in enumerate(row, 1))
        + "</row>"
        for at, row in enumerate(rows, 1)
    )
    for place, text in (far or {}).items():
        body += f'<row r="{place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}">{_cell(place, text)}</row>'
    columns = f'<cols><col min="{hidden_column}" max="{hidden_column}" hidden="1"/></cols>' if hidden_column else ""
    merges = "".join(f'<mergeCell ref="{place}"/>' for place in merged)
    merges = f"<mergeCells>{merges}</mergeCells>" if merged else ""
    return f'{_HEAD}<worksheet xmlns="{_MAIN}">{columns}<sheetData>{body}</sheetData>{merges}</worksheet>'


def book(
    *sheets: str,
    names: Sequence[str] = ("数据", "二", "三"),
    hidden: Collection[int] = (),
    zeros: str = "000000",
    computed: bool = True,
) -> bytes:
    """A workbook of these sheets. hidden: sheets from 1. zeros: the format of ZEROS. computed: by a real program."""
    parts = range(1, len(sheets) + 1)
    named = "".join(
        f'<sheet name="{names[at - 1]}" sheetId="{at}"{HIDDEN if at in hidden else ""} r:id="rId{at}"/>' for at in parts
    )
    calculated = "" if computed else '<calcPr fullCalcOnLoad="1"/>'
    links = "".join(
        f'<Relationship Id="rId{at}" Type="{_LINKS}/worksheet" Target="worksheets/sheet{at}.xml"/>' for at in parts
    )
    links += f'<Relationship Id="rId99" Type="{_LINKS}/styles" Target="styles.xml"/>'
    kinds = "".join(
        f'<Override PartName="/xl/{part}.xml"'
        f' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
        for part, kind in (
            ("workbook", "sheet.main"),
            ("styles", "styles"),
            *((f"worksheets/sheet{at}", "worksheet") for at in parts),
        )
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        f' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{kinds}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>{named}</sheets>{calculated}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="{escape(zeros, {chr(34): QUOTE})}"/>'
        '</numFmts><fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills><borders count="1"><border/>'
        '</borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="164" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
        for at, text in enumerate(sheets, 1):
            archive.writestr(f"xl/worksheets/sheet{at}.xml", text)
    return target.getvalue()


def _cell(place: str, cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Raw):
        return f'<c r="{place}" {cell.attributes}>{cell.content}</c>'
    if isinstance(cell, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
    return f'<c r="{place}"><v>{cell}</v></c>'
