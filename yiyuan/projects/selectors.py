"""Reads of projects, and the figures of a span of days."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from yiyuan.catalog.api import entries_of_systems, systems_of
from yiyuan.exchange.api import used_between
from yiyuan.kernel import clock
from yiyuan.kernel.actor import PARTIES, Actor
from yiyuan.organisations.api import Seen
from yiyuan.projects.models import Project, ProjectSystem, SharingYear
from yiyuan.projects.types import Figures
from yiyuan.sharing.api import grants_between

PROJECTS = Seen(parties=("organisation",), workers=PARTIES, related=("organisation",), what="projects.project")


def _known() -> QuerySet[Project]:
    """With systems and measured years."""
    years = Prefetch("years", SharingYear.objects.order_by("year"))
    return Project.objects.prefetch_related(years, Prefetch("systems", ProjectSystem.objects.select_related("system")))


def projects(actor: Actor) -> QuerySet[Project]:
    """A department's own; all of the region for those who oversee it."""
    return PROJECTS.rows(_known(), to=actor)


def project_for(actor: Actor, project_id: int) -> Project:
    """Raises NotFound, also when hidden."""
    return PROJECTS.one(_known(), project_id, to=actor)


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
