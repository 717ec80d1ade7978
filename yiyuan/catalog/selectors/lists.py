"""Reads of changes, lists, guides, challenges and systems; the one way such an object reaches a caller."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Count, Exists, Max, Model, OuterRef, Q, QuerySet

from yiyuan.catalog import policies, rules
from yiyuan.catalog.models import (
    Challenge,
    ChangeEvent,
    Compilation,
    CompilationPart,
    DeclaredEntry,
    Demand,
    Duty,
    Feedback,
    Guide,
    HandedList,
    InformationSystem,
    Library,
    Release,
    ReleaseLine,
    Resource,
    Version,
)
from yiyuan.catalog.types import (
    CHANGE_WORDS,
    LIST_WORDS,
    ChangeState,
    DemandState,
    ListKind,
    Opening,
    PartState,
    Sharing,
    State,
    SystemEntries,
)
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.kernel.regions import lineage, trunk
from yiyuan.organisations.api import choices, infos
from yiyuan.organisations.types import Office
from yiyuan.regulations.api import resolve
from yiyuan.workflow.api import open_terms, steps
from yiyuan.workflow.types import TermInfo

Some = TypeVar("Some", bound=Model)


def _one(rows: QuerySet[Some], found_id: int, *, what: str, lock: bool = False) -> Some:
    rows = rows.select_for_update(of=("self",)) if lock else rows
    found = rows.filter(pk=found_id).first()
    if found is None:
        raise NotFound(what, id=found_id)
    return found


# ---- changes ----
def changes(actor: Actor) -> QuerySet[ChangeEvent]:
    """Change events the actor may see: their own department's, and those of the region for bureau and centre."""
    seen = policies.concerning(ChangeEvent.objects.all(), to=actor, fields=["provider_id"])
    return seen.defer("attachment").select_related("provider").order_by("-changed_on", "-id")


def change_for(actor: Actor, event_id: int, *, lock: bool = False) -> ChangeEvent:
    """Raises NotFound, also when hidden."""
    return _one(changes(actor), event_id, what="catalog.change", lock=lock)


def change_to_revise(actor: Actor, event_id: int, *, resource_id: int) -> ChangeEvent:
    """An open event of the actor's organisation that a new version of this resource may follow. Raises NotFound."""
    event = change_for(actor, event_id)
    concerned = not event.resources.exists() or event.resources.filter(id=resource_id).exists()
    if event.provider_id not in actor.organisation_ids or event.closed_on or not concerned:
        raise NotFound("catalog.change", id=event_id)
    return event


@dataclass(frozen=True, slots=True)
class Upkeep:
    """How a department keeps its catalog: last update, open events, late ones with their terms."""

    organisation_id: int
    name: str
    updated_on: Any  # date, or None where nothing was published
    pending: int
    late: int
    term: TermInfo | None  # the most urgent one
    law_on: Any  # date of that event
    words: str


def upkeep(actor: Actor) -> list[Upkeep]:
    """Every active department of the actor's region with its updates; for the bureau and the data centre."""
    today = clock.today()
    events = list(changes(actor).exclude(state__in=[ChangeState.DONE, ChangeState.DROPPED]))
    terms = open_terms("catalog.change", [event.id for event in events])
    out = Version.objects.filter(published_on__isnull=False, resource__region_code__startswith=trunk(actor.region_code))
    last = dict(out.values_list("resource__provider_id").annotate(last=Max("published_on")).order_by())
    found = []
    for organisation_id, name in choices(region_code=actor.region_code):
        mine = [event for event in events if event.provider_id == organisation_id]
        dated = [(terms[e.id], e) for e in mine if e.id in terms and terms[e.id].due_on]
        dated.sort(key=lambda pair: str(pair[0].due_on))
        found.append(
            Upkeep(
                organisation_id=organisation_id,
                name=name,
                updated_on=last.get(organisation_id),
                pending=len(mine),
                late=sum(term.due_on is not None and term.due_on < today for term, _ in dated),
                term=dated[0][0] if dated else None,
                law_on=dated[0][1].law_on if dated else today,
                words="、".join(sorted({str(CHANGE_WORDS[ChangeState(event.state)]) for event in mine})),
            )
        )
    return found


# ---- demands and duties ----
def demands(actor: Actor) -> QuerySet[Demand]:
    """Demands of the actor's organisation, those that name it as provider once submitted, and the region's."""
    rows = Demand.objects.select_related("consumer", "provider", "resource__current")
    mine = Q(consumer_id=actor.organisation_id) | (
        Q(provider_id=actor.organisation_id) & ~Q(state__in=[DemandState.DRAFT, DemandState.WITHDRAWN])
    )
    over = policies.overseeing(actor)
    if over is not None:
        mine |= Q(region_code__startswith=over) & ~Q(state=DemandState.DRAFT)
    return rows.filter(mine).order_by("-id")


def demand_for(actor: Actor, demand_id: int, *, lock: bool = False) -> Demand:
    """Raises NotFound, also when hidden."""
    return _one(demands(actor), demand_id, what="catalog.demand", lock=lock)


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
    running = Duty.objects.filter(ended_on=None, region_code__startswith=trunk(region_code))
    return running.select_related("provider", "resource").order_by("provider_id", "kind", "title")


# ---- published lists ----
def published_in(region_code: str) -> QuerySet[Version]:
    """Published versions of the departments of a region."""
    found = Version.objects.filter(state=State.PUBLISHED, resource__region_code__startswith=trunk(region_code))
    return found.select_related("resource__provider")


