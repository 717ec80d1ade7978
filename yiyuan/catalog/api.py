"""The door of the catalog."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Min, Q, QuerySet

from yiyuan.catalog import rules, selectors, services
from yiyuan.catalog.models import DeclaredEntry, InformationSystem, Resource, Synonym, Version
from yiyuan.catalog.rules import freshness, listed, plain_name, read_bound
from yiyuan.catalog.search import ALIASES_OF, index_resource
from yiyuan.catalog.services import CLAIMS_ON, CLEARED_FOR_OPENING, GUIDES_OF, LINES_OF, OWN_PANELS, PANELS, USES_OF
from yiyuan.catalog.thesaurus import meanings
from yiyuan.catalog.tokens import tokens
from yiyuan.catalog.types import (
    AUTHORISER_WORDS,
    ConditionInfo,
    ConditionKind,
    Cycle,
    DeclaredLine,
    EntryKind,
    Freshness,
    LeadInfo,
    LicenceEntry,
    OpenEntry,
    OverdueLoad,
    ProviderEntry,
    PublishedLine,
    ResourceInfo,
    Sharing,
    State,
    SystemEntries,
    SystemInfo,
)
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotFound
from yiyuan.kernel.identifiers import number_in
from yiyuan.kernel.regions import trunk
from yiyuan.organisations.api import organisation
from yiyuan.regulations.api import key, resolve
from yiyuan.workflow.types import DeskLine, Part

__all__ = [
    "ALIASES_OF",
    "CLAIMS_ON",
    "CLEARED_FOR_OPENING",
    "GUIDES_OF",
    "LINES_OF",
    "OWN_PANELS",
    "PANELS",
    "USES_OF",
    "OpenEntry",
    "conduct_on",
    "count_grants",
    "cycles_of",
    "declared_by",
    "described_by",
    "desk_lines",
    "draft_entry",
    "entries_of_provider",
    "entries_of_systems",
    "fresh_among",
    "freshness",
    "held_resources",
    "index_resource",
    "lead_of",
    "licence_entries",
    "licence_entry",
    "listed",
    "listed_among",
    "load_due",
    "loads_due",
    "mark_fresh",
    "meanings",
    "names_of",
    "open_entries",
    "overdue_loads",
    "plain_name",
    "published_in",
    "published_meant",
    "published_resource",
    "purposes_of",
    "read_bound",
    "registered_systems",
    "resource_by_code",
    "resource_version",
    "resources_of",
    "spoken",
    "systems_in",
    "systems_of",
    "tokens",
    "unmet_conditions",
]


def _published(versions: Iterable[Version]) -> list[ResourceInfo]:
    return [selectors.resource_info(version) for version in versions]


def published_resource(resource_id: int) -> ResourceInfo:
    """The current published version. Raises NotFound for one that was never published or is withdrawn."""
    found = (
        Version.objects.select_related("resource")
        .prefetch_related("items", "conditions")
        .filter(resource_id=resource_id, state=State.PUBLISHED)
        .first()
    )
    if found is None:
        raise NotFound("catalog.resource", id=resource_id)
    return selectors.resource_info(found)


def resource_version(version_id: int) -> ResourceInfo:
    """A version that is or was published. Raises NotFound."""
    found = (
        Version.objects.select_related("resource")
        .prefetch_related("items", "conditions")
        .filter(id=version_id, published_on__isnull=False)
        .first()
    )
    if found is None:
        raise NotFound("catalog.version", id=version_id)
    return selectors.resource_info(found)


def resources_of(provider_id: int) -> list[ResourceInfo]:
    """The published resources of a provider, by name."""
    found = Version.objects.filter(resource__provider_id=provider_id, state=State.PUBLISHED)
    return _published(found.select_related("resource").prefetch_related("items", "conditions").order_by("name"))


def held_resources() -> list[tuple[int, str, str]]:
    """(id, name, short name of the provider) of all published resources that stay with their provider, by name."""
    found = Version.objects.filter(state=State.PUBLISHED, held_by_provider=True).order_by("name", "id")
    return list(found.values_list("resource_id", "name", "resource__provider__short_name"))


def resource_by_code(code: str) -> ResourceInfo:
    """Raises NotFound."""
    found = Version.objects.filter(resource__code=code, state=State.PUBLISHED).values_list("resource_id", flat=True)
    if not found:
        raise NotFound("catalog.resource", code=code)
    return published_resource(found[0])


def names_of(resource_ids: Iterable[int]) -> dict[int, str]:
    """Names of resources by id, in their current or last version; one query."""
    rows = Version.objects.filter(resource_id__in=set(resource_ids)).order_by("number")
    return dict(rows.values_list("resource_id", "name"))


def cycles_of(resource_ids: Iterable[int]) -> dict[int, Cycle]:
    """Update cycles of resources by id, of their published or last version; one query."""
    rows = Version.objects.filter(resource_id__in=set(resource_ids), published_on__isnull=False).order_by("number")
    return {key: Cycle(cycle) for key, cycle in rows.values_list("resource_id", "cycle") if cycle}


def sharing_of(resource_ids: Iterable[int]) -> dict[int, Sharing]:
    """Sharing types of published resources by id; one query."""
    rows = Version.objects.filter(resource_id__in=set(resource_ids), state=State.PUBLISHED)
    return {key: Sharing(kind) for key, kind in rows.values_list("resource_id", "resource__sharing") if kind}


def upkeep(
    *, region_code: str = "000000", provider_ids: Collection[int] | None = None
) -> dict[int, dict[Freshness, int]]:
    """Provider id -> how many of its published resources stand how to their cycle, of a region, or of these."""
    rows = Version.objects.filter(state=State.PUBLISHED, resource__region_code__startswith=trunk(region_code))
    if provider_ids is not None:
        rows = rows.filter(resource__provider_id__in=provider_ids)
    found: dict[int, dict[Freshness, int]] = {}
    wanted = "resource__provider_id", "cycle", "resource__fresh_on", "held_by_provider"
    for provider, cycle, fresh_on, held in rows.values_list(*wanted):
        kind = rules.freshness(cycle=cycle, fresh_on=fresh_on, held=held, today=clock.today())
        counts = found.setdefault(provider, dict.fromkeys(Freshness, 0))
        counts[kind] += 1
    return found


def entries_of_provider(provider_id: int) -> list[ProviderEntry]:
    """The published resources of a provider as they stand today, by name; one query."""
    rows = Version.objects.filter(resource__provider_id=provider_id, state=State.PUBLISHED).select_related("resource")
    today = clock.today()
    return [
        ProviderEntry(
            one.resource_id,
            one.name,
            held=one.held_by_provider,
            fresh_on=one.resource.fresh_on,
            freshness=rules.freshness(
                cycle=one.cycle, fresh_on=one.resource.fresh_on, held=one.held_by_provider, today=today
            ),
            opening=one.opening,
            opening_basis=one.opening_basis.strip(),
        )
        for one in rows.order_by("name", "resource_id")
    ]


def open_entries(*, region_code: str = "000000", resource_ids: Collection[int] | None = None) -> list[OpenEntry]:
    """What the published entries of a region, or these, say of being opened to society, by name; one query."""
    rows = Version.objects.filter(state=State.PUBLISHED, resource__region_code__startswith=trunk(region_code))
    if resource_ids is not None:
        rows = rows.filter(resource_id__in=resource_ids)
    return [
        OpenEntry(
            one.resource_id,
            one.resource.code or "",
            one.name,
            one.summary,
            one.resource.provider_id,
            one.resource.provider.name,
            one.resource.region_code,
            one.opening,
            one.opening_method,
            one.opening_condition,
            tuple(one.opening_grounds),
            one.cycle,
            one.published_on or clock.today(),
            one.category,
            one.class_code,
        )
        for one in rows.select_related("resource__provider").order_by("name", "resource_id")
    ]


def draft_entry(
    *, actor: Actor, name: str, summary: str, items: Sequence[str], source: str, provider_id: int, region_code: str
) -> int:
    """A draft of an entry of the actor's organisation whose items are texts; the id of the resource.

    source: where the data comes from, as the entry says it. Raises RuleBroken.
    """
    made = services.draft_returned(
        actor=actor,
        provider_id=provider_id,
        region_code=region_code,
        values={"name": name, "summary": summary, "source_system": source[:200]},
        items=[{"name": one, "data_type": "C"} for one in items],
    )
    return made.resource_id


def spoken() -> list[tuple[str, str]]:
    """What people say and what the catalog calls it, as the bureau keeps it; one query."""
    return list(Synonym.objects.filter(removed_on=None).order_by("plain", "id").values_list("word", "means"))


def published_in(region_code: str) -> list[PublishedLine]:
    """The published resources of a region, by name; one query."""
    rows = Version.objects.filter(state=State.PUBLISHED, resource__region_code__startswith=trunk(region_code))
    wanted = "resource_id", "name", "resource__provider_id", "cycle", "held_by_provider"
    first = rows.annotate(since=Min("resource__versions__published_on")).order_by("name", "resource_id")
    return [PublishedLine(*row) for row in first.values_list(*wanted, "since")]


def conduct_on(resource_id: int, conduct: str, *, of_licences: str, region: str, on: date) -> str:
    """Under which conduct something falls that concerns an entry: that of licences where it is one of them and the law
    of the region lists it. Rule keys.
    """
    licence = Resource.objects.filter(id=resource_id, kind=EntryKind.LICENCE).exists()
    return of_licences if licence and resolve(of_licences, region=region, on=on).cite else conduct


def overdue_loads(*, today: date) -> list[OverdueLoad]:
    """Published resources whose last load, or publication where none came, lies further back than their cycle.

    What stays with its provider counts by the day its interface last answered.
    """
    rows = Version.objects.filter(state=State.PUBLISHED)
    return [load for load in _loads(rows) if load.due_on < today]


def loads_due(provider_ids: Collection[int], *, until: date) -> list[OverdueLoad]:
    """What these providers must hand in until that day, what they should have before included; nothing they keep."""
    rows = Version.objects.filter(state=State.PUBLISHED, resource__provider__in=provider_ids, held_by_provider=False)
    return [load for load in _loads(rows) if load.due_on <= until]


def load_due(resource_id: int) -> OverdueLoad | None:
    """When the published version must be handed in next, late or not; None where its cycle names no days."""
    rows = Version.objects.filter(state=State.PUBLISHED, resource_id=resource_id, held_by_provider=False)
    return next(_loads(rows), None)


def _loads(versions: QuerySet[Version]) -> Iterator[OverdueLoad]:
    """The next load of each, where its cycle names days; by the last load, or publication where none came."""
    for version in versions.select_related("resource").order_by("resource_id"):
        resource = version.resource
        began_on = resource.fresh_on or version.published_on
        assert began_on is not None, "published versions have their day"
        due_on = rules.load_due_on(cycle=version.cycle, last_on=began_on)
        if due_on is not None:
            yield OverdueLoad(
                resource.id,
                version.name,
                resource.provider_id,
                resource.region_code,
                Cycle(version.cycle),
                resource.fresh_on,
                due_on,
                version.held_by_provider,
            )


def desk_lines(actor: Actor) -> list[DeskLine]:
    """Entries the actor's department has begun to describe."""
    if not actor.has(Function.DATA_OFFICER):
        return []
    drafts = Version.objects.filter(state=State.DRAFT, resource__provider__in=actor.organisation_ids)
    return [DeskLine(Part.DRAFT, one.matter_title(), one.get_absolute_url()) for one in drafts.order_by("id")]


