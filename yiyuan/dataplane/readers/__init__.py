"""Files in, for every door that opens one: CSV, workbooks, JSON lines, Parquet, archives of them. A cell with content
is never read as empty.

`read` gives a stream of frames whose every column is text under the file's headings, an empty cell null, plus
`_row`   the row's number as a spreadsheet shows it: rows above the heading and blank lines count;
`_flaw`  null, or what is wrong with the row: `long`, `short`, `cell` (a cell holds garbage, see marks); or `total`, a
         row that looks like a sum.
Rows with no content at all are not rows. No other row is dropped: what a reader cannot read it hands on, flagged.
`read_rows` gives all rows of a sheet as they stand, for the doors that find the heading themselves.
What is large is read in a process of its own (`apart`): no door can be made to use the memory of the one that asks.
"""

from collections.abc import Collection, Sequence
from pathlib import Path

from yiyuan.dataplane.readers import here
from yiyuan.dataplane.readers.apart import Reading, is_large
from yiyuan.dataplane.readers.books import MAX_CELLS, MAX_UNPACKED_BYTES
from yiyuan.dataplane.readers.here import Sheets, read_xlsx
from yiyuan.dataplane.readers.marks import (
    CELL,
    DAMAGED,
    FIRST_MARKS,
    FLAW,
    FORMULA_ERROR,
    GARBAGE,
    GARBLED,
    MERGED,
    NO_RESULT,
    REPLACEMENT,
    ROW,
    TOTAL,
    is_total,
    shown,
    wrong_cell,
    wrong_row,
)
from yiyuan.dataplane.readers.rows import Rows, as_file, unread
from yiyuan.dataplane.readers.table import MAX_BYTES, Look, Table, check_size
from yiyuan.dataplane.readers.text import read_csv

__all__ = [
    "CELL",
    "DAMAGED",
    "FIRST_MARKS",
    "FLAW",
    "FORMULA_ERROR",
    "GARBAGE",
    "GARBLED",
    "MAX_BYTES",
    "MAX_UNPACKED_BYTES",
    "MERGED",
    "NO_RESULT",
    "REPLACEMENT",
    "ROW",
    "TOTAL",
    "Look",
    "Rows",
    "Sheets",
    "Table",
    "as_file",
    "is_total",
    "look",
    "read",
    "read_csv",
    "read_rows",
    "read_sheets",
    "read_xlsx",
    "shown",
    "unread",
    "wrong_cell",
    "wrong_row",
]


def read(
    path: Path,
    *,
    names: Collection[str] = (),
    heading: int | None = None,
    loose: bool = False,
    max_bytes: int = MAX_BYTES,
    max_cells: int = MAX_CELLS,
) -> Table:
    """Open a file by the look of its name. names: what the headings are called, to find them below a title.

    heading: the row of the heading where somebody said it, 0: there is none and the columns are numbered.
    loose: columns of the same name or without one are told apart by their place; otherwise they refuse the file.
    Raises FileRefused, also while the frames are drawn.
    """
    check_size(path, max_bytes)
    if not is_large(path):
        return here.read(path, names=names, heading=heading, loose=loose, max_bytes=max_bytes, max_cells=max_cells)
    limits = {"max_bytes": max_bytes, "max_cells": max_cells}
    found = Reading("table", path, names=[*names], heading=heading, loose=loose, **limits)
    told = found.told
    headers, others, notes = (tuple(told[name]) for name in ("headers", "other_sheets", "notes"))
    return Table(headers, found, told["encoding"], others, notes, exact=told["exact"], late=found.late)


def look(path: Path, *, names: Collection[str] = (), heading: int | None = None, loose: bool = False) -> Look:
    """What tells whether a file is the right one, before it is read by `read`: that alone surveys a large workbook."""
    check_size(path, MAX_BYTES)
    if not is_large(path):
        table = here.read(path, names=names, heading=heading, loose=loose)
        return here.look_of(table)
    told = Reading("look", path, names=[*names], heading=heading, loose=loose).told
    headers, others = (tuple(told[name]) for name in ("headers", "other_sheets"))
    return Look(headers, others, empty=told["empty"], first=told["first"], heading=told["heading"])


def read_rows(path: Path, *, sheet: str = "", max_bytes: int, max_cells: int) -> Rows:
    """The named sheet of a workbook, or the first visible one with content; or a text file. Raises FileRefused."""
    check_size(path, max_bytes)
    if not is_large(path):
        return here.read_rows(path, sheet=sheet, max_bytes=max_bytes, max_cells=max_cells)
    found = Reading("rows", path, sheet=sheet, max_bytes=max_bytes, max_cells=max_cells)
    return Rows.from_plain(found.told, next(found))


def read_sheets(path: Path, *, names: Sequence[str], max_bytes: int, max_unpacked_bytes: int, max_cells: int) -> Sheets:
    """These sheets of a workbook, as far as they are there and visible. max_cells: of the whole. Raises FileRefused."""
    check_size(path, max_bytes)
    limits = {"max_bytes": max_bytes, "max_unpacked_bytes": max_unpacked_bytes, "max_cells": max_cells}
    if not is_large(path):
        return here.read_sheets(path, names=names, **limits)
    found = Reading("sheets", path, names=[*names], **limits)
    sheets = [Rows.from_plain(plain, next(found)) for plain in found.told["sheets"]]
    return Sheets(tuple(found.told["visible"]), tuple(found.told["filled"]), {rows.sheet: rows for rows in sheets})
