"""Files in: CSV and XLSX as a stream of frames whose every column is text.

Each frame has the file's columns under their trimmed headers (an empty cell is null), plus
`_row`   the row's number as a spreadsheet shows it: the header is 1, blank lines count;
`_flaw`  null, or why the row cannot be read as it stands: `long`, `short`, `cell` (a cell holds garbage, see MARKS).
Rows with no content at all are not rows. No other row is dropped: what a reader cannot read it hands on, flagged.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import numpy as np
import polars as pl
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from yiyuan.dataplane.errors import FileRefused

ROW: Final = "_row"
FLAW: Final = "_flaw"
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")  # zero-width signs that come along from web pages
REPLACEMENT = "\ufffd"  # what stands where bytes could not be decoded
DAMAGED = "\ufdd0"  # first character of a number too long for a numeric Excel cell; a Unicode non-character
FORMULA_ERROR = "\ufdd1"  # first character of a cell like #DIV/0!
MARKS = (REPLACEMENT, DAMAGED, FORMULA_ERROR)

MAX_BYTES = 512 * 1024 * 1024
MAX_UNPACKED_BYTES = 4 * 1024 * 1024 * 1024
MAX_RATIO = 200  # unpacked to packed; sheets written by real programs stay below 60
_RATIO_COUNTS_FROM = 64 * 1024 * 1024  # bytes; small repetitive sheets pack extremely well and do no harm
_BLOCK_BYTES = 16 * 1024 * 1024
_CHUNK_ROWS = 100_000
_EXCEL_DIGITS_LIMIT = 1e15  # from here on a double of Excel's 15 digits is no longer what was typed
_SHORT_OF_UTF8 = 10  # good characters for each bad one that make a text damaged UTF-8 rather than GB18030
_UNCLOSED_BLOCKS = 2  # a quoted cell longer than this is an unclosed quote
_END = "\ufdd2"

_Value = str | float | int | bool | time | date | datetime | timedelta  # what the reading library gives


@dataclass(frozen=True)
class Table:
    """An opened file: its headers are known and sound, its rows come on demand, once."""

    headers: tuple[str, ...]
    frames: Iterator[pl.DataFrame] = field(repr=False)
    encoding: str = ""
    other_sheets: tuple[str, ...] = ()  # sheets of the workbook that are not read

    def __iter__(self) -> Iterator[pl.DataFrame]:
        return self.frames


def read(path: Path, *, max_bytes: int = MAX_BYTES) -> Table:
    """Open a file by the look of its name. Raises FileRefused."""
    suffix = path.suffix.lower()
    if suffix in {".csv", ".txt", ".tsv"}:
        return read_csv(path, max_bytes=max_bytes)
    if suffix in {".xlsx", ".xlsm", ".xls", ".et"}:
        return read_xlsx(path, max_bytes=max_bytes)
    raise FileRefused("unsupported", suffix=suffix or path.name)


def _check_size(path: Path, max_bytes: int) -> None:
    size = path.stat().st_size
    if size == 0:
        raise FileRefused("empty")
    if size > max_bytes:
        raise FileRefused("too_large", megabytes=size // 2**20, limit=max_bytes // 2**20)


def _sound_headers(raw: Sequence[str]) -> tuple[str, ...]:
    """Trimmed headers without empty ones at the end; a gap, a repeated or a reserved name refuses the file."""
    headers = [" ".join(_INVISIBLE.sub("", h).split()) for h in raw]
    while headers and not headers[-1]:
        headers.pop()
    if not headers:
        raise FileRefused("empty")
    seen: dict[str, int] = {}
    for position, header in enumerate(headers, 1):
        if not header:
            raise FileRefused("missing_header", position=position)
        if header in {ROW, FLAW}:
            raise FileRefused("reserved_header", header=header)
        if header in seen:
            raise FileRefused("duplicate_header", header=header, first=seen[header], second=position)
        seen[header] = position
    return tuple(headers)


def _finish(
    frame: pl.DataFrame, headers: tuple[str, ...], *, first_row: int, flaws: pl.Series | None, marked: bool
) -> pl.DataFrame:
    """Name the columns, number the rows, drop blank ones, flag what cannot be read or has more cells than headers."""
    names = frame.columns[: len(headers)]
    spare = frame.columns[len(headers) :]
    flaw = pl.lit(None, dtype=pl.String) if flaws is None else pl.lit(flaws)
    if spare:
        flaw = pl.when(pl.any_horizontal(pl.col(spare).is_not_null())).then(pl.lit("long")).otherwise(flaw)
    number = pl.int_range(first_row, first_row + frame.height, dtype=pl.Int64)
    frame = frame.with_columns(number.alias(ROW), flaw.alias(FLAW))
    blank = pl.col(names).str.strip_chars().fill_null("") == ""
    if (frame.to_series(0).str.strip_chars().fill_null("") == "").any():
        frame = frame.filter(~(pl.all_horizontal(blank) & ~pl.col(FLAW).eq_missing("long")))
    if marked:
        garbage = pl.any_horizontal(pl.col(names).str.contains("[" + "".join(MARKS) + "]"))
        frame = frame.with_columns(
            pl.when(pl.col(FLAW).is_null() & garbage).then(pl.lit("cell")).otherwise(pl.col(FLAW)).alias(FLAW)
        )
    return frame.select(ROW, FLAW, *(pl.col(n).alias(h) for n, h in zip(names, headers, strict=True)))


# --- CSV -------------------------------------------------------------------------------------------------------------


def read_csv(path: Path, *, max_bytes: int = MAX_BYTES, block_bytes: int = _BLOCK_BYTES) -> Table:
    """Open a delimited text file (comma, tab, semicolon or bar; UTF-8 with or without mark, UTF-16 with mark, GB18030).

    Well-formed blocks go through polars, exactly when that gives what the CSV rules say; others take Python's slow way.
    Raises FileRefused, also while the frames are drawn (an unclosed quote deep inside).
    """
    _check_size(path, max_bytes)
    with path.open("rb") as file:
        head = file.read(block_bytes)
    if head[:4] in {b"PK\x03\x04", b"\xd0\xcf\x11\xe0"}:
        raise FileRefused("binary")
    encoding = _encoding_by_mark(head)
    if encoding == "utf-16":
        return _slow_table(path, encoding)
    if b"\n" not in head and b"\r" in head:  # line ends of another age
        return _slow_table(path, encoding or _guess_from(path, 0, max_bytes))
    encoding = encoding or _guess_encoding(head, final=len(head) < block_bytes)
    first = head.removeprefix(b"\xef\xbb\xbf")
    end = _record_end(first)
    text = first[:end].decode(encoding or "ascii", "replace")
    if "\0" in text:
        raise FileRefused("binary")
    delimiter = _delimiter(text)
    raw = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    headers = _sound_headers(raw)
    layout = _Layout(headers, len(raw), delimiter)
    frames = _csv_frames(path, layout, encoding, skip=len(head) - len(first) + end, block=block_bytes)
    return Table(headers, frames, encoding or "utf-8")


def _encoding_by_mark(head: bytes) -> str | None:
    if head.startswith(b"\xef\xbb\xbf"):
        return "utf-8"
    return "utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else None


def _guess_encoding(block: bytes, *, final: bool) -> str | None:
    """UTF-8 or GB18030 from bytes that end anywhere; None while all is ASCII and more may come."""
    cut = block if final else block[: block.rfind(b"\n") + 1]  # both encodings keep a line end a line end
    if cut.isascii():
        return "utf-8" if final else None
    try:
        cut.decode("utf-8")
    except UnicodeDecodeError:
        loose = cut.decode("utf-8", "replace")
        bad = loose.count(REPLACEMENT)
        good = len(loose) - len(loose.encode("ascii", "ignore")) - bad
        return "utf-8" if bad * _SHORT_OF_UTF8 < good else "gb18030"
    return "utf-8"


def _guess_from(path: Path, offset: int, block: int) -> str:
    """The encoding of a file whose first `offset` bytes are ASCII."""
    with path.open("rb") as file:
        file.seek(offset)
        rest = b""
        while data := file.read(block):
            rest += data
            if guess := _guess_encoding(rest, final=len(data) < block):
                return guess
            rest = rest[rest.rfind(b"\n") + 1 :]
    return "utf-8"


def _delimiter(line: str) -> str:
    outside = re.sub(r'"[^"]*"', "", line)
    return max(",\t;|", key=outside.count) if any(d in outside for d in ",\t;|") else ","


def _record_end(block: bytes) -> int:
    """Length of the first record with its line end, quotes respected."""
    position = 0
    while (line_end := block.find(b"\n", position)) >= 0:
        if block.count(b'"', 0, line_end) % 2 == 0:
            return line_end + 1
        position = line_end + 1
    return len(block)


@dataclass(frozen=True)
class _Layout:
    """What the header record told of the file. `width` counts nameless columns at the end as well."""

    headers: tuple[str, ...]
    width: int
    delimiter: str


@dataclass(frozen=True)
class _Shape:
    """How a block of well-formed CSV is cut: where its last whole record ends, how many records and separators."""

    end: int
    records: int
    separators: int


def _shape(block: bytes, delimiter: bytes, *, final: bool) -> _Shape | None:
    """None: a quote stands where the CSV rules allow none."""
    if b'"' not in block:
        end = len(block) if final else block.rfind(b"\n") + 1
        return _Shape(end, block.count(b"\n", 0, end), block.count(delimiter, 0, end))
    raw = np.frombuffer(block, dtype=np.uint8)
    quotes = np.flatnonzero(raw == ord('"'))
    line_ends = np.flatnonzero(raw == ord("\n"))
    outside = line_ends[np.searchsorted(quotes, line_ends) % 2 == 0]
    end = len(block) if final else (int(outside[-1]) + 1 if len(outside) else 0)
    if end:
        quotes = quotes[quotes < end]
        if len(quotes) % 2:
            return None
    opening, closing = quotes[::2], quotes[1::2]  # without an end the last one opens a cell that goes on
    ends = np.frombuffer(delimiter + b"\n\r", dtype=np.uint8)
    before = raw[np.maximum(opening - 1, 0)]
    doubled = np.zeros(len(opening), dtype=bool)  # the second half of "" inside a quoted cell
    doubled[1:] = opening[1:] == closing[: len(opening) - 1] + 1
    after = np.where(closing + 1 < len(raw), raw[np.minimum(closing + 1, len(raw) - 1)], ord("\n"))
    reopened = np.zeros(len(closing), dtype=bool)
    reopened[: len(opening) - 1] = doubled[1:]
    if not (np.isin(before, ends) | (opening == 0) | doubled).all() or not (np.isin(after, ends) | reopened).all():
        return None
    separators = np.flatnonzero(raw[:end] == delimiter[0])
    return _Shape(
        end,
        int(np.count_nonzero(outside < end)),
        int(np.count_nonzero(np.searchsorted(quotes, separators) % 2 == 0)),
    )


def _csv_frames(path: Path, layout: _Layout, encoding: str | None, *, skip: int, block: int) -> Iterator[pl.DataFrame]:
    row, offset, rest, final = 2, skip, b"", False
    with path.open("rb") as file:
        file.seek(skip)
        while not final:
            fresh = file.read(block)
            final = len(fresh) < block
            data = rest + fresh
            if final and data and not data.endswith(b"\n"):
                data += b"\n"
            encoding = encoding or _guess_encoding(data, final=final)
            shape = _shape(data, layout.delimiter.encode(), final=final)
            if shape is None:  # quotes cannot be trusted: the slow way to the end of the file
                break
            whole, rest = data[: shape.end], data[shape.end :]
            if whole:
                yield from _block_frames(whole, layout, encoding or "utf-8", shape, first_row=row)
            elif len(rest) > _UNCLOSED_BLOCKS * block:
                raise FileRefused("broken_quote", row=row)
            row += shape.records
            offset += shape.end
        else:
            return
    text = _text(path, encoding or _guess_from(path, offset, block), offset)
    yield from _slow_frames(text, layout, first_row=row)


def _block_frames(
    data: bytes, layout: _Layout, encoding: str, shape: _Shape, *, first_row: int
) -> Iterator[pl.DataFrame]:
    frame = _fast_block(data, layout, encoding, shape)
    if frame is not None:
        marked = encoding == "utf-8" and REPLACEMENT.encode() in data
        yield _finish(frame, layout.headers, first_row=first_row, flaws=None, marked=marked)
    else:
        text = io.StringIO(data.decode(encoding, "replace"), newline="")
        yield from _slow_frames(text, layout, first_row=first_row)


def _fast_block(data: bytes, layout: _Layout, encoding: str, shape: _Shape) -> pl.DataFrame | None:
    """The block by polars; None when it would not give exactly the records that stand there."""
    try:
        if encoding != "utf-8":
            data = data.decode(encoding).encode()
        if b"\0" in data or (encoding != "utf-8" and REPLACEMENT.encode() in data):
            return None
        frame = pl.read_csv(
            data,
            has_header=False,
            separator=layout.delimiter,
            schema={f"column {i}": pl.String for i in range(layout.width)},
            quote_char='"' if b'"' in data else None,
            extra_columns="raise",
        )
    except (UnicodeDecodeError, pl.exceptions.PolarsError):  # undecodable, too many cells: the slow way tells which row
        return None
    if b'""' in data:  # a quoted empty cell is empty too
        frame = frame.with_columns(pl.when(pl.all() != "").then(pl.all()))
    # Polars refuses rows with too many cells and fills up rows with too few; equal sums therefore mean equal rows.
    missing = (layout.width - 1) * shape.records - shape.separators
    if missing and b'"' not in data:
        missing -= (layout.width - 1) * len(re.findall(rb"(?m)^\r?\n", data))
    return frame if frame.height == shape.records and not missing else None


def _text(path: Path, encoding: str, offset: int) -> io.TextIOWrapper:
    file = path.open("rb")
    file.seek(offset)
    return io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")


def _slow_table(path: Path, encoding: str) -> Table:
    with _text(path, encoding, 0) as text:
        delimiter = _delimiter(text.readline())
        text.seek(0)
        raw = next(csv.reader(_lines(text), delimiter=delimiter), [])
    headers = _sound_headers(raw)
    frames = _slow_frames(_text(path, encoding, 0), _Layout(headers, len(raw), delimiter), first_row=1)
    return Table(headers, frames, encoding)


def _lines(text: Iterable[str]) -> Iterator[str]:
    """Lines without NUL, then one that shows by where it lands whether the last quote was closed."""
    for line in text:
        yield line.replace("\0", REPLACEMENT) if "\0" in line else line
    yield _END + "\n"


def _slow_frames(text: io.TextIOBase, layout: _Layout, *, first_row: int) -> Iterator[pl.DataFrame]:
    """Python's csv: exact for any quoting. `first_row` 1 means that the header is still to be skipped."""
    with text:
        reader = csv.reader(_lines(text), delimiter=layout.delimiter)
        row = first_row
        try:
            if first_row == 1:
                next(reader)
                row = 2
            while rows := list(islice(reader, _CHUNK_ROWS)):
                if rows[-1] == [_END]:
                    rows.pop()
                elif any(_END in cell for cell in rows[-1]):
                    raise FileRefused("broken_quote", row=row + len(rows) - 1)
                if rows:
                    yield _slow_frame(rows, layout, first_row=row)
                row += len(rows)
        except csv.Error as error:
            raise FileRefused("broken_quote", row=row) from error


