"""The yearly plan of a region, and who has a part in its projects."""

from datetime import date

from django.db import IntegrityError, transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.organisations.api import organisation
from yiyuan.projects import policies, selectors
from yiyuan.projects.models import Project, ProjectBody, YearPlan
from yiyuan.projects.rules import declaring as rules
from yiyuan.projects.types import Duty, ProjectTag, State
from yiyuan.projects.workflow import PLAN
from yiyuan.workflow.api import Law


@transaction.atomic
def name_body(*, actor: Actor, duty: Duty, organisation_id: int) -> ProjectBody:
    """Which organisation does this in the bureau's region; the one before loses it. Raises NotAllowed, NotFound."""
    if not policies.may_plan(actor):
        raise NotAllowed("projects.body.name")
    made, _new = ProjectBody.objects.update_or_create(
        region_code=actor.region_code,
        duty=duty,
        defaults={
            "organisation_id": organisation(organisation_id).id,
            "named_by": actor.person_name,
            "named_on": clock.today(),
        },
    )
    facts = {"duty": str(duty), "organisation": organisation_id}
    record(actor, ProjectTag.BODY_NAMED, object_type="projects.body", object_id=made.id, facts=facts)
    return made


@transaction.atomic
def open_plan(*, actor: Actor, year: int) -> YearPlan:
    """The plan of a year, for which departments declare. Raises NotAllowed, RuleBroken("projects.plan_once")."""
    if not policies.may_plan(actor):
        raise NotAllowed("projects.plan.open")
    rules.check_year(year, today=clock.today())
    try:
        with transaction.atomic():
            made = YearPlan.objects.create(
                region_code=actor.region_code,
                year=year,
                law_on=clock.today(),
                opened_by=actor.person_name,
                opened_on=clock.today(),
            )
    except IntegrityError as error:
        raise RuleBroken("projects.plan_once", year=year) from error
    found = list(Law(actor.region_code, clock.today()).resolved("projects.yearly_plan").cite)
    record(actor, ProjectTag.PLAN_OPENED, object_type="projects.plan", object_id=made.id, requirement_ids=found)
    return made


@transaction.atomic
def review_plan(plan_id: int, *, actor: Actor) -> None:
    """Collecting is over. Raises NotFound, NotAllowed, MoveRefused."""
    PLAN.move(selectors.plan_for(actor, plan_id, lock=True), "review", actor=actor)


@transaction.atomic
def report_plan(plan_id: int, *, actor: Actor) -> None:
    """What was declared until now is reported with it. Raises NotFound, NotAllowed, MoveRefused."""
    found = selectors.plan_for(actor, plan_id, lock=True)
    held = Project.objects.filter(
        region_code=found.region_code, plan_year=found.year, plan=None, state=State.DECLARED
    ).update(plan=found)
    PLAN.move(found, "report", actor=actor, recorded={"projects": held})


@transaction.atomic
def consent_plan(plan_id: int, *, actor: Actor, number: str, consented_on: date) -> None:
    """The government consented, by a paper of this number. Raises NotFound, NotAllowed, MoveRefused, RuleBroken."""
    found = selectors.plan_for(actor, plan_id, lock=True)
    PLAN.move(
        found,
        "consent",
        actor=actor,
        number=number,
        day=consented_on,
        today=clock.today(),
        also_set={"consent_number": number.strip(), "consented_on": consented_on},
    )


@transaction.atomic
def hand_plan(plan_id: int, *, actor: Actor) -> None:
    """Both lists go to development and reform and to finance. Raises NotFound, NotAllowed, MoveRefused."""
    found = selectors.plan_for(actor, plan_id, lock=True)
    PLAN.move(found, "hand", actor=actor, also_set={"handed_on": clock.today()})
