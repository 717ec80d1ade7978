"""Reads of demands, duties, lists, releases and guides; the one way such an object reaches a caller."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from yiyuan.catalog import policies
from yiyuan.catalog.models import DeclaredEntry, InformationSystem, Resource, Version
from yiyuan.catalog.selectors import one_of, published_in
from yiyuan.catalog.types import Opening, Sharing, State
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.regions import lineage, trunk
from yiyuan.lists.models import Compilation, CompilationPart, Demand, Duty, Guide, HandedList, Release, ReleaseLine
from yiyuan.lists.types import LIST_WORDS, DemandState, ListKind, PartState
from yiyuan.organisations.api import Seen, choices, infos
from yiyuan.organisations.types import Office
from yiyuan.regulations.api import resolve


def _named(actor: Actor) -> Q:
    """What names a department as provider, once it was submitted."""
    unsaid = Q(state__in=[DemandState.DRAFT, DemandState.WITHDRAWN])
    return Q(provider_id__in=actor.organisation_ids) & ~unsaid


DEMANDS = Seen(
    parties=("consumer",),
    overseers=policies.WATCHERS,
    kept=Q(state=DemandState.DRAFT),
    more=_named,
    related=("consumer", "provider", "resource__current"),
    what="catalog.demand",
)


def _of_organisation(what: str, *related: str) -> Seen:
    """What an organisation did is seen by those concerned there, and by those who watch over the region."""
    return Seen(
        parties=("organisation",),
        workers=policies.CONCERNED,
        overseers=policies.WATCHERS,
        related=("organisation", *related),
        what=what,
    )


HANDED = _of_organisation("catalog.list")
PARTS = _of_organisation("catalog.part", "compilation")


def demands(actor: Actor) -> QuerySet[Demand]:
    """Demands of the actor's organisation, those that name it as provider once submitted, and the region's."""
    return DEMANDS.rows(Demand.objects.order_by("-id"), to=actor)


def demand_for(actor: Actor, demand_id: int, *, lock: bool = False) -> Demand:
    """Raises NotFound, also when hidden."""
    return DEMANDS.one(Demand.objects.all(), demand_id, to=actor, lock=lock)


def open_demands_in(region_code: str) -> QuerySet[Demand]:
    """Demands of a region that were submitted and not refused."""
    gone = [DemandState.DRAFT, DemandState.REFUSED, DemandState.WITHDRAWN]
    return Demand.objects.filter(region_code__startswith=trunk(region_code)).exclude(state__in=gone)


def likely_matches(demand: Demand) -> list[Resource]:
    """Published entries that share words with what is wanted; of the named provider first."""
    from yiyuan.catalog import search

    published = Resource.objects.filter(current__state=State.PUBLISHED).select_related("current", "provider")
    found = list(search.find(published, demand.wanted)[:8])
    return sorted(found, key=lambda resource: resource.provider_id != demand.provider_id)


def duties_in(region_code: str) -> QuerySet[Duty]:
    """Duties that run, of all departments of a region. Every department may read them."""
    return duties_kept(region_code).filter(ended_on=None)


def duties_kept(region_code: str) -> QuerySet[Duty]:
    """The same with those that ended, when a new version of the entry took their place or it left the catalog."""
    rows = Duty.objects.filter(region_code__startswith=trunk(region_code)).select_related("provider", "resource")
    return rows.order_by("provider_id", "kind", "title", "-id")


def negative_in(region_code: str) -> QuerySet[Version]:
    """Published entries that are not shared or not open."""
    closed = Q(sharing=Sharing.NOT_SHARED) | Q(opening=Opening.NOT_OPEN)
    return published_in(region_code).filter(closed)


def handed(actor: Actor) -> QuerySet[HandedList]:
    """Lists the actor's organisation handed in, and those of the region for bureau, centre and inspectors."""
    return HANDED.rows(HandedList.objects.order_by("-handed_on", "-id"), to=actor)


def handed_for(actor: Actor, list_id: int) -> HandedList:
    """Raises NotFound, also when hidden."""
    return HANDED.one(HandedList.objects.all(), list_id, to=actor)


@dataclass(frozen=True, slots=True)
class ListStand:
    """Which lists a department has handed in; `missing` are those the region wants and it has not."""

    organisation_id: int
    name: str
    region_code: str
    latest: Mapping[str, HandedList]
    missing: tuple[ListKind, ...]


