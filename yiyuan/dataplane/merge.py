"""From staging into a pool table, with counts. One call, in the caller's transaction, together with the batch's state.

A pool row carries `_batch_id`, `_row` (of the batch's file), `_loaded_at` and `_digest` (64 bits over its values; tells
whether a row has changed). A table with a key takes inserts and updates, and where the file is the whole state also
deletions; one without is a full snapshot, replaced partition by partition so that views on it stay. What stood there
before is kept (see gone). The caller holds a lock per target (two loads into one table wait for each other here too).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from psycopg import sql

from yiyuan.dataplane import gone
from yiyuan.dataplane.checks import Checks
from yiyuan.dataplane.compare import BATCH, compare, same
from yiyuan.dataplane.readers import ROW
from yiyuan.dataplane.staging import DIGEST, Cursor_, TableName

LOADED = "_loaded_at"
OWN = (BATCH, LOADED, DIGEST, ROW)
_FILL = 90  # per cent of a page; the rest lets most updates stay on their page, away from the index
_WORK_MEMORY = "128MB"  # for the joins of this transaction


@dataclass(frozen=True)
class Merged:
    """Rows of staging by what became of them. removed: rows of the table that the file did not have and that went."""

    inserted: int
    updated: int
    unchanged: int
    removed: int = 0


def create_pool_table(cur: Cursor_, table: TableName, checks: Checks) -> None:
    """Make the pool table when it is missing: keyed, or partitioned by snapshot when there is no key."""
    columns = [
        sql.SQL("{} {}{}").format(
            sql.Identifier(s.column), sql.SQL(s.pg_type), sql.SQL(" not null" if s.key or s.required else "")
        )
        for s in checks.specs
    ]
    columns += [
        sql.SQL("{} bigint not null").format(sql.Identifier(BATCH)),
        sql.SQL("{} timestamptz not null").format(sql.Identifier(LOADED)),
        sql.SQL("{} bigint not null").format(sql.Identifier(DIGEST)),
        sql.SQL("{} bigint").format(sql.Identifier(ROW)),
    ]
    tail = sql.SQL(" partition by list ({})").format(sql.Identifier(BATCH))  # a partition is a snapshot
    if checks.key:
        columns.append(sql.SQL("constraint {} primary key ({})").format(_key_name(table), _names(checks.key)))
        tail = sql.SQL(" with (fillfactor = {})").format(sql.Literal(_FILL))
    body = sql.SQL(", ").join(columns)
    cur.execute(sql.SQL("create table if not exists {} ({}){}").format(table.sql, body, tail))


def merge(
    cur: Cursor_,
    staging: TableName,
    target: TableName,
    checks: Checks,
    *,
    batch_id: int,
    loaded_at: datetime,
    replaces: bool = False,
) -> Merged:
    """Bring the staged rows into the pool table and count them.

    replaces: the rows are the whole state of the table, others go; without a key they always are.
    Repeating with the same rows changes nothing. Raises psycopg errors for keys repeated within staging.
    """
    cur.execute(sql.SQL("analyze {}").format(staging.sql))
    cur.execute("select set_config('work_mem', %s, true)", [_WORK_MEMORY])
    if ROW not in gone.columns_of(cur, target):  # made before rows knew theirs
        cur.execute(sql.SQL("alter table {} add column {} bigint").format(target.sql, sql.Identifier(ROW)))
    values = {"batch": sql.Literal(batch_id), "at": sql.Literal(loaded_at)}
    if not checks.key:
        return _replace_snapshot(cur, staging, target, checks, values=values, batch_id=batch_id, loaded_at=loaded_at)
    if _is_empty(cur, target):
        return _first_load(cur, staging, target, checks, values=values, batch_id=batch_id, loaded_at=loaded_at)
    merged = _upsert(cur, staging, target, checks, values=values, batch_id=batch_id, loaded_at=loaded_at)
    if not replaces:
        return merged
    removed = gone.remove(cur, staging, target, checks, batch_id=batch_id, gone_at=loaded_at)
    return replace(merged, removed=removed)


def _names(columns: Sequence[str], *, of: str | None = None) -> sql.Composed:
    prefix = sql.SQL(f"{of}." if of else "")
    return sql.SQL(", ").join(prefix + sql.Identifier(c) for c in columns)


def _key_name(table: TableName) -> sql.Identifier:
    return sql.Identifier(f"{table.name}_key")


def _is_empty(cur: Cursor_, target: TableName) -> bool:
    return cur.execute(sql.SQL("select 1 from {} limit 1").format(target.sql)).fetchone() is None


def _insert(target: TableName, staging: TableName, checks: Checks, values: dict[str, sql.Literal]) -> sql.Composed:
    return sql.SQL(
        "insert into {target} ({columns}, {own}) select {shown}, {batch}, {at}, {digest}, {row} from {staging} s"
    ).format(
        target=target.sql,
        columns=_names(checks.columns),
        own=_names(OWN),
        shown=_names(checks.columns, of="s"),
        digest=sql.Identifier(DIGEST),
        row=sql.Identifier(ROW),
        staging=staging.sql,
        **values,
    )


def _first_load(
    cur: Cursor_,
    staging: TableName,
    target: TableName,
    checks: Checks,
    *,
    values: dict[str, sql.Literal],
    batch_id: int,
    loaded_at: datetime,
) -> Merged:
    """Into an empty table without its indexes, which are built afterwards by sorting."""
    cur.execute(sql.SQL("lock table {} in access exclusive mode").format(target.sql))
    if not _is_empty(cur, target):  # someone was faster
        return _upsert(cur, staging, target, checks, values=values, batch_id=batch_id, loaded_at=loaded_at)
    name = sql.Literal(target.sql.as_string(cur))
    cur.execute(
        sql.SQL(
            "select format('%I.%I', n.nspname, i.relname), pg_get_indexdef(i.oid) from pg_index x "
            "join pg_class i on i.oid = x.indexrelid join pg_namespace n on n.oid = i.relnamespace "
            "where x.indrelid = {}::regclass and not exists "
            "(select from pg_constraint c where c.conindid = i.oid)"
        ).format(name)
    )
    indexes = cur.fetchall()
    for index, _definition in indexes:
        cur.execute(sql.SQL("drop index {}").format(sql.SQL(index)))
    cur.execute(sql.SQL("alter table {} drop constraint {}").format(target.sql, _key_name(target)))
    cur.execute(_insert(target, staging, checks, values))
    inserted = cur.rowcount
    add = sql.SQL("alter table {} add constraint {} primary key ({})")
    cur.execute(add.format(target.sql, _key_name(target), _names(checks.key)))
    for _index, definition in indexes:
        cur.execute(sql.SQL(definition))
    cur.execute(sql.SQL("analyze {}").format(target.sql))
    return Merged(inserted, 0, 0)


def _upsert(
    cur: Cursor_,
    staging: TableName,
    target: TableName,
    checks: Checks,
    *,
    values: dict[str, sql.Literal],
    batch_id: int,
    loaded_at: datetime,
) -> Merged:
    """Keep and update what differs by digest, insert what is new; readers go on, other loads wait.

    Statements under a lock, not INSERT ... ON CONFLICT: that locks and logs every unchanged row too and took
    twice the time for changed ones.
    """
    cur.execute(sql.SQL("lock table {} in share row exclusive mode").format(target.sql))
    changes = sql.SQL(", ").join(
        sql.SQL("{0} = s.{0}").format(sql.Identifier(c)) for c in (*checks.columns, DIGEST, ROW) if c not in checks.key
    )
    update = (
        "update {target} t set {changes}, {b} = {batch}, {l} = {at} from {staging} s where {same} and t.{d} <> s.{d}"
    )
    renewing = sql.SQL(update).format(
        target=target.sql,
        changes=changes,
        b=sql.Identifier(BATCH),
        l=sql.Identifier(LOADED),
        d=sql.Identifier(DIGEST),
        staging=staging.sql,
        same=same(checks),
        **values,
    )
    updated = gone.renew(cur, staging, target, checks, renewing, batch_id=batch_id, gone_at=loaded_at)
    absent = sql.SQL(" where not exists (select from {} t where {})").format(target.sql, same(checks))
    cur.execute(_insert(target, staging, checks, values) + absent)
    inserted = cur.rowcount
    return Merged(inserted, updated, _count(cur, staging) - inserted - updated)


def _replace_snapshot(
    cur: Cursor_,
    staging: TableName,
    target: TableName,
    checks: Checks,
    *,
    values: dict[str, sql.Literal],
    batch_id: int,
    loaded_at: datetime,
) -> Merged:
    """A new partition takes the place of the old ones, which stay beside the table; readers wait only for the exchange
    at the end.
    """
    cur.execute(sql.SQL("lock table {} in share row exclusive mode").format(target.sql))
    cur.execute(
        sql.SQL(
            "select n.nspname, c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid "
            "join pg_namespace n on n.oid = c.relnamespace where i.inhparent = {}::regclass"
        ).format(sql.Literal(target.sql.as_string(cur)))
    )
    old = [TableName(schema, name) for schema, name in cur.fetchall()]
    compared = compare(cur, staging, target, checks)
    removed = gone.copy(cur, staging, target, checks, batch_id=batch_id, gone_at=loaded_at) if old else 0
    new = gone.snapshot_of(target, batch_id)
    for table in (t for t in old if t == new):  # the same batch again
        cur.execute(sql.SQL("drop table {}").format(table.sql))
    cur.execute(sql.SQL("create table {} (like {} including all)").format(new.sql, target.sql))
    cur.execute(_insert(new, staging, checks, values))
    check = sql.SQL("alter table {} add constraint one_batch check ({} = {})")  # spares the scan on attaching
    cur.execute(check.format(new.sql, sql.Identifier(BATCH), sql.Literal(batch_id)))
    cur.execute(sql.SQL("analyze {}").format(new.sql))
    for table in old:
        if table != new:
            cur.execute(sql.SQL("alter table {} detach partition {}").format(target.sql, table.sql))
    attach = sql.SQL("alter table {} attach partition {} for values in ({})")
    cur.execute(attach.format(target.sql, new.sql, sql.Literal(batch_id)))
    return Merged(compared.added, 0, compared.same, removed)


def _count(cur: Cursor_, table: TableName) -> int:
    row = cur.execute(sql.SQL("select count(*) from {}").format(table.sql)).fetchone()
    assert row is not None, "an aggregate gives a row"
    return int(row[0])
