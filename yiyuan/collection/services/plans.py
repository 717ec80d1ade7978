"""Plans: saved where the law allows, marked, offered as a signal where it lists such conduct."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.catalog.types import ResourceInfo
from yiyuan.collection import rules, selectors
from yiyuan.collection.models import Mandate, Plan
from yiyuan.collection.types import FLAG_WORDS, CollectionTag, Flag, Mode, Place, Planned
from yiyuan.collection.workflow import PLAN
from yiyuan.elements.api import elsewhere
from yiyuan.elements.types import Elsewhere
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function, system_of
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.lists.api import is_to_collect
from yiyuan.workflow.api import Law, raise_signal


@transaction.atomic
def save_plan(*, actor: Actor, **said: Any) -> Plan:
    """Save a plan of the actor's department.

    said: place, items, mode, personal; resource_id and mandate_id or None; duty, article, necessity, exception,
    different. Raises NotAllowed, NotFound, and as `rules.check_plan`.
    """
    if not actor.has(Function.DATA_OFFICER):
        raise NotAllowed("collection.plan.save")
    law = Law(actor.region_code, clock.today())
    values = _judged(actor, law, said)
    made = Plan.objects.create(organisation_id=actor.organisation_id, region_code=actor.region_code, **values)
    record(
        actor,
        CollectionTag.PLANNED,
        object_type="collection.plan",
        object_id=made.id,
        requirement_ids=law.resolved("collection.plan").cite,
        facts={"flags": made.flags},
    )
    PLAN.begin(made)
    _offer(made, law)
    return made


@transaction.atomic
def change_plan(plan_id: int, *, actor: Actor, **said: Any) -> None:
    """Write it anew, judged by the law of today. Raises MoveRefused, and as `save_plan`."""
    found = selectors.plan_for(actor, plan_id, lock=True)
    law = Law(found.region_code, clock.today())
    PLAN.open_move(found, "change", actor)
    values = _judged(actor, law, said)
    PLAN.move(found, "change", actor=actor, also_set=values, recorded={"flags": values["flags"]})
    _offer(found, law)


def _judged(actor: Actor, law: Law, said: Mapping[str, Any]) -> dict[str, Any]:
    """Field values of the plan, if it may be saved."""
    items: list[str] = list(said["items"])
    place, mode = Place(said["place"]), Mode(said["mode"])
    entry, mandate = _entry(actor, said.get("resource_id")), _mandate(actor, said.get("mandate_id"))
    held = {item.name: item for item in entry.items} if entry else {}
    words = {
        "duty": said.get("duty", "").strip() or (mandate.duty if mandate else ""),
        "article": said.get("article", "").strip() or (mandate.article if mandate else ""),
        **{name: said.get(name, "").strip() for name in ("necessity", "exception", "different")},
    }
    personal = bool(said["personal"]) or any(held[item].personal for item in items if item in held)
    plan = Planned(
        items=items,
        foreign=[item for item in items if item not in held],
        personal=personal,
        mode=mode,
        outside=place is Place.OUTSIDE,
        mandated=mandate is not None,
        **words,
    )
    sources = elsewhere(actor.region_code, actor.organisation_ids, items)
    listed = entry is not None and is_to_collect(entry.id)
    with law.judging():
        rules.check_plan(plan, sources=sources, listed=listed, law=law)
    return {
        **words,
        "place": place,
        "resource_id": entry.id if entry else None,
        "resource_name": entry.name if entry else "",
        "items": items,
        "personal": personal,
        "mode": mode,
        "mandate": mandate,
        "flags": rules.flags_of(plan, sources=sources, listed=listed, law=law),
        "sources": [asdict(one) for one in sources],
        "saved_by": actor.person_name,
        "saved_on": clock.today(),
    }


def _entry(actor: Actor, resource_id: int | None) -> ResourceInfo | None:
    if resource_id is None:
        return None
    found = next((one for one in selectors.entries(actor) if one.id == resource_id), None)
    if found is None:
        raise NotFound("catalog.resource", id=resource_id)
    return found


def _mandate(actor: Actor, mandate_id: int | None) -> Mandate | None:
    if mandate_id is None:
        return None
    found = selectors.open_mandates(actor.organisation_id).filter(id=mandate_id).first()
    if found is None:
        raise NotFound("collection.mandate", id=mandate_id)
    return found


def _offer(plan: Plan, law: Law) -> None:
    """Conduct the law lists is offered as a signal, once; the department states, an officer finds."""
    if not rules.occasions_of([Flag(one) for one in plan.flags], law=law):
        return
    raise_signal(
        actor=system_of(plan.region_code),
        organisation_id=plan.organisation_id,
        violation="collection.violation",
        title=str(plan),
        evidence=evidence_of(plan),
        matter=f"collection.plan:{plan.id}",
        href=plan.get_absolute_url(),
        region=plan.region_code,
        law_on=law.on,
    )


def evidence_of(plan: Plan) -> str:
    """What a plan shows, in words."""
    marks = "；".join(FLAG_WORDS[Flag(one)] for one in plan.flags)
    held = [Elsewhere(**one) for one in plan.sources]
    others = "；".join(f"“{one.item}”见{one.provider}“{one.resource}”" for one in held)
    said = f"{plan.saved_on} {plan.saved_by}登记的采集计划，信息项：{'、'.join(plan.items)}。{marks}。"
    return said + (f"已有来源：{others}。" if others else "")


@transaction.atomic
def end_plan(plan_id: int, *, actor: Actor, reason: str) -> None:
    """Raises NotFound, NotAllowed, MoveRefused, RuleBroken("collection.end")."""
    found = selectors.plan_for(actor, plan_id, lock=True)
    ended = {"ended_reason": reason.strip(), "ended_on": clock.today()}
    PLAN.move(found, "end", actor=actor, note=reason, reason=reason, also_set=ended)