def mark_fresh(resource_id: int, *, fresh_on: date | None) -> None:
    """The pool of this resource was loaded, or the interface of its provider answered; None: nothing stands there."""
    services.mark_fresh(resource_id, fresh_on=fresh_on)


def count_grants(resource_id: int, *, live: int) -> None:
    """So many grants on the resource are live now."""
    services.count_grants(resource_id, live=live)


def purposes_of(version_id: int) -> dict[str, str]:
    """The purposes an application may choose from: code -> words. All the region knows where the entry names none."""
    version = Version.objects.select_related("resource").get(id=version_id)
    resolved = resolve("sharing.use_kinds", region=version.resource.region_code, on=version.law_on or clock.today())
    words = key("sharing.use_kinds").values
    return {code: words[code] for code in resolved.items if not version.purposes or code in version.purposes}


def unmet_conditions(
    conditions: Iterable[ConditionInfo],
    *,
    consumer_id: int,
    purposes: Iterable[str] = (),
    materials: Iterable[str] = (),
    authorisation: str = "",
) -> list[ConditionInfo]:
    """The conditions an applicant does not meet; empty where it may be granted as far as these go.

    authorisation: number and date of the authorisation of those the data is about, where the applicant names one.
    """
    asks = organisation(consumer_id)
    has: dict[ConditionKind, set[str]] = {
        ConditionKind.DEPARTMENTS: {str(consumer_id)},
        ConditionKind.KINDS: {str(asks.kind)},
        ConditionKind.PURPOSES: set(purposes),
        ConditionKind.AUTHORISATION: set(AUTHORISER_WORDS) if authorisation.strip() else set(),
    }
    given = set(materials)
    return [
        one
        for one in conditions
        if (set(one.values) - given if one.kind is ConditionKind.MATERIALS else not has[one.kind] & set(one.values))
    ]


