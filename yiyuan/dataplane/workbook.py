"""The refused rows as a workbook to mend and send again: the same columns, wrong cells red, the reasons in words."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl
import xlsxwriter

from yiyuan.dataplane.checks import ColumnSpec, reason_text
from yiyuan.dataplane.readers import ROW, shown

_MAX_ROWS: Final = 200_000  # more is not mended by hand
_MAX_COMMENTS: Final = 2_000  # programs open workbooks with many comments slowly
_MIN_WIDTH: Final = 10
_REASON_WIDTH: Final = 60


def write_refused(
    path: Path,
    *,
    originals: pl.DataFrame,
    refused: pl.DataFrame,
    specs: Sequence[ColumnSpec],
    said: Mapping[str, str] | None = None,
) -> int:
    """Write rows and reasons as `checks` gave them; return the number of rows written (the first 200,000).

    The last column is 原因; sending the mended workbook again with that column in it is fine.
    said: rules of the resource, as reasons, with their sentences.
    """
    by_name = {s.name: s for s in specs}
    headers = [c for c in originals.columns if c != ROW]
    reasons: dict[int, list[tuple[str, str]]] = {}
    for row, position, column, reason, value in refused.sort("row", "position").iter_rows():
        text = reason_text(reason, by_name.get(column), value, position=position, said=said)
        reasons.setdefault(row, []).append((column, text))
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    comments = written = 0
    with xlsxwriter.Workbook(path, options) as workbook:
        sheet = workbook.add_worksheet("未通过的行")
        text = workbook.add_format({"num_format": "@"})
        wrong = workbook.add_format({"num_format": "@", "bg_color": "#F8D7DA", "font_color": "#842029"})
        bold = workbook.add_format({"bold": True, "num_format": "@"})
        _head(sheet, headers, bold=bold, text=text)
        for row in originals.sort(ROW).head(_MAX_ROWS).iter_rows(named=True):
            written += 1
            lines = reasons.get(row[ROW], [])
            of_cell = dict(reversed(lines))  # the first reason of a column is the one shown beside it
            for column, header in enumerate(headers):
                value = shown(row[header] or "")
                bad = header in of_cell
                sheet.write_string(written, column, value, wrong if bad else text)
                if bad and comments < _MAX_COMMENTS:
                    sheet.write_comment(written, column, of_cell[header], {"x_scale": 2})
                    comments += 1
            where = f"原文件第 {row[ROW]} 行。"
            sheet.write_string(written, len(headers), where + "；".join(line for _column, line in lines), text)
    return written


def _head(sheet: Any, headers: Sequence[str], *, bold: Any, text: Any) -> None:  # xlsxwriter has no types
    for column, header in enumerate(headers):
        sheet.set_column(column, column, max(_MIN_WIDTH, 2 * len(header) + 4), text)  # text also for cells filled later
        sheet.write_string(0, column, header, bold)
    sheet.set_column(len(headers), len(headers), _REASON_WIDTH)
    sheet.write_string(0, len(headers), "原因", bold)
    sheet.freeze_panes(1, 0)
