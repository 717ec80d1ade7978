"""Negotiation and coordination; what a coordinating body decided is followed up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.organisations.api import coordinator_of, organisation
from yiyuan.sharing import policies, selectors
from yiyuan.sharing.models import Application, Task
from yiyuan.sharing.services.numbers import next_number
from yiyuan.sharing.types import SharingTag
from yiyuan.sharing.workflow import APPLICATION, TASK


@dataclass(frozen=True, slots=True)
class Wanted:
    """A task as it was decided: what, by whom, until when (a date of the meeting, not of the law)."""

    owner_id: int
    title: str
    wanted_on: date | None = None


@transaction.atomic
def negotiate_refusal(application_id: int, *, actor: Actor, note: str = "") -> Application:
    """After a refusal, open negotiation where the region's text opens it."""
    application = selectors.application_for(actor, application_id, lock=True)
    APPLICATION.move(application, "negotiate", actor=actor, note=note)
    return application


@transaction.atomic
def seek_coordination(application_id: int, *, actor: Actor, note: str = "") -> Application:
    """Either party takes a failed negotiation to whom the region names. Raises RuleBroken where it names nobody."""
    application = selectors.application_for(actor, application_id, lock=True)
    law = selectors.law_of(application, today=clock.today())
    coordinator = coordinator_of(application.region_code, body=law("sharing.coordinator"))
    with law.judging():
        if coordinator is None:
            raise RuleBroken("sharing.coordinator")
    move = "escalate" if application.consumer_id in actor.organisation_ids else "pass_up"
    application.coordinator_id = coordinator.id
    APPLICATION.move(application, move, actor=actor, note=note, also_set={"coordinator_id": coordinator.id})
    return application


@transaction.atomic
def record_coordination(
    application_id: int,
    *,
    actor: Actor,
    met_on: date | None,
    participants: str,
    minutes_number: str,
    conclusion: str,
    tasks: Sequence[Wanted] = (),
) -> Application:
    """A meeting was held: day, who took part, minutes, conclusion. The competent department then acts.

    tasks: what was decided beside it, each followed up under its owner's name. Nothing is decided here.
    """
    application = selectors.application_for(actor, application_id, lock=True)
    APPLICATION.move(
        application,
        "conclude",
        actor=actor,
        note=conclusion,
        also_set={
            "met_on": met_on,
            "participants": participants,
            "minutes_number": minutes_number,
            "conclusion": conclusion,
        },
        met_on=met_on,
        participants=participants,
        minutes_number=minutes_number,
        conclusion=conclusion,
    )
    for wanted in tasks:
        set_task(wanted, actor=actor, minutes_number=minutes_number, application=application)
    return application


@transaction.atomic
def set_task(wanted: Wanted, *, actor: Actor, minutes_number: str, application: Application | None = None) -> Task:
    """What a coordinating body decided, with the department that carries it out.

    Raises NotAllowed (the actor's body coordinates nothing), NotFound (no such owner), RuleBroken("sharing.result").
    """
    if not policies.may_set_tasks(actor):
        raise NotAllowed("sharing.task.set")
    if not wanted.title.strip() or not minutes_number.strip():
        raise RuleBroken("sharing.result")
    owner = organisation(wanted.owner_id)
    task = Task.objects.create(
        number=next_number("YD"),
        region_code=actor.region_code,
        application=application,
        body_id=actor.organisation_id,
        owner_id=owner.id,
        title=wanted.title.strip(),
        minutes_number=minutes_number.strip(),
        decided_on=clock.today(),
        wanted_on=wanted.wanted_on,
    )
    TASK.begin(task)
    record(actor, SharingTag.TASK_SET, object_type="sharing.task", object_id=task.id, facts={"owner": owner.id})
    return task


@transaction.atomic
def move_task(task_id: int, *, actor: Actor, move: str, text: str = "") -> Task:
    """The owner reports; the body that decided accepts or sends back. move: report, redo or accept."""
    task = selectors.task_for(actor, task_id, lock=True)
    known: dict[str, dict[str, Any]] = {"report": {"result": text}, "accept": {"done_on": clock.today()}}
    TASK.move(task, move, actor=actor, note=text, also_set=known.get(move, {}), result=text)
    return task
