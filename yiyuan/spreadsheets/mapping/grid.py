"""A spreadsheet as cells of text, whatever wrote it: XLSX, XLS, ODS, or CSV in UTF-8, UTF-16, GB18030 or Big5."""

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from yiyuan.kernel.errors import RuleBroken
from yiyuan.spreadsheets import workbook
from yiyuan.spreadsheets.mapping.headings import known_heading

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 200
LOOKED_AT = 15  # rows among which the heading is looked for
BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of one sheet, all of one width; row n of the file is `rows[n - 1]`."""

    sheet: str
    rows: tuple[tuple[str, ...], ...]
    sheets: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0


def open_grid(content: bytes, *, sheet: str = "") -> Grid:
    """The named sheet, or the first visible one with content. Raises RuleBroken("catalog.sheet")."""
    if len(content) > MAX_BYTES:
        raise _refused(f"文件超过 {MAX_BYTES // 2**20} MB，请分几次导入。")
    if content.startswith(BOOKS):
        return _of_book(content, sheet)
    return Grid("", _squared(_csv_rows(content)))


def _refused(problem: str) -> RuleBroken:
    return RuleBroken("catalog.sheet", problem=problem)


def _of_book(content: bytes, wanted: str) -> Grid:
    try:
        if content.startswith(BOOKS[0]):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                workbook.guard(archive)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = [m.name for m in book.sheets_metadata if m.visible == SheetVisibleEnum.Visible]
        for name in [wanted] if wanted in names else names:
            rows = [[workbook.tidy(value) for value in row] for row in book.get_sheet_by_name(name).to_python()]
            if any(any(row) for row in rows):
                return Grid(name, _squared(rows), tuple(names))
    except (CalamineError, zipfile.BadZipFile, OSError, KeyError) as error:
        raise _refused("文件已损坏或设了打开密码，请另存为 .xlsx 或 .csv 后再导入。") from error
    raise _refused("工作簿里没有内容。")


def _csv_rows(content: bytes) -> list[list[str]]:
    text = _decoded(content)
    if "\0" in text:
        raise _refused("这不是表格文件。请另存为 .xlsx 或 .csv 后再导入。")
    first = text[: text.find("\n") if "\n" in text else len(text)]
    delimiter = max(",\t;|", key=re.sub(r'"[^"]*"', "", first).count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise _refused(f"CSV 的引号或换行不完整：{error}") from error
    return [[workbook.tidy(value) for value in row] for row in rows]


def _decoded(content: bytes) -> str:
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030", "big5"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue  # the next one
    raise _refused("认不出文件的文字编码，请另存为 UTF-8 编码的 CSV 或 .xlsx。")


def _squared(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    last = max((number for number, row in enumerate(rows, 1) if any(row)), default=0)
    width = max((place for row in rows[:last] for place, cell in enumerate(row, 1) if cell), default=0)
    if not last:
        raise _refused("文件里没有内容。")
    if last > MAX_ROWS or width > MAX_COLUMNS:
        limits = {"rows": f"{MAX_ROWS:,}", "columns": MAX_COLUMNS}
        raise _refused("表格太大：最多 {rows} 行、{columns} 列。请分几次导入。".format(**limits))
    return tuple(tuple(row[:width]) + ("",) * (width - len(row)) for row in rows[:last])


def heading_rows(grid: Grid) -> tuple[int, int]:
    """Where the heading seems to stand: its first row (from 1) and how many rows it takes (1 or 2)."""
    looked = grid.rows[:LOOKED_AT]
    scores = [(sum(known_heading(cell) for cell in row), sum(map(bool, row))) for row in looked]
    best = max(range(len(looked)), key=lambda place: (scores[place][0], scores[place][1] > 1, -place))
    if best and scores[best - 1][0] and _spans(looked[best - 1], looked[best]):
        return best, 2
    if best + 1 < len(looked) and scores[best + 1][0] and _spans(looked[best], looked[best + 1]):
        return best + 1, 2
    return best + 1, 1


def _spans(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether the lower row goes on where the upper one has merged cells."""
    return any(not cell and lower[place] for place, cell in enumerate(upper))


def headings(grid: Grid, *, first: int, count: int) -> list[str]:
    """The names of the columns. Of two rows the lower one speaks; the upper one where the lower is empty or unclear."""
    upper = grid.rows[first - 1]
    if count == 1:
        return list(upper)
    names = [below or above for above, below in zip(upper, grid.rows[first], strict=True)]
    twice = {name for name in names if name and names.count(name) > 1}
    spread, full = "", []
    for above, name in zip(upper, names, strict=True):
        spread = above or spread
        full.append(f"{spread}/{name}" if name in twice and spread != name else name)
    return full
