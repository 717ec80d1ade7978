"""Reads of the pools, and the comparison of the registry with what stands in the database."""

from collections.abc import Mapping, Sequence

import psycopg
from django.db import connection, transaction
from django.db.models import OuterRef, QuerySet, Subquery
from psycopg import sql

from yiyuan.audit.api import subject_hash
from yiyuan.catalog.types import ItemClass, ItemInfo, ResourceInfo
from yiyuan.dataplane import gone
from yiyuan.dataplane.masking import mask_sql
from yiyuan.intake.api import mask_of
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.organisations.api import Seen
from yiyuan.pools import policies
from yiyuan.pools.models import PoolColumn, PoolTable, PublishedView, Withdrawal
from yiyuan.pools.types import PoolInfo, ViewInfo
from yiyuan.postgres.statements import statement

RELATIONS = statement(__file__, "relations")

PUBLISHED = "published"
SAMPLE_ROWS = 5
MOST_SUBJECTS = 200  # rows looked at for their subjects
IDENTITIES = {ItemClass.CITIZEN_ID, ItemClass.USCC}


WITHDRAWALS = Seen(
    parties=("provider",), overseers=policies.WATCHERS, related=("provider", "load__table"), what="pools.withdrawal"
)


def withdrawals(actor: Actor) -> QuerySet[Withdrawal]:
    return WITHDRAWALS.rows(Withdrawal.objects.order_by("-id"), to=actor)


def withdrawal_for(actor: Actor, withdrawal_id: int, *, lock: bool = False) -> Withdrawal:
    """Raises NotFound, also when hidden."""
    return WITHDRAWALS.one(Withdrawal.objects.all(), withdrawal_id, to=actor, lock=lock)


def current(tables: QuerySet[PoolTable]) -> QuerySet[PoolTable]:
    """Of each resource the latest generation."""
    latest = PoolTable.objects.filter(resource_id=OuterRef("resource_id")).order_by("-generation").values("id")[:1]
    return tables.filter(id=Subquery(latest))


def pools(actor: Actor) -> QuerySet[PoolTable]:
    """Pools the actor may see: its own, or of its region; the latest load first."""
    tables = policies.visible(current(PoolTable.objects.all()), to=actor)
    return tables.select_related("provider").order_by("-loaded_at", "-id")


def pool_for(actor: Actor, resource_id: int) -> PoolTable:
    """Raises NotFound, also when hidden from the actor."""
    found = pools(actor).filter(resource_id=resource_id).first()
    if found is None:
        raise NotFound("pools.table", id=resource_id)
    return found


def pool_of(resource_id: int) -> PoolTable | None:
    return current(PoolTable.objects.filter(resource_id=resource_id)).first()


def pool_info(resource_id: int) -> PoolInfo | None:
    """The standing copy of a resource; None where there is no pool."""
    table = pool_of(resource_id)
    if table is None:
        return None
    return PoolInfo(resource_id, table.rows, table.last_batch_id, table.loaded_at, table.loaded_on)


def view_of(resource_id: int, version_number: int) -> ViewInfo | None:
    """The view of a version; None where its data stays with the provider."""
    found = PublishedView.objects.filter(resource_id=resource_id, number=version_number).select_related("table").first()
    if found is None:
        return None
    return ViewInfo(PUBLISHED, found.name, resource_id, found.version_id, found.number, tuple(found.table.key))


def last_version_id(table: PoolTable) -> int:
    """Id of the latest version the table serves."""
    return table.views.order_by("-number").values_list("version_id", flat=True)[0]


def reads_rows(table: PoolTable, resource: ResourceInfo) -> bool:
    """Whether rows of this version stand in the table."""
    return table.rows > 0 and table.views.filter(version_id=resource.version_id).exists()


def sample(table: PoolTable, resource: ResourceInfo) -> list[list[str]]:
    """A few rows as text, masked by class, in the order of the items. Ask the policy first."""
    columns = [
        mask_sql(mask, sql.Identifier(item.column))
        if (mask := mask_of(item))
        else sql.SQL("{}::text").format(sql.Identifier(item.column))
        for item in resource.items
    ]
    query = sql.SQL("select {} from {} order by _loaded_at desc limit {}").format(
        sql.SQL(", ").join(columns), sql.Identifier(table.schema, table.name), sql.Literal(SAMPLE_ROWS)
    )
    with connection.cursor() as cur:
        cur.cursor.execute(query)
        return [[value or "" for value in row] for row in cur.cursor.fetchall()]


