"""The order inside a department: through whose hands answers go, handovers, who may apply for a resource."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from yiyuan.kernel.actor import Function
from yiyuan.kernel.errors import NotAllowed
from yiyuan.organisations.api import infos
from yiyuan.sharing import policies, selectors, services
from yiyuan.sharing.models import Handover
from yiyuan.web.edge import actor_of, require
from yiyuan.web.paging import Paging, page_of, paged

router = Router()


class StepIn(Schema):
    title: str
    account_id: int


class ChainIn(Schema):
    """`in_person`: only the head in their own right decides. No steps: the head answers alone."""

    steps: list[StepIn] = []
    in_person: bool = False


class HandoverIn(Schema):
    from_account_id: int
    to_account_id: int


class EligibleIn(Schema):
    organisation_ids: list[int] = []


class MatterInHand(Schema):
    title: str
    ask: str
    due_on: date | None


class HandoverOut(Schema):
    """from, to: the persons. matters: what was in hand."""

    id: int
    number: str
    from_: str = Field(alias="from", serialization_alias="from")
    to: str
    made_on: date
    made_by: str
    drafts: int
    matters: list[MatterInHand]


def _chain(organisation_id: int) -> dict[str, Any]:
    found = selectors.chain_of(organisation_id)
    steps = found.steps.order_by("position") if found else ()
    return {
        "in_person": bool(found and found.in_person),
        "steps": [{"title": s.title, "account_id": s.account_id, "person": s.person_name} for s in steps],
    }


def _handover(found: Handover) -> dict[str, Any]:
    return {
        "id": found.id,
        "number": found.number,
        "from": found.from_name,
        "to": found.to_name,
        "made_on": found.made_on,
        "made_by": found.made_by,
        "drafts": found.drafts,
        "matters": [{"title": title, "ask": ask, "due_on": due_on or None} for title, ask, due_on in found.matters],
    }


def _eligible(resource_id: int) -> dict[str, Any]:
    named = infos(selectors.eligible_for(resource_id))
    return {"organisations": [{"id": one.id, "name": one.name} for one in named.values()]}


@router.get("chain", summary="本部门的审签顺序")
def get_chain(request: HttpRequest) -> dict[str, Any]:
    actor = actor_of(request)
    require(actor, Function.HEAD)
    return _chain(actor.organisation_id)


@router.put("chain", summary="设定审签顺序")
def set_chain(request: HttpRequest, body: ChainIn) -> dict[str, Any]:
    """By the head in person; it holds from the next answer on."""
    actor = actor_of(request)
    steps = [(step.title, step.account_id) for step in body.steps]
    services.set_chain(actor=actor, steps=steps, in_person=body.in_person)
    return _chain(actor.organisation_id)


@router.get("handovers", response=page_of(HandoverOut), by_alias=True, summary="移交清单")
def list_handovers(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Of the department."""
    actor = actor_of(request)
    require(actor, Function.HEAD, Function.DATA_OFFICER)
    return paged(selectors.handovers(actor), paging, _handover)


@router.post("handovers", response=HandoverOut, by_alias=True, summary="移交在办事项，生成清单")
def hand_over(request: HttpRequest, body: HandoverIn) -> dict[str, Any]:
    """By the head, or by the officer who moves."""
    return _handover(services.hand_over(actor=actor_of(request), **body.dict()))


@router.get("handovers/{handover_id}", response=HandoverOut, by_alias=True, summary="一张移交清单")
def get_handover(request: HttpRequest, handover_id: int) -> dict[str, Any]:
    return _handover(selectors.handover_for(actor_of(request), handover_id))


@router.get("resources/{resource_id}/eligible", summary="哪些部门可以申请这个资源（空：都可以）")
def get_eligible(request: HttpRequest, resource_id: int) -> dict[str, Any]:
    if not policies.may_list_eligible(actor_of(request), selectors.open_resource(resource_id)):
        raise NotAllowed("sharing.eligible")
    return _eligible(resource_id)


@router.put("resources/{resource_id}/eligible", summary="限定哪些部门可以申请")
def set_eligible(request: HttpRequest, resource_id: int, body: EligibleIn) -> dict[str, Any]:
    """Grants that run are not touched."""
    actor = actor_of(request)
    if not policies.may_list_eligible(actor, selectors.open_resource(resource_id)):
        raise NotAllowed("sharing.eligible")
    services.set_eligible(resource_id, actor=actor, organisation_ids=body.organisation_ids)
    return _eligible(resource_id)
