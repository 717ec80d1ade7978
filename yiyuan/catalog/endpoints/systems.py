"""Information systems and what was declared for them, for machines."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Schema

from yiyuan.catalog import selectors, services
from yiyuan.catalog.endpoints.entries import router
from yiyuan.catalog.types import Funding
from yiyuan.web.bodies import Day, Id, Line
from yiyuan.web.edge import actor_of
from yiyuan.web.paging import Paging, page_of, paged


class SystemIn(Schema):
    name: Line
    funding: Funding
    in_use_on: Day | None = None


class SystemOut(Schema):
    id: int
    name: str
    organisation_id: int
    funding: Funding
    in_catalog: bool


class DeclaredIn(Schema):
    """resource_id: the published entry it is linked to, when there is one."""

    name: Line
    resource_id: Id | None = None


class DeclaredOut(Schema):
    id: int
    name: str
    resource_id: int | None


@router.get("systems", response=page_of(SystemOut), summary="信息系统")
def systems(request: HttpRequest, paging: Query[Paging]) -> Any:  # a page of SystemOut
    return paged(selectors.systems(actor_of(request)), paging, lambda one: one)


@router.post("systems", response={201: SystemOut}, summary="登记信息系统")
def register_system(request: HttpRequest, said: SystemIn) -> tuple[int, Any]:  # what SystemOut reads
    actor = actor_of(request)
    return 201, selectors.system_for(actor, services.register_system(actor=actor, **said.dict()).id)


@router.post("systems/{int:system_id}/declared", response={201: DeclaredOut}, summary="登记申报的资源，或者关联")
def declare_entry(request: HttpRequest, system_id: int, said: DeclaredIn) -> tuple[int, Any]:  # what DeclaredOut reads
    actor = actor_of(request)
    made = services.declare_entry(system_id, actor=actor, name=said.name)
    if said.resource_id is not None:
        made = services.link_declared(made.id, actor=actor, resource_id=said.resource_id)
    return 201, made
