"""Unified collection: asked for with evidence, approved by level, run in rounds."""

from datetime import date
from typing import Any

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.catalog.api import published_named, published_resource
from yiyuan.collection import selectors
from yiyuan.collection.asking import REFUSALS
from yiyuan.collection.gathering import defer_gathering
from yiyuan.collection.models import Return, Task
from yiyuan.collection.returns import keep_rows, known_rows
from yiyuan.collection.types import CollectionTag, Frequency, ReturnState
from yiyuan.collection.workflow import RETURN, TASK
from yiyuan.elements.api import elsewhere
from yiyuan.kernel import clock
from yiyuan.kernel.actor import OFFICERS, SYSTEM, Actor
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken
from yiyuan.organisations.api import bureaus_over, infos, units_in
from yiyuan.organisations.types import OrganisationInfo
from yiyuan.workflow.api import Law

CITY = "city_bureau"


def approvers(region_code: str, law: Law) -> tuple[OrganisationInfo | None, OrganisationInfo | None]:
    """Who reviews, and who consents after that; the second None: one step suffices."""
    over = bureaus_over(region_code)
    own = over[0] if over else None
    city = next((one for one in over if one.region_code == region_code[:4] + "00"), None)
    asked = CITY in law("collection.task_approval") and city is not None and own is not None and city.id != own.id
    return own, city if asked else None


@transaction.atomic
def draft_task(*, actor: Actor, **said: Any) -> Task:
    """Draft a task of the actor's department.

    said: title, resource_id, items, unit_item, need, frequency, units, searched, unfit, application_number, exception.
    Raises NotAllowed, NotFound, RuleBroken("collection.task").
    """
    if not actor.has(*OFFICERS):
        raise NotAllowed("collection.task.draft")
    made = Task.objects.create(
        organisation_id=actor.organisation_id, region_code=actor.region_code, **_said(actor, said)
    )
    record(actor, CollectionTag.TASK_DRAFTED, object_type="collection.task", object_id=made.id)
    TASK.begin(made)
    return made


def check_drafted_by(task: Task, actor: Actor) -> None:
    """Raises NotAllowed, and MoveRefused once it is sent."""
    TASK.open_move(task, "send", actor)


@transaction.atomic
def change_task(task_id: int, *, actor: Actor, **said: Any) -> None:
    """Write a draft anew; the catalog is searched again. Raises as `draft_task`."""
    found = selectors.task_for(actor, task_id, lock=True)
    check_drafted_by(found, actor)
    Task.objects.filter(id=found.id).update(**_said(actor, said))
    record(actor, CollectionTag.TASK_DRAFTED, object_type="collection.task", object_id=found.id)


def _said(actor: Actor, said: dict[str, Any]) -> dict[str, Any]:
    """Field values of a draft. What the pool must have is always asked for."""
    entry = next((one for one in selectors.entries(actor) if one.id == said["resource_id"]), None)
    if entry is None:
        raise NotFound("catalog.resource", id=said["resource_id"])
    wanted = set(said["items"])
    if strange := sorted(wanted - {item.name for item in entry.items}):
        raise RuleBroken("collection.task", problem=f"资源里没有“{strange[0]}”。", field="items")
    items = [item.name for item in entry.items if item.name in wanted or item.key or item.required]
    unit_item = said.get("unit_item", "").strip()
    if unit_item and unit_item not in items:
        raise RuleBroken("collection.task", problem=f"信息项里没有“{unit_item}”。", field="unit_item")
    offered = dict(units_in(actor.region_code))
    units = [int(one) for one in said["units"]]
    if any(one not in offered for one in units) or not units:
        raise RuleBroken("collection.task", problem="请选择本地区的基层单位。", field="units")
    searched = said.get("searched", "").strip()
    found = published_named(searched) if searched else []
    providers = infos(one.provider_id for one in found)
    return {
        "title": said["title"].strip(),
        "resource_id": entry.id,
        "resource_name": entry.name,
        "items": items,
        "unit_item": unit_item,
        "need": said["need"].strip(),
        "frequency": Frequency(said["frequency"]),
        "unit_ids": units,
        "searched": searched,
        "search_result": [
            {"resource_id": one.id, "name": one.name, "provider": providers[one.provider_id].name} for one in found
        ],
        "unfit": said.get("unfit", "").strip(),
        "application_number": said.get("application_number", "").strip(),
        "exception": said.get("exception", "").strip(),
        "account_id": actor.account_id,
        "drafter_name": actor.person_name,
    }


