"""A batch taken back out of a pool table: what it brought goes, what stood there before comes back.

Of each row the batch brought or took out, the pool gets what it would hold had this batch, and those taken back before,
never come: the latest of the others decides. What a later batch changed so stays as it is. What goes is kept as having
been brought and taken out by the same batch; what comes back keeps its batch and row and stands there from now on.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg import sql

from yiyuan.dataplane import gone
from yiyuan.dataplane.compare import BATCH
from yiyuan.dataplane.gone import GONE_AT, GONE_BY, RENEWED
from yiyuan.dataplane.merge import LOADED
from yiyuan.dataplane.staging import Cursor_, TableName

_TOUCHED, _BEFORE = "yy_touched", "yy_before"  # temporary tables


@dataclass(frozen=True, slots=True)
class Restored:
    """Rows. taken: of the batch, out of the pool; former: of these that have an earlier value again; back: that the
    batch had taken out.
    """

    taken: int
    former: int
    back: int


def standing(cur: Cursor_, target: TableName, *, batch_id: int) -> int:
    """Rows of the table that this batch brought; reads the table."""
    query = sql.SQL("select count(*) from {} where {} = {}")
    row = cur.execute(query.format(target.sql, sql.Identifier(BATCH), sql.Literal(batch_id))).fetchone()
    assert row is not None, "an aggregate gives a row"
    return int(row[0])


def restore(
    cur: Cursor_,
    target: TableName,
    key: Sequence[str],
    *,
    batch_id: int,
    order: Sequence[int],
    withdrawn: Collection[int],
    at: datetime,
) -> Restored:
    """Take a batch back out of a keyed table.

    order: ids of all batches of the table, as they came in. withdrawn: those taken back before this one.
    """
    cur.execute(sql.SQL("lock table {} in share row exclusive mode").format(target.sql))
    columns = gone.prepare(cur, target)
    others = [one for one in order if one != batch_id and one not in withdrawn]
    names = {
        "t": target.sql,
        "kept": gone.table_of(target).sql,
        "touched": sql.Identifier(_TOUCHED),
        "before": sql.Identifier(_BEFORE),
        "key": _listed(key),
        "same": sql.SQL(" and ").join(sql.SQL("t.{0} = o.{0}").format(sql.Identifier(k)) for k in key),
        "columns": _listed(columns),
        "b": sql.Identifier(BATCH),
        "at": sql.Identifier(LOADED),
        "by": sql.Identifier(GONE_BY),
        "gone": sql.Identifier(GONE_AT),
        "renewed": sql.Identifier(RENEWED),
        "batch": sql.Literal(batch_id),
        "others": sql.Literal(others),
        "now": sql.Literal(at),
    }
    for one in (_TOUCHED, _BEFORE):
        cur.execute(sql.SQL("drop table if exists {}").format(sql.Identifier(one)))
    cur.execute(sql.SQL(_TOUCH).format(**names))
    cur.execute(sql.SQL("analyze {touched}").format(**names))
    cur.execute(sql.SQL(_LOOK_BACK).format(**names, shown=_of("t", columns)))
    cur.execute(sql.SQL("analyze {before}").format(**names))
    cur.execute(sql.SQL(_TAKE_OUT).format(**names))
    taken = cur.rowcount
    stood = [sql.Identifier("o", c) if c != LOADED else names["now"] for c in columns]
    cur.execute(sql.SQL(_BRING_BACK).format(**names, stood=sql.SQL(", ").join(stood)))
    brought = cur.rowcount
    row = cur.execute(sql.SQL(_FORMER).format(**names)).fetchone()
    assert row is not None, "an aggregate gives a row"
    return Restored(taken, int(row[0]), brought - int(row[0]))


_TOUCH = """
    create temporary table {touched} on commit drop as
    select {key} from {t} where {b} = {batch}
    union select {key} from {kept} where {by} = {batch} and {b} <> {batch} and not {renewed}
"""
# Who wrote or took out a row last, of the other batches; a row that was taken out leaves none.
_LOOK_BACK = """
    create temporary table {before} on commit drop as
    select {columns} from (
        select distinct on ({key}) * from (
            select {shown}, true as _stands, t.{b} as _last from {t} t join {touched} o on {same}
             where t.{b} = any({others})
            union all
            select {shown}, true, t.{b} from {kept} t join {touched} o on {same} where t.{b} = any({others})
            union all
            select {shown}, false, t.{by} from {kept} t join {touched} o on {same}
             where t.{by} = any({others}) and t.{b} <> t.{by} and not t.{renewed}
        ) every
        order by {key}, array_position({others}::bigint[], _last) desc, _stands desc
    ) latest where _stands
"""
_TAKE_OUT = """
    with gone as (
        delete from {t} t using {touched} o where {same} and t.{b} = {batch} returning t.*)
    insert into {kept} ({columns}, {by}, {gone}) select {columns}, {batch}, {now} from gone
"""
_BRING_BACK = """
    insert into {t} ({columns}) select {stood} from {before} o where not exists (select from {t} t where {same})
"""
# of what came back, what the batch had changed and not taken out
_FORMER = """
    select count(*) from {before} o
     where exists (select from {kept} t where {same} and t.{b} = {batch} and t.{by} = {batch} and t.{gone} = {now})
"""


def restore_snapshot(cur: Cursor_, target: TableName, *, batch_id: int, before: int | None) -> Restored:
    """Put the snapshot of the batch before into the place of this one's, which stays beside the table.

    before: None: the table is empty then.
    """
    cur.execute(sql.SQL("lock table {} in share row exclusive mode").format(target.sql))
    mine = gone.snapshot_of(target, batch_id)
    taken = standing(cur, target, batch_id=batch_id)
    cur.execute(sql.SQL("alter table {} detach partition {}").format(target.sql, mine.sql))
    if before is None:
        return Restored(taken, 0, 0)
    former = gone.snapshot_of(target, before)
    known = gone.columns_of(cur, former)
    for name, kind in gone.columns_of(cur, target).items():
        if name not in known:
            add = sql.SQL("alter table {} add column {} {}")
            cur.execute(add.format(former.sql, sql.Identifier(name), sql.SQL(kind)))
    attach = sql.SQL("alter table {} attach partition {} for values in ({})")
    cur.execute(attach.format(target.sql, former.sql, sql.Literal(before)))
    return Restored(taken, 0, standing(cur, target, batch_id=before))


def _listed(columns: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def _of(alias: str, columns: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(alias, c) for c in columns)


# ---- as of a moment ----


def as_of(target: TableName, columns: Sequence[str], *, at: datetime) -> sql.Composed:
    """The rows of a keyed table as they stood at a moment, as a relation: columns as named."""
    return sql.SQL(
        "(select {columns} from {t} where {loaded} <= {at} union all"
        " select {columns} from {kept} where {loaded} <= {at} and {gone} > {at})"
    ).format(
        columns=_listed(columns),
        t=target.sql,
        kept=gone.table_of(target).sql,
        loaded=sql.Identifier(LOADED),
        gone=sql.Identifier(GONE_AT),
        at=sql.Literal(at),
    )


def forget(cur: Cursor_, target: TableName, *, before: datetime) -> int:
    """Drop what went before a moment; how many rows."""
    query = sql.SQL("delete from {} where {} < {}")
    cur.execute(query.format(gone.table_of(target).sql, sql.Identifier(GONE_AT), sql.Literal(before)))
    return cur.rowcount
