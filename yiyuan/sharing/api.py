"""The door of sharing."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotFound
from yiyuan.kernel.finding import MOST_HITS, Hit
from yiyuan.kernel.regions import trunk
from yiyuan.sharing import selectors
from yiyuan.sharing.models import Grant
from yiyuan.sharing.rules import check_volume, number_in
from yiyuan.sharing.selectors import uses_of
from yiyuan.sharing.services import LAST_USE, follow_succession, knock, new_code, note_first_delivery
from yiyuan.sharing.services.files import reseal
from yiyuan.sharing.types import GrantInfo, GrantLine, GrantState, ProvisionInfo, State, UnusedGrant
from yiyuan.workflow.types import DeskLine, Part

__all__ = [
    "LAST_USE",
    "apply_at",
    "check_volume",
    "desk_lines",
    "follow_succession",
    "found",
    "grant",
    "grant_of_consumer",
    "grant_seen_by",
    "grant_to_ask",
    "grants_between",
    "grants_given",
    "grants_held",
    "grants_unused",
    "items_granted",
    "knock",
    "new_code",
    "note_first_delivery",
    "provisions_seen_by",
    "refusal_of",
    "reseal",
    "uses_of",
]


def apply_at(resource_id: int) -> list[str]:
    """The page on which a resource is applied for. Asked by who would collect it again."""
    return [reverse("sharing:apply", args=[resource_id])]


def refusal_of(asked: tuple[Actor, str]) -> list[str]:
    """The number of an application of the actor's department, where it was refused; who asks, the number."""
    actor, number = asked
    found = selectors.applications(actor).filter(
        number=number.strip(), consumer__in=actor.organisation_ids, state=State.REFUSED
    )
    return list(found.values_list("number", flat=True))


def grant(grant_id: int) -> GrantInfo:
    """A grant by id, live or closed. Raises NotFound."""
    found = Grant.objects.select_related("consumer").filter(id=grant_id).first()
    if found is None:
        raise NotFound("sharing.grant", id=grant_id)
    return selectors.grant_info(found)


def grant_of_consumer(actor: Actor, grant_id: int) -> GrantInfo:
    """A grant the actor's organisation holds. Raises NotFound."""
    return selectors.grant_info(selectors.grant_held(actor, grant_id))


def grant_to_ask(consumer_ids: Collection[int], resource_id: int) -> GrantInfo | None:
    """A live grant of one of these organisations by which single records of a resource may be asked for; the newest."""
    rows = Grant.objects.select_related("consumer").filter(consumer_id__in=consumer_ids, resource_id=resource_id)
    for found in rows.order_by("-id"):
        info = selectors.grant_info(found)
        if info.live and "online_query" in info.methods:
            return info
    return None


def grant_seen_by(actor: Actor, grant_id: int) -> GrantInfo:
    """A grant the actor may see. Raises NotFound."""
    return selectors.grant_info(selectors.grant_for(actor, grant_id))


def provisions_seen_by(actor: Actor) -> list[ProvisionInfo]:
    """What the actor may see of what was given outside the platform."""
    return [
        ProvisionInfo(p.resource_id, p.resource_name, p.provider_id, p.consumer_id, p.provided_on, p.times, p.rows)
        for p in selectors.provisions(actor)
    ]


def grants_between(resource_ids: Collection[int], *, first: date, last: date) -> dict[int, int]:
    """Grants on these resources that some department held on a day between both, inclusive: id -> resource id."""
    rows = Grant.objects.filter(resource__in=resource_ids, from_on__lte=last, until_on__gte=first)
    return dict(rows.filter(Q(closed_on=None) | Q(closed_on__gte=first)).values_list("id", "resource_id"))


def grants_given(provider_id: int, *, first: date, last: date) -> list[GrantLine]:
    """Grants of a provider that were open on a day between both, inclusive."""
    return _lines(Grant.objects.filter(provider_id=provider_id), first=first, last=last)


def grants_held(consumer_id: int, *, first: date, last: date) -> list[GrantLine]:
    """Grants a consumer held on a day between both, inclusive."""
    return _lines(Grant.objects.filter(consumer_id=consumer_id), first=first, last=last)


def items_granted(about: tuple[int, int]) -> list[str]:
    """Names of the items of a resource a department was granted in clear and for all rows: (department, resource)."""
    consumer_id, resource_id = about
    found = selectors.live().filter(consumer_id=consumer_id, resource_id=resource_id).select_related("consumer")
    infos = [selectors.grant_info(one) for one in found]
    return [field.name for info in infos if not info.rows for field in info.fields if not field.mask]


def grants_unused(region_code: str, *, on: date) -> list[UnusedGrant]:
    """Grants of a region's providers that stood on a legal day and of which nothing was ever taken, oldest first."""
    rows = Grant.objects.filter(region_code__startswith=trunk(region_code), from_on__lte=on, until_on__gte=on)
    rows = rows.filter(Q(closed_on=None) | Q(closed_on__gt=on))
    rows = rows.filter(Q(first_delivered_on=None) | Q(first_delivered_on__gt=on)).order_by("from_on", "id")
    return [
        UnusedGrant(
            one.number,
            one.resource_name,
            one.get_absolute_url(),
            one.provider_id,
            one.consumer_id,
            one.from_on,
            one.until_on,
        )
        for one in rows
    ]


def _lines(rows: QuerySet[Grant], *, first: date, last: date) -> list[GrantLine]:
    found = rows.filter(from_on__lte=last, until_on__gte=first).filter(Q(closed_on=None) | Q(closed_on__gte=first))
    return [
        GrantLine(one.number, one.resource_name, one.get_absolute_url(), used=one.first_delivered_on is not None)
        for one in found.order_by("id")
    ]


def desk_lines(actor: Actor) -> list[DeskLine]:
    """Applications the actor's department has begun and not sent."""
    if not actor.has(Function.DATA_OFFICER):
        return []
    return [DeskLine(Part.DRAFT, one.matter_title(), one.get_absolute_url()) for one in selectors.drafts(actor)]


def _service_items(actor: Actor, text: str) -> list[Hit]:
    """Items of service named so, or using a resource or information item named so under a grant that holds."""
    named = Q(service_item__icontains=text) | Q(resource_name__icontains=text)
    named |= Q(plan__fields__contains=[{"name": text}])
    rows = selectors.grants(actor).filter(named, state=GrantState.OPEN).exclude(service_item="")
    by_name = {one.service_item: one for one in rows.order_by("id")[: MOST_HITS * MOST_HITS]}  # one of each
    return [
        Hit("事项", item, one.get_absolute_url(), f"办理时用到“{one.resource_name}”，授权 {one.number}")
        for item, one in list(by_name.items())[:MOST_HITS]
    ]


def found(asked: tuple[Actor, str]) -> list[Hit]:
    """The application or grant of this number, else the service items that draw on this datum, as far as the actor
    sees them: who searches, and what for.
    """
    actor, text = asked
    if not (number := number_in(text)):
        return _service_items(actor, text.strip())
    applications = selectors.applications(actor).filter(number=number)
    grants = selectors.grants(actor).filter(number=number)
    return [
        *(Hit("申请", str(one), one.get_absolute_url(), one.get_state_display()) for one in applications),
        *(Hit("授权", str(one), one.get_absolute_url(), one.get_state_display()) for one in grants),
    ]