def purpose_of(resource: ResourceInfo) -> str:
    """The uses an entry permits: those chosen from the list, else as its provider wrote them; "" where none."""
    words = key("sharing.use_kinds").values
    return "、".join(words.get(code, code) for code in resource.purposes) or resource.purpose


def published_named(text: str, *, most: int = 20) -> list[ResourceInfo]:
    """Published resources whose name holds `text`, by name."""
    found = Version.objects.filter(state=State.PUBLISHED, name__icontains=text.strip())
    return _published(
        found.select_related("resource").prefetch_related("items", "conditions").order_by("name", "id")[:most]
    )


def published_meant(text: str) -> tuple[int | None, list[str]]:
    """The published resource somebody names whole or by its number; None with up to three names that are near."""
    name = text.strip().strip("《》")
    if (asked := number_in(name)) is not None:
        found = Version.objects.filter(resource_id=asked, state=State.PUBLISHED).exists()
        return (asked if found else None), []
    same = [one for one in published_named(name) if one.name == name]
    return (same[0].id, []) if len(same) == 1 else (None, [one.name for one in published_named(name, most=3)])


def lead_of(*, region_code: str, category: str, class_code: str) -> LeadInfo | None:
    """Who leads a base database or a theme, in the nearest region that named somebody; None where nobody is."""
    found = selectors.lead_of(region_code=region_code, category=category, class_code=class_code)
    return LeadInfo(found.region_code, found.lead_id, found.lead.name) if found else None


