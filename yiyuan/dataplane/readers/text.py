"""Delimited text as a stream of frames: the quick way wherever it gives exactly what the CSV rules say."""

import csv
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.readers import encodings, headings
from yiyuan.dataplane.readers.frames import finish
from yiyuan.dataplane.readers.marks import LONG, REPLACEMENT, SHORT
from yiyuan.dataplane.readers.table import MAX_BYTES, Table, check_size, title_notes

_BLOCK_BYTES: Final = 16 * 1024 * 1024
_HEAD_BYTES: Final = 1024 * 1024  # among which the heading is looked for
_CHUNK_ROWS: Final = 100_000
_UNCLOSED_BLOCKS: Final = 2  # a quoted cell longer than this is an unclosed quote
_MARK: Final = b"\xef\xbb\xbf"  # of UTF-8
_END: Final = "\ufdd9"  # a Unicode non-character


def read_csv(
    path: Path,
    *,
    names: Collection[str] = (),
    heading: int | None = None,
    loose: bool = False,
    max_bytes: int = MAX_BYTES,
    block_bytes: int = _BLOCK_BYTES,
) -> Table:
    """Open a delimited text file: comma, tab, semicolon or bar; UTF-8, UTF-16 with mark, GB18030 or Big5.

    names, heading, loose: see `read`. Well-formed blocks go through polars, exactly when that gives what the CSV rules
    say; others take Python's slow way. Raises FileRefused, also while the frames are drawn (an unclosed quote).
    """
    check_size(path, max_bytes)
    encoding, quick, head = _opened(path, block_bytes)
    records = _first_records(head, encoding or "ascii")
    rows = [_cells(record, _delimiter(record)) for record, _end in records]
    at = headings.heading_at(rows, names) if heading is None else heading - 1
    record, end = records[max(at, 0)] if max(at, 0) < len(records) else ("", 0)
    if any("\0" in text for text, _end in records[: max(at, 0) + 1]):
        raise FileRefused("binary")
    headers = headings.named(rows, at, loose=loose)
    layout = _Layout(headers, len(rows[at]) if at >= 0 else len(headers), _delimiter(record))
    if quick:
        skip = end if at >= 0 else 3 * head.startswith(_MARK)
        frames = _csv_frames(path, layout, encoding, row=at + 2, skip=skip, block=block_bytes)
    else:
        frames = _slow_frames(_records(path, encoding or "utf-8", layout.delimiter, skip=at + 1), layout, row=at + 2)
    return Table(layout.headers, frames, encoding or "utf-8", notes=title_notes(max(at, 0)), first=rows, heading=at + 1)


def text_rows(path: Path, *, max_bytes: int) -> Iterator[list[str]]:
    """All records of a text file from its first, for doors that find the heading themselves. Raises FileRefused."""
    check_size(path, max_bytes)
    encoding, _quick, head = _opened(path, _BLOCK_BYTES)
    first = [record for record, _end in _first_records(head, encoding or "ascii")]
    if any("\0" in record for record in first):
        raise FileRefused("binary")
    delimiter = max((_delimiter(record) for record in first), key="".join(first).count, default=",")
    yield from _records(path, encoding or "utf-8", delimiter)


def _opened(path: Path, block: int) -> tuple[str | None, bool, bytes]:
    """Encoding (None: ASCII so far), whether the quick way may be tried, the first bytes."""
    with path.open("rb") as file:
        head = file.read(block)
    if head[:4] == b"PK\x03\x04":
        raise FileRefused("binary")
    if head[:4] == b"\xd0\xcf\x11\xe0":
        raise FileRefused("old_or_locked")
    encoding = encodings.by_mark(head)
    if encoding == "utf-16":
        return encoding, False, head[: _HEAD_BYTES * 2].decode("utf-16", "replace").encode()
    if b"\n" not in head and b"\r" in head:  # line ends of another age
        return encoding or _guess_from(path, 0, MAX_BYTES), False, head.replace(b"\r", b"\n")
    return encoding or encodings.guess(head, final=len(head) < block), True, head


def _first_records(head: bytes, encoding: str) -> list[tuple[str, int]]:
    """The first records, quotes respected, each with the place of the byte after it."""
    found: list[tuple[str, int]] = []
    start = position = 3 * head.startswith(_MARK)
    quotes = 0
    text = "utf-8" if encoding == "utf-16" else encoding
    while len(found) < headings.LOOKED_AT and (end := head.find(b"\n", position, _HEAD_BYTES)) >= 0:
        quotes += head.count(b'"', position, end)
        position = end + 1
        if quotes % 2 == 0:
            found.append((encodings.decoded(head[start:position], text), position))
            start = position
    if len(found) < headings.LOOKED_AT and start < len(head):
        found.append((encodings.decoded(head[start:], text), len(head)))
    return found


def _cells(record: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(record, newline=""), delimiter=delimiter), [])
    except csv.Error:  # no heading; told with its row when the rows are read
        return []


def _guess_from(path: Path, offset: int, block: int) -> str:
    """The encoding of a file whose first `offset` bytes are ASCII."""
    with path.open("rb") as file:
        file.seek(offset)
        rest = b""
        while data := file.read(block):
            rest += data
            if guess := encodings.guess(rest, final=len(data) < block):
                return guess
            rest = rest[rest.rfind(b"\n") + 1 :]
    return "utf-8"


