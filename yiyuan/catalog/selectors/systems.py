"""Reads of information systems, what was declared for them, and leads of libraries."""

from collections.abc import Collection
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from yiyuan.catalog import policies, rules
from yiyuan.catalog.models import DeclaredEntry, InformationSystem, Library, Version
from yiyuan.catalog.types import Sharing, State, SystemEntries
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.regions import lineage
from yiyuan.organisations.api import Seen
from yiyuan.workflow.api import steps

SYSTEMS = Seen(
    parties=("organisation",),
    workers=policies.CONCERNED,
    overseers=policies.WATCHERS,
    related=("organisation",),
    what="catalog.system",
)


def systems(actor: Actor) -> QuerySet[InformationSystem]:
    """Systems of the actor's organisation, and of the region for bureau, centre and inspectors."""
    return SYSTEMS.rows(described_systems(), to=actor)


def described_systems() -> QuerySet[InformationSystem]:
    """Systems with `in_catalog`, `committed` and `kept`: what is in the catalog of what they were to bring."""
    described = Version.objects.filter(system=OuterRef("pk"), state=State.PUBLISHED)
    linked = DeclaredEntry.objects.filter(system=OuterRef("pk"), resource__current__state=State.PUBLISHED)
    shared = Q(declared__resource__listed_on__isnull=False) & ~Q(declared__resource__sharing=Sharing.NOT_SHARED)
    return InformationSystem.objects.order_by("organisation_id", "name").annotate(
        in_catalog=Exists(described) | Exists(linked),
        committed=Count("declared"),  # what the project said it would share
        kept=Count("declared", filter=shared),
    )


def systems_of(organisation_id: int) -> QuerySet[InformationSystem]:
    """The registered systems of an organisation, by name."""
    return InformationSystem.objects.filter(organisation_id=organisation_id).order_by("name")


def entries_of_systems(system_ids: Collection[int], *, on: date) -> SystemEntries:
    """What was declared for these systems and what of theirs was in the catalog at the end of a day."""
    declared = DeclaredEntry.objects.filter(system__in=system_ids, declared_on__lte=on)
    linked = set(declared.filter(linked_on__lte=on).values_list("resource_id", flat=True))
    described = Version.objects.filter(system__in=system_ids, published_on__lte=on)
    wanted = linked | set(described.values_list("resource_id", flat=True))
    out = Version.objects.filter(resource__in=wanted, published_on__lte=on)
    gone = {
        version.resource_id
        for version in out.filter(state=State.WITHDRAWN)
        if any(step.move == "withdraw" and step.legal_on <= on for step in steps("catalog.version", version.id))
    }
    found = frozenset(out.values_list("resource_id", flat=True)) - gone
    kept = declared.filter(linked_on__lte=on, resource__in=found).count()
    return SystemEntries(promised=declared.count(), kept=kept, resource_ids=found)


def system_for(actor: Actor, system_id: int) -> InformationSystem:
    """Raises NotFound, also when hidden."""
    return SYSTEMS.one(described_systems(), system_id, to=actor)


def lead_of(*, region_code: str, category: str, class_code: str) -> Library | None:
    """The library of the nearest region that has a lead for this class."""
    codes = lineage(region_code)
    found = Library.objects.filter(region_code__in=codes, category=category, class_code=class_code)
    return min(found.select_related("lead"), key=lambda one: codes.index(one.region_code), default=None)


def names_above(region_code: str) -> dict[str, str]:
    """Plain name -> code of what is published in the regions above this one."""
    upper = lineage(region_code)[1:]
    rows = Version.objects.filter(state=State.PUBLISHED, resource__region_code__in=upper)
    return {rules.plain_name(name): code for name, code in rows.values_list("name", "resource__code") if code}