def list_stands(actor: Actor, *, only: int | None = None) -> list[ListStand]:
    """How every department of the actor's region stands with its lists; bureaus and other offices owe none."""
    latest: dict[tuple[int, str], HandedList] = {}
    lists = HandedList.objects.filter(region_code__startswith=trunk(actor.region_code)).defer("lines")
    for one in lists.order_by("handed_on", "id"):
        latest[one.organisation_id, one.kind] = one
    wanted = resolve("catalog.lists", region=actor.region_code, on=clock.today()).items
    found = []
    departments = choices(region_code=actor.region_code)
    offices = {key: info.office for key, info in infos([key for key, _name in departments]).items()}
    for organisation_id, name in departments:
        if only is not None and organisation_id != only:
            continue
        mine = {kind: one for (owner, kind), one in latest.items() if owner == organisation_id}
        owes = offices[organisation_id] == Office.NONE
        if not owes and not mine:
            continue
        missing = tuple(ListKind(kind) for kind in wanted if owes and kind not in mine)
        found.append(ListStand(organisation_id, name, actor.region_code, mine, missing))
    return found


def releases(actor: Actor) -> QuerySet[Release]:
    """Published versions of the lists that bind the actor's region, the newest first."""
    return Release.objects.filter(region_code__in=lineage(actor.region_code)).order_by("-published_on", "-number")


def release_for(actor: Actor, release_id: int) -> Release:
    """Raises NotFound, also when hidden."""
    return one_of(releases(actor), release_id, what="catalog.release")


def line_of(resource_id: int) -> ReleaseLine | None:
    """The line of the newest release that this entry stands in."""
    lines = ReleaseLine.objects.filter(kind=ListKind.CATALOG, version__resource_id=resource_id)
    return lines.select_related("release").order_by("-release__published_on", "-release_id").first()


def guides(actor: Actor) -> QuerySet[Guide]:
    """Guides that bind the actor's region: its own and those of the regions above, the newest first."""
    return Guide.objects.filter(region_code__in=lineage(actor.region_code)).order_by("-published_on", "-id")


def guide_for(actor: Actor, guide_id: int) -> Guide:
    """Raises NotFound, also when hidden."""
    return one_of(guides(actor), guide_id, what="catalog.guide")


def guides_binding(region_code: str) -> list[Guide]:
    """The guide in force of the region and of each region above, nearest first."""
    order = {code: place for place, code in enumerate(lineage(region_code))}
    newest = Guide.objects.filter(region_code__in=order).order_by("region_code", "-number").distinct("region_code")
    return sorted(newest, key=lambda guide: order[guide.region_code])


def compilations(actor: Actor) -> QuerySet[Compilation]:
    """Tasks of the region and those above it, the latest first."""
    return Compilation.objects.filter(region_code__in=lineage(actor.region_code)).order_by("-due_on", "-id")


def compilation_for(actor: Actor, compilation_id: int) -> Compilation:
    """Raises NotFound, also when hidden."""
    return one_of(compilations(actor), compilation_id, what="catalog.compilation")


def parts_of(actor: Actor, compilation: Compilation) -> QuerySet[CompilationPart]:
    """A department's own part; all of them for the bureau, the centre and inspectors."""
    return PARTS.rows(compilation.parts.order_by("state", "organisation_id"), to=actor)


def open_parts(organisation_id: int) -> QuerySet[CompilationPart]:
    return CompilationPart.objects.filter(organisation_id=organisation_id, state=PartState.OPEN).select_related(
        "compilation"
    )


@dataclass(frozen=True, slots=True)
class Gap:
    """Something a department owes the catalog, as a signal would say it."""

    title: str
    evidence: str
    matter: str
    href: str


def gaps_of(organisation_id: int, *, region_code: str) -> list[Gap]:
    """Lists a department never handed in, and its systems no published entry describes."""
    today = clock.today()
    kinds = HandedList.objects.filter(organisation_id=organisation_id).values_list("kind", flat=True)
    wanted = resolve("catalog.lists", region=region_code, on=today).items
    found = [
        Gap(
            f"没有提交{LIST_WORDS[ListKind(kind)]}",
            f"截至 {today.isoformat()}，平台没有该单位提交{LIST_WORDS[ListKind(kind)]}的记录。",
            f"catalog.list:{organisation_id}:{kind}",
            "/catalog/lists/",
        )
        for kind in wanted
        if kind not in set(kinds)
    ]
    rows = InformationSystem.objects.filter(organisation_id=organisation_id)
    described = Version.objects.filter(system=OuterRef("pk"), state=State.PUBLISHED)
    linked = DeclaredEntry.objects.filter(system=OuterRef("pk"), resource__current__state=State.PUBLISHED)
    for system in rows.exclude(Exists(described)).exclude(Exists(linked)):
        words = (
            f"系统“{system.name}”{system.registered_on.isoformat()} 登记，截至 {today.isoformat()} 没有已发布的目录。"
        )
        found.append(
            Gap(f"系统没有编入目录：{system.name}", words, f"catalog.system:{system.id}", system.get_absolute_url())
        )
    return found
