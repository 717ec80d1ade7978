"""Workbooks: the values by a fast library, what it hides by a survey of the sheet before."""

import zipfile
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain, islice, repeat
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Final, Self, TypeVar

import polars as pl
from lxml import etree
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.readers.marks import DAMAGED, MERGED, REPLACEMENT
from yiyuan.dataplane.readers.survey import (
    Merge,
    Survey,
    code_styles,
    count_cells,
    holds_anything,
    is_computed,
    sheet_parts,
    survey,
)
from yiyuan.dataplane.readers.table import MAX_BYTES, check_size

MAX_UNPACKED_BYTES: Final = 4 * 1024 * 1024 * 1024
MAX_CELLS: Final = 20_000_000  # a sheet reaches over; the library takes up to 70 bytes for each, filled or not
MAX_RATIO: Final = 200  # unpacked to packed; sheets written by real programs stay below 60
_RATIO_COUNTS_FROM: Final = 64 * 1024 * 1024  # bytes; small repetitive sheets pack extremely well and do no harm
_CHUNK_CELLS: Final = 250_000  # of which a frame is made; each is a Python string for a moment
_EXCEL_DIGITS_LIMIT: Final = 1e15  # from here on a double of Excel's 15 digits is no longer what was typed
BOOK: Final = b"PK\x03\x04"
_OLD: Final = b"\xd0\xcf\x11\xe0"  # .xls, or a workbook locked with a password

_Value = str | float | int | bool | time | date | datetime | timedelta  # what the reading library gives

_Told = TypeVar("_Told")  # what the survey tells of a cell