def _delimiter(line: str) -> str:
    outside = re.sub(r'"[^"]*"', "", line)
    return max(",\t;|", key=outside.count)


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


def _csv_frames(
    path: Path, layout: _Layout, encoding: str | None, *, row: int, skip: int, block: int
) -> Iterator[pl.DataFrame]:
    offset, rest, final = skip, b"", False
    with path.open("rb") as file:
        file.seek(skip)
        while not final:
            fresh = file.read(block)
            final = len(fresh) < block
            data = rest + fresh
            if final and data and not data.endswith(b"\n"):
                data += b"\n"
            encoding = encoding or encodings.guess(data, final=final)
            shape = _shape(data, layout.delimiter.encode(), final=final)
            if shape is None:  # quotes cannot be trusted: the slow way to the end of the file
                break
            whole, rest = data[: shape.end], data[shape.end :]
            if whole:
                yield from _block_frames(whole, layout, encoding or "utf-8", shape, row=row)
            elif len(rest) > _UNCLOSED_BLOCKS * block:
                raise FileRefused("broken_quote", row=row)
            row += shape.records
            offset += shape.end
        else:
            return
    encoding = encoding or _guess_from(path, offset, block)
    yield from _slow_frames(_records(path, encoding, layout.delimiter, offset=offset, row=row), layout, row=row)


def _block_frames(data: bytes, layout: _Layout, encoding: str, shape: _Shape, *, row: int) -> Iterator[pl.DataFrame]:
    text = encodings.decoded(data, encoding) if encoding != "utf-8" else None
    in_utf8 = data if text is None else text.encode()
    frame = _fast_block(in_utf8, layout, shape)
    if frame is not None:
        yield finish(frame, layout.headers, first_row=row, flaws=None, marked=_may_hold_garbage(in_utf8))
    else:
        lines = io.StringIO(in_utf8.decode("utf-8", "replace"), newline="")
        yield from _slow_frames(_recorded(lines, layout.delimiter, row=row), layout, row=row)


def _may_hold_garbage(data: bytes) -> bool:
    """Whether UTF-8 text holds first bytes that are none of full-width forms or older ideographs: see marks.GARBAGE."""
    plain = data.count(b"\xef\xbc") + data.count(b"\xef\xbd")
    return any(first in data for first in (b"\xee", b"\xf3", b"\xf4")) or data.count(b"\xef") > plain


def _fast_block(data: bytes, layout: _Layout, shape: _Shape) -> pl.DataFrame | None:
    """A block in UTF-8 by polars; None when it would not give exactly the records that stand there."""
    if b"\0" in data:
        return None
    try:
        frame = pl.read_csv(
            data,
            has_header=False,
            separator=layout.delimiter,
            schema={f"column {i}": pl.String for i in range(layout.width)},
            quote_char='"' if b'"' in data else None,
            extra_columns="raise",
        )
    except pl.exceptions.PolarsError:  # undecodable, too many cells: the slow way tells which row
        return None
    if b'""' in data:  # a quoted empty cell is empty too
        frame = frame.with_columns(pl.when(pl.all() != "").then(pl.all()))
    # Polars refuses rows with too many cells and fills up rows with too few; equal sums therefore mean equal rows.
    missing = (layout.width - 1) * shape.records - shape.separators
    if missing and b'"' not in data:
        missing -= (layout.width - 1) * len(re.findall(rb"(?m)^\r?\n", data))
    return frame if frame.height == shape.records and not missing else None


def _records(
    path: Path, encoding: str, delimiter: str, *, offset: int = 0, row: int = 1, skip: int = 0
) -> Iterator[list[str]]:
    """Records by Python's csv, from a byte of the file on, which is row `row`. skip: records left out first."""
    with path.open("rb") as file:
        file.seek(offset)
        yield from islice(_recorded(encodings.lines(file, encoding), delimiter, row=row), skip, None)


def _recorded(lines: Iterator[str], delimiter: str, *, row: int) -> Iterator[list[str]]:
    """Exact for any quoting: an unclosed quote is seen by where the line after the last one lands."""

    def ended() -> Iterator[str]:
        for line in lines:
            yield line.replace("\0", REPLACEMENT) if "\0" in line else line
        yield _END + "\n"

    try:
        for record in csv.reader(ended(), delimiter=delimiter):
            if record == [_END]:
                return
            if any(_END in cell for cell in record):
                raise FileRefused("broken_quote", row=row)
            yield record
            row += 1
    except csv.Error as error:
        raise FileRefused("broken_quote", row=row) from error


def _slow_frames(records: Iterator[list[str]], layout: _Layout, *, row: int) -> Iterator[pl.DataFrame]:
    while rows := list(islice(records, _CHUNK_ROWS)):
        yield _slow_frame(rows, layout, first_row=row)
        row += len(rows)


def _slow_frame(rows: list[list[str]], layout: _Layout, *, first_row: int) -> pl.DataFrame:
    width = layout.width
    flaws = [LONG if len(r) > width else SHORT if r and len(r) < width else None for r in rows]
    even = [r if len(r) == width else (r + [""] * width)[:width] for r in rows]
    columns = {f"column {i}": list(cells) for i, cells in enumerate(zip(*even, strict=True))}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    frame = frame.with_columns(pl.when(pl.all() != "").then(pl.all()))
    return finish(frame, layout.headers, first_row=first_row, flaws=pl.Series(flaws, dtype=pl.String), marked=True)
