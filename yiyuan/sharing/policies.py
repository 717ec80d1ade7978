"""Who sees an application or a grant: its parties, the coordinator, bureau and auditors of the region."""

from typing import TypeVar

from django.db.models import Q, QuerySet

from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.regions import trunk
from yiyuan.sharing.models import Application, Grant
from yiyuan.sharing.types import State

WORKERS = (Function.DATA_OFFICER, Function.HEAD, Function.REVIEWER, Function.SECRECY, Function.BUREAU, Function.LEADING)
M = TypeVar("M", Application, Grant)


def visible(applications: QuerySet[Application], *, to: Actor) -> QuerySet[Application]:
    """A draft is its consumer's alone."""
    return _of_parties(applications, to, also=Q(coordinator_id__in=to.organisation_ids)).exclude(
        ~Q(consumer_id__in=to.organisation_ids), state=State.DRAFT
    )


def visible_grants(grants: QuerySet[Grant], *, to: Actor) -> QuerySet[Grant]:
    return _of_parties(grants, to, also=Q())


def _of_parties(rows: QuerySet[M], to: Actor, *, also: Q) -> QuerySet[M]:
    seen = Q(pk=None)
    if to.has(*WORKERS):
        seen |= Q(provider_id__in=to.organisation_ids) | Q(consumer_id__in=to.organisation_ids)
        if also:
            seen |= also
    if to.has(Function.BUREAU, Function.LEADING, Function.AUDITOR):
        seen |= Q(region_code__startswith=trunk(to.region_code))
    return rows.filter(seen)


def may_apply(actor: Actor) -> bool:
    """Applications are filed by data officers of departments; citizens and companies have other ways."""
    return actor.has(Function.DATA_OFFICER)