@dataclass(frozen=True)
class Sheet:
    """A surveyed sheet. Rows and columns count from 0, at A1."""

    name: str
    survey: Survey
    _values: CalamineSheet
    hidden_sheets: tuple[str, ...] = ()  # of the workbook, with content

    def head(self, rows: int) -> list[list[str]]:
        """The first rows as they stand, merged cells not filled."""
        frame = next(self._frames(chunk=rows, fill_from=None), None)
        return [] if frame is None else [[cell or "" for cell in row] for row in frame.rows()]

    def frames(self, *, after: int, filled: bool = True) -> Iterator[tuple[int, pl.DataFrame]]:
        """All rows after this one (the heading's), with the place of the first: columns of text, null where empty.

        Merged cells below the heading give their value to each of their rows that has content of its own; of one that
        goes over several columns, all but the first column are MERGED; of one that begins in the heading, all.
        """
        chunk = max(1, _CHUNK_CELLS // max(1, self.survey.columns))
        start = 0
        for frame in self._frames(chunk=chunk, fill_from=after + 1 if filled else None):
            skipped = min(frame.height, max(0, after + 1 - start))
            if skipped < frame.height:
                yield start + skipped, frame.slice(skipped)
            start += frame.height

    def _frames(self, *, chunk: int, fill_from: int | None) -> Iterator[pl.DataFrame]:
        left = (self._values.start or (0, 0))[1]
        height = max(self.survey.rows, (self._values.end or (-1, 0))[0] + 1)
        values = self._values.iter_rows()  # from the first row of the sheet, yet the first column of the content
        rows = islice(chain(values, repeat([])), height)
        anchors: dict[tuple[int, int], str | None] = {}
        start = 0
        while taken := list(islice(rows, chunk)):
            width = max(map(len, taken))
            even = [row if len(row) == width else [*row, *[""] * (width - len(row))] for row in taken]
            columns: list[list[str | None]] = [[None] * len(taken) for _ in range(left)]
            columns += [
                [(v or None) if type(v) is str else _cell(v) for v in cells] for cells in zip(*even, strict=True)
            ]
            columns += [[None] * len(taken) for _ in range(self.survey.columns - len(columns))]
            self._overlay(columns, start)
            if fill_from is not None:
                fill(self.survey.merges, columns, start=start, fill_from=fill_from, anchors=anchors)
            named = {f"column {place}": cells for place, cells in enumerate(columns)}
            frame = pl.DataFrame(named, schema=dict.fromkeys(named, pl.String))
            yield frame.with_columns(pl.all().str.replace_all("\0", REPLACEMENT, literal=True))
            start += len(taken)

    def _overlay(self, columns: list[list[str | None]], start: int) -> None:
        """Marks of odd cells, zeros people see."""
        height = len(columns[0]) if columns else 0
        for column, odd in self.survey.odd.items():
            for row, mark in _between(odd, start, start + height):
                columns[column][row - start] = mark
        for column, padded in self.survey.padded.items():
            cells = columns[column]
            for row, code in _between(padded, start, start + height):
                if (text := cells[row - start]) and text.isdigit():
                    cells[row - start] = code.shown(text)

    @property
    def last_row(self) -> int:
        """Of the last row with content; -1: there is none."""
        return (self._values.end or (-1, 0))[0]

    def notes(self, *, after: int) -> list[str]:
        """What a person should know of how the rows after this one were read; no content of them."""
        return self.survey.notes(after=after, hidden_sheets=self.hidden_sheets)


def fill(
    merges: Sequence[Merge],
    columns: list[list[str | None]],
    *,
    start: int,
    fill_from: int,
    anchors: dict[tuple[int, int], str | None],
) -> None:
    """Give merged cells their value in each of their rows with content, from a row on, in the columns of some rows.

    start: the first of these rows. anchors: values of merges that began before, kept from call to call.
    """
    end, width = start + len(columns[0]), len(columns)
    here = [m for m in merges if m.top < end and m.bottom >= max(start, fill_from) and m.left < width]
    touched = {row for m in here for row in range(max(m.top, start, fill_from), min(m.bottom + 1, end))}
    filled = {row for row in touched if any((cells[row - start] or "").strip() for cells in columns)}
    for merge in here:
        if merge.top >= start:
            anchors[merge.top, merge.left] = columns[merge.left][merge.top - start]
        value = anchors.get((merge.top, merge.left))
        for row in range(max(merge.top, start, fill_from), min(merge.bottom + 1, end)):
            if value is None or row not in filled:
                continue
            columns[merge.left][row - start] = value if merge.top >= fill_from else MERGED + value
            for column in range(merge.left + 1, min(merge.right + 1, width)):
                columns[column][row - start] = MERGED + value


def _between(found: list[tuple[int, _Told]], first: int, after: int) -> list[tuple[int, _Told]]:
    """Of what is sorted by row, the rows from one up to another."""
    row = itemgetter(0)
    return found[bisect_left(found, first, key=row) : bisect_left(found, after, key=row)]


class Book:
    """An opened workbook: guarded, its visible sheets known. Use it in a `with`; sheets outlive it."""

    def __init__(
        self,
        path: Path,
        *,
        max_bytes: int = MAX_BYTES,
        max_unpacked_bytes: int = MAX_UNPACKED_BYTES,
        max_cells: int = MAX_CELLS,
    ) -> None:
        """Raises FileRefused."""
        check_size(path, max_bytes)
        with path.open("rb") as file:
            if file.read(8).startswith(_OLD):
                raise FileRefused("old_or_locked")
        self._max_cells = max_cells
        try:
            self._archive = zipfile.ZipFile(path)
            _guard(self._archive, max_unpacked_bytes)
            self._parts = sheet_parts(self._archive)
            self._codes = code_styles(self._archive)
            self._computed = is_computed(self._archive)
            self._values = CalamineWorkbook.from_path(str(path))
        except _BROKEN as error:
            raise FileRefused("not_xlsx") from error
        self.names = tuple(
            sheet.name
            for sheet in self._values.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible
            and sheet.typ == SheetTypeEnum.WorkSheet
            and sheet.name in self._parts
        )
        self._hidden = tuple(
            sheet.name
            for sheet in self._values.sheets_metadata
            if sheet.visible != SheetVisibleEnum.Visible and sheet.name in self._parts
        )
        if not self.names:
            raise FileRefused("no_sheet")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._archive.close()

    def sheet(self, name: str, *, surveyed: bool = True) -> Sheet:
        """Survey a sheet, then read it. Raises FileRefused, before its values are read where it reaches too far.

        surveyed: False only where its heading is all that is wanted, and its memory is limited.
        """
        try:
            found = Survey()
            if surveyed:
                found = survey(
                    self._archive,
                    self._parts[name],
                    codes=self._codes,
                    computed=self._computed,
                    limit=self._max_cells,
                )
            return Sheet(name, found, self._values.get_sheet_by_name(name), self.filled(self._hidden))
        except CalamineError as error:
            if "cell error" in str(error):  # newer than the library
                raise FileRefused("error_cells") from error
            raise FileRefused("not_xlsx") from error
        except _BROKEN as error:
            raise FileRefused("not_xlsx") from error

    def check_cells(self) -> None:
        """Refuse a workbook that holds too many cells, filled or not, for a library that makes each an object."""
        try:
            cells = sum(count_cells(self._archive, part) for part in self._parts.values())
        except _BROKEN as error:
            raise FileRefused("not_xlsx") from error
        if cells > self._max_cells:
            raise FileRefused("too_full", cells=cells, limit=self._max_cells)

    def filled(self, names: Sequence[str]) -> tuple[str, ...]:
        """Those of the sheets that hold anything."""
        try:
            return tuple(name for name in names if holds_anything(self._archive, self._parts[name]))
        except _BROKEN as error:
            raise FileRefused("not_xlsx") from error


_BROKEN = (zipfile.BadZipFile, CalamineError, etree.XMLSyntaxError, KeyError, ValueError, TypeError, OSError)


def _guard(archive: zipfile.ZipFile, limit: int) -> None:
    """Refuse macros, archives that unpack to much more than they are, parts that define words of their own."""
    entries = archive.infolist()
    if any(e.filename.lower().endswith("vbaproject.bin") for e in entries):
        raise FileRefused("macros")
    if not any(e.filename.lower() == "xl/workbook.xml" for e in entries):
        raise FileRefused("not_xlsx")
    total = 0
    packed = max(1, sum(e.compress_size for e in entries))
    for entry in entries:  # what the archive says of itself may be a lie: unpack all there is, and count
        is_xml, rest = entry.filename.lower().endswith((".xml", ".rels")), b""
        said, entry.file_size, before = entry.file_size, 2**62, total
        with archive.open(entry) as part:
            while chunk := part.read(1 << 20):
                total += len(chunk)
                if is_xml and b"<!DOCTYPE" in rest + chunk:  # no program writes one
                    raise FileRefused("not_xlsx")
                rest = chunk[-16:]
                if total > limit or (total > _RATIO_COUNTS_FROM and total > MAX_RATIO * packed):
                    raise FileRefused("bomb")
        entry.file_size = said
        if total - before != said:
            raise FileRefused("bomb")


def _cell(value: _Value) -> str | None:
    """The text a person would read in the cell; None when empty."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | int):
        return number_shown(float(value))
    if isinstance(value, datetime):
        return value.replace(microsecond=0).isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date | time) else str(value) or None


def number_shown(value: float) -> str:
    """A number of a workbook as text; one that has lost digits is marked."""
    if abs(value) >= _EXCEL_DIGITS_LIMIT:
        return DAMAGED + format(Decimal(repr(value)), "f")
    if value.is_integer():
        return str(int(value))
    return format(Decimal(format(value, ".15g")), "f")