def negative_in(region_code: str) -> QuerySet[Version]:
    """Published entries that are not shared or not open."""
    closed = Q(sharing=Sharing.NOT_SHARED) | Q(opening=Opening.NOT_OPEN)
    return published_in(region_code).filter(closed)


def handed(actor: Actor) -> QuerySet[HandedList]:
    """Lists the actor's organisation handed in, and those of the region for bureau, centre and inspectors."""
    seen = policies.concerning(HandedList.objects.all(), to=actor, fields=["organisation_id"])
    return seen.select_related("organisation").order_by("-handed_on", "-id")


def handed_for(actor: Actor, list_id: int) -> HandedList:
    """Raises NotFound, also when hidden."""
    return _one(handed(actor), list_id, what="catalog.list")


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
    return _one(releases(actor), release_id, what="catalog.release")


def line_of(version: Version) -> ReleaseLine | None:
    """The line of the newest release of the region that this entry stands in."""
    lines = ReleaseLine.objects.filter(kind=ListKind.CATALOG, version__resource_id=version.resource_id)
    return lines.select_related("release").order_by("-release__published_on", "-release_id").first()


# ---- guides ----
def guides(actor: Actor) -> QuerySet[Guide]:
    """Guides that bind the actor's region: its own and those of the regions above, the newest first."""
    return Guide.objects.filter(region_code__in=lineage(actor.region_code)).order_by("-published_on", "-id")


def guide_for(actor: Actor, guide_id: int) -> Guide:
    """Raises NotFound, also when hidden."""
    return _one(guides(actor), guide_id, what="catalog.guide")


def guides_binding(region_code: str) -> list[Guide]:
    """The guide in force of the region and of each region above, nearest first."""
    order = {code: place for place, code in enumerate(lineage(region_code))}
    newest = Guide.objects.filter(region_code__in=order).order_by("region_code", "-number").distinct("region_code")
    return sorted(newest, key=lambda guide: order[guide.region_code])


def template_of(guides_in_force: Iterable[Guide]) -> tuple[dict[str, str], dict[str, dict[str, Any]]]:
    """(element -> guide that asks for it, plain item name -> data element); the uppermost guide is the base."""
    required: dict[str, str] = {}
    elements: dict[str, dict[str, Any]] = {}
    for guide in reversed(list(guides_in_force)):
        required |= {name: guide.title for name in guide.required if name not in required}
        for element in guide.elements:
            key = rules.plain_name(element["name"])
            elements.setdefault(key, {**element, "standard": guide.standard or guide.title})
    return required, elements


def compilations(actor: Actor) -> QuerySet[Compilation]:
    """Tasks of the region and those above it, the latest first."""
    return Compilation.objects.filter(region_code__in=lineage(actor.region_code)).order_by("-due_on", "-id")


def compilation_for(actor: Actor, compilation_id: int) -> Compilation:
    """Raises NotFound, also when hidden."""
    return _one(compilations(actor), compilation_id, what="catalog.compilation")


def parts_of(actor: Actor, compilation: Compilation) -> QuerySet[CompilationPart]:
    """A department's own part; all of them for the bureau, the centre and inspectors."""
    parts = policies.concerning(compilation.parts.all(), to=actor, fields=["organisation_id"])
    return parts.select_related("organisation", "compilation").order_by("state", "organisation_id")


def open_parts(organisation_id: int) -> QuerySet[CompilationPart]:
    return CompilationPart.objects.filter(organisation_id=organisation_id, state=PartState.OPEN).select_related(
        "compilation"
    )


# ---- talks ----
def challenges(actor: Actor) -> QuerySet[Challenge]:
    """Challenges the actor's organisation filed or must answer, and those of the region."""
    rows = Challenge.objects.select_related("resource__provider", "resource__current", "version", "consumer")
    return policies.concerning(rows, to=actor, fields=["consumer_id", "resource__provider_id"]).order_by("-id")


def challenge_for(actor: Actor, challenge_id: int, *, lock: bool = False) -> Challenge:
    """Raises NotFound, also when hidden."""
    return _one(challenges(actor), challenge_id, what="catalog.challenge", lock=lock)


def feedback(actor: Actor) -> QuerySet[Feedback]:
    """Feedback the actor's organisation filed or must answer, and that of the region."""
    rows = Feedback.objects.select_related("resource__provider", "consumer")
    return policies.concerning(rows, to=actor, fields=["consumer_id", "resource__provider_id"]).order_by("-id")


def feedback_for(actor: Actor, feedback_id: int, *, lock: bool = False) -> Feedback:
    """Raises NotFound, also when hidden."""
    return _one(feedback(actor), feedback_id, what="catalog.feedback", lock=lock)


# ---- systems ----
def systems(actor: Actor) -> QuerySet[InformationSystem]:
    """Systems of the actor's organisation, and of the region for bureau, centre and inspectors."""
    seen = policies.concerning(InformationSystem.objects.all(), to=actor, fields=["organisation_id"])
    described = Version.objects.filter(system=OuterRef("pk"), state=State.PUBLISHED)
    linked = DeclaredEntry.objects.filter(system=OuterRef("pk"), resource__current__state=State.PUBLISHED)
    shared = Q(declared__resource__listed_on__isnull=False) & ~Q(declared__resource__sharing=Sharing.NOT_SHARED)
    seen = seen.annotate(
        in_catalog=Exists(described) | Exists(linked),
        committed=Count("declared"),  # what the project said it would share
        kept=Count("declared", filter=shared),
    )
    return seen.select_related("organisation").order_by("organisation_id", "name")


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
    return _one(systems(actor), system_id, what="catalog.system")


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
