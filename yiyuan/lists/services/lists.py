"""Lists as they are handed in, taken over, summed up by a county and published as one version."""

from django.db import transaction
from django.db.models import Max

from yiyuan.audit.api import record
from yiyuan.catalog import policies
from yiyuan.catalog.models import Version
from yiyuan.catalog.selectors import own_versions, published_in
from yiyuan.catalog.types import OPENING_WORDS, SHARING_WORDS, STATE_WORDS, CatalogTag, Opening, Sharing, State
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import MoveRefused, NotAllowed, RuleBroken
from yiyuan.lists import selectors
from yiyuan.lists.models import CompilationPart, Demand, HandedList, Release, ReleaseLine
from yiyuan.lists.services import demands
from yiyuan.lists.types import DEMAND_WORDS, LIST_WORDS, DemandState, ListKind, PartState
from yiyuan.lists.workflow import COMPILATION
from yiyuan.organisations.api import bureaus_over, organisation
from yiyuan.regulations.api import resolve
from yiyuan.workflow.api import raise_signal

Line = dict[str, str | int]


@transaction.atomic
def hand_in_list(kind: ListKind, *, actor: Actor, note: str = "") -> HandedList:
    """Hand in the catalog or demand list of the actor's organisation as it stands now; its draft demands go with it.

    note: why a list is empty. Raises NotAllowed, RuleBroken("catalog.list_empty"), RuleBroken("catalog.demand").
    """
    if kind not in {ListKind.CATALOG, ListKind.DEMAND}:
        raise MoveRefused("catalog.list.hand_in")
    if not policies.may_hand_in(actor):
        raise NotAllowed("catalog.list.hand_in")
    if kind == ListKind.DEMAND:
        for demand_id in Demand.objects.filter(
            consumer_id__in=actor.organisation_ids, state=DemandState.DRAFT
        ).values_list("id", flat=True):
            demands.submit_demand(demand_id, actor=actor)
    lines = _catalog_lines(actor) if kind == ListKind.CATALOG else _demand_lines(actor)
    if not lines and not note.strip():
        raise RuleBroken("catalog.list_empty")
    made = _handed(kind, actor=actor, lines=lines, note=note)
    _close_parts(actor)
    return made


def _catalog_lines(actor: Actor) -> list[Line]:
    versions = own_versions(actor).exclude(state__in=[State.DRAFT, State.WITHDRAWN]).order_by("name", "id")
    return [_catalog_line(version) for version in versions]


def _catalog_line(version: Version) -> Line:
    return {
        "id": version.resource_id,
        "name": version.name,
        "department": version.resource.provider.name,
        "state": STATE_WORDS[State(version.state)],
        "sharing": SHARING_WORDS[Sharing(version.sharing)] if version.sharing else "",
    }


def _demand_lines(actor: Actor) -> list[Line]:
    skipped = [DemandState.DRAFT, DemandState.WITHDRAWN]
    found = Demand.objects.filter(consumer_id__in=actor.organisation_ids).exclude(state__in=skipped)
    return [
        {
            "id": demand.id,
            "name": demand.wanted,
            "department": demand.provider.name if demand.provider else "",
            "state": DEMAND_WORDS[DemandState(demand.state)],
            "duty": demand.duty,
        }
        for demand in found.select_related("provider").order_by("id")
    ]


def _handed(kind: ListKind, *, actor: Actor, lines: list[Line], note: str = "") -> HandedList:
    made = HandedList.objects.create(
        organisation_id=actor.organisation_id,
        region_code=actor.region_code,
        kind=kind,
        lines=lines,
        count=len(lines),
        note=note,
        person_name=actor.person_name,
        handed_on=clock.today(),
    )
    cite = resolve("catalog.lists", region=actor.region_code, on=clock.today()).cite
    record(
        actor,
        CatalogTag.LIST_HANDED_IN,
        object_type="catalog.list",
        object_id=made.id,
        requirement_ids=cite,
        facts={"kind": str(kind), "lines": len(lines)},
    )
    return made


def _close_parts(actor: Actor) -> None:
    """A compilation is done when every list it wants was handed in since it was opened: those of the region, or the
    catalog alone where it is about licences.
    """
    lists = set(resolve("catalog.lists", region=actor.region_code, on=clock.today()).items)
    parts = CompilationPart.objects.filter(organisation_id__in=actor.organisation_ids, state=PartState.OPEN)
    for part in parts.select_related("compilation"):
        since = HandedList.objects.filter(
            organisation_id=actor.organisation_id, handed_on__gte=part.compilation.opened_on
        )
        wanted = {ListKind.CATALOG.value} if part.compilation.licences else lists
        if wanted <= set(since.values_list("kind", flat=True)):
            COMPILATION.move(part, "hand_in", actor=actor, also_set={"done_on": clock.today()})


