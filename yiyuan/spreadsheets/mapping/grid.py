"""A spreadsheet as cells of text, whatever wrote it: XLSX, or CSV in UTF-8, UTF-16, GB18030 or Big5."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from yiyuan.dataplane import readers
from yiyuan.dataplane.errors import FileRefused
from yiyuan.kernel.errors import RuleBroken
from yiyuan.spreadsheets import workbook
from yiyuan.spreadsheets.mapping.headings import known_heading

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 200
LOOKED_AT = 15  # rows among which the heading is looked for


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of one sheet as they stand, all of one width; row n of the file is `rows[n - 1]`.

    A cell that is not what it seems bears a mark of the reader, see `readers.wrong_cell`.
    """

    sheet: str
    rows: tuple[tuple[str, ...], ...]
    sheets: tuple[str, ...] = ()
    _read: readers.Rows | None = field(default=None, repr=False)

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    def below(self, row: int) -> list[tuple[int, tuple[str, ...]]]:
        """The rows with content after this one (the heading's last; 0: no heading), with their numbers.

        A merged cell gives its value to each of its rows.
        """
        rows = self.rows[row:] if self._read is None else _tidied(self._read.below(row), self.width)
        last = len(self.rows)
        return [(number, cells) for number, cells in enumerate(rows, row + 1) if number <= last and any(cells)]

    def notes(self, row: int) -> list[str]:
        """What a person should know of how the rows after this one were read."""
        return [] if self._read is None else self._read.notes(row)


def open_grid(content: bytes, *, sheet: str = "") -> Grid:
    """The named sheet, or the first visible one with content. Raises RuleBroken("catalog.sheet")."""
    try:
        with readers.as_file(content) as path:
            read = readers.read_rows(path, sheet=sheet, max_bytes=MAX_BYTES, max_cells=MAX_ROWS * MAX_COLUMNS)
    except FileRefused as refused:
        raise _refused(refused.sentence) from refused
    return Grid(read.sheet, _squared(read.cells), read.sheets, read)


def _refused(problem: str) -> RuleBroken:
    return RuleBroken("catalog.sheet", problem=problem)


def _tidied(rows: Sequence[Sequence[str]], width: int) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(workbook.tidy, row[:width])) for row in rows)


def _squared(read: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Without the empty rows and columns at the ends."""
    rows = _tidied(read, MAX_ROWS * MAX_COLUMNS)
    last = max((number for number, row in enumerate(rows, 1) if any(row)), default=0)
    width = max((place for row in rows[:last] for place, cell in enumerate(row, 1) if cell), default=0)
    if not last:
        raise _refused("文件里没有内容。")
    if last > MAX_ROWS or width > MAX_COLUMNS:
        raise _refused(f"表格太大：最多 {MAX_ROWS:,} 行、{MAX_COLUMNS} 列。请分几次导入。")
    return tuple(row[:width] for row in rows[:last])


def heading_rows(grid: Grid) -> tuple[int, int]:
    """Where the heading seems to stand: its first row (from 1) and how many rows it takes.

    Without any heading we know none is proposed: a line too many is seen, a line too few is not.
    """
    looked = grid.rows[:LOOKED_AT]
    scores = [(sum(known_heading(cell) for cell in row), sum(map(bool, row))) for row in looked]
    best = max(range(len(looked)), key=lambda place: (scores[place][0], scores[place][1] > 1, -place))
    if not scores[best][0]:
        return 1, 0
    if best and scores[best - 1][0] and _spans(looked[best - 1], looked[best]):
        return best, 2
    if best + 1 < len(looked) and scores[best + 1][0] and _spans(looked[best], looked[best + 1]):
        return best + 1, 2
    return best + 1, 1


def _spans(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether the lower row goes on where the upper one has merged cells."""
    return any(not cell and lower[place] for place, cell in enumerate(upper))


def headings(grid: Grid, *, first: int, count: int) -> list[str]:
    """The names of the columns, empty without a heading.

    Of two rows the lower one speaks; the upper one where the lower is empty or unclear.
    """
    if not count:
        return [""] * grid.width
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


def check_headings(grid: Grid, *, first: int, count: int) -> None:
    """Two columns of one name cannot be told apart. Raises RuleBroken("catalog.sheet")."""
    seen: dict[str, int] = {}
    for place, name in enumerate(headings(grid, first=first, count=count), 1):
        if name and seen.setdefault(name, place) != place:
            raise _refused(f"表头重复：“{name[:40]}”在第 {seen[name]} 列和第 {place} 列；请改名后重新上传。")
