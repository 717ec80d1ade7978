"""What stood in a pool before: the whole of it on a day, one row with all it was, and how long that is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

import psycopg
from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

from yiyuan.audit.api import record, subject_hash
from yiyuan.catalog import api as catalog
from yiyuan.catalog.types import ItemInfo, ResourceInfo
from yiyuan.dataplane import gone, restore
from yiyuan.dataplane.compare import BATCH
from yiyuan.dataplane.masking import mask_sql
from yiyuan.dataplane.merge import LOADED
from yiyuan.dataplane.readers import ROW
from yiyuan.dataplane.staging import TableName
from yiyuan.intake.api import mask_of, masked_rows
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, system_of
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.pools import policies, selectors
from yiyuan.pools.models import Load, PoolTable
from yiyuan.pools.types import Cell, PoolTag, Stood, Traced

SHOWN: Final = 20  # rows of a day, rows that fit a search


@dataclass(frozen=True, slots=True)
class Day:
    """A pool as it stood at the end of a legal day. shown: the first rows, masked; None: not for everybody."""

    on: date
    at: datetime | None
    rows: int
    items: tuple[str, ...]
    shown: list[list[str]] | None


@dataclass(frozen=True, slots=True)
class _Past:
    """A table with the moment looked at; `load`: the last one until then."""

    table: PoolTable
    load: Load
    at: datetime

    @property
    def target(self) -> TableName:
        return TableName(self.table.schema, self.table.name)


def _gone_by(problem: str) -> RuleBroken:
    return RuleBroken("pools.past", problem=problem)


def _moments(table: PoolTable) -> list[tuple[datetime, date]]:
    """When the table changed, with the legal day of it, in order."""
    found: list[tuple[datetime, date]] = []
    for load in table.loads.all():
        found.append((load.loaded_at, load.loaded_on or clock.date_of(load.loaded_at)))
        if load.withdrawn_at and load.withdrawn_on:
            found.append((load.withdrawn_at, load.withdrawn_on))
    return sorted(found)


def _past(resource_id: int, on: date) -> _Past | None:
    """The table and moment that show a day; None where nothing had come yet. Raises RuleBroken("pools.past")."""
    for table in PoolTable.objects.filter(resource_id=resource_id).order_by("-generation"):
        moments = _moments(table)
        until = [at for at, day in moments if day <= on]
        if not until:
            continue
        at = max(until)
        after = [later for later, _day in moments if later > at]
        if after and min(after) < table.kept_since:
            raise _gone_by(f"{on} 的数据没有保留：这张表从 {clock.date_of(table.kept_since)} 起保留旧值。")
        _check_kept(table)
        load = table.loads.filter(loaded_at__lte=at).order_by("-loaded_at", "-id")[0]
        return _Past(table, load, at)
    return None


def _check_kept(table: PoolTable) -> None:
    """A table made before former values were kept gets what it needs with its next load."""
    target = TableName(table.schema, table.name)
    with connection.cursor() as wrapped:
        if {ROW, LOADED} - set(gone.columns_of(wrapped.cursor, gone.table_of(target))):
            raise _gone_by("这张表还没有开始保留旧值，下一批入池后才有。")


def _relation(past: _Past, columns: Sequence[str]) -> sql.Composed | None:
    """The rows of that moment; None where all was withdrawn."""
    if past.table.key:
        return restore.as_of(past.target, columns, at=past.at)
    stood = past.table.loads.filter(loaded_at__lte=past.at).exclude(withdrawn_at__lte=past.at).order_by("-id").first()
    if stood is None:
        return None
    snapshot = gone.snapshot_of(past.target, stood.batch_id)
    with connection.cursor() as wrapped:
        if not gone.columns_of(wrapped.cursor, snapshot):
            raise _gone_by("那时的整体数据没有保留，或者保留期已过。")
    return sql.SQL("{}").format(snapshot.sql)


def as_of(resource_id: int, *, actor: Actor, on: date) -> Day:
    """The pool on a legal day: its rows for those who keep it, their number for all who may know of it.

    Raises NotFound, RuleBroken("pools.past").
    """
    current = selectors.pool_for(actor, resource_id)
    past = _past(resource_id, on)
    sees = policies.may_sample(actor, current)
    if past is None:
        return Day(on, None, 0, (), [] if sees else None)
    resource = catalog.resource_version(past.load.version_id)
    relation = _relation(past, [*(item.column for item in resource.items), LOADED])
    names = tuple(item.name for item in resource.items)
    if relation is None:
        return Day(on, past.at, 0, names, [] if sees else None)
    with connection.cursor() as wrapped:
        row = wrapped.cursor.execute(sql.SQL("select count(*) from {} x").format(relation)).fetchone()
        rows = int(row[0]) if row else 0
        shown = None
        if sees:
            cells = [
                mask_sql(mask, sql.Identifier(item.column))
                if (mask := mask_of(item))
                else sql.SQL("{}::text").format(sql.Identifier(item.column))
                for item in resource.items
            ]
            query = sql.SQL("select {} from {} x order by {} limit {}").format(
                sql.SQL(", ").join(cells),
                relation,
                sql.SQL(", ").join(map(sql.Identifier, past.table.key or [resource.items[0].column])),
                sql.Literal(SHOWN),
            )
            shown = [[value or "" for value in one] for one in wrapped.cursor.execute(query).fetchall()]
    return Day(on, past.at, rows, names, shown)


# ---- where a row comes from ----


def items_to_find(resource: ResourceInfo) -> list[ItemInfo]:
    """What a row is found by: the key; without one any item."""
    return list(resource.key_items) or list(resource.items)


def trace(resource_id: int, *, actor: Actor, values: Mapping[str, str], on: date | None = None) -> list[Traced]:
    """Rows with these values by item, each cell with the batch and row that brought it; on the record.

    By the whole key, or without a key by any of the items. on: as they stood on that legal day; None: the last of each.
    Raises NotFound, NotAllowed, RuleBroken("pools.row" | "pools.past").
    """
    current = selectors.pool_for(actor, resource_id)
    if not policies.may_sample(actor, current):
        raise NotAllowed("pools.trace")
    past = _past(resource_id, on or clock.today())
    resource = catalog.resource_version(past.load.version_id if past else selectors.last_version_id(current))
    wanted = {item: values[item.name].strip() for item in items_to_find(resource) if values.get(item.name, "").strip()}
    missing = [item.name for item in resource.key_items if item not in wanted]
    if missing or not wanted:
        raise RuleBroken("pools.row", problem=f"请写明{'、'.join(missing) or '至少一项'}。")
    record(
        actor,
        PoolTag.TRACED,
        object_type="pools.table",
        object_id=current.id,
        subjects=[subject_hash(value) for item, value in wanted.items() if item.item_class in selectors.IDENTITIES],
        facts={"resource": resource_id, "on": on.isoformat() if on else ""},
    )
    if past is None:
        return []
    try:
        with transaction.atomic():
            return _traced(past, resource, wanted, moment=past.at if on else None)
    except psycopg.DataError:  # a value that is none of its type is found nowhere
        return []


def _traced(
    past: _Past, resource: ResourceInfo, wanted: Mapping[ItemInfo, str], *, moment: datetime | None
) -> list[Traced]:
    types = dict(past.table.columns.values_list("name", "pg_type"))
    condition = sql.SQL(" and ").join(
        sql.SQL("{} = {}::{}").format(sql.Identifier(item.column), sql.Literal(value), sql.SQL(types[item.column]))
        for item, value in wanted.items()
    )
    shown = [*(item.column for item in resource.items), BATCH, ROW, LOADED]
    columns = sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(c)) for c in shown[:-3])
    own = sql.SQL(", ").join(map(sql.Identifier, shown[-3:]))
    if not past.table.key:
        relation = _relation(past, [])
        if relation is None:
            return []
        query = sql.SQL("select {}, {}, null, null, false from {} x where {} limit {}").format(
            columns, own, relation, condition, sql.Literal(SHOWN)
        )
        return [_of([one], resource, None) for one in _rows(query)]
    query = sql.SQL(
        "select * from (select {c}, {own}, null::timestamptz as until, null::bigint, false from {t} where {is_it}"
        " union all select {c}, {own}, {gone}, {by}, {renewed} from {kept} where {is_it}) x"
        " order by {loaded} desc, until desc nulls first"
    ).format(
        c=columns,
        own=own,
        t=past.target.sql,
        kept=gone.table_of(past.target).sql,
        is_it=condition,
        gone=sql.Identifier(gone.GONE_AT),
        by=sql.Identifier(gone.GONE_BY),
        renewed=sql.Identifier(gone.RENEWED),
        loaded=sql.Identifier(LOADED),
    )
    found = _rows(query)
    return [_of(found, resource, moment)] if found else []


def _rows(query: sql.Composed) -> list[tuple[Any, ...]]:
    with connection.cursor() as wrapped:
        return list(wrapped.cursor.execute(query).fetchall())


def _of(rows: Sequence[tuple[Any, ...]], resource: ResourceInfo, moment: datetime | None) -> Traced:
    """One row of the pool from all it was, the latest first."""
    width = len(resource.items)
    masked = masked_rows(resource.items, [["" if cell is None else cell for cell in row[:width]] for row in rows])
    stood = tuple(Stood(tuple(shown), *row[width:]) for shown, row in zip(masked, rows, strict=True))
    here = next((place for place, one in enumerate(stood) if _stands(one, moment)), None)
    if here is None:
        return Traced((), stood)
    cells = []
    for column, item in enumerate(resource.items):
        first = here
        while first + 1 < len(rows) and rows[first + 1][column] == rows[here][column] and _follows(stood, first):
            first += 1
        origin = stood[first]
        cells.append(Cell(item.name, stood[here].values[column], origin.batch_id, origin.row, origin.since))
    return Traced(tuple(cells), stood)


def _stands(one: Stood, moment: datetime | None) -> bool:
    if moment is None:
        return one.until is None
    return one.since <= moment and (one.until is None or one.until > moment)


def _follows(stood: Sequence[Stood], place: int) -> bool:
    """Whether the row before this one, in time, was renewed by it and not by something that was withdrawn."""
    before = stood[place + 1]
    return before.renewed and before.until == stood[place].since


# ---- how long it is kept ----


def forget_past() -> int:
    """Delete former values older than the setting says; how many rows of tables with a key. Safe to repeat."""
    before = clock.real_now() - timedelta(days=settings.POOL_PAST_DAYS)
    forgotten = 0
    for table in PoolTable.objects.filter(kept_since__lt=before):
        with transaction.atomic(), connection.cursor() as wrapped:
            rows = _forget(wrapped.cursor, table, before)
            PoolTable.objects.filter(id=table.id).update(kept_since=before)
            if rows:
                facts = {"rows": rows, "table": str(table)}
                by = system_of(table.region_code)
                record(by, PoolTag.FORGOTTEN, object_type="pools.table", object_id=table.id, facts=facts)
        forgotten += rows
    return forgotten


def _forget(cur: Any, table: PoolTable, before: datetime) -> int:  # a cursor of psycopg
    target = TableName(table.schema, table.name)
    gone.prepare(cur, target)
    rows = restore.forget(cur, target, before=before)
    if table.key:
        return rows
    old = table.loads.filter(loaded_at__lt=before).exclude(batch_id=table.last_batch_id or 0)
    for batch_id in old.values_list("batch_id", flat=True):
        cur.execute(sql.SQL("drop table if exists {}").format(gone.snapshot_of(target, batch_id).sql))
    return rows
