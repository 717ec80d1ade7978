"""Workbooks of other programs: .xls (BIFF) by its library, .ods by its XML. They give sheets as `books.Book` does.

The library of values that reads .xlsx gives a cell with an error as an empty one and hides what is merged, so it is not
asked here.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from lxml import etree

from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.readers.books import MAX_CELLS, Sheet, number_shown
from yiyuan.dataplane.readers.marks import FORMULA_ERROR, NO_RESULT
from yiyuan.dataplane.readers.survey import Merge, Survey, code_format
from yiyuan.dataplane.readers.table import MAX_BYTES, check_size

ENDINGS: Final = {".xls", ".et", ".ods"}
MAX_ROWS: Final = 1_048_576
_MACROS: Final = "_VBA_PROJECT_CUR".encode("utf-16-le")
_UNPACKED: Final = 512 * 1024 * 1024
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_ERROR: Final = re.compile(r"#[A-Z0-9/!?]+|(Err|错误)[:：][0-9]+")
_PADDED: Final = re.compile(r"[^0-9]*(0[0-9]+)[^0-9]*")
_BROKEN: Final = (
    zipfile.BadZipFile, etree.XMLSyntaxError,
    KeyError, ValueError, IndexError, AssertionError, TypeError, OSError, NotImplementedError,
)  # fmt: skip


@dataclass
class _Grid:
    """Rows of text as `books.Sheet` draws them."""

    rows: list[list[str]]
    start: tuple[int, int] = (0, 0)

    @property
    def end(self) -> tuple[int, int]:
        return len(self.rows) - 1, max(map(len, self.rows), default=0) - 1

    def iter_rows(self) -> Iterator[list[str]]:
        return iter(self.rows)


@dataclass
class _Found:
    """A sheet while it is read."""

    name: str
    hidden: bool = False
    rows: list[list[str]] = field(default_factory=list)
    survey: Survey = field(default_factory=Survey)

    def put(self, row: int, column: int, text: str) -> None:
        if text:
            self.rows += [[] for _ in range(row + 1 - len(self.rows))]
            cells = self.rows[row]
            cells += [""] * (column + 1 - len(cells))
            cells[column] = text
            self.survey.cells += 1

    def sheet(self, hidden: Sequence[str], limit: int) -> Sheet:
        """Raises FileRefused where it reaches too far."""
        found = self.survey
        found.rows, found.columns = len(self.rows), max(map(len, self.rows), default=0)
        found.check_reach(limit)
        return Sheet(self.name, found, _Grid(self.rows), tuple(hidden))  # type: ignore[arg-type]  # what Sheet draws


class OldBook:
    """An opened .xls or .ods, as `books.Book`: its visible sheets, all read."""

    def __init__(self, path: Path, *, max_bytes: int = MAX_BYTES, max_cells: int = MAX_CELLS) -> None:
        """Raises FileRefused."""
        check_size(path, max_bytes)
        self._max_cells = max_cells
        ods = path.suffix.lower() == ".ods"
        try:
            found = list(_of_ods(path, max_cells) if ods else _of_xls(path))
        except _BROKEN as error:
            raise FileRefused("not_ods" if ods else "not_xls") from error
        self._sheets = {one.name: one for one in found}
        self.names = tuple(one.name for one in found if not one.hidden)
        self._hidden = tuple(one.name for one in found if one.hidden)
        if not self.names:
            raise FileRefused("no_sheet")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is open."""

    def sheet(self, name: str, *, surveyed: bool = True) -> Sheet:  # noqa: ARG002 - as of `books.Book`
        """Raises FileRefused."""
        return self._sheets[name].sheet(self.filled(self._hidden), self._max_cells)

    def filled(self, names: Sequence[str]) -> tuple[str, ...]:
        """Those of the sheets that hold anything."""
        return tuple(name for name in names if self._sheets[name].rows)


# ---- .xls ----


