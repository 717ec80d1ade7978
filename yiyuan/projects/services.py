"""Register a project, record its acceptance, measure the years that are over."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken
from yiyuan.projects import policies, rules, selectors
from yiyuan.projects.models import Project, ProjectSystem, SharingYear
from yiyuan.projects.types import ProjectId, ProjectTag
from yiyuan.regulations.api import resolve


@transaction.atomic
def register_project(*, actor: Actor, name: str, approval_number: str, system_ids: Iterable[int]) -> ProjectId:
    """A project of the actor's organisation with the systems it builds.

    Raises NotAllowed, NotFound (a system of somebody else), RuleBroken("projects.approval_number").
    """
    if not policies.may_register(actor):
        raise NotAllowed("projects.project.register")
    if Project.objects.filter(region_code=actor.region_code, approval_number=approval_number).exists():
        raise RuleBroken("projects.approval_number", number=approval_number)
    made = Project.objects.create(
        organisation_id=actor.organisation_id,
        region_code=actor.region_code,
        name=name,
        approval_number=approval_number,
        registered_by=actor.person_name,
        registered_on=clock.today(),
    )
    record(actor, ProjectTag.REGISTERED, object_type="projects.project", object_id=made.id)
    for system_id in dict.fromkeys(system_ids):
        _add_system(made, system_id, actor=actor)
    return ProjectId(made.id)


@transaction.atomic
def add_system(project_id: int, *, actor: Actor, system_id: int) -> None:
    """One more system of the project. Repeating it changes nothing. Raises NotFound, NotAllowed."""
    _add_system(_kept(project_id, actor), system_id, actor=actor)


@transaction.atomic
def accept_project(project_id: int, *, actor: Actor, accepted_on: date, paper: str = "") -> None:
    """Record that the project was accepted on a day; from then on each year is measured.

    Raises NotFound, NotAllowed, Conflict (accepted already), RuleBroken("projects.accepted_on").
    """
    found = _kept(project_id, actor)
    rules.check_accepted_on(accepted_on=accepted_on, today=clock.today())
    rows = Project.objects.filter(id=found.id, accepted_on=None)
    if not rows.update(accepted_on=accepted_on, acceptance_paper=paper):
        raise Conflict("projects.project.accept")
    record(
        actor,
        ProjectTag.ACCEPTED,
        object_type="projects.project",
        object_id=found.id,
        facts={"on": accepted_on.isoformat()},
    )


def measure_years() -> int:
    """Freeze every year since acceptance that is over and not yet measured; how many. Safe to repeat."""
    today = clock.today()
    made = 0
    for project in Project.objects.filter(accepted_on__lt=date(today.year, 1, 1)).order_by("id"):
        law = resolve("projects.yearly_measure", region=project.region_code, on=today)
        if law.flag:
            made += _measure(project, today=today, requirement_ids=list(law.cite))
    return made


@transaction.atomic
def _measure(project: Project, *, today: date, requirement_ids: list[str]) -> int:
    Project.objects.select_for_update().get(id=project.id)  # two workers would measure the same year
    assert project.accepted_on is not None, "only accepted projects are measured"
    known = set(project.years.values_list("year", flat=True))
    missing = [y for y in rules.years_ended(accepted_on=project.accepted_on, today=today) if y not in known]
    for year in missing:
        first, last = rules.span_of(year, accepted_on=project.accepted_on)
        found = selectors.figures_of(project, first=first, last=last)
        SharingYear.objects.create(
            project=project,
            year=year,
            first_on=first,
            last_on=last,
            measured_on=today,
            promised=found.promised,
            kept=found.kept,
            catalogued=found.catalogued,
            granted=found.granted,
            consumers=found.consumers,
            deliveries=found.deliveries,
            rows=found.rows,
        )
        record(
            SYSTEM,
            ProjectTag.MEASURED,
            object_type="projects.project",
            object_id=project.id,
            requirement_ids=requirement_ids,
            facts={"year": year, "granted": found.granted, "deliveries": found.deliveries},
        )
    return len(missing)


def _kept(project_id: int, actor: Actor) -> Project:
    found = selectors.project_for(actor, project_id)
    policies.require_keeping(found, actor)
    return found


def _add_system(project: Project, system_id: int, *, actor: Actor) -> None:
    if system_id not in dict(selectors.own_systems(actor)):
        raise NotFound("catalog.system", id=system_id)
    _made, new = ProjectSystem.objects.get_or_create(
        project=project, system_id=system_id, defaults={"added_on": clock.today()}
    )
    if new:
        record(
            actor,
            ProjectTag.SYSTEM_ADDED,
            object_type="projects.project",
            object_id=project.id,
            facts={"system": system_id},
        )
