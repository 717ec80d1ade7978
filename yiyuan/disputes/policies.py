"""Who sees a recheck: its parties, the operator who organises it, bureau and auditors of the region."""

from django.db.models import Q, QuerySet

from yiyuan.disputes.models import Recheck
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.regions import trunk

WORKERS = (Function.DATA_OFFICER, Function.HEAD)
OVERSEERS = (Function.BUREAU, Function.LEADING, Function.AUDITOR)


def visible(rechecks: QuerySet[Recheck], *, to: Actor) -> QuerySet[Recheck]:
    seen = Q(pk=None)
    if to.has(*WORKERS):
        seen |= Q(provider_id__in=to.organisation_ids) | Q(filer_id__in=to.organisation_ids)
    if to.has(Function.OPERATOR, Function.HEAD):
        seen |= Q(operator_id__in=to.organisation_ids)
    if to.has(*OVERSEERS):
        seen |= Q(region_code__startswith=trunk(to.region_code))
    return rechecks.filter(seen)


def may_file(actor: Actor) -> bool:
    """Officers and heads of departments, for their department."""
    return actor.has(*WORKERS)


def may_read_said(actor: Actor, recheck: Recheck) -> bool:
    """What names a person's record is for who filed it, for the provider, and for the bureau of the region."""
    own = recheck.provider_id in actor.organisation_ids or recheck.filer_id in actor.organisation_ids
    return (own and actor.has(*WORKERS)) or actor.governs(recheck.region_code)
