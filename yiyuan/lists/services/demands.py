"""Demands: what a department needs, submitted, and matched, assigned or refused by the bureau."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.catalog import policies
from yiyuan.catalog.selectors import resource_for
from yiyuan.catalog.types import CatalogTag, State
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import MoveRefused, NotAllowed, NotFound
from yiyuan.lists import selectors
from yiyuan.lists.models import Demand
from yiyuan.lists.services import duties
from yiyuan.lists.types import DemandState
from yiyuan.lists.workflow import DEMAND
from yiyuan.organisations.api import organisation

FIELDS = "wanted items provider_id duty use".split()


@transaction.atomic
def draft_demand(*, actor: Actor, values: Mapping[str, Any]) -> Demand:
    """A line of the actor's demand list. values: fields of FIELDS. Raises NotAllowed."""
    if not policies.may_describe(actor):
        raise NotAllowed("catalog.demand.draft")
    made = Demand.objects.create(
        consumer_id=actor.organisation_id,
        region_code=actor.region_code,
        drafter_name=actor.person_name,
        **{name: values[name] for name in FIELDS if name in values},
    )
    record(actor, CatalogTag.DEMAND_DRAFTED, object_type="catalog.demand", object_id=made.id)
    return made


@transaction.atomic
def save_demand(demand_id: int, *, actor: Actor, values: Mapping[str, Any]) -> Demand:
    """Write on a draft. Raises NotFound, NotAllowed, MoveRefused."""
    demand = selectors.demand_for(actor, demand_id, lock=True)
    if demand.consumer_id not in actor.organisation_ids or not policies.may_describe(actor):
        raise NotAllowed("catalog.demand.save")
    if demand.state != DemandState.DRAFT:
        raise MoveRefused("catalog.demand.save", state=demand.state)
    for name in FIELDS:
        if name in values:
            setattr(demand, name, values[name])
    demand.save()
    return demand


@transaction.atomic
def submit_demand(demand_id: int, *, actor: Actor) -> Demand:
    """Hand a demand to the bureau. Raises RuleBroken("catalog.demand") naming what is missing."""
    demand = selectors.demand_for(actor, demand_id, lock=True)
    DEMAND.move(
        demand,
        "submit",
        actor=actor,
        also_set={"submitted_on": clock.today()},
        wanted=demand.wanted,
        provider=demand.provider_id,
        duty=demand.duty,
    )
    return demand


@transaction.atomic
def match_demand(demand_id: int, *, actor: Actor, resource_id: int, note: str = "") -> Demand:
    """The bureau points to the published entry that serves the demand."""
    demand = selectors.demand_for(actor, demand_id, lock=True)
    found = _published(actor, resource_id)
    DEMAND.move(demand, "match", actor=actor, note=note, also_set=_answered(note, resource_id=found))
    return demand


@transaction.atomic
def assign_demand(demand_id: int, *, actor: Actor, provider_id: int, note: str = "") -> Demand:
    """Nothing serves it yet: it becomes a new duty of a provider the bureau names."""
    demand = selectors.demand_for(actor, demand_id, lock=True)
    named = organisation(provider_id)
    if not actor.governs(named.region_code):
        raise NotFound("organisation", id=provider_id)
    demand.provider_id = named.id  # the wait that opens is this provider's
    DEMAND.move(demand, "assign", actor=actor, note=note, also_set=_answered(note, provider_id=named.id))
    duties.owe_demanded(demand, basis=note)
    return demand


@transaction.atomic
def refuse_demand(demand_id: int, *, actor: Actor, note: str) -> Demand:
    """Not taken up, with the reason."""
    demand = selectors.demand_for(actor, demand_id, lock=True)
    DEMAND.move(demand, "refuse", actor=actor, note=note, also_set=_answered(note), said=note)
    return demand


@transaction.atomic
def fulfil_demand(demand_id: int, *, actor: Actor, resource_id: int) -> Demand:
    """The provider has published the entry its new duty asked for."""
    demand = selectors.demand_for(actor, demand_id, lock=True)
    found = resource_for(actor, resource_id)
    if found.provider_id not in actor.organisation_ids:
        raise NotFound("catalog.resource", id=resource_id)
    DEMAND.move(demand, "fulfil", actor=actor, also_set={"resource_id": _published(actor, resource_id)})
    duties.end_demanded(demand)
    return demand


@transaction.atomic
def withdraw_demand(demand_id: int, *, actor: Actor) -> Demand:
    demand = selectors.demand_for(actor, demand_id, lock=True)
    DEMAND.move(demand, "withdraw", actor=actor)
    return demand


def _answered(note: str, **more: Any) -> dict[str, Any]:  # field values
    return {"answer": note, "answered_on": clock.today(), **more}


def _published(actor: Actor, resource_id: int) -> int:
    found = resource_for(actor, resource_id)
    if found.current is None or found.current.state != State.PUBLISHED:
        raise NotFound("catalog.resource", id=resource_id)
    return found.id
