"""What goes beyond one application: needs, upkeep, provisions outside the platform."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from yiyuan.kernel.errors import NotAllowed
from yiyuan.sharing import policies, selectors, services
from yiyuan.sharing.endpoints.schemas import (
    ApplicationOut,
    AskedIn,
    ProvisionIn,
    StatementsIn,
    application_out,
    scope_from,
)
from yiyuan.sharing.models import Need, Provision
from yiyuan.web.edge import actor_of
from yiyuan.web.paging import Paging, page_of, paged

router = Router()


class PartIn(AskedIn):
    """What is asked of one resource; as long as a grant may run when `until_on` is not given."""

    resource_id: int
    materials: list[str] = []


class NeedIn(StatementsIn):
    title: str
    parts: list[PartIn]


class NeedOut(Schema):
    id: int
    number: str
    title: str
    made_on: date


class WholeNeedOut(NeedOut):
    applications: list[ApplicationOut]


class KeptOut(Schema):
    """One provider: how many of its published resources are kept to their cycle, behind, never loaded, held."""

    provider_id: int
    provider: str
    kept: int
    behind: int
    never: int
    held: int


class ProvisionOut(Schema):
    id: int
    number: str
    resource: str
    provider: str
    consumer: str
    provided_on: date
    times: int
    rows: int
    way: str
    purpose: str
    reason: str


def _need(found: Need) -> dict[str, Any]:
    return {"id": found.id, "number": found.number, "title": found.title, "made_on": found.made_on}


def _whole_need(found: Need) -> dict[str, Any]:
    return {**_need(found), "applications": [application_out(one) for one in selectors.applications_of(found)]}


def _provision(found: Provision) -> dict[str, Any]:
    return {
        "id": found.id,
        "number": found.number,
        "resource": found.resource_name,
        "provider": found.provider.name,
        "consumer": found.consumer.name,
        "provided_on": found.provided_on,
        "times": found.times,
        "rows": found.rows,
        "way": found.way,
        "purpose": found.purpose,
        "reason": found.reason,
    }


@router.get("needs", response=page_of(NeedOut), summary="本单位的需求单")
def list_needs(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    return paged(selectors.needs(actor_of(request)), paging, _need)


@router.post("needs", response=WholeNeedOut, summary="一张需求单，一次向几个部门提出申请")
def file_need(request: HttpRequest, body: NeedIn) -> dict[str, Any]:
    """All applications or none; an unconditional resource is subscribed to."""
    actor = actor_of(request)
    if not policies.may_apply(actor):
        raise NotAllowed("sharing.apply")
    scopes = {}
    for part in body.parts:
        scope = scope_from(part, selectors.open_resource(part.resource_id))
        if scope.until_on is None:
            longest = services.default_scope(part.resource_id).until_on
            assert longest is not None
            scope = selectors.scope_until(scope, longest)
        scopes[part.resource_id] = scope
    made = services.file_need(
        body.title,
        actor=actor,
        scopes=scopes,
        values=body.dict(exclude={"title", "parts"}),
        materials={part.resource_id: part.materials for part in body.parts},
    )
    return _whole_need(made)


@router.get("needs/{need_id}", response=WholeNeedOut, summary="一张需求单和它的各件申请")
def get_need(request: HttpRequest, need_id: int) -> dict[str, Any]:
    return _whole_need(selectors.need_for(actor_of(request), need_id))


@router.get("upkeep", response=page_of(KeptOut), summary="各提供部门的资源是否按周期更新")
def upkeep(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Every provider of the region for the bureau and auditors, else one's own body."""
    return paged(selectors.upkeep(actor_of(request)), paging, asdict)


@router.get("provisions", response=page_of(ProvisionOut), summary="平台外提供的登记")
def list_provisions(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    return paged(selectors.provisions(actor_of(request)), paging, _provision)


@router.post("provisions", summary="登记平台外提供")
def register_provision(request: HttpRequest, body: ProvisionIn) -> dict[str, Any]:
    """What was given outside the platform, with its reason."""
    made = services.register_provision(actor=actor_of(request), **body.dict())
    return {"id": made.id, "number": made.number}
