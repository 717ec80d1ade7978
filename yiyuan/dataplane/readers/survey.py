"""What the library of values does not tell of a sheet: how far it reaches, which cells are not what they seem.

One pass over the sheet's XML by a streaming parser, before a value is read: cells with an error or an uncomputed
formula come out of the library empty, numbers without the zeros people see, merged cells without the value they show.
"""

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, field
from functools import cache
from itertools import islice
from operator import itemgetter
from typing import IO, Any, Final

from lxml import etree

from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.readers.marks import FORMULA_ERROR, NO_RESULT

_SAFE: Final[dict[str, Any]] = {"resolve_entities": False, "no_network": True}  # options of the parser
_ALLOWANCE: Final = 1_000_000  # cells a sheet may reach over however few it holds
_SPARSE: Final = 50  # beyond that: cells reached over for each one that is there
# 000000, "皖"00000, \\A-000, 00000"号": letters that are part of a code, not a unit or a sign of money before a number
_LITERAL: Final = re.compile(r'"([^"]*)"|\\(.)|[-_/]')
_CODE_FORMAT: Final = re.compile(r'((?:"[^"]*"|\\.|[-_/])*)(0+)((?:"[^"]*"|\\.|[-_/])*)')


@dataclass(frozen=True, slots=True)
class CodeFormat:
    """What a format shows around and before a whole number: text, at least so many digits, text."""

    digits: int
    before: str = ""
    after: str = ""

    def shown(self, number: str) -> str:
        return self.before + number.zfill(self.digits) + self.after


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells shown as one; all counted from 0, inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    def area(self, rows: int, columns: int) -> int:
        """Cells of it within so many rows and columns."""
        height = min(self.bottom + 1, rows) - self.top
        return max(0, height) * max(0, min(self.right + 1, columns) - self.left)


