"""Checked rows into an unlogged staging table, by COPY. Reading and checking run beside the copying.

The caller owns connection and transaction. After a crash of the server an unlogged table is empty: compare `count` with
the rows that were kept and stage again.
"""

import io
import queue
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
from psycopg import Cursor, DataError, sql

from yiyuan.dataplane.checks import REASON_SCHEMA, Checked, Checks, Kind, Reason
from yiyuan.dataplane.readers import ROW, Table

Cursor_ = Cursor[Any]  # rows of any shape: only counts and text come back
_Item = tuple[Checked, bytes] | BaseException | None  # None: the file is read
DIGEST: Final = "_digest"  # 64 bits over a row's values, made by the server while it copies
AT_COLUMN: Final = re.compile(r"column ([^:,\s]+)")  # in what COPY says of the place, where it is English
_WAITING_FRAMES: Final = 2  # read ahead of the copying; bounds memory


@dataclass(frozen=True)
class TableName:
    """A table in its schema."""

    schema: str
    name: str

    @property
    def sql(self) -> sql.Identifier:
        return sql.Identifier(self.schema, self.name)


@dataclass(frozen=True)
class Staged:
    """Counts of one file in rows; `read = kept + refused`. Not `unique`: keys must be looked at in SQL."""

    read: int
    kept: int
    refused: int
    marked: int
    unique: bool


@dataclass(frozen=True)
class Duplicates:
    """Rows taken out of staging because an earlier one has the same key: reasons, and the rows under file headers."""

    refused: pl.DataFrame
    originals: pl.DataFrame


def create(cur: Cursor_, table: TableName, checks: Checks) -> None:
    """Make the staging table anew, empty."""
    drop(cur, table)
    columns = [sql.SQL("{} bigint not null").format(sql.Identifier(ROW))]
    columns += [sql.SQL("{} {}").format(sql.Identifier(s.column), sql.SQL(s.pg_type)) for s in checks.specs]
    # The hash that hash partitioning uses: cheap, by value (1.5 = 1.50), the same over upgrades of the server.
    digest = sql.SQL("{} bigint generated always as (hash_record_extended(row({}), 0)) stored")
    columns.append(digest.format(sql.Identifier(DIGEST), sql.SQL(", ").join(map(sql.Identifier, checks.columns))))
    statement = "create unlogged table {} ({}) with (autovacuum_enabled = false)"
    cur.execute(sql.SQL(statement).format(table.sql, sql.SQL(", ").join(columns)))


def drop(cur: Cursor_, table: TableName) -> None:
    """Remove the staging table; absent is fine."""
    cur.execute(sql.SQL("drop table if exists {}").format(table.sql))


def count(cur: Cursor_, table: TableName) -> int:
    """Rows now in the table."""
    row = cur.execute(sql.SQL("select count(*) from {}").format(table.sql)).fetchone()
    assert row is not None, "an aggregate gives a row"
    return int(row[0])


def stage(
    cur: Cursor_,
    table: TableName,
    source: Table,
    checks: Checks,
    *,
    on_checked: Callable[[Checked], None] | None = None,
    wary: bool = False,
) -> Staged:
    """Read, check and copy a file into an existing, empty staging table.

    on_checked: called in order with each checked frame that refuses, marks or mends something.
    wary: what the server does not take is traced to its row and refused there; slower. Otherwise it is a DataError.
    Raises FileRefused for missing columns and for files that turn out broken; the transaction is then of no use.
    """
    checks.require(source.headers)
    read = kept = refused = marked = 0
    hashes: list[pl.Series] = []
    names = sql.SQL(", ").join(sql.Identifier(n) for n in (ROW, *checks.columns))
    statement = sql.SQL("copy {} ({}) from stdin (format csv)").format(table.sql, names)
    with nullcontext() if wary else cur.copy(statement) as copy:
        for frame, payload in _ahead(source, checks):
            checked = frame
            if copy is None:
                checked = _taken(cur, statement, frame, checks)
            elif payload:
                copy.write(payload)
            kept += checked.kept.height
            refused += checked.originals.height
            read += checked.kept.height + checked.originals.height
            marked += checked.marked.get_column("row").n_unique()
            if checks.key:
                hashes.append(_key_hashes(checked.kept, checks))
            if on_checked is not None and (checked.originals.height or checked.marked.height or checked.mended_rows):
                on_checked(checked)
    unique = not hashes or pl.concat(hashes).n_unique() == kept
    return Staged(read, kept, refused, marked, unique)


