"""A completed project is accepted, delayed, mended, put into operation, evaluated and audited."""

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, Actor
from yiyuan.kernel.errors import MoveRefused, NotAllowed, RuleBroken
from yiyuan.organisations.api import organisation
from yiyuan.projects import policies, selectors
from yiyuan.projects.models import Project, ProjectAcceptance, ProjectAudit, ProjectDelay, ProjectEvaluation
from yiyuan.projects.rules import acceptance as rules
from yiyuan.projects.rules import declaring
from yiyuan.projects.types import Duty, Evaluator, ProjectTag, State
from yiyuan.projects.workflow import PROJECT


@transaction.atomic
def designate_organiser(project_id: int, *, actor: Actor, organisation_id: int) -> None:
    """The department that the government designated to organise the acceptance. Raises NotFound, NotAllowed."""
    found = selectors.project_for(actor, project_id, lock=True)
    policies.require_bureau(found, actor)
    Project.objects.filter(id=found.id).update(organiser_id=organisation(organisation_id).id)
    _record(ProjectTag.DESIGNATED, found, actor, organisation=organisation_id)


@transaction.atomic
def pass_project(project_id: int, *, actor: Actor, held_on: date, words: str, sections: Mapping[str, str]) -> None:
    """Accepted. Raises NotFound, NotAllowed, MoveRefused, RuleBroken (the report, the gate)."""
    found = selectors.project_for(actor, project_id, lock=True)
    PROJECT.move(
        found,
        "pass",
        actor=actor,
        sections=sections,
        standing=selectors.standing_of(found),
        held_on=held_on,
        today=clock.today(),
        also_set={"accepted_on": held_on},
        recorded={"on": held_on.isoformat()},
    )
    _accepted(found, actor=actor, passed=True, held_on=held_on, words=words, sections=dict(sections))


@transaction.atomic
def fail_project(project_id: int, *, actor: Actor, words: str, rectify_by: date) -> None:
    """Not accepted: to be mended until a day.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("projects.rectify_by").
    """
    found = selectors.project_for(actor, project_id, lock=True)
    today = clock.today()
    also = {"rectify_by": rectify_by}
    PROJECT.move(found, "fail", actor=actor, words=words, rectify_by=rectify_by, today=today, note=words, also_set=also)
    _accepted(found, actor=actor, passed=False, held_on=today, words=words, rectify_by=rectify_by)


def _accepted(project: Project, *, actor: Actor, **fields: object) -> None:
    ProjectAcceptance.objects.create(
        project=project, organiser_id=actor.organisation_id, recorded_by=actor.person_name, **fields
    )


@transaction.atomic
def rectify_project(project_id: int, *, actor: Actor, words: str) -> None:
    """Mended; a second acceptance may be held.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("projects.note").
    """
    found = selectors.project_for(actor, project_id, lock=True)
    PROJECT.move(found, "rectify", actor=actor, note=words, reason=words)
    failed = found.acceptances.filter(rectified_on=None, passed=False).last()
    assert failed is not None, "only a failed acceptance leads here"
    failed.rectified_on, failed.rectified = clock.today(), words.strip()
    failed.save()


def require_delaying(project: Project, actor: Actor) -> None:
    """Raises NotAllowed, MoveRefused (not waiting for acceptance, or one is open)."""
    policies.require_unit(project, actor)
    if project.state != State.COMPLETED or project.delays.filter(accepted_on=None).exists():
        raise MoveRefused("projects.project.report_delay", state=project.state)


@transaction.atomic
def report_delay(project_id: int, *, actor: Actor, reason: str, new_on: date | None) -> None:
    """Why it is not accepted in time, and until when.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("projects.delay").
    """
    found = selectors.project_for(actor, project_id, lock=True)
    require_delaying(found, actor)
    with PROJECT.law(found).judging():
        rules.check_delay(reason=reason, new_on=new_on, today=clock.today())
    assert new_on is not None, "checked"
    ProjectDelay.objects.create(
        project=found,
        reason=reason.strip(),
        new_on=new_on,
        reported_by=actor.person_name,
        reported_on=clock.today(),
    )
    _record(ProjectTag.DELAYED, found, actor, new_on=new_on.isoformat())


@transaction.atomic
def accept_delay(project_id: int, *, actor: Actor) -> None:
    """The open report moves the day. Raises NotFound, NotAllowed, MoveRefused."""
    found = selectors.project_for(actor, project_id, lock=True)
    delay = found.delays.filter(accepted_on=None).first()
    if delay is None:
        raise MoveRefused("projects.project.accept_delay", state=found.state)
    PROJECT.move(found, "accept_delay", actor=actor, also_set={"acceptance_due_on": delay.new_on})
    delay.accepted_on = clock.today()
    delay.save()


@transaction.atomic
def operate_project(project_id: int, *, actor: Actor) -> None:
    """Into operation, with its papers on file. Raises NotFound, NotAllowed, MoveRefused, RuleBroken (the gate)."""
    found = selectors.project_for(actor, project_id, lock=True)
    also = {"running_on": clock.today()}
    PROJECT.move(found, "operate", actor=actor, standing=selectors.standing_of(found), also_set=also)


