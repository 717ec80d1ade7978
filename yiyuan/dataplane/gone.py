"""Rows that stood in a pool table: kept beside it, with the batches that brought them and took them out.

A row goes with no successor (a whole state did not have it), or is renewed: the same batch brought another value. What
a batch brought and its withdrawal took back names that batch twice. The table has the columns of the pool table as they
were and are. A former snapshot of a table without a key is a table of its own.
"""

from datetime import datetime
from typing import Final

from psycopg import sql

from yiyuan.dataplane.checks import Checks
from yiyuan.dataplane.compare import BATCH, Shown, same, unmatched
from yiyuan.dataplane.staging import DIGEST, Cursor_, TableName

GONE_BY: Final = "_gone_by"  # id of the batch that took the row out
GONE_AT: Final = "_gone_at"
RENEWED: Final = "_renewed"  # the batch that took it out brought its successor
SUFFIX: Final = "_gone"
_GIVES_OLD: Final = 180000  # version of the server from which on RETURNING knows old values


def table_of(target: TableName) -> TableName:
    return TableName(target.schema, target.name + SUFFIX)


def snapshot_of(target: TableName, batch_id: int) -> TableName:
    """Where the rows of one batch of a table without a key stand, as its partition or, later, beside it."""
    return TableName(target.schema, f"{target.name}_b{batch_id}")


def is_kept(cur: Cursor_, target: TableName) -> bool:
    """Whether anything went from this table and is kept."""
    row = cur.execute("select to_regclass(%s)", [table_of(target).sql.as_string(cur)]).fetchone()
    return bool(row and row[0])


def remove(
    cur: Cursor_, staging: TableName, target: TableName, checks: Checks, *, batch_id: int, gone_at: datetime
) -> int:
    """Move the rows of a keyed table that staging does not have; returns how many. The caller holds the lock."""
    columns = prepare(cur, target)
    cur.execute(
        sql.SQL(
            "with gone as (delete from {t} t where not exists (select from {s} s where {same}) returning t.*)"
            " insert into {kept} ({columns}, {by}, {at}) select {columns}, {batch}, {now} from gone"
        ).format(
            t=target.sql,
            s=staging.sql,
            same=same(checks),
            **_into(target, columns, batch_id=batch_id, gone_at=gone_at),
        )
    )
    return cur.rowcount


def copy(
    cur: Cursor_, staging: TableName, target: TableName, checks: Checks, *, batch_id: int, gone_at: datetime
) -> int:
    """Keep the rows of a table without a key that staging does not have, before the table is exchanged."""
    columns = prepare(cur, target)
    cur.execute(
        sql.SQL("insert into {kept} ({columns}, {by}, {at}) select {shown}, {batch}, {now} {unmatched}").format(
            shown=sql.SQL(", ").join(sql.Identifier("t", c) for c in columns),
            unmatched=unmatched("t", target, staging, checks),
            **_into(target, columns, batch_id=batch_id, gone_at=gone_at),
        )
    )
    return cur.rowcount


def renew(
    cur: Cursor_,
    staging: TableName,
    target: TableName,
    checks: Checks,
    update: sql.Composed,
    *,
    batch_id: int,
    gone_at: datetime,
) -> int:
    """Carry an update of rows (t) by staging (s) out and keep what stood there; how many rows. The caller holds the
    lock.

    From PostgreSQL 18 on the update gives the former rows itself; before, they are looked for first.
    """
    columns = prepare(cur, target)
    whose = {
        "shown": sql.SQL(", ").join(sql.Identifier("old", c) for c in columns),
        "renewed": sql.Identifier(RENEWED),
        **_into(target, columns, batch_id=batch_id, gone_at=gone_at),
    }
    keep = sql.SQL("insert into {kept} ({columns}, {by}, {at}, {renewed}) select {shown}, {batch}, {now}, true from ")
    if cur.connection.info.server_version >= _GIVES_OLD:
        was = sql.SQL("with old as ({} returning {}) ").format(update, whose["shown"])
        cur.execute(was + keep.format(**whose) + sql.SQL("old"))
        return cur.rowcount
    former = sql.SQL("(select t.* from {} t join {} s on {} where t.{d} <> s.{d}) old").format(
        target.sql, staging.sql, same(checks), d=sql.Identifier(DIGEST)
    )
    cur.execute(keep.format(**whose) + former)
    cur.execute(update)
    return cur.rowcount


def rows(target: TableName, checks: Checks, *, batch_id: int, shown: Shown) -> sql.Composed:
    """A query of what a batch took out, as `compare.rows` shows what would be gone."""
    columns = [shown(c, sql.Identifier("t", c)) for c in checks.columns]
    return sql.SQL(
        "select {}, t.{}::text from {} t where t.{by} = {batch} and {brought} <> {batch} and not {renewed} order by {}"
    ).format(
        sql.SQL(", ").join(columns),
        sql.Identifier(BATCH),
        table_of(target).sql,
        sql.SQL(", ").join(sql.Identifier("t", c) for c in checks.key or (DIGEST,)),
        by=sql.Identifier(GONE_BY),
        brought=sql.Identifier("t", BATCH),
        batch=sql.Literal(batch_id),
        renewed=sql.Identifier("t", RENEWED),
    )


def _into(target: TableName, columns: list[str], *, batch_id: int, gone_at: datetime) -> dict[str, sql.Composable]:
    return {
        "kept": table_of(target).sql,
        "columns": sql.SQL(", ").join(map(sql.Identifier, columns)),
        "by": sql.Identifier(GONE_BY),
        "at": sql.Identifier(GONE_AT),
        "batch": sql.Literal(batch_id),
        "now": sql.Literal(gone_at),
    }


def prepare(cur: Cursor_, target: TableName) -> list[str]:
    """The table with every column the pool table has now; gives their names. Safe to repeat."""
    kept = table_of(target)
    make = "create table if not exists {} (like {}, {} bigint not null, {} timestamptz not null)"
    cur.execute(sql.SQL(make).format(kept.sql, target.sql, sql.Identifier(GONE_BY), sql.Identifier(GONE_AT)))
    index = sql.SQL("create index if not exists {} on {} ({})")
    cur.execute(index.format(sql.Identifier(f"{kept.name}_by"), kept.sql, sql.Identifier(GONE_BY)))
    now, known = columns_of(cur, target), columns_of(cur, kept)
    for name, kind in {**now, RENEWED: "boolean not null default false"}.items():
        if name not in known:
            add = sql.SQL("alter table {} add column {} {}")
            cur.execute(add.format(kept.sql, sql.Identifier(name), sql.SQL(kind)))
    return list(now)


def columns_of(cur: Cursor_, table: TableName) -> dict[str, str]:
    """Column -> type, in order; nothing where there is no such table."""
    cur.execute(
        sql.SQL(
            "select attname, format_type(atttypid, atttypmod) from pg_attribute"
            " where attrelid = to_regclass({}) and attnum > 0 and not attisdropped order by attnum"
        ).format(sql.Literal(table.sql.as_string(cur)))
    )
    return dict(cur.fetchall())
