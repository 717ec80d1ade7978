"""What the bureau, finance, development and reform and experts say of a project."""

from django.db import IntegrityError, transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound, RuleBroken
from yiyuan.organisations.api import organisation
from yiyuan.projects import policies, selectors
from yiyuan.projects.models import (
    Expert,
    ExpertView,
    Opinion,
    Project,
    ProjectException,
    ProjectSeat,
    UnitCheck,
)
from yiyuan.projects.rules import declaring, gates
from yiyuan.projects.services.projects import unique_number
from yiyuan.projects.types import CLOSED_STATES, GATE_OF, Matter, OpinionKind, ProjectTag, State
from yiyuan.projects.workflow import PROJECT


@transaction.atomic
def submit_project(project_id: int, *, actor: Actor) -> None:
    """All materials are there; what is like the project is looked for and kept with it.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken (the gate, naming each missing material).
    """
    found = selectors.project_for(actor, project_id, lock=True)
    also = {"similar": selectors.similar_to(found), "submitted_on": clock.today()}
    PROJECT.move(found, "submit", actor=actor, standing=selectors.standing_of(found), also_set=also)


@transaction.atomic
def send_back_project(project_id: int, *, actor: Actor, note: str) -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken("projects.note")."""
    PROJECT.move(selectors.project_for(actor, project_id, lock=True), "send_back", actor=actor, note=note, reason=note)


@transaction.atomic
def refuse_project(project_id: int, *, actor: Actor, note: str) -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken("projects.note")."""
    PROJECT.move(selectors.project_for(actor, project_id, lock=True), "refuse", actor=actor, note=note, reason=note)


@transaction.atomic
def approve_project(project_id: int, *, actor: Actor, number: str, content: str, amount: int) -> None:
    """By the bureau or by development and reform, whoever the law of the region names; amount in fen.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken (the gate, "projects.approval_number", "projects.approved").
    """
    found = selectors.project_for(actor, project_id, lock=True)
    if not number.strip() or not content.strip() or amount <= 0:
        raise RuleBroken("projects.approved")
    row = PROJECT.open_row(found, ("establish", "approve"), actor)
    also = {
        "approval_number": number.strip(),
        "approved_on": clock.today(),
        "approved_amount": amount,
        "approved_content": content.strip(),
    }
    with unique_number(number.strip()):
        PROJECT.move(found, row.name, actor=actor, standing=selectors.standing_of(found), also_set=also)


def require_opining(project: Project, actor: Actor) -> None:
    """Raises NotAllowed, MoveRefused (refused, removed)."""
    if not policies.opinions_of(actor, project):
        raise NotAllowed("projects.opinion.give")
    if project.state in CLOSED_STATES | {State.DECLARED}:
        raise MoveRefused("projects.project.opinion", state=project.state)


@transaction.atomic
def give_opinion(
    project_id: int, *, actor: Actor, kind: OpinionKind, agrees: bool, words: str, number: str = ""
) -> Opinion:
    """What the actor's body says; to agree, the gate of this opinion must be open.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken (the gate, "projects.note").
    """
    found = selectors.project_for(actor, project_id, lock=True)
    require_opining(found, actor)
    if kind not in policies.opinions_of(actor, found):
        raise NotAllowed("projects.opinion.give")
    declaring.check_note(reason=words)
    if kind == OpinionKind.FILING and agrees and not number.strip():
        raise RuleBroken("projects.filing_number")
    law = PROJECT.law(found)
    if agrees and kind in GATE_OF:
        with law.judging():
            gates.check_gate(GATE_OF[kind], selectors.standing_of(found), law=law)
    made = Opinion.objects.create(
        project=found,
        kind=kind,
        agrees=agrees,
        number=number.strip(),
        words=words.strip(),
        body_id=actor.organisation_id,
        given_by=actor.person_name,
        given_on=clock.today(),
    )
    record(
        actor,
        ProjectTag.OPINION_GIVEN,
        object_type="projects.project",
        object_id=found.id,
        requirement_ids=list(law.resolved("projects.opinions").cite),
        facts={"kind": str(kind), "agrees": agrees},
    )
    return made


def require_evaluating(project: Project, actor: Actor) -> None:
    """Raises NotAllowed, MoveRefused."""
    policies.require_development(project, actor)
    if project.state != State.SUBMITTED or project.evaluation_on is not None:
        raise MoveRefused("projects.project.evaluate", state=project.state)


@transaction.atomic
def open_evaluation(project_id: int, *, actor: Actor) -> None:
    """The stage begins in which the bureau gives its industry opinion. Raises as `require_evaluating`."""
    found = selectors.project_for(actor, project_id, lock=True)
    require_evaluating(found, actor)
    Project.objects.filter(id=found.id).update(evaluation_on=clock.today())
    record(actor, ProjectTag.EVALUATION_OPENED, object_type="projects.project", object_id=found.id)


