"""A report that somebody was asked again for what sharing provides; a case with an answer."""

from datetime import date

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed
from yiyuan.organisations.api import organisation
from yiyuan.sharing import policies, rules, selectors
from yiyuan.sharing.models import Demand
from yiyuan.sharing.services.numbers import next_number
from yiyuan.sharing.types import SharingTag
from yiyuan.sharing.workflow import DEMAND


@transaction.atomic
def report_demand(
    *,
    actor: Actor,
    about_id: int,
    asked_for: str,
    happened_on: date,
    matter: str = "",
    resource_id: int | None = None,
    reporter_name: str = "",
) -> Demand:
    """Open a case against the body that asked. reporter_name: for a citizen, without name or number; else the
    department. Raises NotFound, NotAllowed, RuleBroken("sharing.result").
    """
    if not policies.may_report_demand(actor):
        raise NotAllowed("sharing.demand")
    rules.check_result(result=asked_for)
    about = organisation(about_id)
    resource = selectors.open_resource(resource_id) if resource_id else None
    made = Demand.objects.create(
        number=next_number("CF"),
        region_code=about.region_code,
        about_id=about.id,
        resource_id=resource.id if resource else None,
        resource_name=resource.name if resource else "",
        asked_for=asked_for.strip(),
        matter=matter.strip(),
        happened_on=happened_on,
        reporter_id=actor.organisation_id,
        reporter_name=reporter_name.strip() or actor.organisation_name,
        reported_on=clock.today(),
    )
    DEMAND.begin(made)
    record(
        actor, SharingTag.DEMAND_REPORTED, object_type="sharing.demand", object_id=made.id, facts={"about": about.id}
    )
    return made


@transaction.atomic
def move_demand(demand_id: int, *, actor: Actor, move: str, text: str) -> Demand:
    """Answer, reopen or close a case. move: answer, reopen, close."""
    demand = selectors.demand_for(actor, demand_id, lock=True)
    also = {"reply": text} if move == "answer" else {"conclusion": text}
    DEMAND.move(demand, move, actor=actor, note=text, also_set=also, result=text)
    return demand
