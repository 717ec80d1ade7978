"""Files in: CSV, XLSX, Parquet, JSON lines, for every door that opens one; a filled cell is never read as empty.

`read` gives a stream of frames whose every column is text under the file's headings, an empty cell null, plus
`_row`   the row's number as a spreadsheet shows it: rows above the heading and blank lines count;
`_flaw`  null, or what is wrong with the row: `long`, `short`, `cell` (a cell holds garbage, see marks); or `total`, a
         row that looks like a sum.
Rows with no content at all are not rows. No other row is dropped: what a reader cannot read it hands on, flagged.
`read_rows` gives all rows of a sheet as they stand, for the doors that find the heading themselves.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

import polars as pl

from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.readers import headings
from yiyuan.dataplane.readers.books import MAX_CELLS, MAX_UNPACKED_BYTES, Book, Sheet
from yiyuan.dataplane.readers.columnar import read_jsonl, read_parquet
from yiyuan.dataplane.readers.frames import finish
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
from yiyuan.dataplane.readers.rows import Rows, as_file, read_rows, rows_of, unread
from yiyuan.dataplane.readers.table import MAX_BYTES, Table, title_notes
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
    "Book",
    "Rows",
    "Table",
    "as_file",
    "is_total",
    "read",
    "read_csv",
    "read_rows",
    "read_xlsx",
    "rows_of",
    "shown",
    "unread",
    "wrong_cell",
    "wrong_row",
]


def read(path: Path, *, names: Collection[str] = (), max_bytes: int = MAX_BYTES, max_cells: int = MAX_CELLS) -> Table:
    """Open a file by the look of its name. names: what the headings are called, to find them below a title.

    Raises FileRefused.
    """
    suffix = path.suffix.lower()
    if suffix in {".csv", ".txt", ".tsv"}:
        return read_csv(path, names=names, max_bytes=max_bytes)
    if suffix in {".xlsx", ".xlsm", ".xls", ".et"}:
        return read_xlsx(path, names=names, max_bytes=max_bytes, max_cells=max_cells)
    if suffix == ".parquet":
        return read_parquet(path, max_bytes=max_bytes)
    if suffix in {".jsonl", ".ndjson"}:
        return read_jsonl(path, max_bytes=max_bytes)
    raise FileRefused("unsupported", suffix=suffix or path.name)


def read_xlsx(
    path: Path,
    *,
    names: Collection[str] = (),
    max_bytes: int = MAX_BYTES,
    max_unpacked_bytes: int = MAX_UNPACKED_BYTES,
    max_cells: int = MAX_CELLS,
) -> Table:
    """Open the first visible sheet of a workbook. Raises FileRefused, before a value is read where it is too large.

    Dates become ISO text, whole numbers lose ".0", zeros that a format shows are there. What a cell does not say by
    itself is marked (see marks): numbers of 16 digits, errors, formulas without a result, cells merged across columns.
    """
    with Book(path, max_bytes=max_bytes, max_unpacked_bytes=max_unpacked_bytes, max_cells=max_cells) as book:
        sheet = book.sheet(book.names[0])
        others = book.filled(book.names[1:])
    head = sheet.head(headings.LOOKED_AT)
    at = headings.heading_at(head, names)
    raw = head[at] if head else []
    left = next((place for place, name in enumerate(raw) if name), 0)
    headers = headings.sound(raw[left:])
    notes = (*title_notes(at if any(map(any, head[:at])) else 0), *sheet.notes(after=at))
    return Table(headers, _xlsx_frames(sheet, headers, at=at, left=left), "xlsx", others, notes)


def _xlsx_frames(sheet: Sheet, headers: tuple[str, ...], *, at: int, left: int) -> Iterator[pl.DataFrame]:
    for first, frame in sheet.frames(after=at):
        yield finish(frame, headers, first_row=first + 1, flaws=None, marked=True, left=left)
