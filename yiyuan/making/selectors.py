"""Reads of making; the one way a run, a paper, an event or a count reaches a caller."""

from collections.abc import Collection, Iterator
from typing import Final

from django.db import connection
from django.db.models import QuerySet
from psycopg import sql

from yiyuan.catalog.api import licence_entries, published_in, published_resource
from yiyuan.catalog.types import LicenceEntry, ResourceInfo
from yiyuan.kernel.actor import OVERSEERS, Actor, Function
from yiyuan.kernel.errors import NotFound, RuleBroken
from yiyuan.making.models import Count, Mapping, Paper, Run, Step
from yiyuan.making.types import StepState
from yiyuan.making.workflow import CHECKERS, MAKERS
from yiyuan.organisations.api import Seen
from yiyuan.pools import api as pools

OF_ISSUER: Final = {"issuer": CHECKERS, "made_by": MAKERS}
WATCHERS: Final = OVERSEERS | {Function.OPERATOR}
RUNS = Seen(parties=OF_ISSUER, overseers=WATCHERS, related=("issuer", "made_by"), what="making.run")
PAPERS = Seen(parties=OF_ISSUER, overseers=WATCHERS, related=("issuer", "made_by"), what="making.paper")
STEPS = Seen(parties={"issuer": CHECKERS}, overseers=WATCHERS, related=("issuer",), what="making.step")
COUNTS = Seen(parties={"issuer": CHECKERS}, overseers=WATCHERS, related=("issuer",), what="making.count")


def runs(actor: Actor) -> QuerySet[Run]:
    return RUNS.rows(Run.objects.order_by("-id"), to=actor)


def run_for(actor: Actor, run_id: int, *, lock: bool = False) -> Run:
    """Raises NotFound, also when hidden."""
    return RUNS.one(Run.objects.all(), run_id, to=actor, lock=lock)


def papers(actor: Actor) -> QuerySet[Paper]:
    return PAPERS.rows(Paper.objects.order_by("-id"), to=actor)


def paper_for(actor: Actor, paper_id: int, *, lock: bool = False) -> Paper:
    """Raises NotFound, also when hidden."""
    return PAPERS.one(Paper.objects.all(), paper_id, to=actor, lock=lock)


def steps(actor: Actor) -> QuerySet[Step]:
    return STEPS.rows(Step.objects.order_by("-id"), to=actor)


def step_for(actor: Actor, step_id: int, *, lock: bool = False) -> Step:
    """Raises NotFound, also when hidden."""
    return STEPS.one(Step.objects.all(), step_id, to=actor, lock=lock)


def timeliness(one: Count) -> tuple[str, str]:
    """The share of the events of a type with which the library kept step, and what it is a share of."""
    rows = Step.objects.filter(entry=one.entry_id)
    total, kept = rows.count(), rows.filter(state=StepState.IN_STEP).count()
    return (f"{kept * 100 / total:.1f}%" if total else "—"), f"业务系统的事件 {total} 件，同步 {kept} 件"


def open_steps(issuer_ids: Collection[int]) -> dict[int, int]:
    """Issuer -> events the library has not kept step with."""
    found: dict[int, int] = {}
    for issuer in Step.objects.filter(issuer__in=issuer_ids, state=StepState.OPEN).values_list("issuer", flat=True):
        found[issuer] = found.get(issuer, 0) + 1
    return found


def counts(actor: Actor) -> QuerySet[Count]:
    return COUNTS.rows(Count.objects.order_by("-id"), to=actor)


def count_for(actor: Actor, count_id: int) -> Count:
    """Raises NotFound, also when hidden."""
    return COUNTS.one(Count.objects.all(), count_id, to=actor)


def uncounted(actor: Actor) -> list[LicenceEntry]:
    """Licence types of those the actor sees that were never held against the issuer's own list."""
    done = set(counts(actor).values_list("entry", flat=True))
    every = actor.has(*WATCHERS)
    entries = licence_entries(region_code=actor.region_code) if every else licence_entries()
    seen = [one for one in entries if every or one.provider_id in actor.organisation_ids]
    return [one for one in seen if one.resource_id not in done]


def sources(entry: LicenceEntry) -> list[tuple[int, str]]:
    """Published data of the issuer that stand in a pool: id and name."""
    found = []
    own = [one for one in published_in(entry.region_code) if one.provider_id == entry.provider_id]
    for line in own:
        info = pools.pool_info(line.id)
        if info is not None and line.id != entry.resource_id:
            found.append((line.id, line.name))
    return found


def source_of(entry: LicenceEntry, resource_id: int) -> ResourceInfo:
    """Raises RuleBroken("making.source") for data that are not the issuer's or stand in no pool."""
    try:
        found = published_resource(resource_id)
    except NotFound:
        raise RuleBroken("making.source", problem="没有发布") from None
    if found.provider_id != entry.provider_id:
        raise RuleBroken("making.source", problem="不是颁证单位提供的")
    if pools.view_of(found.id, found.version_number) is None:
        raise RuleBroken("making.source", problem="没有数据池")
    return found


def mapping_of(entry_id: int, source_id: int) -> Mapping | None:
    return Mapping.objects.filter(entry_id=entry_id, source_id=source_id).first()


def _relation(source: ResourceInfo) -> tuple[sql.Composable, sql.Composable]:
    """The view of the data and the expression that orders its rows, the same for the same row."""
    view = pools.view_of(source.id, source.version_number)
    if view is None:
        raise RuleBroken("making.source", problem="没有数据池")
    columns = view.key or tuple(item.column for item in source.items)
    parts = sql.SQL(", ").join(sql.SQL("coalesce({}::text, '')").format(sql.Identifier(name)) for name in columns)
    key = sql.SQL("concat_ws(' ', {}) collate \"C\"").format(parts)
    return sql.Identifier(view.schema, view.view), key


def count_rows(source: ResourceInfo) -> int:
    relation, _key = _relation(source)
    with connection.cursor() as cur:
        cur.cursor.execute(sql.SQL("select count(*) from {}").format(relation))
        return int(cur.cursor.fetchone()[0])


def rows_after(source: ResourceInfo, *, after: str | None, most: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Rows behind a key, in its order: key, values by item. after: None from the first."""
    relation, key = _relation(source)
    shown = [sql.SQL("{}::text").format(sql.Identifier(item.column)) for item in source.items]
    query = sql.SQL(
        "select {key}, {shown} from {relation} where {after}::text is null or {key} > {after} order by 1 limit {most}"
    ).format(
        key=key,
        shown=sql.SQL(", ").join(shown),
        relation=relation,
        after=sql.Literal(after),
        most=sql.Literal(most),
    )
    with connection.cursor() as cur:
        cur.cursor.execute(query)
        rows = cur.cursor.fetchall()
    for number, *values in rows:
        yield number, {item.name: value or "" for item, value in zip(source.items, values, strict=True)}
