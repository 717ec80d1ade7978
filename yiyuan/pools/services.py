"""Writes of the pools: prepare table and view for a version, take a batch in."""

from typing import Any

from django.db import connection, transaction
from psycopg import Cursor, sql

from yiyuan.audit.api import record
from yiyuan.catalog import api as catalog
from yiyuan.catalog.types import ResourceInfo
from yiyuan.dataplane import compare as comparing
from yiyuan.dataplane import gone, merge
from yiyuan.dataplane.checks import Checks
from yiyuan.dataplane.compare import BATCH, Compared, Fate
from yiyuan.dataplane.masking import mask_sql
from yiyuan.dataplane.merge import LOADED, Merged
from yiyuan.dataplane.staging import DIGEST, TableName
from yiyuan.intake.api import mask_of
from yiyuan.intake.types import ChangedRows, StagedBatch, Way
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM
from yiyuan.kernel.events import publish
from yiyuan.pools import falling, rules, selectors
from yiyuan.pools.events import SnapshotReady
from yiyuan.pools.models import Load, PoolColumn, PoolTable, PublishedView
from yiyuan.pools.types import PoolTag

GATEWAY = "yiyuan_gateway"


def prepare_resource(resource_id: int) -> PoolTable | None:
    """`prepare_pool` for the published version. Raises NotFound for a resource that is not published."""
    return prepare_pool(catalog.published_resource(resource_id))


@transaction.atomic
def prepare_pool(resource: ResourceInfo) -> PoolTable | None:
    """Table and view of a version, made where they are missing; None where the data stays with the provider.

    A further version only adds columns and brings a view of its own. A version with another key starts a new table,
    empty; the views of earlier versions keep reading the old one. Safe to repeat.
    """
    if resource.held_by_provider:
        return None
    ready = PublishedView.objects.filter(version_id=resource.version_id).select_related("table").first()
    if ready is not None:
        return ready.table
    checks = rules.pool_checks(resource.items)
    with connection.cursor() as wrapped:
        cur = wrapped.cursor
        cur.execute("select pg_advisory_xact_lock(hashtext('yiyuan.pools'), %s)", [resource.id % 2**31])
        table = selectors.pool_of(resource.id)
        if table is None or sorted(table.key) != sorted(checks.key):
            table = _make_table(cur, resource, generation=table.generation + 1 if table else 1)
        else:
            _add_columns(cur, table, resource)
        _index_identities(cur, table, resource)
        _make_view(cur, table, resource)
    record(
        SYSTEM,
        PoolTag.PREPARED,
        object_type="pools.table",
        object_id=table.id,
        facts={"resource": resource.id, "version": resource.version_number, "table": str(table)},
    )
    return table


def _index_identities(cur: Cursor[Any], table: PoolTable, resource: ResourceInfo) -> None:
    """People are looked up by identity number, whatever the key; a key of one column has its index already."""
    for item in resource.items:
        if item.item_class in selectors.IDENTITIES and [key.column for key in resource.key_items] != [item.column]:
            cur.execute(
                sql.SQL("create index if not exists {} on {} ({})").format(
                    sql.Identifier(f"{table.name}_{item.column}"),
                    sql.Identifier(table.schema, table.name),
                    sql.Identifier(item.column),
                )
            )


def _make_table(cur: Cursor[Any], resource: ResourceInfo, *, generation: int) -> PoolTable:
    checks = rules.pool_checks(resource.items)
    schema = f"pool_{resource.provider_id}"
    name = f"r{resource.id}" + (f"_g{generation}" if generation > 1 else "")
    cur.execute(sql.SQL("create schema if not exists {}").format(sql.Identifier(schema)))
    merge.create_pool_table(cur, TableName(schema, name), checks)
    gone.prepare(cur, TableName(schema, name))
    table = PoolTable.objects.create(
        resource_id=resource.id,
        provider_id=resource.provider_id,
        region_code=resource.region_code,
        generation=generation,
        schema=schema,
        name=name,
        key=list(checks.key),
        created_by_version=resource.version_id,
        kept_since=clock.real_now(),
    )
    _note_columns(table, resource, known=set())
    return table


def _add_columns(cur: Cursor[Any], table: PoolTable, resource: ResourceInfo) -> None:
    known = set(table.columns.values_list("name", flat=True))
    for spec in rules.pool_specs(resource.items):
        if spec.column not in known:
            cur.execute(
                sql.SQL("alter table {} add column {} {}").format(
                    sql.Identifier(table.schema, table.name), sql.Identifier(spec.column), sql.SQL(spec.pg_type)
                )
            )
    _note_columns(table, resource, known=known)


def _note_columns(table: PoolTable, resource: ResourceInfo, *, known: set[str]) -> None:
    types = {spec.column: spec.pg_type for spec in rules.pool_specs(resource.items)}
    PoolColumn.objects.bulk_create(
        PoolColumn(
            table=table,
            item_id=item.id,
            name=item.column,
            pg_type=types[item.column],
            since_version=resource.version_number,
        )
        for item in resource.items
        if item.column not in known
    )