@transaction.atomic
def take_list(list_id: int, *, actor: Actor) -> HandedList:
    """The bureau has gone through a list and takes it over."""
    found = selectors.handed_for(actor, list_id)
    if not actor.governs(found.region_code) or found.organisation_id in actor.organisation_ids:
        raise NotAllowed("catalog.list.take")
    if not HandedList.objects.filter(id=found.id, taken_on=None).update(
        taken_on=clock.today(), taken_by=actor.person_name
    ):
        raise MoveRefused("catalog.list.take")
    record(actor, CatalogTag.LIST_TAKEN, object_type="catalog.list", object_id=found.id)
    found.refresh_from_db()
    return found


@transaction.atomic
def hand_up_summary(*, actor: Actor) -> HandedList:
    """The bureau of a county sums up what its departments published and hands it to the bureau above."""
    if not actor.governs(actor.region_code):
        raise NotAllowed("catalog.list.hand_up")
    if not [over for over in bureaus_over(actor.region_code) if over.region_code != actor.region_code]:
        raise MoveRefused("catalog.list.hand_up")
    published = published_in(actor.region_code).order_by("resource__provider_id", "name")
    return _handed(ListKind.SUMMARY, actor=actor, lines=[_catalog_line(version) for version in published])


@transaction.atomic
def publish_release(*, actor: Actor, title: str) -> Release:
    """One version of catalog, demand, duty and negative list, line by line, for all departments to follow."""
    if not actor.governs(actor.region_code):
        raise NotAllowed("catalog.release.publish")
    last = Release.objects.filter(region_code=actor.region_code).aggregate(last=Max("number"))["last"] or 0
    release = Release.objects.create(
        region_code=actor.region_code,
        number=last + 1,
        title=title,
        published_by=actor.person_name,
        published_on=clock.today(),
    )
    lines = [line for kind in LIST_WORDS for line in _release_lines(kind, region_code=actor.region_code)]
    places: dict[str, int] = {}
    for line in lines:
        places[line.kind] = line.position = places.get(line.kind, 0) + 1
        line.release = release
    ReleaseLine.objects.bulk_create(lines)
    record(actor, CatalogTag.RELEASED, object_type="catalog.release", object_id=release.id, facts={"lines": len(lines)})
    return release


def _release_lines(kind: ListKind, *, region_code: str) -> list[ReleaseLine]:
    match kind:
        case ListKind.CATALOG:
            return [_entry_line(kind, version) for version in published_in(region_code).order_by("id")]
        case ListKind.NEGATIVE:
            found = selectors.negative_in(region_code).order_by("id")
            return [_entry_line(kind, version) for version in found]
        case ListKind.DUTY:
            return [
                ReleaseLine(
                    kind=kind,
                    organisation_id=duty.provider_id,
                    version_id=duty.version_id,
                    text=f"{duty.get_kind_display()}：{duty.title}",
                    basis=duty.basis,
                )
                for duty in selectors.duties_in(region_code).order_by("provider_id", "id")
            ]
        case ListKind.DEMAND:
            return [
                ReleaseLine(kind=kind, organisation_id=demand.consumer_id, text=demand.wanted, basis=demand.duty)
                for demand in selectors.open_demands_in(region_code).order_by("id")
            ]
        case _:
            return []


def _entry_line(kind: ListKind, version: Version) -> ReleaseLine:
    words = [SHARING_WORDS[Sharing(version.sharing)]]
    words += [OPENING_WORDS[Opening(version.opening)]] if version.opening else []
    return ReleaseLine(
        kind=kind,
        organisation_id=version.resource.provider_id,
        version=version,
        text=f"{version.name}（{'，'.join(words)}）",
        basis=version.basis or version.opening_basis,
    )


@transaction.atomic
def offer_gaps(organisation_id: int, *, actor: Actor) -> list[int]:
    """Offer as signals what a department has not handed in and the systems it runs without an entry.

    Each is offered once; returns the ids of the signals. Raises NotAllowed, NotFound.
    """
    found = organisation(organisation_id)
    if not actor.governs(found.region_code):
        raise NotAllowed("catalog.list.offer")
    return [
        raise_signal(
            actor=actor,
            organisation_id=organisation_id,
            violation="catalog.violation",
            title=gap.title,
            evidence=gap.evidence,
            matter=gap.matter,
            href=gap.href,
        )
        for gap in selectors.gaps_of(organisation_id, region_code=found.region_code)
    ]