@dataclass(slots=True)
class Survey:
    """A sheet without its values. rows, columns: how far its content reaches. Rows and columns inside count from 0."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    odd: dict[int, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))  # column -> row, mark
    padded: dict[int, list[tuple[int, CodeFormat]]] = field(default_factory=lambda: defaultdict(list))  # row, format
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    formulas: int = 0  # that have a result
    computed: bool = True  # whether results that stand in the file are to be believed
    last: int = 0  # number of the row looked at last

    def notes(self, *, after: int, hidden_sheets: Sequence[str] = ()) -> list[str]:
        """What a person should know of how the rows after this one were read; no content of them."""
        notes = []
        merges = [merge for merge in self.merges if merge.top > after and merge.top < self.rows]
        if merges:
            notes.append(
                f"有 {len(merges)} 处合并的单元格，已给其中每一行填上同样的值（例：第 {merges[0].top + 1} 行）。"
            )
        hidden = [row for row in self.hidden_rows if row > after]
        if hidden:
            notes.append(f"有 {len(hidden)} 行是隐藏的，也读了（例：第 {hidden[0] + 1} 行）。")
        columns = sum(
            min(last, self.columns - 1) - first + 1 for first, last in self.hidden_columns if first < self.columns
        )
        if columns:
            notes.append(f"有 {columns} 列是隐藏的，也读了。")
        if hidden_sheets:
            notes.append(f"隐藏的工作表（{'、'.join(hidden_sheets)}）没有读；要导入的，请取消隐藏后重新上传。")
        if self.formulas:
            notes.append(f"有 {self.formulas} 个单元格是公式，取的是文件里存的结果。")
        return notes

    def plain(self) -> dict[str, Any]:  # JSON
        """What is asked of it after the values were read, to be sent."""
        told = {name: getattr(self, name) for name in ("rows", "columns", "hidden_rows", "hidden_columns", "formulas")}
        return told | {"merges": [astuple(merge) for merge in self.merges]}

    @classmethod
    def from_plain(cls, told: dict[str, Any]) -> "Survey":  # JSON
        return cls(**{**told, "merges": [Merge(*merge) for merge in told["merges"]]})

    def check_reach(self, limit: int) -> None:
        """Refuse a sheet whose values would take the memory of more cells than `limit`, or of many not there."""
        area = self.rows * self.columns
        if area > _ALLOWANCE and area > _SPARSE * self.cells:
            from openpyxl.utils import get_column_letter  # loads PIL and more: only where a workbook asks for it

            raise FileRefused("far_cell", where=f"{get_column_letter(max(1, self.columns))}{self.rows}")
        if area > limit:
            raise FileRefused("too_many_cells", rows=self.rows, columns=self.columns, limit=limit)


def survey(
    archive: zipfile.ZipFile, part: str, *, codes: dict[str, CodeFormat], computed: bool = True, limit: int
) -> Survey:
    """Survey the sheet in this part. codes: see `code_styles`; computed: whether results of formulas that stand in the
    file were ever computed (`is_computed`); limit: cells it may reach over.

    Raises FileRefused; lxml's XMLSyntaxError, KeyError, ValueError of a broken file.
    """
    found = Survey(computed=computed)
    with archive.open(part) as stream:
        for element in _elements(stream, "row", "col", "mergeCell"):
            match etree.QName(element).localname:
                case "row":
                    _survey_row(found, element, codes)
                case "col" if element.get("hidden") in {"1", "true"}:
                    found.hidden_columns.append((int(element.get("min")) - 1, int(element.get("max")) - 1))
                case "mergeCell":
                    from openpyxl.utils.cell import range_boundaries

                    left, top, right, bottom = range_boundaries(element.get("ref"))
                    found.merges.append(Merge((top or 1) - 1, (left or 1) - 1, (bottom or 1) - 1, (right or 1) - 1))
    found.merges.sort(key=lambda merge: merge.top)
    for odd in found.odd.values():  # rows may stand in any order
        odd.sort(key=itemgetter(0))
    for padded in found.padded.values():
        padded.sort(key=itemgetter(0))
    found.check_reach(limit)
    if sum(merge.area(found.rows, found.columns) for merge in found.merges) > found.rows * found.columns:
        raise FileRefused("not_xlsx")  # no program writes merges that lie over each other
    return found


def count_cells(archive: zipfile.ZipFile, part: str) -> int:
    """Cells of the sheet in this part, filled or not."""
    with archive.open(part) as stream:
        return sum(len(row) for row in _elements(stream, "row"))


def holds_anything(archive: zipfile.ZipFile, part: str) -> bool:
    """Whether any cell of the sheet in this part has content."""
    with archive.open(part) as stream:
        return any(len(cell) for cell in _elements(stream, "c"))


def _elements(stream: IO[bytes], *names: str) -> Iterator[Any]:  # lxml has no types
    """Elements of these names, each forgotten when the next one is asked for."""
    for _event, element in etree.iterparse(stream, tag=[f"{{*}}{name}" for name in names], **_SAFE):
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


@cache
def _paths(namespace: str, codes: tuple[str, ...]) -> tuple[Any, Any]:
    """Compiled for one sheet: references that may reach far, cells that are not what they seem.

    Nearly all cells are one letter with the number of their row; those need no second look.
    """
    of_codes = "".join(f" or @s='{style}'" for style in codes)
    names = {"m": namespace}
    return (
        etree.XPath("m:c[substring(@r,2)!=$row][m:v or m:is or m:f]/@r", namespaces=names, smart_strings=False),
        etree.XPath(f"m:c[@t='e' or m:f or not(@r){of_codes}]", namespaces=names),
    )


def _place(reference: str) -> tuple[int, int]:
    """B7 -> 7, 2."""
    from openpyxl.utils.cell import coordinate_to_tuple

    return coordinate_to_tuple(reference.upper())


def _survey_row(found: Survey, row: Any, codes: dict[str, CodeFormat]) -> None:  # lxml has no types
    number = row.get("r") or str(found.last + 1)
    found.last = int(number)
    reach, odd = _paths(etree.QName(row).namespace, tuple(codes))
    found.cells += len(row)
    cells = odd(row)
    if any(cell.get("r") is None for cell in cells):
        _say_places(row, number)
    references = [*reach(row, row=number), *islice((cell.get("r") for cell in reversed(row) if len(cell)), 1)]
    for reference in filter(None, references):
        at, column = _place(reference)
        found.rows, found.columns = max(found.rows, at), max(found.columns, column)
    if row.get("hidden") in {"1", "true"} and references:
        found.hidden_rows.append(int(number) - 1)
    for cell in cells:
        at, column = _place(cell.get("r"))
        found.rows, found.columns = max(found.rows, at), max(found.columns, column)
        _survey_cell(found, cell, at - 1, column - 1, codes)


def _say_places(row: Any, number: str) -> None:  # lxml has no types
    """Cells that do not say where they stand follow each other."""
    from openpyxl.utils import get_column_letter

    column = 0
    for cell in row:
        if place := cell.get("r"):
            column = _place(place)[1]
        else:
            column += 1
            cell.set("r", f"{get_column_letter(column)}{number}")


def _survey_cell(found: Survey, cell: Any, row: int, column: int, codes: dict[str, CodeFormat]) -> None:
    kind = cell.get("t", "n")
    value = cell.findtext("{*}v")
    if kind == "e":
        found.odd[column].append((row, FORMULA_ERROR + (value or "")))
    elif cell.find("{*}f") is not None and (not found.computed or (not value and kind != "str")):
        found.odd[column].append((row, NO_RESULT))
    elif cell.find("{*}f") is not None:
        found.formulas += 1
    if kind == "n" and value and cell.get("s") in codes:
        found.padded[column].append((row, codes[cell.get("s")]))


def _parsed(archive: zipfile.ZipFile, part: str) -> Any:  # lxml has no types
    return etree.fromstring(archive.read(part), etree.XMLParser(**_SAFE))


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name to its part's path."""
    targets = {link.get("Id"): link.get("Target", "") for link in _parsed(archive, "xl/_rels/workbook.xml.rels")}
    found: dict[str, str] = {}
    for sheet in _parsed(archive, "xl/workbook.xml").iter("{*}sheet"):
        key = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), None)
        target = targets.get(key, "")
        found[sheet.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def is_computed(archive: zipfile.ZipFile) -> bool:
    """Whether results of formulas were computed by a program that could: libraries write a nought and ask for more."""
    asked = _parsed(archive, "xl/workbook.xml").find("{*}calcPr")
    return asked is None or asked.get("fullCalcOnLoad") not in {"1", "true"}


def code_styles(archive: zipfile.ZipFile) -> dict[str, CodeFormat]:
    """Number of a cell style to what it shows of a code, for formats like 000000 and "皖"00000."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    styles = _parsed(archive, "xl/styles.xml")
    formats = {one.get("numFmtId"): one.get("formatCode", "") for one in styles.iterfind("{*}numFmts/{*}numFmt")}
    found = {}
    for at, style in enumerate(styles.iterfind("{*}cellXfs/{*}xf")):
        if shows := code_format(formats.get(style.get("numFmtId"), "").split(";")[0].rpartition("]")[2]):
            found[str(at)] = shows
    return found


def code_format(code: str) -> CodeFormat | None:
    """None where the format shows a number, with or without its unit, and not a code."""
    match = _CODE_FORMAT.fullmatch(code)
    if match is None:
        return None
    before, zeros, after = match.groups()
    texts = [_LITERAL.sub(lambda m: m[1] or m[2] or m[0], text) for text in (before, after)]
    named = any(character.isalnum() for character in texts[0])
    return CodeFormat(len(zeros), *texts) if len(zeros) > 1 or named else None