def _make_view(cur: Cursor[Any], table: PoolTable, resource: ResourceInfo) -> None:
    name = f"r{resource.id}_v{resource.version_number}"
    columns = [item.column for item in resource.items]
    shown = sql.SQL(", ").join(map(sql.Identifier, (*columns, BATCH, LOADED, DIGEST)))
    view = sql.Identifier(selectors.PUBLISHED, name)
    cur.execute(
        sql.SQL("create view {} as select {} from {}").format(view, shown, sql.Identifier(table.schema, table.name))
    )
    cur.execute("select 1 from pg_roles where rolname = %s", [GATEWAY])
    if cur.fetchone():
        cur.execute(sql.SQL("grant select on {} to {}").format(view, sql.Identifier(GATEWAY)))
    PublishedView.objects.create(
        table=table,
        resource_id=resource.id,
        version_id=resource.version_id,
        number=resource.version_number,
        name=name,
        columns=columns,
    )


@transaction.atomic
def take_in(staged: StagedBatch) -> list[Merged]:
    """Merge a staged batch into its pool; the answer to intake's question, in its transaction.

    Rows go into the table of the version they were checked for. Emits SnapshotReady. A batch taken in before changes
    nothing.
    """
    target, checks = _target(staged)
    table = PoolTable.objects.select_for_update().get(schema=target.schema, name=target.name)
    with connection.cursor() as wrapped:
        merged = merge.merge(
            wrapped.cursor,
            staged.staging,
            target,
            checks,
            batch_id=staged.batch_id,
            loaded_at=staged.loaded_at,
            replaces=staged.way is Way.REPLACE,
        )
    table.rows += merged.inserted - merged.removed
    table.last_batch_id, table.loaded_at, table.loaded_on = staged.batch_id, staged.loaded_at, clock.today()
    table.save(update_fields=["rows", "last_batch_id", "loaded_at", "loaded_on"])
    load = Load.objects.create(
        table=table,
        version_id=staged.version_id,
        batch_id=staged.batch_id,
        inserted_rows=merged.inserted,
        updated_rows=merged.updated,
        unchanged_rows=merged.unchanged,
        removed_rows=merged.removed,
        rows=table.rows,
        loaded_at=staged.loaded_at,
        loaded_on=table.loaded_on,
    )
    falling.note_fall(load)
    catalog.mark_fresh(staged.resource_id, fresh_on=clock.today())
    publish(SnapshotReady(staged.resource_id, staged.version_id, staged.batch_id, table.rows))
    return [merged]


def compare(staged: StagedBatch) -> list[Compared]:
    """What a staged batch would do to its pool; the answer to intake's question. Makes a missing table."""
    table, checks = _target(staged)
    with connection.cursor() as wrapped:
        wrapped.cursor.execute(sql.SQL("analyze {}").format(staged.staging.sql))
        return [comparing.compare(wrapped.cursor, staged.staging, table, checks)]


def changes(staged: StagedBatch) -> list[dict[Fate, ChangedRows]]:
    """Which rows a staged batch would add, change and take out; of a loaded one, which it took out. All masked."""
    resource = catalog.resource_version(staged.version_id)
    table, checks = _target(staged)
    masks = {item.column: mask_of(item) for item in resource.items}

    def shown(column: str, value: sql.Composable) -> sql.Composable:
        mask = masks[column]
        return mask_sql(mask, value) if mask else sql.SQL("({})::text").format(value)

    names = tuple(item.name for item in resource.items)
    left = (*names, "原来的批次")
    if load := Load.objects.filter(batch_id=staged.batch_id).first():
        with connection.cursor() as wrapped:  # what went before rows were kept is not there
            kept = load.removed_rows and gone.is_kept(wrapped.cursor, table)
        query = gone.rows(table, checks, batch_id=staged.batch_id, shown=shown)
        return [{Fate.GONE: ChangedRows(left, query, ends_with_batch=True)}] if kept else []
    changed = (*(item.name for item in resource.key_items), "变化")
    headers = {Fate.ADDED: names, Fate.CHANGED: changed, Fate.GONE: left}
    fates = [Fate.ADDED, *[Fate.CHANGED] * bool(checks.key), *[Fate.GONE] * (staged.way is Way.REPLACE)]
    return [
        {
            fate: ChangedRows(
                headers[fate],
                comparing.rows(fate, staged.staging, table, checks, shown=shown),
                ends_with_batch=fate is Fate.GONE,
            )
            for fate in fates
        }
    ]


def _target(staged: StagedBatch) -> tuple[TableName, Checks]:
    resource = catalog.resource_version(staged.version_id)
    table = prepare_pool(resource)
    assert table is not None, "data that stays with the provider is not handed in"
    return TableName(table.schema, table.name), rules.pool_checks(resource.items)
