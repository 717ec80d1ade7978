"""Who may read the record."""

from django.db.models import Q, QuerySet

from yiyuan.audit.models import Entry
from yiyuan.kernel.actor import SYSTEM, Actor, Function
from yiyuan.kernel.regions import trunk

NOWHERE = SYSTEM.region_code


def may_read(actor: Actor) -> bool:
    """Auditors of the region see all of it, a bureau officer too, and what the platform did for no region; heads and
    data officers their own acts.
    """
    return actor.has(Function.AUDITOR, Function.AUDIT_ADMIN, Function.BUREAU, Function.HEAD, Function.DATA_OFFICER)


def visible(entries: QuerySet[Entry], *, to: Actor) -> QuerySet[Entry]:
    if to.has(Function.AUDITOR, Function.AUDIT_ADMIN, Function.BUREAU):
        return entries.filter(Q(region_code__startswith=trunk(to.region_code)) | Q(region_code=NOWHERE))
    if may_read(to):
        return entries.filter(actor_organisation_id__in=to.organisation_ids)
    return entries.none()
