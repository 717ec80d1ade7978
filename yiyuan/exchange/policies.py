"""Who takes data, and who sees what was delivered: the two parties; bureau and auditors of the provider's region."""

from django.db.models import Q, QuerySet

from yiyuan.exchange.models import Delivery
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.regions import trunk

WORKERS = (Function.DATA_OFFICER, Function.HEAD, Function.BUREAU)
OVERSEERS = (Function.BUREAU, Function.AUDITOR, Function.AUDIT_ADMIN)
TAKERS = (Function.DATA_OFFICER, Function.HEAD)


def visible(deliveries: QuerySet[Delivery], *, to: Actor) -> QuerySet[Delivery]:
    seen = Q(pk=None)
    if to.has(*WORKERS):
        seen |= Q(consumer_id__in=to.organisation_ids) | Q(provider_id__in=to.organisation_ids)
    if to.has(*OVERSEERS):
        seen |= Q(region_code__startswith=trunk(to.region_code))
    return deliveries.filter(seen)


def may_take(actor: Actor) -> bool:
    """Files and look-ups at the window are for people of the holder who work with the data."""
    return actor.has(*TAKERS)
