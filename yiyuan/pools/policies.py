"""Who sees a pool: its provider; bureau, operator and auditor of the region. Rows: the provider alone, and masked."""

from django.db.models import Q, QuerySet

from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.regions import trunk
from yiyuan.organisations.api import organisation
from yiyuan.pools.models import PoolTable

WORKERS = (Function.DATA_OFFICER, Function.HEAD, Function.REVIEWER, Function.SECRECY, Function.BUREAU)
WATCHERS = frozenset({Function.BUREAU, Function.OPERATOR, Function.AUDITOR})


def visible(tables: QuerySet[PoolTable], *, to: Actor) -> QuerySet[PoolTable]:
    """Pools the actor may know of. A unit sees the pools of the department it hands in to."""
    seen = Q(pk=None)
    if to.has(*WORKERS):
        seen |= Q(provider_id__in=to.organisation_ids)
        if parent := organisation(to.organisation_id).parent_id:
            seen |= Q(provider_id=parent)
    if to.has(*WATCHERS):
        seen |= Q(region_code__startswith=trunk(to.region_code))
    return tables.filter(seen)


def may_sample(actor: Actor, table: PoolTable) -> bool:
    """A few masked rows, to see that the right data arrived."""
    return actor.has(Function.DATA_OFFICER, Function.HEAD) and table.provider_id in actor.organisation_ids
