"""A SELECT as a file, in pieces: CSV by COPY, XLSX by a server-side cursor. Digest and row count are known at the end.

Cells that a spreadsheet would run as a formula are made harmless: a quote before them in CSV, plain text in XLSX.
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

_TEXT_TYPES: Final = {18, 19, 25, 1042, 1043}  # "char", name, text, char(n), varchar(n)
_PIECE_BYTES: Final = 256 * 1024
_SHEET_ROWS: Final = 1_048_575  # of a sheet, header apart
_FETCH_ROWS: Final = 5_000
_EXACT_DIGITS: Final = 15  # of a number in Excel
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

    about: label and value, as a last sheet 说明 and in the properties of the workbook; never among the rows.
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
        guard = sql.SQL(
            r"case when {0} ~ '^[=+\-@\t\r]' and {0} !~ '^[+-]?[0-9]+(\.[0-9]+)?$' then '''' || {0} else {0} end"
        )
        columns = [
            guard.format(sql.Identifier("q", c.name)) if c.type_code in _TEXT_TYPES else sql.Identifier("q", c.name)
            for c in described
        ]
        statement = sql.SQL("copy (select {} from ({}) q) to stdout (format csv)")
        yield _MARK + _csv_line(headers), 0
        waiting = bytearray()
        with cur.copy(statement.format(sql.SQL(", ").join(columns), query)) as copy:
            for block in copy:
                waiting += block
                if len(waiting) >= _PIECE_BYTES:
                    yield bytes(waiting), 0
                    waiting.clear()
        yield bytes(waiting), cur.rowcount


def _csv_line(headers: Sequence[str]) -> bytes:
    quoted = ('"' + h.replace('"', '""') + '"' if any(c in h for c in '",\r\n') else h for h in headers)
    return (",".join(_harmless(h) for h in quoted) + "\n").encode()


def _harmless(text: str) -> str:
    return "'" + text if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


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
        for row in cur:
            if sheet is None or total % _SHEET_ROWS == 0:
                sheet = _new_sheet(workbook, headers, bold)
            _write_row(sheet, total % _SHEET_ROWS + 1, row)
            total += 1
            if total % _FETCH_ROWS == 0:
                on_rows(total)
        if sheet is None:
            _new_sheet(workbook, headers, bold)
        if about:
            _say_about(workbook, about, bold)
    return total


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


def _write_row(sheet: Any, number: int, row: Sequence[object]) -> None:  # xlsxwriter has no types
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
                sheet.write_string(number, column, str(value))


def _fits_excel(value: float | Decimal) -> bool:
    """Whether Excel keeps every digit; also false for what is no number (NaN, infinity)."""
    digits = str(value).lstrip("-").replace(".", "", 1)
    return digits.isdigit() and len(digits.strip("0")) <= _EXACT_DIGITS
