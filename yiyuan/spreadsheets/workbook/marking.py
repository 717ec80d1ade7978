"""A workbook given back: the refused rows red, with their reasons, and nothing else in it."""

from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from yiyuan.catalog.vocabulary import Vocabulary
from yiyuan.spreadsheets.workbook.columns import ITEMS, REASON, RESOURCES, item_columns, resource_columns, tidy
from yiyuan.spreadsheets.workbook.reading import Flaw, Read
from yiyuan.spreadsheets.workbook.writing import BOLD, FONT, LINE, WRAP, put, saved

AUTHOR = "一源"  # of the comments we leave, so that we can take them away again
_RED = PatternFill("solid", fgColor="FFF8C9C4")
_AMBER = PatternFill("solid", fgColor="FFFBE6B8")
_OURS = {_RED.fgColor.rgb, _AMBER.fgColor.rgb}


def mark(book: Workbook, entries: Sequence[Read], *, known: Vocabulary) -> bytes:
    """The same workbook: cells with a flaw red (amber for a warning) with a comment, a column 原因 at the end."""
    for name, columns in ((RESOURCES, resource_columns(known)), (ITEMS, item_columns(known))):
        sheet = book[name]
        _wipe(sheet)
        heads = {tidy(cell.value): cell.column for cell in sheet[1] if tidy(cell.value)}
        by_field = {column.name: heads.get(column.label) or 0 for column in columns}
        reason_at = heads.get(REASON) or max(position or 1 for position in heads.values()) + 1
        reasons: dict[int, list[str]] = {}
        for flaw in (flaw for entry in entries for flaw in entry.flaws if flaw.sheet == name and flaw.row):
            reasons.setdefault(flaw.row, []).append("提醒：" + flaw.text if flaw.warning else flaw.text)
            if position := by_field.get(flaw.column, 0):
                _paint(sheet.cell(flaw.row, position), flaw)  # type: ignore[arg-type]  # a merged cell can be painted too
        _write_reasons(sheet, reason_at, reasons, refused_rows=_refused_rows(entries, name))
    return saved(book)


def _refused_rows(entries: Sequence[Read], sheet: str) -> set[int]:
    """Rows of refused resources that have no flaw of their own: they say where to look."""
    if sheet == RESOURCES:
        return {entry.row for entry in entries if entry.row and not entry.sound}
    return set()


def _write_reasons(
    sheet: Worksheet, position: int, reasons: Mapping[int, Sequence[str]], *, refused_rows: set[int]
) -> None:
    head = sheet.cell(1, position)
    head.value, head.font, head.fill, head.border = REASON, BOLD, _RED, LINE
    sheet.column_dimensions[get_column_letter(position)].width = 50
    for row in sorted({*reasons, *refused_rows}):
        cell = sheet.cell(row, position)
        assert isinstance(cell, Cell)
        put(cell, "；".join(dict.fromkeys(reasons.get(row, ["信息项有错，见“信息项”表"]))))
        cell.font, cell.alignment = FONT, WRAP


def _wipe(sheet: Worksheet) -> None:
    """Take away what an earlier return left: our colours, our comments, our reasons."""
    reason_at = next((cell.column for cell in sheet[1] if tidy(cell.value) == REASON), 0)
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            if cell.fill is not None and cell.fill.fgColor.rgb in _OURS:
                cell.fill = PatternFill()
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment = None
            if reason_at and cell.column == reason_at:
                cell.value = None


def _paint(cell: Cell, flaw: Flaw) -> None:
    earlier = cell.comment.text + "\n" if cell.comment is not None else ""
    if cell.fill.fgColor.rgb != _RED.fgColor.rgb:
        cell.fill = _AMBER if flaw.warning else _RED
    note = Comment(earlier + flaw.text, AUTHOR)
    note.width, note.height = 320, 90
    cell.comment = note