def systems_of(organisation_id: int) -> list[tuple[int, str]]:
    """(id, name) of the information systems an organisation registered, by name."""
    return list(selectors.systems_of(organisation_id).values_list("id", "name"))


def declared_by(organisation_id: int) -> list[DeclaredLine]:
    """What the systems of an organisation were declared to bring, and whether the catalog has it; one query."""
    rows = DeclaredEntry.objects.filter(system__organisation_id=organisation_id).select_related("system", "resource")
    return [
        DeclaredLine(
            one.name,
            one.system.name,
            one.system_id,
            linked=one.resource is not None,
            shared=one.resource is not None and one.resource.sharing not in {"", Sharing.NOT_SHARED},
        )
        for one in rows.order_by("id")
    ]


def registered_systems(
    region_codes: Collection[str] = (), *, organisation_ids: Collection[int] = ()
) -> list[SystemInfo]:
    """The registered systems of whole regions and of some organisations, by organisation and name."""
    found = selectors.described_systems().filter(
        Q(region_code__in=list(region_codes)) | Q(organisation_id__in=list(organisation_ids))
    )
    return [_system_info(one) for one in found.select_related("organisation")]


def _system_info(one: Any) -> SystemInfo:  # an annotated system
    return SystemInfo(
        one.id,
        one.name,
        one.organisation_id,
        one.organisation.name,
        one.get_funding_display(),
        one.cloud,
        one.get_network_display(),
        one.get_exchange_display(),
        one.classified,
        one.in_use_on,
        one.in_catalog,
        one.committed,
        one.kept,
    )


