"""A department sees its own sheets; bureau, leading group and auditors those of their region."""

from django.db.models import Q, QuerySet

from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.regions import trunk
from yiyuan.supervision.models import Circular, Scheme, Sheet

WORKERS = (Function.DATA_OFFICER, Function.HEAD)
OVERSEERS = (Function.BUREAU, Function.LEADING, Function.AUDITOR)


def visible_sheets(sheets: QuerySet[Sheet], *, to: Actor) -> QuerySet[Sheet]:
    seen = Q(pk=None)
    if to.has(*WORKERS):
        seen |= Q(organisation_id__in=to.organisation_ids)
    if to.has(*OVERSEERS):
        seen |= Q(assessment__region_code__startswith=trunk(to.region_code))
    return sheets.filter(seen)


def visible_schemes(schemes: QuerySet[Scheme], *, to: Actor) -> QuerySet[Scheme]:
    """What one is assessed by is no secret: everybody of the region, and who oversees it."""
    seen = Q(region_code=to.region_code)
    if to.has(*OVERSEERS):
        seen |= Q(region_code__startswith=trunk(to.region_code))
    return schemes.filter(seen)


def visible_circulars(circulars: QuerySet[Circular], *, to: Actor) -> QuerySet[Circular]:
    """Whom it was issued to, and who oversees the region."""
    seen = Q(pk=None)
    if to.has(*WORKERS):
        seen |= Q(receipts__organisation_id__in=to.organisation_ids)
    if to.has(*OVERSEERS):
        seen |= Q(assessment__region_code__startswith=trunk(to.region_code))
    return circulars.filter(seen).distinct()


def may_assess(actor: Actor) -> bool:
    return actor.has(Function.BUREAU)
