"""Who takes data, and who sees what was delivered: the two parties; bureau and auditors of the provider's region."""

from django.db.models import Q, QuerySet

from yiyuan.exchange.models import Delivery, Interface
from yiyuan.kernel.actor import PARTIES, Actor, Function
from yiyuan.kernel.regions import trunk

WORKERS = (Function.DATA_OFFICER, Function.HEAD, Function.BUREAU)
OVERSEERS = (Function.BUREAU, Function.LEADING, Function.AUDITOR, Function.AUDIT_ADMIN)


def visible(deliveries: QuerySet[Delivery], *, to: Actor) -> QuerySet[Delivery]:
    seen = Q(pk=None)
    if to.has(*WORKERS):
        seen |= Q(consumer_id__in=to.organisation_ids) | Q(provider_id__in=to.organisation_ids)
    if to.has(*OVERSEERS):
        seen |= Q(region_code__startswith=trunk(to.region_code))
    return deliveries.filter(seen)


def may_take(actor: Actor) -> bool:
    """Files and look-ups at the window are for people of the holder who work with the data."""
    return actor.has(*PARTIES)


def visible_interfaces(interfaces: QuerySet[Interface], *, to: Actor) -> QuerySet[Interface]:
    """Their own for the provider's people; the region's for bureau, auditors and the operator."""
    seen = Q(pk=None)
    if to.has(*WORKERS):
        seen |= Q(provider_id__in=to.organisation_ids)
    if to.has(*OVERSEERS, Function.OPERATOR):
        seen |= Q(region_code__startswith=trunk(to.region_code))
    return interfaces.filter(seen)


def may_offer(actor: Actor, provider_id: int) -> bool:
    """An interface is looked after by its provider's data officer."""
    return actor.has(Function.DATA_OFFICER) and provider_id in actor.organisation_ids


def sees_address(actor: Actor, provider_id: int) -> bool:
    """Where a provider's system stands is for its own people, and for the operator who minds the lines."""
    mine = actor.has(Function.DATA_OFFICER, Function.HEAD) and provider_id in actor.organisation_ids
    return mine or actor.has(Function.OPERATOR)
