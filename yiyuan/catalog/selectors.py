"""Reads of the catalog; the one way an entry reaches a caller."""

from django.db.models import QuerySet

from yiyuan.catalog import policies
from yiyuan.catalog.models import Item, Resource, Version
from yiyuan.catalog.types import (
    Cycle,
    DataType,
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


def version_in_work(resource_id: int) -> Version | None:
    """The version that is being drafted or reviewed; at most one."""
    states = [State.DRAFT, State.SECRECY, State.REVIEW, State.READY]
    return Version.objects.filter(resource_id=resource_id, state__in=states).first()


def published(actor: Actor) -> QuerySet[Resource]:
    """Published resources, newest first. Every department of the instance sees them all."""
    return (
        Resource.objects.filter(current__state=State.PUBLISHED)
        .select_related("current", "provider")
        .order_by("-current__published_on", "-id")
    )


def own_versions(actor: Actor) -> QuerySet[Version]:
    """The latest version of each entry of the actor's organisation, in work or published."""
    latest = Version.objects.order_by("resource_id", "-number").distinct("resource_id").values("id")
    own = Version.objects.filter(id__in=latest, resource__provider_id=actor.organisation_id)
    return policies.visible(own, to=actor).select_related("resource__provider").order_by("-saved_at", "-id")


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
    )


def resource_info(version: Version) -> ResourceInfo:
    """A published version as other rooms see it."""
    assert version.published_on is not None and version.resource.code is not None
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
    )
