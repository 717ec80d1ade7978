"""What every adapter of a department's database offers, and how rows become a file."""

import io
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Final, Self

import polars as pl

from yiyuan.dataplane import outgoing
from yiyuan.kernel.errors import Unavailable

CONNECT_S: Final = 10
STATEMENT_S: Final = 3600  # a whole table of a slow machine
CHUNK_BYTES: Final = 8 * 1024 * 1024
NO_RIGHT: Final = "这个账号没有读取的权限，请对方数据库管理员授予 SELECT。"
NO_TABLE: Final = "表或列不在了，请核对。"
BROKEN_OFF: Final = "与对方数据库的连接断了，或在限定时间内没有答完；请再试一次。"
ZONE: Final = "Asia/Shanghai"  # instants are written as this clock shows them


class SourceFailed(Exception):
    """The department's database does not do what is asked; `sentence` says it to its people, without values."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class SourceDrifted(SourceFailed):
    """What is read is not built any more as it was."""


@dataclass(frozen=True, slots=True)
class Account:
    """Where to connect and as whom. allowed: hosts and networks that may lie inside, as for outgoing calls.

    options: what else a kind asks for, by name (`rest.Options`).
    """

    host: str
    port: int
    database: str
    user: str
    password: str = field(repr=False)
    allowed: Collection[str] = ()
    options: Mapping[str, Any] = field(default_factory=dict)  # JSON

    def address(self) -> str:
        """The address to connect to. Raises SourceFailed where the network is not to be entered."""
        try:
            return outgoing.address_of(self.host, self.port, allowed=self.allowed)
        except Unavailable as error:
            if error.subject == "outgoing.name":
                raise SourceFailed(f"找不到主机“{self.host}”，请核对地址。") from error
            ask = "请运维人员在 YIYUAN_PROVIDER_HOSTS 中加上"
            raise SourceFailed(f"主机“{self.host}”在内网，还没有列入允许连接的范围；{ask}。") from error


@dataclass(frozen=True, slots=True)
class Place:
    """A table or view: its schema (of MySQL: database) and name."""

    schema: str
    name: str

    def __str__(self) -> str:
        return f"{self.schema}.{self.name}" if self.schema else self.name


@dataclass(frozen=True, slots=True)
class TableInfo:
    """rows: what the server estimates; None: it does not know."""

    place: Place
    comment: str
    rows: int | None


@dataclass(frozen=True, slots=True)
class Column:
    """type: in the server's own words. orders: what a cursor over it is, "time" or "number"; empty: none."""

    name: str
    type: str
    comment: str = ""
    nullable: bool = True
    key: bool = False
    orders: str = ""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Rows whose column is at least `since`, a value as the server writes it; empty: all of them."""

    column: str
    since: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rows of which table. limit: at most so many, in no order."""

    place: Place
    columns: tuple[str, ...]
    cursor: Cursor | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """What the server counts of a selection: rows, and the greatest value of its cursor as the server writes it."""

    rows: int
    last: str = ""


class Source(ABC):
    """One connection in one read-only transaction: everything read by it is of the same moment.

    Values are the server's own text: numbers to the last digit, times by the clock of ZONE, bytes in hex. NULL is null,
    an empty text is empty. described: whether `columns` tells all there are, by the server's own word; else a column is
    known to be gone only where no row has it (SourceDrifted).
    """

    described = True

    @abstractmethod
    def __init__(self, account: Account) -> None:
        """Raises SourceFailed."""

    @abstractmethod
    def version(self) -> str:
        """Name and version of the server."""

    @abstractmethod
    def tables(self) -> list[TableInfo]:
        """Tables and views the account may read, by schema and name."""

    @abstractmethod
    def columns(self, place: Place) -> list[Column]:
        """In the order of the table; empty: there is none, or it may not be read."""

    @abstractmethod
    def count(self, selection: Selection) -> Counted:
        """Raises SourceFailed."""

    @abstractmethod
    def records(self, selection: Selection) -> Iterator[bytes]:
        """One CSV record a row, in UTF-8 with its line end: a first cell that says nothing, then the columns, quoted;
        NULL is nothing at all between the commas. Raises SourceFailed, also while it is drawn.
        """

    @abstractmethod
    def close(self) -> None: ...

    def frames(self, selection: Selection) -> Iterator[pl.DataFrame]:
        """Rows as frames of text under the names of the columns. Raises SourceFailed."""
        width = len(selection.columns)
        chunk, size = [], 0
        for record in self.records(selection):
            chunk.append(record)
            size += len(record)
            if size >= CHUNK_BYTES:
                yield _frame(chunk, selection.columns)
                chunk, size = [], 0
        if chunk or not width:
            yield _frame(chunk, selection.columns)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def _frame(records: Sequence[bytes], names: Sequence[str]) -> pl.DataFrame:
    schema = {f"c{place}": pl.String for place in range(len(names) + 1)}
    frame = pl.read_csv(io.BytesIO(b"".join(records)), has_header=False, schema=schema)
    return frame.select(pl.col(f"c{place}").alias(name) for place, name in enumerate(names, start=1))


def save(
    frames: Iterator[pl.DataFrame], names: Sequence[str], path: Path, *, said: Mapping[str, str] | None = None
) -> None:
    """Write frames of text into a Parquet file as they come; memory holds some of them.

    said: what the file says of itself, by name.
    """
    with TemporaryDirectory(dir=path.parent) as folder:
        pieces = [Path(folder) / "000000"]
        pl.DataFrame(schema=dict.fromkeys(names, pl.String())).write_ipc(pieces[0])
        for number, frame in enumerate(frames, start=1):  # in this thread, so that whoever draws may ask the database
            pieces.append(Path(folder) / f"{number:06d}")
            frame.select(names).write_ipc(pieces[-1])
        pl.scan_ipc(pieces).sink_parquet(path, metadata=dict(said or {}))