def _slow_frame(rows: list[list[str]], layout: _Layout, *, first_row: int) -> pl.DataFrame:
    width = layout.width
    flaws = ["long" if len(r) > width else "short" if r and len(r) < width else None for r in rows]
    even = [r if len(r) == width else (r + [""] * width)[:width] for r in rows]
    columns = {f"column {i}": list(cells) for i, cells in enumerate(zip(*even, strict=True))}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    frame = frame.with_columns(pl.when(pl.all() != "").then(pl.all()))
    return _finish(frame, layout.headers, first_row=first_row, flaws=pl.Series(flaws, dtype=pl.String), marked=True)


# --- XLSX ------------------------------------------------------------------------------------------------------------


def read_xlsx(path: Path, *, max_bytes: int = MAX_BYTES, max_unpacked_bytes: int = MAX_UNPACKED_BYTES) -> Table:
    """Open the first visible sheet of a workbook. Raises FileRefused.

    Dates become ISO text, whole numbers lose ".0". A number of 16 digits or more in a numeric cell is handed on with
    DAMAGED before it: Excel keeps 15 digits, what was typed is gone. A cell that shows an error gets FORMULA_ERROR.
    """
    _check_size(path, max_bytes)
    with path.open("rb") as file:
        magic = file.read(8)
    if magic.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused("old_or_locked")
    try:
        with zipfile.ZipFile(path) as archive:
            _guard(archive, max_unpacked_bytes)
            parts = _sheet_parts(archive)
            workbook = CalamineWorkbook.from_path(str(path))
            visible = [m.name for m in workbook.sheets_metadata if m.visible == SheetVisibleEnum.Visible]
            if not visible:
                raise FileRefused("no_sheet")
            errors = _error_cells(archive, parts.get(visible[0]))
        sheet = workbook.get_sheet_by_name(visible[0])
    except (zipfile.BadZipFile, CalamineError, ET.ParseError, KeyError, OSError) as error:
        raise FileRefused("not_xlsx") from error
    top, left = sheet.start or (0, 0)
    rows = islice(sheet.iter_rows(), top, None)  # it begins at the first row of the sheet, not of the content
    raw = next(rows, None)
    if raw is None:
        raise FileRefused("empty")
    headers = _sound_headers([_cell(v) or "" for v in raw])
    frames = _xlsx_frames(rows, headers, len(raw), errors, top=top, left=left)
    return Table(headers, frames, "xlsx", tuple(visible[1:]))


