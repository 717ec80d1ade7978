"""An archive of files with the same headings, read as one: their rows follow one another and are numbered on."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import polars as pl

from yiyuan.dataplane import archives
from yiyuan.dataplane.archives import Member
from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.readers.headings import plain
from yiyuan.dataplane.readers.marks import FLAW, ROW
from yiyuan.dataplane.readers.table import MAX_BYTES, Table, check_size

_NAMED: Final = 20  # members a note names
Opened = Callable[[Path], Table]


def read_zip(path: Path, *, open_: Opened, endings: Collection[str], max_bytes: int = MAX_BYTES) -> Table:
    """The tables of an archive as one. open_: how a member is read; endings: which it may have.

    Raises FileRefused naming the member, also while the frames are drawn.
    """
    check_size(path, max_bytes)
    members = archives.members_of(path)
    for member in members:
        if member.suffix not in endings:
            raise FileRefused("member", member=member.name, why="不是能归集的表格文件；文件和图像请作为电子文件交。")
    tables: list[Table] = []
    for member in members:
        with _opened(path, member, open_, max_bytes) as table:
            tables.append(table)
    first = tables[0]
    for member, table in zip(members, tables, strict=True):
        if sorted(map(plain, table.headers)) != sorted(map(plain, first.headers)):
            why = f"的表头和“{members[0].name}”不同；一个压缩包里的文件须表头相同，不同的请分开交。"
            raise FileRefused("member", member=member.name, why=why)
        if table.exact != first.exact:
            why = "和其余文件的格式不是一类；Parquet、JSON 行和表格文件请分开交。"
            raise FileRefused("member", member=member.name, why=why)
    late: list[str] = []
    return Table(
        first.headers,
        _frames(path, members, first.headers, late, open_=open_, max_bytes=max_bytes),
        "zip",
        tuple(
            f"{member.name}：{sheet}"
            for member, table in zip(members, tables, strict=True)
            for sheet in table.other_sheets
        ),
        tuple(
            f"“{member.name}”：{note}" for member, table in zip(members, tables, strict=True) for note in table.notes
        ),
        exact=first.exact,
        first=first.first,
        heading=first.heading,
        late=late,
    )


@contextmanager
def _opened(path: Path, member: Member, open_: Opened, max_bytes: int) -> Iterator[Table]:
    with archives.unpacked(path, member, max_bytes=max_bytes) as place:
        try:
            yield open_(place)
        except FileRefused as refused:
            raise FileRefused("member", member=member.name, why=f"：{refused.sentence}") from refused


def _frames(
    path: Path, members: list[Member], headers: tuple[str, ...], late: list[str], *, open_: Opened, max_bytes: int
) -> Iterator[pl.DataFrame]:
    begun, last = [], 0
    for member in members:
        before, rows = last, 0
        with _opened(path, member, open_, max_bytes) as table:
            same = {plain(header): header for header in table.headers}
            columns = [pl.col(same[plain(header)]).alias(header) for header in headers]
            for frame in table:
                rows += frame.height
                if frame.height:
                    last = before + frame.select(ROW).max().item()
                yield frame.select(pl.col(ROW) + before, FLAW, *columns)
        begun.append(f"“{member.name}”从 {before + 1} 起，{rows} 行")
    more = f"等 {len(begun)} 个文件" if len(begun) > _NAMED else ""
    late.append(f"压缩包里的文件接着编行号：{'；'.join(begun[:_NAMED])}{more}。")
