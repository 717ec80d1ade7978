"""Demands, duties, lists, releases and guides for machines: the services of the pages."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Schema
from pydantic import Field

from yiyuan.catalog import policies
from yiyuan.catalog.models import Version
from yiyuan.lists import selectors, services
from yiyuan.lists.models import Duty, HandedList, ReleaseLine
from yiyuan.lists.types import ListKind
from yiyuan.lists.views.demands import DEMANDS
from yiyuan.lists.views.guides import COMPILATIONS, GUIDES
from yiyuan.web.bodies import Body, Id, Line
from yiyuan.web.edge import actor_of
from yiyuan.web.paging import Paging, page_of, paged

router = DEMANDS.router("demands/")
GUIDES.router("guides/", router=router)
COMPILATIONS.router("compilations/", router=router)


class LineOut(Schema):
    """A line of a list."""

    department: str
    text: str
    detail: str
    basis: str
    resource_id: int | None


def _duty(duty: Duty) -> LineOut:
    return LineOut(
        department=duty.provider.name,
        text=f"{duty.get_kind_display()}：{duty.title}",
        detail=duty.detail,
        basis=duty.basis,
        resource_id=duty.resource_id,
    )


def _closed(version: Version) -> LineOut:
    return LineOut(
        department=version.resource.provider.name,
        text=version.name,
        detail=f"{version.get_sharing_display()}，{version.get_opening_display()}",
        basis="；".join(filter(None, (version.basis, version.opening_basis))),
        resource_id=version.resource_id,
    )


def _line(line: ReleaseLine) -> LineOut:
    return LineOut(
        department=line.organisation.name,
        text=line.text,
        detail=f"{line.get_kind_display()} {line.position}",
        basis=line.basis,
        resource_id=line.version.resource_id if line.version else None,
    )


@router.get("duties", response=page_of(LineOut), summary="责任清单")
def duties(request: HttpRequest, paging: Query[Paging], provider_id: Id | None = None) -> Any:  # a page of LineOut
    found = selectors.duties_in(actor_of(request).region_code)
    rows = found.filter(provider_id=provider_id) if provider_id is not None else found
    return paged(rows, paging, _duty)


@router.get("negative", response=page_of(LineOut), summary="负面清单")
def negative(request: HttpRequest, paging: Query[Paging]) -> Any:  # a page of LineOut
    return paged(selectors.negative_in(actor_of(request).region_code), paging, _closed)


class HandInIn(Body):
    """kind: catalog or demand. note: why the list is empty."""

    kind: ListKind
    note: Annotated[str, Field(max_length=300)] = ""


class HandedOut(Schema):
    id: int
    kind: ListKind
    organisation_id: int
    count: int
    handed_on: date
    taken_on: date | None


class StandOut(Schema):
    """Which lists a department has not handed in."""

    organisation_id: int
    name: str
    missing: list[ListKind]


class TitleIn(Body):
    title: Line


class ReleaseOut(Schema):
    id: int
    number: int
    title: str
    published_on: date
    lines: int = Field(alias="lines.count")


@router.get("lists", response=page_of(StandOut), summary="各部门清单报送情况")
def lists(request: HttpRequest, paging: Query[Paging]) -> Any:  # a page of StandOut
    """All departments for bureau, centre and inspectors; its own for a department."""
    actor = actor_of(request)
    only = None if policies.overseeing(actor) is not None else actor.organisation_id
    return paged(selectors.list_stands(actor, only=only), paging, lambda stand: stand)


@router.post("lists", response={201: HandedOut}, summary="提交清单")
def hand_in(request: HttpRequest, said: HandInIn) -> tuple[int, HandedList]:
    return 201, services.hand_in_list(said.kind, actor=actor_of(request), note=said.note)


@router.post("lists/summary", response={201: HandedOut}, summary="汇总本地目录并报上级")
def hand_up(request: HttpRequest) -> tuple[int, HandedList]:
    return 201, services.hand_up_summary(actor=actor_of(request))


@router.post("lists/{int:list_id}/take", response=HandedOut, summary="接收清单")
def take_list(request: HttpRequest, list_id: int) -> HandedList:
    return services.take_list(list_id, actor=actor_of(request))


@router.post("releases", response={201: ReleaseOut}, summary="发布一目录三清单")
def publish_release(request: HttpRequest, said: TitleIn) -> tuple[int, Any]:  # what ReleaseOut reads
    return 201, services.publish_release(actor=actor_of(request), title=said.title)


@router.get("releases/{int:release_id}", response=page_of(LineOut), summary="一目录三清单的各行")
def release(request: HttpRequest, release_id: int, paging: Query[Paging]) -> Any:  # a page of LineOut
    found = selectors.release_for(actor_of(request), release_id)
    return paged(found.lines.select_related("organisation", "version"), paging, _line)
