"""What is read in this process: small files in the one that asks, large ones in `child`."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.readers import headings
from yiyuan.dataplane.readers.books import BOOK, MAX_CELLS, MAX_UNPACKED_BYTES, Book, Sheet
from yiyuan.dataplane.readers.columnar import read_geojson, read_jsonl, read_parquet
from yiyuan.dataplane.readers.frames import finish
from yiyuan.dataplane.readers.old_books import ENDINGS as _OLD_BOOKS
from yiyuan.dataplane.readers.old_books import OldBook
from yiyuan.dataplane.readers.packs import read_zip
from yiyuan.dataplane.readers.rows import Rows, rows_of, rows_of_text
from yiyuan.dataplane.readers.table import MAX_BYTES, Look, Table, title_notes
from yiyuan.dataplane.readers.text import read_csv, text_rows

_TEXTS, _BOOKS = {".csv", ".txt", ".tsv"}, {".xlsx", ".xlsm"}
_PACKS = {".zip"}
_EXACT: dict[str, Callable[..., Table]] = {
    ".parquet": read_parquet,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".geojson": read_geojson,
}
ENDINGS = _TEXTS | {".xlsx"} | _OLD_BOOKS | _EXACT.keys()  # of what a pack may hold


@dataclass(frozen=True)
class Sheets:
    """Some sheets of a workbook. visible, filled: names of all that are to be seen, of those with content."""

    visible: tuple[str, ...]
    filled: tuple[str, ...]
    sheets: dict[str, Rows]


def read(
    path: Path,
    *,
    names: Collection[str] = (),
    heading: int | None = None,
    loose: bool = False,
    max_bytes: int = MAX_BYTES,
    max_cells: int = MAX_CELLS,
) -> Table:
    """As `readers.read`."""
    suffix = path.suffix.lower()
    if suffix in _TEXTS:
        return read_csv(path, names=names, heading=heading, loose=loose, max_bytes=max_bytes)
    if suffix in _BOOKS:
        return read_xlsx(path, names=names, heading=heading, loose=loose, max_bytes=max_bytes, max_cells=max_cells)
    if suffix in _OLD_BOOKS:
        with OldBook(path, max_bytes=max_bytes, max_cells=max_cells) as book:
            return _table_of(book, names=names, heading=heading, loose=loose)
    if suffix in _PACKS:
        given: dict[str, Any] = {"names": names, "heading": heading, "loose": loose, "max_bytes": max_bytes}
        opened = partial(read, **given, max_cells=max_cells)
        return read_zip(path, open_=opened, endings=ENDINGS, max_bytes=max_bytes)
    if suffix in _EXACT:
        return _EXACT[suffix](path, max_bytes=max_bytes)
    raise FileRefused("unsupported", suffix=suffix or path.name)


def read_xlsx(
    path: Path,
    *,
    names: Collection[str] = (),
    heading: int | None = None,
    loose: bool = False,
    max_bytes: int = MAX_BYTES,
    max_unpacked_bytes: int = MAX_UNPACKED_BYTES,
    max_cells: int = MAX_CELLS,
) -> Table:
    """Open the first visible sheet of a workbook. Raises FileRefused, before a value is read where it is too large.

    Dates become ISO text, whole numbers lose ".0", zeros that a format shows are there. What a cell does not say by
    itself is marked (see marks): numbers of 16 digits, errors, formulas without a result, cells merged across columns.
    """
    with Book(path, max_bytes=max_bytes, max_unpacked_bytes=max_unpacked_bytes, max_cells=max_cells) as book:
        return _table_of(book, names=names, heading=heading, loose=loose)


def _table_of(book: Book | OldBook, *, names: Collection[str], heading: int | None, loose: bool) -> Table:
    """The first visible sheet of a workbook."""
    sheet = book.sheet(book.names[0])
    others = book.filled(book.names[1:])
    found = _heading(sheet, names, heading, loose=loose)
    notes = (*title_notes(found.at if found.titled else 0), *sheet.notes(after=found.at))
    return Table(
        found.headers, _xlsx_frames(sheet, found), "xlsx", others, notes, first=found.first, heading=found.at + 1
    )


def look(path: Path, *, names: Collection[str] = (), heading: int | None = None, loose: bool = False) -> Look:
    """As `readers.look`."""
    if path.suffix.lower() not in _BOOKS:
        return look_of(read(path, names=names, heading=heading, loose=loose))
    with Book(path) as book:
        sheet = book.sheet(book.names[0], surveyed=False)
        others = book.filled(book.names[1:])
    found = _heading(sheet, names, heading, loose=loose)
    empty = sheet.last_row <= found.at
    return Look(found.headers, others, empty=empty, first=found.first, heading=found.at + 1)


def look_of(table: Table) -> Look:
    """A first look at a file that was opened; its frames are of no use after."""
    head = next((frame for frame in table if frame.height), None)
    first = table.first
    if not first and head is not None:  # a file that says by itself what its columns are
        shown = head.head(headings.LOOKED_AT).select(table.headers)
        first = [[*table.headers], *([cell or "" for cell in row] for row in shown.rows())]
    return Look(table.headers, table.other_sheets, empty=head is None, first=first, heading=table.heading)


@dataclass(frozen=True)
class _Heading:
    """The headings, in which row (-1: none) and column they begin, whether anything stands above; the first rows."""

    headers: tuple[str, ...]
    at: int
    left: int
    titled: bool
    first: list[list[str]]


def _heading(sheet: Sheet, names: Collection[str], row: int | None, *, loose: bool) -> _Heading:
    head = sheet.head(headings.LOOKED_AT)
    at = headings.heading_at(head, names) if row is None else row - 1
    filled = [[place for place, cell in enumerate(cells) if cell] for cells in (head[at : at + 1] if at >= 0 else head)]
    left = min((places[0] for places in filled if places), default=0)
    first = [cells[left:] for cells in head]
    return _Heading(headings.named(first, at, loose=loose), at, left, at > 0 and any(map(any, head[:at])), first)


def _xlsx_frames(sheet: Sheet, heading: _Heading) -> Iterator[pl.DataFrame]:
    for first, frame in sheet.frames(after=heading.at):
        yield finish(frame, heading.headers, first_row=first + 1, flaws=None, marked=True, left=heading.left)


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