def _taken(cur: Cursor_, statement: sql.Composed, checked: Checked, checks: Checks) -> Checked:
    """Copy a frame, but for the rows the server does not take: those are refused, at the column it names."""
    bad = dict(_refused_by_server(cur, statement, checked.kept))
    if not bad:
        return checked
    names = {spec.column: spec.name for spec in checks.specs}
    rows = checked.kept.filter(pl.col(ROW).is_in(bad))
    lines = [
        {
            "row": row[ROW],
            "position": 0,
            "column": names.get(bad[row[ROW]], ""),
            "reason": Reason.NOT_TAKEN.value,
            "value": row.get(bad[row[ROW]]),
        }
        for row in rows.iter_rows(named=True)
    ]
    return Checked(
        kept=checked.kept.filter(~pl.col(ROW).is_in(bad)),
        refused=pl.concat([checked.refused, pl.DataFrame(lines, schema=REASON_SCHEMA)]),
        marked=checked.marked.filter(~pl.col("row").is_in(bad)),
        mended=checked.mended,
        mended_rows=checked.mended_rows,
        originals=pl.concat([checked.originals, rows.rename(names)], how="diagonal_relaxed"),
    )


def _refused_by_server(cur: Cursor_, statement: sql.Composed, frame: pl.DataFrame) -> Iterator[tuple[int, str]]:
    """Copy rows, by halves where it does not work; the numbers of those that cannot be copied, and in which column."""
    if frame.is_empty():
        return
    try:
        with cur.connection.transaction(), cur.copy(statement) as copy:
            copy.write(_csv(frame))
    except DataError as error:
        if frame.height > 1:
            half = frame.height // 2
            yield from _refused_by_server(cur, statement, frame[:half])
            yield from _refused_by_server(cur, statement, frame[half:])
        else:
            named = AT_COLUMN.search(error.diag.context or "")
            yield frame.item(0, ROW), named[1] if named else ""


def _ahead(source: Iterable[pl.DataFrame], checks: Checks) -> Iterator[tuple[Checked, bytes]]:
    """Check and serialise in a thread of its own, a few frames ahead."""
    waiting: queue.Queue[_Item] = queue.Queue(_WAITING_FRAMES)
    stopped = threading.Event()

    def produce() -> None:
        item: _Item = None
        try:
            for frame in source:
                checked = checks.apply(frame)
                if not _put(waiting, (checked, _csv(checked.kept)), stopped):
                    return
        except BaseException as error:  # noqa: BLE001 - handed over and raised by the consumer
            item = error
        _put(waiting, item, stopped)

    thread = threading.Thread(target=produce, name="dataplane-reader", daemon=True)
    thread.start()
    try:
        while (item := waiting.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        stopped.set()
        thread.join()


def _put(waiting: "queue.Queue[_Item]", item: _Item, stopped: threading.Event) -> bool:
    """Whether the item was taken before the consumer gave up."""
    while not stopped.is_set():
        try:
            waiting.put(item, timeout=0.2)
        except queue.Full:
            continue
        return True
    return False


def _csv(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_csv(buffer, include_header=False)
    return buffer.getvalue()


def _key_hashes(kept: pl.DataFrame, checks: Checks) -> pl.Series:
    """Hashes that are equal where PostgreSQL would call the keys equal."""
    columns = []
    for spec in checks.specs:
        if spec.key:
            column = kept.get_column(spec.column)
            columns.append(column.cast(pl.Float64) if spec.kind in {Kind.INTEGER, Kind.NUMBER} else column)
    return pl.DataFrame(columns).hash_rows()


def refuse_duplicates(cur: Cursor_, table: TableName, checks: Checks) -> Duplicates:
    """Take every later row with a key already seen out of staging; the first stays. Needless when `Staged.unique`."""
    key = sql.SQL(", ").join(sql.Identifier(k) for k in checks.key)
    same = sql.SQL(" and ").join(sql.SQL("s.{0} = d.{0}").format(sql.Identifier(k)) for k in checks.key)
    shown = sql.SQL(", ").join(sql.SQL("s.{}::text").format(sql.Identifier(c)) for c in checks.columns)
    cur.execute(
        sql.SQL(
            "with d as (select {key}, min({row}) as first_row from {table} group by {key} having count(*) > 1) "
            "delete from {table} s using d where {same} and s.{row} > d.first_row returning s.{row}, {shown}"
        ).format(key=key, row=sql.Identifier(ROW), table=table.sql, same=same, shown=shown)
    )
    schema: dict[str, type[pl.DataType]] = {ROW: pl.Int64, **dict.fromkeys(checks.columns, pl.String)}
    originals = pl.DataFrame(cur.fetchall(), schema=schema, orient="row").sort(ROW)
    keys = [s for s in checks.specs if s.key]
    refused = originals.select(
        pl.col(ROW).alias("row"),
        pl.lit(0, dtype=pl.Int64).alias("position"),
        pl.lit("、".join(s.name for s in keys)).alias("column"),
        pl.lit(Reason.DUPLICATE_KEY.value).alias("reason"),
        pl.concat_str([pl.col(s.column) for s in keys], separator="、").alias("value"),
    )
    named = originals.rename({s.column: s.name for s in checks.specs})
    return Duplicates(refused.match_to_schema(pl.Schema(REASON_SCHEMA)), named)
