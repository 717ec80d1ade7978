"""A workbook given back: the refused rows red, with their reasons, and nothing else in it."""

import io
from collections.abc import Mapping, Sequence

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from yiyuan.catalog.vocabulary import Vocabulary
from yiyuan.kernel.errors import RuleBroken
from yiyuan.spreadsheets.workbook.columns import ITEMS, REASON, RESOURCES, item_columns, resource_columns
from yiyuan.spreadsheets.workbook.reading import Flaw, Read, Table
from yiyuan.spreadsheets.workbook.writing import BOLD, FONT, LINE, WRAP, put, saved

AUTHOR = "一源"  # of the comments we leave, so that we can take them away again
_RED = PatternFill("solid", fgColor="FFF8C9C4")
_AMBER = PatternFill("solid", fgColor="FFFBE6B8")
_OURS = {_RED.fgColor.rgb, _AMBER.fgColor.rgb}


def mark(content: bytes, tables: Mapping[str, Table], entries: Sequence[Read], *, known: Vocabulary) -> bytes:
    """The same workbook: cells with a flaw red (amber for a warning) with a comment, a column 原因 at the end."""
    try:
        book = load_workbook(io.BytesIO(content))
    except Exception as error:  # the library fails in many ways on a file another one reads; all mean the same
        problem = "文件的格式和样式读不出，没法标红退回。请下载模板填写，或另存为 .xlsx 后再导入。"
        raise RuleBroken("catalog.workbook", problem=problem) from error
    for name, columns in ((RESOURCES, resource_columns(known)), (ITEMS, item_columns(known))):
        sheet, table = book[name], tables[name]
        _wipe(sheet, table)
        by_field = {column.name: table.heads.get(column.label) or 0 for column in columns}
        reason_at = table.heads.get(REASON) or max(table.heads.values()) + 1
        reasons: dict[int, list[str]] = {}
        for flaw in (flaw for entry in entries for flaw in entry.flaws if flaw.sheet == name and flaw.row):
            reasons.setdefault(flaw.row, []).append("提醒：" + flaw.text if flaw.warning else flaw.text)
            if position := by_field.get(flaw.column, 0):
                _paint(_shown_in(sheet, flaw.row, position), flaw)
        _write_reasons(sheet, table.heading, reason_at, reasons, refused_rows=_refused_rows(entries, name))
    return saved(book)


def _refused_rows(entries: Sequence[Read], sheet: str) -> set[int]:
    """Rows of refused resources that have no flaw of their own: they say where to look."""
    if sheet == RESOURCES:
        return {entry.row for entry in entries if entry.row and not entry.sound}
    return set()


def _write_reasons(
    sheet: Worksheet, heading: int, position: int, reasons: Mapping[int, Sequence[str]], *, refused_rows: set[int]
) -> None:
    for merged in [merged for merged in sheet.merged_cells.ranges if merged.min_col <= position <= merged.max_col]:
        sheet.unmerge_cells(str(merged))  # every row has its own reason
    head = sheet.cell(heading, position)
    head.value, head.font, head.fill, head.border = REASON, BOLD, _RED, LINE
    sheet.column_dimensions[get_column_letter(position)].width = 50
    for row in sorted({*reasons, *refused_rows}):
        cell = sheet.cell(row, position)
        assert isinstance(cell, Cell)
        put(cell, "；".join(dict.fromkeys(reasons.get(row, ["信息项有错，见“信息项”表"]))))
        cell.font, cell.alignment = FONT, WRAP


def _wipe(sheet: Worksheet, table: Table) -> None:
    """Take away what an earlier return left: our colours, our comments, our reasons."""
    last_row, last_column = table.last
    for cells in sheet.iter_rows(min_row=table.heading + 1, max_row=last_row, max_col=last_column):
        for cell in cells:
            if not isinstance(cell, Cell):  # merged into another one, which bears all it has
                continue
            if cell.fill is not None and cell.fill.fgColor.rgb in _OURS:
                cell.fill = PatternFill()
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment = None
            if cell.column == table.heads.get(REASON):
                cell.value = None


def _shown_in(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell a person sees there: of merged ones the first."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        merged = next(merged for merged in sheet.merged_cells.ranges if cell.coordinate in merged)
        cell = sheet.cell(merged.min_row, merged.min_col)
    assert isinstance(cell, Cell)
    return cell


def _paint(cell: Cell, flaw: Flaw) -> None:
    earlier = cell.comment.text + "\n" if cell.comment is not None else ""
    if cell.fill.fgColor.rgb != _RED.fgColor.rgb:
        cell.fill = _AMBER if flaw.warning else _RED
    note = Comment(earlier + flaw.text, AUTHOR)
    note.width, note.height = 320, 90
    cell.comment = note
