"""Preparing a release in the background: read, treat, scan, measure, freeze. Until its last transaction nothing shows.

One that is killed begins again; one that is cancelled stops at the next piece of rows.
"""

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

import polars as pl
from django.conf import settings
from django.db import connection, transaction
from procrastinate.contrib.django import app
from psycopg import sql

from yiyuan.catalog.api import resource_version
from yiyuan.catalog.types import ItemInfo, ResourceInfo
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM
from yiyuan.kernel.errors import RuleBroken
from yiyuan.opening import rules, scanning, selectors, store, treating
from yiyuan.opening.models import OpenRelease
from yiyuan.opening.types import How, Measured, ReleaseState
from yiyuan.opening.workflow import RELEASE
from yiyuan.pools.api import pool_info, view_of
from yiyuan.pools.types import ViewInfo
from yiyuan.regulations.api import explain

JOB: Final = "yiyuan.opening.jobs.build_release"
PIECE_ROWS: Final = 50_000


class _Cancelled(Exception):
    """Somebody cancelled while rows were being treated."""


def begin(release: OpenRelease) -> None:
    """Defer the work, in the caller's transaction."""
    app.configure_task(JOB, queue="data", lock=f"opening.{release.id}").defer(release_id=release.id)


def build_release(release_id: int) -> None:
    """Carry out what was asked; safe to repeat."""
    release = OpenRelease.objects.select_related("dataset").filter(id=release_id).first()
    if release is None or release.state != ReleaseState.BUILDING:
        return
    try:
        made = _build(release)
    except _Cancelled:
        with transaction.atomic():
            store.drop_table(release.id)
        return
    except RuleBroken as broken:
        fail(release_id, explain(broken, region=release.region_code, on=clock.today()).sentence)
        return
    with transaction.atomic():
        found = OpenRelease.objects.select_for_update(of=("self",)).select_related("dataset").get(id=release_id)
        if found.state != ReleaseState.BUILDING:  # cancelled in the last moment
            store.drop_table(release_id)
            return
        RELEASE.move(found, "finish", actor=SYSTEM, also_set=made)


def fail(release_id: int, why: str) -> int:
    """End it with these words unless it has ended; the provider it is of."""
    with transaction.atomic():
        found = OpenRelease.objects.select_for_update(of=("self",)).select_related("dataset").get(id=release_id)
        store.drop_table(release_id)
        if found.state == ReleaseState.BUILDING:
            RELEASE.move(found, "fail", actor=SYSTEM, note=why, also_set={"failure": why[:300]})
        return found.dataset.provider_id


def opened_items(release: OpenRelease, resource: ResourceInfo) -> list[tuple[ItemInfo, How, int | None]]:
    """The columns of a release in their order, with how each is treated; dropped ones are not among them."""
    found = []
    for item in resource.items:
        if item.id not in release.item_ids:
            continue
        how, number = release.treatments.get(str(item.id), [How.KEEP.value, None])
        if how != How.DROP:
            found.append((item, How(how), number))
    return found


def _build(release: OpenRelease) -> dict[str, Any]:  # fields of the release
    resource = resource_version(release.version_id)
    view = view_of(resource.id, resource.version_number)
    pool = pool_info(resource.id)
    if view is None or pool is None:
        raise RuleBroken("opening.pool", problem="数据还没有归集到平台。")
    columns = opened_items(release, resource)
    if not columns:
        raise RuleBroken("opening.pool", problem="没有要开放的信息项。")
    findings: list[dict[str, Any]] = []
    done = 0
    with transaction.atomic():
        store.make_table(release.id, len(columns))
    for frame in _pieces(release, resource, columns, view):
        findings += scanning.scan(frame.rename(dict(zip(frame.columns, [c[0].name for c in columns], strict=True))))
        _write(release.id, frame)
        done += len(frame)
        alive = OpenRelease.objects.filter(id=release.id, state=ReleaseState.BUILDING)
        if not alive.update(done_rows=done, all_rows=pool.rows):
            raise _Cancelled
    measured = _measure(release, [item.id for item, _how, _number in columns])
    rows, digest, size = _freeze(release.id, [item.name for item, _how, _number in columns])
    return {
        "rows": rows,
        "sha256": digest,
        "bytes": size,
        "findings": scanning.merge(findings),
        "measured": asdict(measured),
        "failure": "",
        "built_at": clock.real_now(),
        "dictionary": [
            {
                "column": f"v{place}",
                "name": item.name,
                "type": item.data_type.value,
                "codes": list(item.codes),
                "treated": treating.words(how, number),
            }
            for place, (item, how, number) in enumerate(columns, 1)
        ],
        "lineage": {
            "resource": resource.id,
            "code": resource.code,
            "version": resource.version_number,
            "batch": pool.last_batch_id,
            "loaded_on": pool.loaded_on.isoformat() if pool.loaded_on else "",
            "pool_rows": pool.rows,
        },
    }


