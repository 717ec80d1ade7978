"""A task of supervision: opened with a day, answered, closed or sent back."""

from datetime import date
from typing import Any

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.kernel.regions import trunk
from yiyuan.organisations.api import organisation
from yiyuan.rectification import policies, rules, selectors
from yiyuan.rectification.models import Task
from yiyuan.rectification.types import RectificationTag
from yiyuan.rectification.workflow import TASK
from yiyuan.workflow.api import Law


@transaction.atomic
def open_task(
    *,
    actor: Actor,
    organisation_id: int,
    title: str,
    demand: str,
    due_on: date | None,
) -> Task:
    """Raises NotAllowed, NotFound, RuleBroken("rectification.task")."""
    if not policies.may_task(actor):
        raise NotAllowed("rectification.task.open")
    found = organisation(organisation_id)
    if not found.region_code.startswith(trunk(actor.region_code)):
        raise NotFound("organisation", id=organisation_id)
    today = clock.today()
    law = Law(found.region_code, today)
    with law.judging():
        last = rules.check_task(demand=demand, due_on=due_on, today=today)
    made = Task.objects.create(
        title=title.strip(),
        demand=demand.strip(),
        organisation_id=found.id,
        issuer_id=actor.organisation_id,
        region_code=found.region_code,
        law_on=today,
        due_on=last,
        opened_by=actor.person_name,
        opened_on=today,
    )
    record(
        actor,
        RectificationTag.TASKED,
        object_type="rectification.task",
        object_id=made.id,
        requirement_ids=list(law.resolved("rectification.task").cite),
        facts={"organisation": found.id, "due_on": str(due_on)},
    )
    TASK.begin(made)
    return made


@transaction.atomic
def answer_task(task_id: int, *, actor: Actor, measures: str) -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken("rectification.answer")."""
    found = selectors.task_for(actor, task_id, lock=True)
    said = {"measures": measures.strip(), "answered_on": clock.today()}
    TASK.move(found, "answer", actor=actor, measures=measures, also_set=said)


@transaction.atomic
def close_task(task_id: int, *, actor: Actor, finding: str) -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken("rectification.rechecked")."""
    found = selectors.task_for(actor, task_id, lock=True)
    said = {"finding": finding.strip(), "closed_on": clock.today()}
    TASK.move(found, "close", actor=actor, note=finding, finding=finding, also_set=said)


@transaction.atomic
def send_back_task(task_id: int, *, actor: Actor, finding: str, new_due_on: date | None = None) -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken (rectification.rechecked, .due)."""
    found = selectors.task_for(actor, task_id, lock=True)
    said = {"finding": finding.strip(), "due_on": new_due_on or found.due_on}
    facts: dict[str, Any] = {"finding": finding, "new_due_on": new_due_on, "today": clock.today()}  # of the guard
    TASK.move(found, "send_back", actor=actor, note=finding, also_set=said, **facts)
