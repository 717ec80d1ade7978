"""Who sees an entry. Published: every department of the instance. Drafts: the provider and its bureau."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from yiyuan.catalog.models import Resource, Version
from yiyuan.catalog.types import State
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.regions import trunk

OUT = [State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN]
DRAFTERS = (Function.DATA_OFFICER,)
PROVIDERS = (Function.DATA_OFFICER, Function.REVIEWER, Function.SECRECY, Function.HEAD)


def visible(versions: QuerySet[Version], *, to: Actor) -> QuerySet[Version]:
    """Versions the actor may read."""
    seen = Q(state__in=OUT)
    if to.has(*PROVIDERS):
        seen |= Q(resource__provider_id__in=to.organisation_ids)
    if to.has(Function.BUREAU, Function.AUDITOR):
        seen |= Q(resource__region_code__startswith=trunk(to.region_code)) & ~Q(state=State.DRAFT)
    return versions.filter(seen)


def visible_resources(resources: QuerySet[Resource], *, to: Actor) -> QuerySet[Resource]:
    """Resources with at least one version the actor may read."""
    return resources.filter(Exists(visible(Version.objects.filter(resource=OuterRef("pk")), to=to)))


def may_edit(version: Version, *, actor: Actor) -> bool:
    """A draft is edited by a data officer of its provider."""
    mine = version.resource.provider_id == actor.organisation_id
    return version.state == State.DRAFT and mine and actor.has(*DRAFTERS)


def is_inside(version: Version, *, actor: Actor) -> bool:
    """Whether the actor may know how an entry came about: its provider, the bureau over it, inspectors."""
    region = version.resource.region_code
    mine = version.resource.provider_id == actor.organisation_id
    return mine or actor.governs(region) or actor.inspects(region)


def may_describe(actor: Actor) -> bool:
    """Whether the actor writes catalog entries for its organisation."""
    return actor.has(*DRAFTERS)
