"""A SELECT as a file, in pieces: CSV by COPY, XLSX by a server-side cursor. Digest and row count are known at the end.

A file carries the values of the pool: data for machines, in which no sign is added (a text like =1+1 is text in XLSX;
who opens CSV in a spreadsheet imports it as text). What a cell of XLSX cannot hold whole is said in the workbook.
"""

import hashlib
import tempfile
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from psycopg import Connection, sql

_PIECE_BYTES: Final = 256 * 1024
_SHEET_ROWS: Final = 1_048_575  # of a sheet, header apart
_FETCH_ROWS: Final = 5_000
_EXACT_DIGITS: Final = 15  # of a number in Excel
CELL_TEXT: Final = 32_767  # UTF-16 units that a cell of XLSX holds
_CUT_SHOWN: Final = 20  # cells named of those that were cut
_CUT: Final = -2  # xlsxwriter's word for a text that was cut
_MARK = b"\xef\xbb\xbf"  # without it Excel reads UTF-8 as the system's code page


class Export:
    """An iterator of bytes; `sha256` (hex) and `rows` are those of what has been drawn so far."""

    def __init__(self, pieces: Iterator[tuple[bytes, int]]) -> None:
        self._pieces = pieces
        self._digest = hashlib.sha256()
        self.rows = 0
        self.size_bytes = 0

    def __iter__(self) -> Iterator[bytes]:
        for piece, rows in self._pieces:
            self.rows += rows
            if piece:
                self._digest.update(piece)
                self.size_bytes += len(piece)
                yield piece

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


def export_csv(connection: Connection[Any], query: sql.Composable, *, headers: Sequence[str]) -> Export:
    """Rows of `query` as CSV with a UTF-8 mark and CRLF-free lines. One header per column of the query."""
    return Export(_csv_pieces(connection, query, headers))


def export_xlsx(
    connection: Connection[Any],
    query: sql.Composable,
    *,
    headers: Sequence[str],
    about: Sequence[tuple[str, str]] = (),
    on_rows: Callable[[int], None] | None = None,
) -> Export:
    """Rows of `query` as a workbook, a new sheet each 1,048,575 rows; long numbers and dates are written as text.

    about: label and value, as a last sheet 说明 and in the properties of the workbook; never among the rows. There
    the cells are named whose text is longer than CELL_TEXT, as they hold its beginning only.
    on_rows: told the rows written so far, now and then; what it raises ends the export.
    """
    return Export(_xlsx_pieces(connection, query, headers, about=about, on_rows=on_rows or _ignore))


def _ignore(_rows: int) -> None:
    """Nobody wants to know."""


def _csv_pieces(
    connection: Connection[Any], query: sql.Composable, headers: Sequence[str]
) -> Iterator[tuple[bytes, int]]:
    with connection.cursor() as cur:
        cur.execute(sql.SQL("select * from ({}) q limit 0").format(query))
        described = cur.description or []
        assert len(described) == len(headers), "one header for each column"
        statement = sql.SQL("copy ({}) to stdout (format csv)")
        yield _MARK + _csv_line(headers), 0
        waiting = bytearray()
        with cur.copy(statement.format(query)) as copy:
            for block in copy:
                waiting += block
                if len(waiting) >= _PIECE_BYTES:
                    yield bytes(waiting), 0
                    waiting.clear()
        yield bytes(waiting), cur.rowcount


def _csv_line(headers: Sequence[str]) -> bytes:
    quoted = ('"' + h.replace('"', '""') + '"' if any(c in h for c in '",\r\n') else h for h in headers)
    return (",".join(quoted) + "\n").encode()


def _xlsx_pieces(
    connection: Connection[Any],
    query: sql.Composable,
    headers: Sequence[str],
    *,
    about: Sequence[tuple[str, str]],
    on_rows: Callable[[int], None],
) -> Iterator[tuple[bytes, int]]:
    with tempfile.TemporaryDirectory(prefix="yiyuan-export-") as folder:
        path = Path(folder) / "export.xlsx"
        rows = _write_workbook(path, connection, query, headers, about=about, on_rows=on_rows)
        with path.open("rb") as file:
            yield file.read(_PIECE_BYTES), rows
            while piece := file.read(_PIECE_BYTES):
                yield piece, 0


def _write_workbook(
    path: Path,
    connection: Connection[Any],
    query: sql.Composable,
    headers: Sequence[str],
    *,
    about: Sequence[tuple[str, str]],
    on_rows: Callable[[int], None],
) -> int:
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    total = 0
    with (
        xlsxwriter.Workbook(path, options) as workbook,
        connection.cursor(name=f"export_{uuid.uuid4().hex}") as cur,
    ):
        bold = workbook.add_format({"bold": True})
        cur.itersize = _FETCH_ROWS
        cur.execute(sql.Composed([query]))
        sheet = None
        cut: list[str] = []
        for row in cur:
            if sheet is None or total % _SHEET_ROWS == 0:
                sheet = _new_sheet(workbook, headers, bold)
            for column in _write_row(sheet, total % _SHEET_ROWS + 1, row):
                place = f"{sheet.get_name()} 第 {total % _SHEET_ROWS + 2} 行“{headers[column]}”"
                cut.append(f"{place}（{len(str(row[column]))} 字）")
            total += 1
            if total % _FETCH_ROWS == 0:
                on_rows(total)
        if sheet is None:
            _new_sheet(workbook, headers, bold)
        if about or cut:
            _say_about(workbook, [*about, *_said_of(cut)], bold)
    return total


def _said_of(cut: Sequence[str]) -> list[tuple[str, str]]:
    if not cut:
        return []
    more = "……" if len(cut) > _CUT_SHOWN else ""
    words = f"{len(cut)} 格的文字超过 {CELL_TEXT:,} 字，这里只有开头，全文请取 CSV："
    return [("没有写全", words + "；".join(cut[:_CUT_SHOWN]) + more)]


def _say_about(workbook: Any, about: Sequence[tuple[str, str]], bold: Any) -> None:  # xlsxwriter has no types
    workbook.set_properties({"comments": "\n".join(f"{label}：{value}" for label, value in about)})
    sheet = workbook.add_worksheet("说明")
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 80)
    for row, (label, value) in enumerate(about):
        sheet.write_string(row, 0, label, bold)
        sheet.write_string(row, 1, value)


def _new_sheet(workbook: Any, headers: Sequence[str], bold: Any) -> Any:  # xlsxwriter has no types
    sheet = workbook.add_worksheet()
    for column, header in enumerate(headers):
        sheet.write_string(0, column, header, bold)
    sheet.freeze_panes(1, 0)
    return sheet


def _write_row(sheet: Any, number: int, row: Sequence[object]) -> Iterator[int]:  # xlsxwriter has no types
    """Writes as it is drawn; gives the columns whose text was cut."""
    for column, value in enumerate(row):
        match value:
            case None:
                pass
            case bool():
                sheet.write_string(number, column, "是" if value else "否")
            case int() | float() | Decimal() if _fits_excel(value):
                sheet.write_number(number, column, value)
            case datetime():
                sheet.write_string(number, column, value.isoformat(sep=" ", timespec="seconds"))
            case date():
                sheet.write_string(number, column, value.isoformat())
            case _:
                if sheet.write_string(number, column, str(value)) == _CUT:
                    yield column


def _fits_excel(value: float | Decimal) -> bool:
    """Whether Excel keeps every digit; also false for what is no number (NaN, infinity)."""
    digits = str(value).lstrip("-").replace(".", "", 1)
    return digits.isdigit() and len(digits.strip("0")) <= _EXACT_DIGITS
