"""Reads of projects, and the figures of a span of days."""

from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Count, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from yiyuan.catalog.api import entries_of_systems, systems_of
from yiyuan.exchange.api import used_between
from yiyuan.kernel import clock
from yiyuan.kernel.actor import PARTIES, Actor
from yiyuan.organisations.api import Seen
from yiyuan.projects.models import Project, ProjectBody, ProjectSystem, SharingYear, YearPlan
from yiyuan.projects.types import Figures
from yiyuan.sharing.api import grants_between


def _regions(actor: Actor) -> Q:
    """The regions in whose projects the actor's organisation has a part."""
    if not actor.has(*PARTIES):
        return Q(pk__in=())
    mine = ProjectBody.objects.filter(organisation_id__in=actor.organisation_ids)
    return Q(region_code__in=mine.values("region_code"))


def _own_region(actor: Actor) -> Q:
    return Q(region_code=actor.region_code) if actor.has(*PARTIES) else Q(pk__in=())


PROJECTS = Seen(
    parties=("organisation",), workers=PARTIES, more=_regions, related=("organisation", "plan"), what="projects.project"
)
PLANS = Seen(more=_own_region, what="projects.plan")
BODIES = Seen(more=_own_region, related=("organisation",), what="projects.body")


def _known() -> QuerySet[Project]:
    """With systems and measured years."""
    years = Prefetch("years", SharingYear.objects.order_by("year"))
    return Project.objects.prefetch_related(years, Prefetch("systems", ProjectSystem.objects.select_related("system")))


def projects(actor: Actor) -> QuerySet[Project]:
    """A department's own; all of the region for those who oversee it or have a part in its projects."""
    return PROJECTS.rows(_known(), to=actor)


def project_for(actor: Actor, project_id: int, *, lock: bool = False) -> Project:
    """Raises NotFound, also when hidden."""
    return PROJECTS.one(_known(), project_id, to=actor, lock=lock)


def _plans() -> QuerySet[YearPlan]:
    """With what was declared for each: number, late ones, budgets in fen."""
    held = Project.objects.filter(region_code=OuterRef("region_code"), plan_year=OuterRef("year")).order_by()
    counted = held.values("plan_year")

    def told(value: Any) -> Subquery:  # an aggregate
        return Subquery(counted.annotate(told=value).values("told"))

    return YearPlan.objects.annotate(
        number=Coalesce(told(Count("id")), 0),
        late_number=Coalesce(told(Count("id", filter=Q(late=True))), 0),
        total=Coalesce(told(Sum("budget")), Value(0), output_field=BigIntegerField()),
    )


def plans(actor: Actor) -> QuerySet[YearPlan]:
    """Of the actor's region; departments see them, the rest is the bureau's."""
    return PLANS.rows(_plans(), to=actor)


def plan_for(actor: Actor, plan_id: int, *, lock: bool = False) -> YearPlan:
    """Raises NotFound, also when hidden."""
    return PLANS.one(_plans(), plan_id, to=actor, lock=lock)


def bodies(actor: Actor) -> QuerySet[ProjectBody]:
    return BODIES.rows(ProjectBody.objects.order_by("duty"), to=actor)


def body_for(actor: Actor, body_id: int) -> ProjectBody:
    """Raises NotFound, also when hidden."""
    return BODIES.one(ProjectBody.objects.all(), body_id, to=actor)


def own_systems(actor: Actor) -> list[tuple[int, str]]:
    """(id, name) of the systems the actor's organisation registered."""
    return [one for body in sorted(actor.organisation_ids) for one in systems_of(body)]


def figures_of(project: Project, *, first: date, last: date) -> Figures:
    """Both days inclusive. Reads what was so then: a grant closed since, an entry withdrawn since, still count."""
    entries = entries_of_systems([one.system_id for one in project.systems.all()], on=last)
    grants = grants_between(entries.resource_ids, first=first, last=last)
    used = used_between(grants, first=first, last=last)
    return Figures(
        promised=entries.promised,
        kept=entries.kept,
        catalogued=len(entries.resource_ids),
        granted=len(set(grants.values())),
        consumers=len(used.consumer_ids),
        deliveries=used.deliveries,
        rows=used.rows,
    )


def this_year(project: Project) -> Figures | None:
    """From the first of January, or acceptance, to today; not kept. None before acceptance."""
    today = clock.today()
    if project.accepted_on is None or project.accepted_on > today:
        return None
    return figures_of(project, first=max(date(today.year, 1, 1), project.accepted_on), last=today)
