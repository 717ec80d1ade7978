"""Inspections, evaluations and audits: asked of the unit, answered or refused, closed by who asked."""

from datetime import date

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed
from yiyuan.projects import policies, selectors
from yiyuan.projects.models import Inspection
from yiyuan.projects.rules import declaring
from yiyuan.projects.types import InspectionKind, ProjectTag
from yiyuan.projects.workflow import INSPECTION


@transaction.atomic
def ask_inspection(project_id: int, *, actor: Actor, kind: InspectionKind, words: str, due_on: date) -> Inspection:
    """The bureau, finance or audit asks the unit of a project.

    Raises NotFound, NotAllowed, RuleBroken("projects.inspection_asked").
    """
    project = selectors.project_for(actor, project_id)
    if not policies.may_inspect(actor, project):
        raise NotAllowed("projects.inspection.ask")
    declaring.check_inspection(words=words, due_on=due_on, today=clock.today())
    made = Inspection.objects.create(
        region_code=project.region_code,
        law_on=clock.today(),
        project=project,
        kind=kind,
        body_id=actor.organisation_id,
        unit_id=project.organisation_id,
        words=words.strip(),
        due_on=due_on,
        asked_by=actor.person_name,
        asked_on=clock.today(),
    )
    facts = {"project": project.id, "kind": str(kind), "due_on": due_on.isoformat()}
    ids = list(INSPECTION.law(made).resolved("projects.inspection").cite)
    record(
        actor,
        ProjectTag.INSPECTED,
        object_type="projects.inspection",
        object_id=made.id,
        facts=facts,
        requirement_ids=ids,
    )
    INSPECTION.begin(made)
    return made


@transaction.atomic
def answer_inspection(inspection_id: int, *, actor: Actor, words: str) -> None:
    """What the unit did. Raises NotFound, NotAllowed, MoveRefused, RuleBroken("projects.inspection")."""
    _respond("answer", inspection_id, actor=actor, words=words)


@transaction.atomic
def decline_inspection(inspection_id: int, *, actor: Actor, words: str) -> None:
    """That it does not, and why: kept. Raises NotFound, NotAllowed, MoveRefused, RuleBroken("projects.inspection")."""
    _respond("decline", inspection_id, actor=actor, words=words)


def _respond(move: str, inspection_id: int, *, actor: Actor, words: str) -> None:
    found = selectors.inspection_for(actor, inspection_id, lock=True)
    today = clock.today()
    also = {"answer": words.strip(), "answered_by": actor.person_name, "answered_on": today}
    facts = {"days": (today - found.asked_on).days, "late": today > found.due_on}
    INSPECTION.move(found, move, actor=actor, answer=words, also_set=also, recorded=facts)


@transaction.atomic
def return_inspection(inspection_id: int, *, actor: Actor, words: str, due_on: date) -> None:
    """Not enough, or refused: asked again until a new day.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("projects.inspection_asked").
    """
    found = selectors.inspection_for(actor, inspection_id, lock=True)
    today, also = clock.today(), {"due_on": due_on}
    INSPECTION.move(found, "return", actor=actor, note=words, words=words, due_on=due_on, today=today, also_set=also)


@transaction.atomic
def close_inspection(inspection_id: int, *, actor: Actor, words: str) -> None:
    """What was found. Raises NotFound, NotAllowed, MoveRefused, RuleBroken("projects.note")."""
    found = selectors.inspection_for(actor, inspection_id, lock=True)
    also = {"found": words.strip(), "closed_on": clock.today()}
    INSPECTION.move(found, "close", actor=actor, reason=words, note=words, also_set=also)
