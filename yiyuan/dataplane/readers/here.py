"""What is read in this process: small files in the one that asks, large ones in `child`."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.readers import headings
from yiyuan.dataplane.readers.books import BOOK, MAX_CELLS, MAX_UNPACKED_BYTES, Book, Sheet
from yiyuan.dataplane.readers.columnar import read_jsonl, read_parquet
from yiyuan.dataplane.readers.frames import finish
from yiyuan.dataplane.readers.rows import Rows, rows_of, rows_of_text
from yiyuan.dataplane.readers.table import MAX_BYTES, Look, Table, is_empty, title_notes
from yiyuan.dataplane.readers.text import read_csv, text_rows

_TEXTS, _BOOKS = {".csv", ".txt", ".tsv"}, {".xlsx", ".xlsm", ".xls", ".et"}
_LINES, _COLUMNS = {".jsonl", ".ndjson"}, {".parquet"}


@dataclass(frozen=True)
class Sheets:
    """Some sheets of a workbook. visible, filled: names of all that are to be seen, of those with content."""

    visible: tuple[str, ...]
    filled: tuple[str, ...]
    sheets: dict[str, Rows]


def read(path: Path, *, names: Collection[str] = (), max_bytes: int = MAX_BYTES, max_cells: int = MAX_CELLS) -> Table:
    """As `readers.read`."""
    suffix = path.suffix.lower()
    if suffix in _TEXTS:
        return read_csv(path, names=names, max_bytes=max_bytes)
    if suffix in _BOOKS:
        return read_xlsx(path, names=names, max_bytes=max_bytes, max_cells=max_cells)
    if suffix in _COLUMNS:
        return read_parquet(path, max_bytes=max_bytes)
    if suffix in _LINES:
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
    headers, at, left, titled = _heading(sheet, names)
    notes = (*title_notes(at if titled else 0), *sheet.notes(after=at))
    return Table(headers, _xlsx_frames(sheet, headers, at=at, left=left), "xlsx", others, notes)


def look(path: Path, *, names: Collection[str] = ()) -> Look:
    """As `readers.look`."""
    if path.suffix.lower() not in _BOOKS:
        table = read(path, names=names)
        return Look(table.headers, empty=is_empty(table))
    with Book(path) as book:
        sheet = book.sheet(book.names[0], surveyed=False)
        others = book.filled(book.names[1:])
    headers, at, _left, _titled = _heading(sheet, names)
    return Look(headers, others, empty=sheet.last_row <= at)


def _heading(sheet: Sheet, names: Collection[str]) -> tuple[tuple[str, ...], int, int, bool]:
    """The headings, in which row and column they begin, whether anything stands above them."""
    head = sheet.head(headings.LOOKED_AT)
    at = headings.heading_at(head, names)
    raw = head[at] if head else []
    left = next((place for place, name in enumerate(raw) if name), 0)
    return headings.sound(raw[left:]), at, left, any(map(any, head[:at]))


def _xlsx_frames(sheet: Sheet, headers: tuple[str, ...], *, at: int, left: int) -> Iterator[pl.DataFrame]:
    for first, frame in sheet.frames(after=at):
        yield finish(frame, headers, first_row=first + 1, flaws=None, marked=True, left=left)


def read_rows(path: Path, *, sheet: str = "", max_bytes: int, max_cells: int) -> Rows:
    """As `readers.read_rows`."""
    with path.open("rb") as file:
        is_book = file.read(len(BOOK)) == BOOK
    if not is_book:
        return rows_of_text(text_rows(path, max_bytes=max_bytes), max_cells)
    with Book(path, max_bytes=max_bytes, max_cells=max_cells) as book:
        filled = book.filled(book.names)
        if not filled:
            raise FileRefused("empty")
        found = book.sheet(sheet if sheet in filled else filled[0])
    return rows_of(found, sheets=filled)


def read_sheets(path: Path, *, names: Sequence[str], max_bytes: int, max_unpacked_bytes: int, max_cells: int) -> Sheets:
    """As `readers.read_sheets`."""
    with Book(path, max_bytes=max_bytes, max_unpacked_bytes=max_unpacked_bytes, max_cells=max_cells) as book:
        book.check_cells()
        found = {name: rows_of(book.sheet(name)) for name in names if name in book.names}
        return Sheets(book.names, book.filled(book.names), found)
