"""The refused rows of a spreadsheet as a workbook: the file's own columns, wrong cells red, the reason at the end."""

import io
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter

from yiyuan.dataplane.readers import shown
from yiyuan.spreadsheets.mapping.grid import Grid, headings
from yiyuan.spreadsheets.mapping.mapping import Mapping
from yiyuan.spreadsheets.workbook import REASON


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refused resource: its first row in the file, the reasons, the fields they speak of."""

    row: int
    reasons: tuple[str, ...]
    fields: frozenset[str]


def write(grid: Grid, mapped: Mapping, refusals: Sequence[Refusal], *, starts: Sequence[int]) -> bytes:
    """starts: first rows of all resources of the file in order, so that a resource of several rows comes whole."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("未收的行")
    head = book.add_format({"bold": True, "bg_color": "#D5E1F0", "text_wrap": True, "valign": "top"})
    plain = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    red = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "bg_color": "#F8C9C4"})
    names = headings(grid, first=mapped.first, count=mapped.count)
    names = [name or f"第 {place} 列" for place, name in enumerate(names, 1)]
    sheet.write_row(0, 0, [*names, REASON, "原文件行号"], head)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(names) - 1, 0), 18)
    sheet.set_column(len(names), len(names), 60)
    at = 1
    for refusal in refusals:
        wrong = {mapped.columns[name] for name in refusal.fields if name in mapped.columns}
        for row in _rows_of(refusal.row, starts, last=len(grid.rows)):
            for place, cell in enumerate(grid.rows[row - 1]):
                sheet.write_string(at, place, shown(cell), red if place in wrong and row == refusal.row else plain)
            if row == refusal.row:
                sheet.write_string(at, len(names), "；".join(refusal.reasons), red)
            sheet.write_number(at, len(names) + 1, row)
            at += 1
    book.close()
    return target.getvalue()


def _rows_of(first: int, starts: Sequence[int], *, last: int) -> range:
    after = bisect_right(starts, first)
    return range(first, starts[after] if after < len(starts) else last + 1)