def _pieces(
    release: OpenRelease,
    resource: ResourceInfo,
    columns: list[tuple[ItemInfo, How, int | None]],
    view: ViewInfo,
) -> Iterator[pl.DataFrame]:
    """The treated rows, a piece at a time, in an order that stays."""
    secret = f"{settings.INSTALLATION_SECRET}/opening/{release.dataset_id}"
    wanted = [sql.SQL("{}::text").format(sql.Identifier(item.column)) for item, _how, _number in columns]
    where: sql.Composable = sql.SQL("true")
    values: list[str] = []
    if release.row_item_id is not None:
        picked = next(item for item in resource.items if item.id == release.row_item_id)
        where = sql.SQL("{}::text = %s").format(sql.Identifier(picked.column))
        values = [release.row_value]
    if release.sample_percent < 100:  # noqa: PLR2004 - per cent
        where = where + sql.SQL(" and mod(abs(hashtext(_digest::text)::bigint), 100) < {}").format(
            sql.Literal(release.sample_percent)
        )
    order = [sql.Identifier(key) for key in view.key] or [sql.Identifier("_digest")]
    query = sql.SQL("select {} from {} where {} order by {}").format(
        sql.SQL(", ").join(wanted), sql.Identifier(view.schema, view.view), where, sql.SQL(", ").join(order)
    )
    names = [f"v{place}" for place in range(1, len(columns) + 1)]
    treat = [
        treating.treated(name, how, number, secret=secret).alias(name)
        for name, (_item, how, number) in zip(names, columns, strict=True)
    ]
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.cursor.execute(query, values)
        while piece := cursor.cursor.fetchmany(PIECE_ROWS):
            yield pl.DataFrame(piece, schema=dict.fromkeys(names, pl.String), orient="row").select(treat)


def _write(release_id: int, frame: pl.DataFrame) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, frame.columns))
    into = sql.SQL("copy {} ({}) from stdin (format csv)").format(store.table_of(release_id), names)
    with connection.cursor() as cur, cur.cursor.copy(into) as copy:
        copy.write(frame.write_csv(include_header=False, quote_style="non_numeric").encode())


def _measure(release: OpenRelease, item_ids: list[int]) -> Measured:
    """k, unique rows and l over the chosen quasi-identifiers as they will be opened; small groups go where asked."""
    quasi = [sql.Identifier(f"v{item_ids.index(one) + 1}") for one in release.quasi_ids if one in item_ids]
    if not quasi:
        return Measured(None, 0, 0, None)
    table, by = store.table_of(release.id), sql.SQL(", ").join(quasi)
    suppressed = 0
    if release.suppress:
        k, _l, _unique = rules.thresholds(selectors.parts_in_force(release.region_code))
        gone = sql.SQL(
            "with small as (delete from {t} where ctid in (select ctid from"
            " (select ctid, count(*) over (partition by {by}) as n from {t}) as held where n < {k}) returning 1)"
            " select count(*) from small"
        ).format(t=table, by=by, k=sql.Literal(k))
        suppressed = int(store.execute(gone)[0][0])
    held: sql.Composable = sql.SQL("null::bigint")
    if release.sensitive_id in item_ids:
        held = sql.SQL("count(distinct coalesce({}, ''))").format(
            sql.Identifier(f"v{item_ids.index(release.sensitive_id) + 1}")
        )
    smallest, groups, unique, kinds = store.execute(
        sql.SQL(
            "select min(n), count(*), count(*) filter (where n = 1), min(kinds)"
            " from (select count(*) as n, {held} as kinds from {t} group by {by}) as grouped"
        ).format(t=table, by=by, held=held)
    )[0]
    return Measured(int(smallest or 0), int(groups), int(unique), None if kinds is None else int(kinds), suppressed)


def _freeze(release_id: int, names: list[str]) -> tuple[int, str, int]:
    """Rows, digest and size of the CSV file anybody will download."""
    digest, size = hashlib.sha256(), 0
    for part in csv_of(release_id, names):
        digest.update(part)
        size += len(part)
    rows = int(store.execute(sql.SQL("select count(*) from {}").format(store.table_of(release_id)))[0][0])
    return rows, digest.hexdigest(), size


def csv_of(release_id: int, names: list[str]) -> Iterator[bytes]:
    """The CSV file of a release: a heading, then all rows in their order; UTF-8 without a mark."""
    head = io.StringIO()
    csv.writer(head, lineterminator="\n").writerow(names)
    yield head.getvalue().encode()
    columns = sql.SQL(", ").join(sql.Identifier(f"v{place}") for place in range(1, len(names) + 1))
    out = sql.SQL("copy (select {} from {} order by _n) to stdout (format csv)").format(
        columns, store.table_of(release_id)
    )
    with connection.cursor() as cur, cur.cursor.copy(out) as copy:
        for part in copy:
            yield bytes(part)