def open_evaluations() -> int:
    """Projects that have run for their time wait for an evaluation from now on; how many. Safe to repeat."""
    return sum(_open_evaluation(project_id) for project_id in selectors.running_projects())


@transaction.atomic
def _open_evaluation(project_id: int) -> int:
    found = Project.objects.select_for_update().get(id=project_id)
    earliest = selectors.evaluable_after(found)
    if found.state != State.RUNNING or earliest is None or clock.today() <= earliest or found.evaluations.exists():
        return 0
    PROJECT.move(found, "call", actor=SYSTEM)
    return 1


def require_evaluator(project: Project, actor: Actor) -> None:
    """The bureau or finance. Raises NotAllowed, MoveRefused (not running)."""
    if not (actor.governs(project.region_code) or policies.holds(actor, Duty.FINANCE, region=project.region_code)):
        raise NotAllowed("projects.evaluation.make")
    if project.state not in {State.RUNNING, State.EVALUATING}:
        raise MoveRefused("projects.project.evaluate_running", state=project.state)


@transaction.atomic
def evaluate_project(
    project_id: int,
    *,
    actor: Actor,
    evaluator: Evaluator,
    name: str,
    scores: tuple[int, int, int],
    passed: bool,
    words: str,
) -> None:
    """Operation, sharing, performance, each 0 to 100.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("projects.evaluation" | "projects.note").
    """
    found = selectors.project_for(actor, project_id, lock=True)
    require_evaluator(found, actor)
    declaring.check_note(reason=words)
    assert found.running_on is not None, "it runs"
    earliest = selectors.evaluable_after(found)
    with PROJECT.law(found).judging():
        rules.check_evaluable(running_on=found.running_on, earliest=earliest, today=clock.today())
    operation, sharing, performance = scores
    ProjectEvaluation.objects.create(
        project=found,
        evaluator=evaluator,
        name=name.strip(),
        operation=operation,
        sharing=sharing,
        performance=performance,
        passed=passed,
        words=words.strip(),
        evaluated_by=actor.person_name,
        evaluated_on=clock.today(),
    )
    _record(ProjectTag.EVALUATED, found, actor, passed=passed, scores=list(scores))
    if found.state == State.EVALUATING:
        PROJECT.move(found, "evaluated", actor=SYSTEM)


def require_audit(project: Project, actor: Actor) -> None:
    """Raises NotAllowed."""
    if not policies.holds(actor, Duty.AUDIT, region=project.region_code):
        raise NotAllowed("projects.audit.write")


@transaction.atomic
def plan_audit(project_id: int, *, actor: Actor, year: int) -> None:
    """Into the audit plan of a year. Raises NotFound, NotAllowed, RuleBroken("projects.audit_once")."""
    found = selectors.project_for(actor, project_id, lock=True)
    require_audit(found, actor)
    try:
        with transaction.atomic():
            ProjectAudit.objects.create(
                project=found, year=year, planned_by=actor.person_name, planned_on=clock.today()
            )
    except IntegrityError as error:
        raise RuleBroken("projects.audit_once", year=year) from error
    _record(ProjectTag.AUDIT_PLANNED, found, actor, year=year)


@transaction.atomic
def record_audit(project_id: int, *, actor: Actor, passed: bool, words: str) -> None:
    """The result of the audit that is planned and open. Raises NotFound, NotAllowed, MoveRefused, RuleBroken."""
    found = selectors.project_for(actor, project_id, lock=True)
    require_audit(found, actor)
    declaring.check_note(reason=words)
    audit = found.audits.filter(found_on=None).first()
    if audit is None:
        raise MoveRefused("projects.project.record_audit", state=found.state)
    audit.passed, audit.words, audit.found_on = passed, words.strip(), clock.today()
    audit.save()
    _record(ProjectTag.AUDITED, found, actor, year=audit.year, passed=passed)


def require_closing(project: Project, actor: Actor) -> None:
    """Whoever found a fault says that it is mended. Raises NotAllowed, MoveRefused (nothing is open)."""
    by_bureau = actor.governs(project.region_code) and selectors.failed_evaluations(project).exists()
    by_audit = policies.holds(actor, Duty.AUDIT, region=project.region_code)
    if by_bureau or (by_audit and selectors.failed_audits(project).exists()):
        return
    if not actor.governs(project.region_code) and not by_audit:
        raise NotAllowed("projects.project.close_rectification")
    raise MoveRefused("projects.project.close_rectification", state=project.state)


@transaction.atomic
def close_rectification(project_id: int, *, actor: Actor, words: str) -> None:
    """Failed evaluations (the bureau) or audits (audit) are mended.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken.
    """
    found = selectors.project_for(actor, project_id, lock=True)
    require_closing(found, actor)
    declaring.check_note(reason=words)
    if actor.governs(found.region_code):
        selectors.failed_evaluations(found).update(rectified_on=clock.today())
    else:
        selectors.failed_audits(found).update(rectified_on=clock.today())
    _record(ProjectTag.RECTIFIED, found, actor)


def _record(tag: ProjectTag, project: Project, actor: Actor, **facts: object) -> None:
    record(actor, tag, object_type="projects.project", object_id=project.id, facts=facts)
