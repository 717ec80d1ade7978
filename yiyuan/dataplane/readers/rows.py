"""A sheet as rows of cells, for doors that find the heading themselves; small files only, all is held at once."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.readers.books import Sheet, fill
from yiyuan.dataplane.readers.frames import as_shown
from yiyuan.dataplane.readers.survey import Survey


@dataclass(frozen=True)
class Rows:
    """All rows of one sheet from its first, all of one width: text, "" where empty, marks where a cell is odd.

    sheets: the names of all visible ones with content; none of a text file.
    """

    sheet: str
    sheets: tuple[str, ...]
    cells: list[list[str]]
    survey: Survey | None = field(repr=False)
    hidden_sheets: tuple[str, ...] = ()

    def below(self, row: int) -> list[list[str]]:
        """The rows after this one (the heading's last, from 1; 0: none), merged cells filled."""
        if self.survey is None or not self.survey.merges or not self.cells:
            return self.cells[row:]
        columns = [[cell or None for cell in column] for column in zip(*self.cells, strict=True)]
        fill(self.survey.merges, columns, start=0, fill_from=row, anchors={})
        return [[cell or "" for cell in cells] for cells in zip(*columns, strict=True)][row:]

    def notes(self, row: int) -> list[str]:
        """What a person should know of how the rows after this one were read."""
        if self.survey is None:
            return []
        others = [name for name in self.sheets if name != self.sheet]
        return [*self.survey.notes(after=row - 1, hidden_sheets=self.hidden_sheets), *unread(others)]

    def plain(self) -> dict[str, Any]:  # JSON
        """All but the cells, to be sent."""
        told = {name: getattr(self, name) for name in ("sheet", "sheets", "hidden_sheets")}
        return told | {"survey": self.survey.plain() if self.survey else None}

    def frame(self) -> pl.DataFrame:
        """The cells, to be sent."""
        return _frame_of(self.cells)

    @classmethod
    def from_plain(cls, told: dict[str, Any], frame: pl.DataFrame) -> "Rows":  # JSON
        survey = Survey.from_plain(told["survey"]) if told["survey"] else None
        cells = [list(row) for row in frame.rows()]
        return cls(told["sheet"], tuple(told["sheets"]), cells, survey, tuple(told["hidden_sheets"]))


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


def rows_of(found: Sheet, *, sheets: tuple[str, ...] = ()) -> Rows:
    """A sheet of an opened workbook as rows."""
    cells = _listed(frame for _first, frame in found.frames(after=-1, filled=False))
    return Rows(found.name, sheets, cells, found.survey, found.hidden_sheets)


def rows_of_text(records: Iterator[list[str]], limit: int) -> Rows:
    """Records of a text file as rows. limit: cells it may reach over. Raises FileRefused."""
    rows: list[list[str]] = []
    width = 0
    for record in records:
        rows.append(record)
        width = max(width, len(record))
        if width * len(rows) > limit:
            raise FileRefused("too_many_cells", rows=len(rows), columns=width, limit=limit)
    return Rows("", (), _listed([_frame_of([row + [""] * (width - len(row)) for row in rows])]), None)


def _frame_of(rows: list[list[str]]) -> pl.DataFrame:
    names = [str(place) for place in range(len(rows[0]) if rows else 0)]
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row") if names else pl.DataFrame()


def _listed(frames: Iterable[pl.DataFrame]) -> list[list[str]]:
    return [[cell or "" for cell in row] for frame in frames for row in as_shown(frame, frame.columns)[0].rows()]
