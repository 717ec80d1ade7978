"""A department sees and keeps its own projects; those who oversee the region see all, and keep none."""

from django.db.models import Q, QuerySet

from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.regions import trunk
from yiyuan.projects.models import Project

KEEPERS = (Function.DATA_OFFICER, Function.HEAD)
OVERSEERS = (Function.BUREAU, Function.LEADING, Function.AUDITOR)


def visible(rows: QuerySet[Project], *, to: Actor) -> QuerySet[Project]:
    seen = Q()
    if to.has(*KEEPERS):
        seen |= Q(organisation__in=to.organisation_ids)
    if to.has(*OVERSEERS):
        seen |= Q(region_code__startswith=trunk(to.region_code))
    return rows.filter(seen) if seen else rows.none()


def may_register(actor: Actor) -> bool:
    return actor.has(*KEEPERS)


def may_keep(project: Project, *, actor: Actor) -> bool:
    return actor.has(*KEEPERS) and project.organisation_id in actor.organisation_ids
