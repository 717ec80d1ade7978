"""A sheet as rows of cells, for doors that find the heading themselves; small files only, all is held at once."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.readers.books import BOOK, Book, Sheet
from yiyuan.dataplane.readers.frames import as_shown
from yiyuan.dataplane.readers.text import text_rows


@dataclass(frozen=True)
class Rows:
    """All rows of one sheet from its first, all of one width: text, "" where empty, marks where a cell is odd.

    sheets: the names of all visible ones with content; none of a text file.
    """

    sheet: str
    sheets: tuple[str, ...]
    cells: list[list[str]]
    _source: Sheet | None = field(repr=False)

    def below(self, row: int) -> list[list[str]]:
        """The rows after this one (the heading's last, from 1; 0: none), merged cells filled."""
        if self._source is None or not self._source.survey.merges:
            return self.cells[row:]
        return _listed(frame for _first, frame in self._source.frames(after=row - 1))

    def notes(self, row: int) -> list[str]:
        """What a person should know of how the rows after this one were read."""
        if self._source is None:
            return []
        others = [name for name in self.sheets if name != self.sheet]
        return [*self._source.notes(after=row - 1), *unread(others)]


def unread(sheets: Sequence[str]) -> list[str]:
    """What is said of sheets with content that were left alone."""
    return [f"工作簿里还有别的工作表（{'、'.join(sheets)}），没有读。"] if sheets else []


@contextmanager
def as_file(content: bytes, *, suffix: str = "") -> Iterator[Path]:
    """Bytes at hand as the file the readers want."""
    with tempfile.NamedTemporaryFile(suffix=suffix) as file:
        file.write(content)
        file.flush()
        yield Path(file.name)


def read_rows(path: Path, *, sheet: str = "", max_bytes: int, max_cells: int) -> Rows:
    """The named sheet of a workbook, or the first visible one with content; or a text file. Raises FileRefused."""
    with path.open("rb") as file:
        is_book = file.read(len(BOOK)) == BOOK
    if not is_book:
        return Rows("", (), _of_text(text_rows(path, max_bytes=max_bytes), max_cells), None)
    with Book(path, max_bytes=max_bytes, max_cells=max_cells) as book:
        filled = book.filled(book.names)
        if not filled:
            raise FileRefused("empty")
        found = book.sheet(sheet if sheet in filled else filled[0])
    return rows_of(found, sheets=filled)


def rows_of(found: Sheet, *, sheets: tuple[str, ...] = ()) -> Rows:
    """A sheet of an opened workbook as rows."""
    return Rows(found.name, sheets, _listed(frame for _first, frame in found.frames(after=-1, filled=False)), found)


def _listed(frames: Iterable[pl.DataFrame]) -> list[list[str]]:
    return [[cell or "" for cell in row] for frame in frames for row in as_shown(frame, frame.columns)[0].rows()]


def _of_text(records: Iterator[list[str]], limit: int) -> list[list[str]]:
    rows: list[list[str]] = []
    width = 0
    for record in records:
        rows.append(record)
        width = max(width, len(record))
        if width * len(rows) > limit:
            raise FileRefused("too_many_cells", rows=len(rows), columns=width, limit=limit)
    names = [str(place) for place in range(width)]
    even = (row + [""] * (width - len(row)) for row in rows)
    return _listed([pl.DataFrame(list(even), schema=dict.fromkeys(names, pl.String), orient="row")] if width else [])