def subjects_of(resource: ResourceInfo, wanted: Mapping[str, str]) -> list[str]:
    """Keyed digests of the data subjects of the rows with these values by column; the numbers stay here.

    None found where a value does not fit its column, or the platform has no copy.
    """
    view = view_of(resource.id, resource.version_number)
    identities = [item.column for item in resource.items if item.item_class in IDENTITIES]
    if view is None or not identities or not wanted:
        return []
    types = dict(PoolColumn.objects.filter(table__views__name=view.view).values_list("name", "pg_type"))
    equal = [sql.SQL("{} = %s::{}").format(sql.Identifier(name), sql.SQL(types[name])) for name in wanted]
    query = sql.SQL("select {} from {} where {} limit {}").format(
        sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(name)) for name in identities),
        sql.Identifier(view.schema, view.view),
        sql.SQL(" and ").join(equal),
        sql.Literal(MOST_SUBJECTS),
    )
    try:
        with transaction.atomic(), connection.cursor() as cur:
            cur.cursor.execute(query, list(wanted.values()))
            found = cur.cursor.fetchall()
    except psycopg.DataError:
        return []
    return sorted({subject_hash(value) for row in found for value in row if value})


def check() -> list[str]:
    """What differs between the registry and the database, one sentence each; for `yiyuan doctor`. Counts every row."""
    problems = []
    with connection.cursor() as cur:
        cur.execute(RELATIONS)
        real = {name: owner for name, _kind, owner in cur.fetchall()}
        cur.execute("select current_user")
        row = cur.fetchone()
        role = row[0] if row else ""
        registered: set[str] = set()
        for table in PoolTable.objects.prefetch_related("columns"):
            registered |= {str(table), f"{table}{gone.SUFFIX}"}
            registered |= {f"{table}_b{batch}" for batch in table.loads.values_list("batch_id", flat=True)}
            if str(table) not in real:
                problems.append(f"登记的数据池表 {table} 不存在。")
                continue
            if real[str(table)] != role:
                problems.append(f"数据池表 {table} 的所有者是 {real[str(table)]}，后台任务（{role}）无法入池。")
            problems += _columns_differ(table)
            cur.cursor.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(table.schema, table.name)))
            counted = cur.cursor.fetchone()
            if counted and counted[0] != table.rows:
                problems.append(f"数据池表 {table} 登记 {table.rows} 行，实有 {counted[0]} 行。")
        for view in PublishedView.objects.all():
            registered.add(f"{PUBLISHED}.{view.name}")
            if f"{PUBLISHED}.{view.name}" not in real:
                problems.append(f"登记的视图 {PUBLISHED}.{view.name} 不存在。")
    problems += [f"{name} 没有登记。" for name in sorted(set(real) - registered)]
    return problems


def _columns_differ(table: PoolTable) -> list[str]:
    with connection.cursor() as cur:
        cur.execute(
            "select a.attname, format_type(a.atttypid, a.atttypmod) from pg_attribute a where a.attnum > 0"
            " and not a.attisdropped and a.attrelid = format('%%I.%%I', %s::text, %s::text)::regclass",
            [table.schema, table.name],
        )
        real = {name: kind for name, kind in cur.fetchall() if not name.startswith("_")}
    wanted = {column.name: column.pg_type for column in table.columns.all()}
    names = {"timestamp": "timestamp without time zone"}
    wrong = [c for c, kind in wanted.items() if real.get(c) != names.get(kind, kind)]
    spare = sorted(set(real) - set(wanted))
    return ([f"数据池表 {table} 的列 {'、'.join(wrong)} 与登记不符。"] if wrong else []) + (
        [f"数据池表 {table} 多出列 {'、'.join(spare)}。"] if spare else []
    )


def rows_where(
    resource: ResourceInfo, *, item: ItemInfo, values: Sequence[str], items: Sequence[ItemInfo], most: int
) -> list[dict[str, str]]:
    """Rows of a resource whose item has one of these values, as text by item, unmasked: for whom the caller answers.

    None where there is no pool of this version.
    """
    table = pool_of(resource.id)
    if table is None or not reads_rows(table, resource):
        return []
    columns = [sql.SQL("{}::text").format(sql.Identifier(one.column)) for one in items]
    query = sql.SQL("select {} from {} where {}::text = any({}) order by _loaded_at, 1 limit {}").format(
        sql.SQL(", ").join(columns),
        sql.Identifier(table.schema, table.name),
        sql.Identifier(item.column),
        sql.Literal(list(values)),
        sql.Literal(most),
    )
    with connection.cursor() as cur:
        cur.cursor.execute(query)
        rows = cur.cursor.fetchall()
    return [{one.name: value or "" for one, value in zip(items, row, strict=True)} for row in rows]
