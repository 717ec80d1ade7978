"""What a department sets for itself: through whose hands its answers go, who may apply, how it keeps its data."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from yiyuan.kernel.actor import Actor, Function
from yiyuan.organisations.api import infos
from yiyuan.sharing import selectors, services
from yiyuan.web.bodies import Body, Id, Text
from yiyuan.web.edge import actor_of, require
from yiyuan.web.paging import Paging, page_of, paged

router = Router()


class StepIn(Body):
    title: Text
    account_id: Id


class ChainIn(Body):
    """`in_person`: only the head in their own right decides. No steps: the head answers alone."""

    steps: list[StepIn] = []
    in_person: bool = False


class StepOut(StepIn):
    person: str


class ChainOut(Schema):
    in_person: bool
    steps: list[StepOut]


class EligibleIn(Body):
    organisation_ids: list[Id] = []


class NamedOut(Schema):
    id: int
    name: str


class EligibleOut(Schema):
    organisations: list[NamedOut]


class KeptOut(Schema):
    """One provider: how many of its published resources are kept to their cycle, behind, never loaded, held."""

    provider_id: int
    provider: str
    kept: int
    behind: int
    never: int
    held: int


def _chain(actor: Actor) -> dict[str, Any]:
    found = selectors.chain_of(actor.organisation_id)
    steps = found.steps.order_by("position") if found else ()
    said = [{"title": one.title, "account_id": one.account_id, "person": one.person_name} for one in steps]
    return {"in_person": bool(found and found.in_person), "steps": said}


def _eligible(resource_id: int) -> dict[str, Any]:
    return {"organisations": list(infos(selectors.eligible_for(resource_id)).values())}


@router.get("chain", response=ChainOut, summary="本部门的审签顺序")
def get_chain(request: HttpRequest) -> dict[str, Any]:
    actor = actor_of(request)
    require(actor, Function.HEAD)
    return _chain(actor)


@router.put("chain", response=ChainOut, summary="设定审签顺序")
def set_chain(request: HttpRequest, body: ChainIn) -> dict[str, Any]:
    """By the head in person; it holds from the next answer on."""
    actor = actor_of(request)
    steps = [(step.title, step.account_id) for step in body.steps]
    services.set_chain(actor=actor, steps=steps, in_person=body.in_person)
    return _chain(actor)


@router.get(
    "resources/{int:resource_id}/eligible", response=EligibleOut, summary="哪些部门可以申请这个资源（空：都可以）"
)
def get_eligible(request: HttpRequest, resource_id: int) -> dict[str, Any]:
    services.check_lists(selectors.open_resource(resource_id), actor_of(request))
    return _eligible(resource_id)


@router.put("resources/{int:resource_id}/eligible", response=EligibleOut, summary="限定哪些部门可以申请")
def set_eligible(request: HttpRequest, resource_id: int, body: EligibleIn) -> dict[str, Any]:
    """Grants that run are not touched."""
    services.set_eligible(resource_id, actor=actor_of(request), organisation_ids=body.organisation_ids)
    return _eligible(resource_id)


@router.get("upkeep", response=page_of(KeptOut), summary="各提供部门的资源是否按周期更新")
def upkeep(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Every provider of the region for the bureau and auditors, else one's own body."""
    return paged(selectors.upkeep(actor_of(request)), paging, asdict)
