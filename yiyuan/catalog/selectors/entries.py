"""Reads of the catalog; the one way an entry reaches a caller."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import reduce
from operator import and_
from typing import Any, TypeVar

from django.db import connection
from django.db.models import BooleanField, Case, CharField, Count, ExpressionWrapper, Model, Q, QuerySet, Value, When

from yiyuan.catalog import policies, rules
from yiyuan.catalog.models import Item, Resource, Version
from yiyuan.catalog.types import (
    CYCLE_DAYS,
    ConditionInfo,
    ConditionKind,
    Cycle,
    DataType,
    Format,
    Freshness,
    ItemClass,
    ItemId,
    ItemInfo,
    ResourceId,
    ResourceInfo,
    Sharing,
    State,
    VersionId,
)
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.kernel.regions import trunk


def version_for(actor: Actor, version_id: int, *, lock: bool = False) -> Version:
    """A version the actor may read. Raises NotFound, also when hidden."""
    versions = policies.visible(Version.objects.select_related("resource__provider"), to=actor)
    if lock:
        versions = versions.select_for_update(of=("self",))
    found = versions.filter(id=version_id).first()
    if found is None:
        raise NotFound("catalog.version", id=version_id)
    return found


def resource_for(actor: Actor, resource_id: int) -> Resource:
    """A resource the actor may read. Raises NotFound, also when hidden."""
    resources = policies.visible_resources(Resource.objects.select_related("provider", "current"), to=actor)
    found = resources.filter(id=resource_id).first()
    if found is None:
        raise NotFound("catalog.resource", id=resource_id)
    return found


def resource_to_ask(resource_id: int, *, actor: Actor) -> Resource:
    """A published resource the actor may ask about. Raises NotFound."""
    found = resource_for(actor, resource_id)
    if found.current is None:
        raise NotFound("catalog.resource", id=resource_id)
    return found


def version_in_work(resource_id: int) -> Version | None:
    """The version that is being drafted or reviewed; at most one."""
    states = [State.DRAFT, State.SECRECY, State.REVIEW, State.READY]
    return Version.objects.filter(resource_id=resource_id, state__in=states).first()


def published(_actor: Actor) -> QuerySet[Resource]:
    """Published resources, newest first. Every department of the instance sees them all."""
    return (
        Resource.objects.filter(listed_on__isnull=False)
        .prefetch_related("current", "provider")  # fetched for one page, not joined for all that is found
        .defer("search", "name_search")
        .order_by("-listed_on", "-id")
    )


def _fresh(kind: Freshness, today: date) -> Q:
    """Whose last load stands so to their cycle; the same as `rules.freshness`, for a list."""
    behind = Q()
    for cycle, days in CYCLE_DAYS.items():
        behind |= Q(cycle=cycle, fresh_on__lt=today - timedelta(days=days))
    held = Q(held_by_provider=True)
    return {
        Freshness.BEHIND: Q(fresh_on__isnull=False) & behind,
        Freshness.KEPT: Q(fresh_on__isnull=False) & ~behind,
        Freshness.HELD: Q(fresh_on=None) & held,
        Freshness.NEVER: Q(fresh_on=None) & ~held,
    }[kind]


FACETS = ("provider_id", "sharing", "format", "cycle", "freshness")


def facet(name: str, value: str, *, today: date) -> Q:
    """The condition that a resource has this value of one of FACETS."""
    return _fresh(Freshness(value), today) if name == "freshness" else Q(**{name: value})


def facet_counts(
    resources: QuerySet[Resource], *, chosen: Mapping[str, str], today: date
) -> dict[str, dict[Any, tuple[int, int]]]:
    """For each of FACETS: value -> how many resources have it, and how many of those the other chosen facets leave.

    chosen: facet -> value. One query that reads the resources once.
    """
    kinds = [When(_fresh(kind, today), then=Value(kind.value)) for kind in Freshness]
    rows = resources.order_by().annotate(freshness=Case(*kinds, output_field=CharField()))
    for name in FACETS:
        others = [facet(other, value, today=today) for other, value in chosen.items() if other != name]
        left = ExpressionWrapper(reduce(and_, others, Q(pk__isnull=False)), output_field=BooleanField())
        rows = rows.annotate(**{f"left_{name}": left})
    statement, values = rows.values(*FACETS, *(f"left_{name}" for name in FACETS)).query.sql_with_params()
    names = ", ".join(FACETS)
    counted = ", ".join(f"count(*) FILTER (WHERE left_{name})" for name in FACETS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT GROUPING({names}), {names}, count(*), {counted} FROM ({statement}) found"  # noqa: S608 - our names
            f" GROUP BY GROUPING SETS ({', '.join(f'({name})' for name in FACETS)})",
            values,
        )
        found: dict[str, dict[Any, tuple[int, int]]] = {name: {} for name in FACETS}
        for grouping, *cells in cursor.fetchall():
            # the mask has a bit for each column that is not grouped by, the first column's highest
            place = next(n for n in range(len(FACETS)) if not grouping >> (len(FACETS) - 1 - n) & 1)
            found[FACETS[place]][cells[place]] = (cells[len(FACETS)], cells[len(FACETS) + 1 + place])
    return found


def counts_by_state(versions: QuerySet[Version]) -> dict[str, int]:
    """How many versions are in each state; one query."""
    rows = versions.order_by().values("state").annotate(found=Count("id"))
    return dict(rows.values_list("state", "found"))


def own_versions(actor: Actor) -> QuerySet[Version]:
    """The latest version of each entry of the actor's organisation, in work or published."""
    latest = Version.objects.order_by("resource_id", "-number").distinct("resource_id").values("id")
    own = Version.objects.filter(id__in=latest, resource__provider_id__in=actor.organisation_ids)
    return policies.visible(own, to=actor).select_related("resource__provider").order_by("-saved_at", "-id")