def _guard(archive: zipfile.ZipFile, limit: int) -> None:
    """Refuse macros, and archives that unpack to much more than they are."""
    entries = archive.infolist()
    if any(e.filename.lower().endswith("vbaproject.bin") for e in entries):
        raise FileRefused("macros")
    if not any(e.filename.lower() == "xl/workbook.xml" for e in entries):
        raise FileRefused("not_xlsx")
    total = 0
    packed = max(1, sum(e.compress_size for e in entries))
    for entry in entries:  # what the archive says of itself may be a lie: unpack and count
        with archive.open(entry) as part:
            while chunk := part.read(1 << 20):
                total += len(chunk)
                if total > limit or (total > _RATIO_COUNTS_FROM and total > MAX_RATIO * packed):
                    raise FileRefused("bomb")


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name to its part's path."""
    book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - expat expands no bombs; no DTD is fetched
    links = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - as above
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    found: dict[str, str] = {}
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet"):
            key = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), None)
            target = targets.get(key, "")
            found[sheet.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


_ERROR_CELL = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]+)([0-9]+)"[^>]*>.{0,2000}?<(?:\w+:)?v>([^<]*)<', re.DOTALL
)


def _error_cells(archive: zipfile.ZipFile, part: str | None) -> dict[tuple[int, int], str]:
    """Zero-based row and column of cells holding an error value; the reading library returns them empty."""
    found: dict[tuple[int, int], str] = {}
    if part is None or part not in archive.namelist():
        return found
    with archive.open(part) as sheet:
        rest = b""
        while chunk := sheet.read(4 << 20):
            data = rest + chunk
            end = data.rfind(b"</", 0, max(0, data.rfind(b"row>"))) if b"row>" in data else 0
            if b't="e"' in data[:end]:
                for letters, number, shown in _ERROR_CELL.findall(data[:end]):
                    found[int(number) - 1, _column_number(letters.decode())] = shown.decode(errors="replace")
            rest = data[end:]
    return found


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _xlsx_frames(
    rows: Iterator[list[_Value]],
    headers: tuple[str, ...],
    width: int,
    errors: dict[tuple[int, int], str],
    *,
    top: int,
    left: int,
) -> Iterator[pl.DataFrame]:
    index = top + 1  # zero-based in the sheet; the header was `top`
    while chunk := list(islice(rows, _CHUNK_ROWS)):
        columns: dict[str, list[str | None]] = {}
        for position, cells in enumerate(zip(*chunk, strict=True)):
            columns[f"column {position}"] = [(v or None) if type(v) is str else _cell(v) for v in cells]
        for (row, column), shown in errors.items():
            if index <= row < index + len(chunk) and 0 <= column - left < width:
                columns[f"column {column - left}"][row - index] = FORMULA_ERROR + shown
        frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
        frame = frame.with_columns(pl.all().str.replace_all("\0", REPLACEMENT, literal=True))
        yield _finish(frame, headers, first_row=index + 1, flaws=None, marked=True)
        index += len(chunk)


def _cell(value: _Value) -> str | None:
    """The text a person would read in the cell; None when empty."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | int):
        return _number(float(value))
    if isinstance(value, datetime):
        return value.replace(microsecond=0).isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date | time) else str(value) or None


def _number(value: float) -> str:
    if abs(value) >= _EXCEL_DIGITS_LIMIT:
        return DAMAGED + format(Decimal(repr(value)), "f")
    if value.is_integer():
        return str(int(value))
    return format(Decimal(format(value, ".15g")), "f")