def _of_xls(path: Path) -> Iterator[_Found]:
    content = path.read_bytes()
    if _MACROS in content:
        raise FileRefused("macros")
    import xlrd  # type: ignore[import-untyped]  # has no types

    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        raise ValueError(str(error)) from error
    for sheet in book.sheets():
        found = _Found(sheet.name, hidden=bool(sheet.visibility))
        for row in range(sheet.nrows):
            for column, cell in enumerate(sheet.row(row)):
                found.put(row, column, _xls_cell(book, cell))
        found.survey.merges = [
            Merge(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells
        ]
        found.survey.hidden_rows = sorted(row for row, about in sheet.rowinfo_map.items() if about.hidden)
        found.survey.hidden_columns = sorted((at, at) for at, about in sheet.colinfo_map.items() if about.hidden)
        yield found


def _xls_cell(book: Any, cell: Any) -> str:  # of xlrd
    import xlrd

    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return str(cell.value)
        case xlrd.XL_CELL_BOOLEAN:
            return "true" if cell.value else "false"
        case xlrd.XL_CELL_ERROR:
            return f"{FORMULA_ERROR}{xlrd.error_text_from_code.get(cell.value, '#UNKNOWN!')}"
        case xlrd.XL_CELL_DATE:
            return _day(cell.value, xlrd.xldate_as_datetime(cell.value, book.datemode))
        case xlrd.XL_CELL_NUMBER:
            text = number_shown(cell.value)
            shows = code_format(_format_of(book, cell.xf_index).split(";")[0].rpartition("]")[2])
            return shows.shown(text) if shows and text.isdigit() else text
    return ""


def _day(days: float, at: datetime) -> str:
    if days < 1:
        return at.time().replace(microsecond=0).isoformat()
    return at.date().isoformat() if days == int(days) else at.isoformat(" ", "seconds")


def _format_of(book: Any, at: int) -> str:
    return str(book.format_map[book.xf_list[at].format_key].format_str)


# ---- .ods ----


def _of_ods(path: Path, max_cells: int) -> Iterator[_Found]:
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in names):
            raise FileRefused("macros")
        if archive.getinfo("content.xml").file_size > _UNPACKED:
            raise FileRefused("bomb")
        with archive.open("content.xml") as source:
            begun = ("end",)
            wanted = [f"{_STYLE}style", f"{_TABLE}table", f"{_TABLE}table-row"]
            hidden: set[str] = set()
            rows: list[tuple[int, bool, list[_Cell]]] = []
            safe: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False}
            for _event, element in etree.iterparse(source, begun, tag=wanted, **safe):
                if element.getroottree().docinfo.doctype:  # no program writes one
                    raise FileRefused("not_ods")
                if element.tag == f"{_STYLE}style":
                    shown = element.find(f"{_STYLE}table-properties")
                    if shown is not None and shown.get(f"{_TABLE}display") == "false":
                        hidden.add(element.get(f"{_STYLE}name", ""))
                elif element.tag == f"{_TABLE}table-row":
                    repeated = int(element.get(f"{_TABLE}number-rows-repeated", 1))
                    is_hidden = element.get(f"{_TABLE}visibility", "visible") != "visible"
                    rows.append((repeated, is_hidden, list(_cells(element))))
                    element.clear()
                else:
                    name = element.get(f"{_TABLE}name", "")
                    found = _Found(name, hidden=element.get(f"{_TABLE}style-name", "") in hidden)
                    _fill(found, rows, max_cells)
                    yield found
                    rows = []
                    element.clear()


@dataclass(frozen=True, slots=True)
class _Cell:
    """at: column; times: repeated over so many; down, right: rows and columns it is merged over."""

    at: int
    times: int
    text: str
    down: int
    right: int
    formula: bool


def _cells(row: Any) -> Iterator[_Cell]:  # an element of lxml
    at = 0
    for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
        times = int(cell.get(f"{_TABLE}number-columns-repeated", 1))
        text = _ods_cell(cell) if cell.tag == f"{_TABLE}table-cell" else ""
        if text:
            down = int(cell.get(f"{_TABLE}number-rows-spanned", 1))
            right = int(cell.get(f"{_TABLE}number-columns-spanned", 1))
            yield _Cell(at, times, text, down, right, cell.get(f"{_TABLE}formula") is not None)
        at += times


def _ods_cell(cell: Any) -> str:  # an element of lxml
    shown = "\n".join(_plain(part) for part in cell.iterchildren(f"{_TEXT}p"))
    formula = cell.get(f"{_TABLE}formula") is not None
    if formula and _ERROR.fullmatch(shown.strip()):
        return FORMULA_ERROR + shown.strip()
    match cell.get(f"{_OFFICE}value-type"):
        case "float" | "percentage" | "currency":
            text = number_shown(float(cell.get(f"{_OFFICE}value")))
            padded = _PADDED.fullmatch(shown.strip())
            return shown.strip() if padded and text.isdigit() and int(padded[1]) == int(text) else text
        case "date":
            return str(cell.get(f"{_OFFICE}date-value")).replace("T", " ").partition(".")[0]
        case "boolean":
            return str(cell.get(f"{_OFFICE}boolean-value"))
        case None if formula and not shown:
            return NO_RESULT
    return shown


def _plain(paragraph: Any) -> str:  # an element of lxml
    made = [paragraph.text or ""]
    for part in paragraph.iterchildren():
        if part.tag == f"{_TEXT}s":
            made.append(" " * min(1000, int(part.get(f"{_TEXT}c", 1))))
        elif part.tag == f"{_TEXT}tab":
            made.append("\t")
        elif part.tag == f"{_TEXT}line-break":
            made.append("\n")
        elif part.tag in {f"{_TEXT}span", f"{_TEXT}a"}:
            made.append(_plain(part))
        made.append(part.tail or "")
    return "".join(made)


def _fill(found: _Found, rows: Sequence[tuple[int, bool, list[_Cell]]], max_cells: int) -> None:
    at = 0
    for repeated, is_hidden, cells in rows:
        times = repeated if cells else 0  # empty rows fill a sheet to its end
        for row in range(at, at + times):
            for cell in cells:
                if found.survey.cells + cell.times > max_cells or row >= MAX_ROWS:
                    raise FileRefused("too_many_cells", rows=row + 1, columns=cell.at + cell.times, limit=max_cells)
                for column in range(cell.at, cell.at + cell.times):
                    found.put(row, column, cell.text)
                if cell.down > 1 or cell.right > 1:
                    found.survey.merges.append(Merge(row, cell.at, row + cell.down - 1, cell.at + cell.right - 1))
                found.survey.formulas += cell.formula
            if is_hidden:
                found.survey.hidden_rows.append(row)
        at += repeated