def versions_of(actor: Actor, resource_id: int) -> QuerySet[Version]:
    """The versions of a resource the actor may read, newest first."""
    versions = policies.visible(Version.objects.filter(resource_id=resource_id), to=actor)
    return versions.select_related("resource__provider").order_by("-number")


def version_before(actor: Actor, version: Version) -> Version | None:
    """The version that was published before this one, or None for the first."""
    earlier = versions_of(actor, version.resource_id).filter(number__lt=version.number, published_on__isnull=False)
    return earlier.first()


def twins_of(version: Version) -> list[Version]:
    """Other entries of the same provider whose name differs in nothing that counts; their latest versions."""
    plain = rules.plain_name(version.name)
    latest = Version.objects.order_by("resource_id", "-number").distinct("resource_id")
    others = latest.filter(resource__provider_id=version.resource.provider_id).exclude(resource_id=version.resource_id)
    return [other for other in others.exclude(state=State.WITHDRAWN) if rules.plain_name(other.name) == plain]


def item_info(item: Item) -> ItemInfo:
    return ItemInfo(
        id=ItemId(item.column_id or item.id),
        position=item.position,
        name=item.name,
        data_type=DataType(item.data_type),
        length=item.length,
        scale=item.scale,
        column=item.column,
        key=item.key,
        required=item.required,
        codes=tuple(item.codes),
        pattern=item.pattern,
        minimum=item.minimum,
        maximum=item.maximum,
        item_class=ItemClass(item.item_class),
        personal=item.personal,
        sharing=Sharing(item.sharing) if item.sharing else None,
    )


def conditions_of(version: Version) -> tuple[ConditionInfo, ...]:
    """What a machine can test of an applicant, each with its own basis; in their order."""
    found = version.conditions.all()
    return tuple(ConditionInfo(ConditionKind(one.kind), tuple(one.values), one.basis) for one in found)


def resource_info(version: Version) -> ResourceInfo:
    """A published version as other rooms see it."""
    assert version.published_on is not None
    assert version.resource.code is not None
    return ResourceInfo(
        id=ResourceId(version.resource_id),
        code=version.resource.code,
        name=version.name,
        summary=version.summary,
        provider_id=version.resource.provider_id,
        region_code=version.resource.region_code,
        version_id=VersionId(version.id),
        version_number=version.number,
        sharing=Sharing(version.sharing),
        condition=version.condition,
        methods=tuple(version.methods),
        basis=version.basis,
        cycle=Cycle(version.cycle) if version.cycle else Cycle.IRREGULAR,
        published_on=version.published_on,
        held_by_provider=version.held_by_provider,
        items=tuple(item_info(item) for item in version.items.all()),
        materials=tuple(version.materials),
        purposes=tuple(version.purposes),
        purpose=version.purpose,
        conditions=conditions_of(version),
        format=Format(version.format) if version.format else None,
        electronic=version.electronic,
    )


def entry_choices(provider_id: int | None) -> list[tuple[str, str]]:
    """Published entries of a department, by name."""
    found = Resource.objects.filter(provider_id=provider_id, current__state=State.PUBLISHED).select_related("current")
    return [(str(one.id), one.current.name) for one in found.order_by("current__name") if one.current]


Some = TypeVar("Some", bound=Model)


def one_of(rows: QuerySet[Some], found_id: int, *, what: str, lock: bool = False) -> Some:
    rows = rows.select_for_update(of=("self",)) if lock else rows
    found = rows.filter(pk=found_id).first()
    if found is None:
        raise NotFound(what, id=found_id)
    return found


def published_in(region_code: str) -> QuerySet[Version]:
    """Published versions of the departments of a region."""
    found = Version.objects.filter(state=State.PUBLISHED, resource__region_code__startswith=trunk(region_code))
    return found.select_related("resource__provider")