@transaction.atomic
def send_task(task_id: int, *, actor: Actor) -> None:
    """Send it to whoever reviews it.

    Raises NotFound, NotAllowed, MoveRefused; RuleBroken("collection.task_evidence") without evidence,
    ("sharing.no_recollect" | "collection.one_source") for what another department has, ("collection.task") where no
    bureau is there to review.
    """
    found = selectors.task_for(actor, task_id, lock=True)
    law = TASK.law(found)
    reviewer, consenter = approvers(found.region_code, law)
    if reviewer is None:
        raise RuleBroken("collection.task", problem="本地区没有数据主管部门，无法送审。")
    number = found.application_number
    refused = bool(number) and any(REFUSALS.ask((actor, number)))
    TASK.move(
        found,
        "send",
        actor=actor,
        also_set={
            "reviewer_id": reviewer.id,
            "consenter_id": consenter.id if consenter else None,
            "two_steps": consenter is not None,
        },
        searched=found.searched,
        found=len(found.search_result),
        unfit=found.unfit,
        application=number,
        refused=refused,
        exception=found.exception,
        sources=elsewhere(found.region_code, actor.organisation_ids, found.items),
    )


@transaction.atomic
def approve_task(task_id: int, *, actor: Actor, note: str = "") -> None:
    """One step suffices. Raises NotFound, NotAllowed, MoveRefused, RuleBroken("collection.task_approval")."""
    found = selectors.task_for(actor, task_id, lock=True)
    also = {"approved_on": clock.today()}
    TASK.move(found, "approve", actor=actor, note=note, two_steps=found.two_steps, also_set=also)


@transaction.atomic
def review_task(task_id: int, *, actor: Actor, note: str = "") -> None:
    """The county's step. Raises as `approve_task`."""
    found = selectors.task_for(actor, task_id, lock=True)
    TASK.move(found, "review", actor=actor, note=note, two_steps=found.two_steps)


@transaction.atomic
def consent_task(task_id: int, *, actor: Actor, note: str = "") -> None:
    """The city's step. Raises NotFound, NotAllowed, MoveRefused."""
    found = selectors.task_for(actor, task_id, lock=True)
    TASK.move(found, "consent", actor=actor, note=note, also_set={"approved_on": clock.today()})


def send_back_task(task_id: int, *, actor: Actor, note: str) -> None:
    _answer(task_id, "back", actor=actor, note=note)


def refuse_task(task_id: int, *, actor: Actor, note: str) -> None:
    _answer(task_id, "refuse", actor=actor, note=note)


def decline_task(task_id: int, *, actor: Actor, note: str) -> None:
    _answer(task_id, "decline", actor=actor, note=note)


@transaction.atomic
def _answer(task_id: int, move: str, *, actor: Actor, note: str) -> None:
    TASK.move(selectors.task_for(actor, task_id, lock=True), move, actor=actor, note=note, reason=note)


@transaction.atomic
def start_task(task_id: int, *, actor: Actor, due_on: date) -> None:
    """Begin a round: every unit gets its form, with what is known of it filled in.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("collection.task").
    """
    found = selectors.task_for(actor, task_id, lock=True)
    number = found.round + 1
    also = {"round": number, "due_on": due_on, "batch_id": None, "words": ""}
    TASK.move(
        found,
        "start",
        actor=actor,
        due_on=due_on,
        today=clock.today(),
        round_number=number,
        once=found.frequency == Frequency.ONCE,
        also_set=also,
    )
    resource = published_resource(found.resource_id)
    units = infos(found.unit_ids)
    for unit in (units[one] for one in found.unit_ids):
        rows = known_rows(found, resource, unit)
        made = Return.objects.create(
            task=found,
            round=number,
            unit_id=unit.id,
            region_code=found.region_code,
            due_on=due_on,
            known=len(rows),
        )
        keep_rows(made, rows)
        RETURN.begin(made)


@transaction.atomic
def close_task(task_id: int, *, actor: Actor) -> None:
    """End the round: what was sent becomes a batch, in a job. Raises NotFound, NotAllowed, MoveRefused."""
    found = selectors.task_for(actor, task_id, lock=True)
    TASK.move(found, "close", actor=actor, also_set={"account_id": actor.account_id})
    for one in Return.objects.select_for_update(of=("self",)).filter(task=found, round=found.round):
        if one.state == ReturnState.SENT:
            RETURN.move(one, "take", actor=SYSTEM)
        elif one.state == ReturnState.DUE:
            RETURN.move(one, "miss", actor=SYSTEM)
    defer_gathering(found.id)


@transaction.atomic
def gather_again(task_id: int, *, actor: Actor) -> None:
    """After the batch did not get in. Raises NotFound, NotAllowed, MoveRefused."""
    found = selectors.task_for(actor, task_id, lock=True)
    TASK.move(found, "again", actor=actor, also_set={"account_id": actor.account_id, "batch_id": None})
    defer_gathering(found.id)
