"""An opened file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from yiyuan.dataplane.errors import FileRefused

MAX_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True)
class Table:
    """An opened file: its headers are known and sound, its rows come on demand, once.

    notes: what the sender should know of how it was read, in words without content. exact: its values are kept as they
    stand, blanks and empty texts too. first: its first rows as they stand, from the first column on that has content.
    heading: the row of the heading, 0 where there is none. late: notes that are there once the frames were drawn.
    """

    headers: tuple[str, ...]
    frames: Iterator[pl.DataFrame] = field(repr=False)
    encoding: str = ""
    other_sheets: tuple[str, ...] = ()  # visible sheets of the workbook with content that are not read
    notes: tuple[str, ...] = ()
    exact: bool = False
    first: list[list[str]] = field(default_factory=list, repr=False)
    heading: int = 1
    late: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[pl.DataFrame]:
        return self.frames


@dataclass(frozen=True)
class Look:
    """What a first look at a file tells. empty: nothing stands below the headings. first, heading: see Table."""

    headers: tuple[str, ...]
    other_sheets: tuple[str, ...] = ()
    empty: bool = False
    first: list[list[str]] = field(default_factory=list, repr=False)
    heading: int = 1


def check_size(path: Path, max_bytes: int) -> None:
    """Raises FileRefused."""
    size = path.stat().st_size
    if size == 0:
        raise FileRefused("empty")
    if size > max_bytes:
        raise FileRefused("too_large", megabytes=size // 2**20, limit=max_bytes // 2**20)


def title_notes(rows_above: int) -> tuple[str, ...]:
    """What is said of the rows above the heading."""
    return (f"表头在第 {rows_above + 1} 行，上面的 {rows_above} 行当作标题，没有当作数据。",) if rows_above else ()
