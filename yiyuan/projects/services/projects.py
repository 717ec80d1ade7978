"""A project is declared into the library, or registered where it was approved before; its systems; its acceptance."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken
from yiyuan.projects import policies, selectors
from yiyuan.projects.models import Project, ProjectSystem
from yiyuan.projects.rules import declaring as rules
from yiyuan.projects.types import ProjectId, ProjectTag, Said, State
from yiyuan.projects.workflow import PROJECT
from yiyuan.workflow.api import Law


@transaction.atomic
def declare_project(*, actor: Actor, said: Said) -> Project:
    """A project of the actor's organisation, on any day; it is late where the plan of its year closed before.

    Raises NotAllowed, RuleBroken("projects.declared" | "projects.closed").
    """
    if not policies.may_declare(actor):
        raise NotAllowed("projects.project.declare")
    today = clock.today()
    law = Law(actor.region_code, today)
    with law.judging():
        rules.check_said(said, today=today)
    made = Project.objects.create(
        organisation_id=actor.organisation_id,
        region_code=actor.region_code,
        state=State.DECLARED,
        law_on=today,
        registered_by=actor.person_name,
        registered_on=today,
        **_fields(said, law=law, today=today),
    )
    record(actor, ProjectTag.DECLARED, object_type="projects.project", object_id=made.id, facts={"late": made.late})
    return made


@transaction.atomic
def change_project(project_id: int, *, actor: Actor, said: Said) -> None:
    """What was declared, until it is submitted. Raises NotFound, NotAllowed, MoveRefused, as `declare_project`."""
    found = selectors.project_for(actor, project_id, lock=True)
    today, law = clock.today(), PROJECT.law(found)
    with law.judging():
        rules.check_said(said, today=found.registered_on)
    changed = _fields(said, law=law, today=today if said.plan_year != found.plan_year else found.registered_on)
    PROJECT.move(found, "change", actor=actor, also_set=changed)


def _fields(said: Said, *, law: Law, today: date) -> dict[str, Any]:  # of the model
    named = "name kind category funding plan_year budget goals content planning_item major cross_department closed"
    fields = {name: getattr(said, name) for name in [*named.split(), "procedure", "no_entries"]}
    late = rules.is_late(plan_year=said.plan_year, declared_on=today, yearly=law.resolved("projects.plan").yearly)
    return {**fields, "features": list(said.features), "late": late}


@transaction.atomic
def register_project(*, actor: Actor, name: str, approval_number: str, system_ids: Iterable[int]) -> ProjectId:
    """A project that was approved before, with the systems it builds; nothing of it was reviewed here.

    Raises NotAllowed, NotFound (a system of somebody else), RuleBroken("projects.approval_number").
    """
    if not policies.may_declare(actor):
        raise NotAllowed("projects.project.register")
    with unique_number(approval_number):
        made = Project.objects.create(
            organisation_id=actor.organisation_id,
            region_code=actor.region_code,
            state=State.DECLARED,
            name=name,
            approval_number=approval_number,
            registered_by=actor.person_name,
            registered_on=clock.today(),
        )
    record(actor, ProjectTag.REGISTERED, object_type="projects.project", object_id=made.id)
    PROJECT.move(made, "register", actor=actor)
    for system_id in dict.fromkeys(system_ids):
        _add_system(made, system_id, actor=actor)
    return ProjectId(made.id)


@contextmanager
def unique_number(number: str) -> Iterator[None]:
    """Raises RuleBroken("projects.approval_number") where the number stands already, also when written just now."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "project_approved_once" not in str(error):
            raise
        raise RuleBroken("projects.approval_number", number=number) from error


@transaction.atomic
def add_system(project_id: int, *, actor: Actor, system_id: int) -> None:
    """One more system of the project. Repeating it changes nothing. Raises NotFound, NotAllowed."""
    found = selectors.project_for(actor, project_id)
    policies.require_unit(found, actor)
    _add_system(found, system_id, actor=actor)


@transaction.atomic
def accept_project(project_id: int, *, actor: Actor, accepted_on: date, paper: str = "") -> None:
    """Record that a registered project was accepted on a day; from then on each year is measured.

    Raises NotFound, NotAllowed, MoveRefused (accepted already), RuleBroken("projects.accepted_on").
    """
    found = selectors.project_for(actor, project_id, lock=True)
    PROJECT.move(
        found,
        "accept",
        actor=actor,
        accepted_on=accepted_on,
        today=clock.today(),
        also_set={"accepted_on": accepted_on, "acceptance_paper": paper},
        recorded={"on": accepted_on.isoformat()},
    )


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