@transaction.atomic
def record_exception(project_id: int, *, actor: Actor, rule: str, document: str) -> None:
    """The document by which a rule that knows exceptions does not stop this project.

    Raises NotFound, NotAllowed, RuleBroken("projects.no_exception" | "projects.note").
    """
    found = selectors.project_for(actor, project_id, lock=True)
    policies.require_bureau(found, actor)
    law = PROJECT.law(found)
    if rule not in law("projects.exceptions"):
        raise RuleBroken("projects.no_exception")
    declaring.check_note(reason=document)
    ProjectException.objects.create(
        project=found,
        rule=rule,
        document=document.strip(),
        recorded_by=actor.person_name,
        recorded_on=clock.today(),
    )
    record(
        actor,
        ProjectTag.EXCEPTION_RECORDED,
        object_type="projects.project",
        object_id=found.id,
        requirement_ids=list(law.resolved(f"projects.{rule}").cite),
        facts={"rule": rule},
    )


@transaction.atomic
def check_unit(*, actor: Actor, organisation_id: int, passed: bool, words: str) -> UnitCheck:
    """Whether a department meets the demands of integration.

    Raises NotAllowed, NotFound, RuleBroken("projects.note").
    """
    if not policies.may_plan(actor):
        raise NotAllowed("projects.unit.check")
    declaring.check_note(reason=words)
    made = UnitCheck.objects.create(
        organisation_id=organisation(organisation_id).id,
        region_code=actor.region_code,
        passed=passed,
        words=words.strip(),
        checked_by=actor.person_name,
        checked_on=clock.today(),
    )
    facts = {"organisation": organisation_id, "passed": passed}
    record(actor, ProjectTag.UNIT_CHECKED, object_type="projects.unit_check", object_id=made.id, facts=facts)
    return made


@transaction.atomic
def name_expert(*, actor: Actor, name: str, employer: str, field: str, interests: str = "") -> Expert:
    """Into the register of the bureau's region. Raises NotAllowed, RuleBroken("projects.expert_once")."""
    if not policies.may_plan(actor):
        raise NotAllowed("projects.expert.name")
    try:
        with transaction.atomic():
            made = Expert.objects.create(
                region_code=actor.region_code,
                name=name.strip(),
                employer=employer.strip(),
                field=field.strip(),
                interests=interests.strip(),
                named_by=actor.person_name,
                named_on=clock.today(),
            )
    except IntegrityError as error:
        raise RuleBroken("projects.expert_once") from error
    record(actor, ProjectTag.EXPERT_NAMED, object_type="projects.expert", object_id=made.id)
    return made


@transaction.atomic
def assign_expert(project_id: int, *, actor: Actor, expert_id: int) -> None:
    """Repeating it changes nothing. Raises NotFound, NotAllowed, RuleBroken("projects.expert_conflict")."""
    found = selectors.project_for(actor, project_id, lock=True)
    policies.require_bureau(found, actor)
    expert = selectors.expert_for(actor, expert_id)
    declaring.check_expert(employer=expert.employer, interests=expert.interests, unit=found.organisation.name)
    _made, new = ProjectSeat.objects.get_or_create(
        project=found,
        expert=expert,
        to_accept=found.completed_on is not None,
        defaults={"assigned_by": actor.person_name, "assigned_on": clock.today()},
    )
    if new:
        facts = {"expert": expert.id}
        record(actor, ProjectTag.EXPERT_ASSIGNED, object_type="projects.project", object_id=found.id, facts=facts)


@transaction.atomic
def hear_expert(project_id: int, *, actor: Actor, seat_id: int, matter: Matter, agrees: bool, words: str) -> None:
    """What an assigned expert said on one matter, as the bureau's officer writes it down.

    Raises NotFound, NotAllowed, RuleBroken("projects.note").
    """
    found = selectors.project_for(actor, project_id, lock=True)
    policies.require_bureau(found, actor)
    seat = found.seats.filter(id=seat_id).first()
    if seat is None:
        raise NotFound("projects.seat", id=seat_id)
    declaring.check_note(reason=words)
    ExpertView.objects.create(
        seat=seat,
        matter=matter,
        agrees=agrees,
        words=words.strip(),
        recorded_by=actor.person_name,
        recorded_on=clock.today(),
    )
    facts = {"seat": seat.id, "matter": str(matter), "agrees": agrees}
    record(actor, ProjectTag.EXPERT_HEARD, object_type="projects.project", object_id=found.id, facts=facts)