def entries_of_systems(system_ids: Collection[int], *, on: date) -> SystemEntries:
    """What these systems were declared to bring, and what of theirs was in the catalog at the end of a day."""
    return selectors.entries_of_systems(system_ids, on=on)


def licence_entries(*, region_code: str = "000000") -> list[LicenceEntry]:
    """The published licence entries of a region, by name."""
    found = Version.objects.filter(
        state=State.PUBLISHED, resource__kind=EntryKind.LICENCE, resource__region_code__startswith=trunk(region_code)
    )
    rows = found.select_related("resource").prefetch_related("items", "conditions").order_by("name", "id")
    return [_licence_entry(version) for version in rows]


def licence_entry(resource_id: int) -> LicenceEntry:
    """The current published version of a licence entry. Raises NotFound for any other."""
    found = (
        Version.objects.filter(resource_id=resource_id, state=State.PUBLISHED, resource__kind=EntryKind.LICENCE)
        .select_related("resource")
        .prefetch_related("items", "conditions")
        .first()
    )
    if found is None:
        raise NotFound("catalog.resource", id=resource_id)
    return _licence_entry(found)


def _licence_entry(version: Version) -> LicenceEntry:
    info = selectors.resource_info(version)
    return LicenceEntry(
        resource_id=info.id,
        name=info.name,
        provider_id=info.provider_id,
        region_code=info.region_code,
        issuer=version.licence_issuer,
        kind=version.licence_type,
        holder=version.licence_holder,
        template=version.licence_template,
        items=info.items,
    )


def described_by(provider_ids: Collection[int]) -> list[tuple[int, str]]:
    """(id, name) of all entries these providers describe, drafts too, in their last version, by name."""
    rows = Version.objects.filter(resource__provider_id__in=provider_ids).exclude(state=State.WITHDRAWN)
    found = dict(rows.order_by("number").values_list("resource_id", "name"))
    return sorted(found.items(), key=lambda one: one[1])


def listed_among(resource_ids: Collection[int]) -> set[int]:
    """Of these entries those that are published now."""
    return set(Resource.objects.filter(id__in=resource_ids, listed_on__isnull=False).values_list("id", flat=True))


def systems_in(region_code: str) -> list[tuple[int, str, str, set[str]]]:
    """(id, name, organisation, names of declared entries) of the registered systems of a region and those below."""
    found = InformationSystem.objects.filter(region_code__startswith=trunk(region_code)).order_by("id")
    rows = found.select_related("organisation").prefetch_related("declared")
    return [(one.id, one.name, one.organisation.short_name, {d.name for d in one.declared.all()}) for one in rows]


def fresh_among(resource_ids: Collection[int]) -> set[int]:
    """Of these entries those whose data were loaded, or whose provider's interface answered."""
    return set(Resource.objects.filter(id__in=resource_ids, fresh_on__isnull=False).values_list("id", flat=True))
