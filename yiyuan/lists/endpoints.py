"""Demands, duties, lists, releases and guides for machines: the services of the pages."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Schema

from yiyuan.catalog import policies
from yiyuan.lists import selectors, services
from yiyuan.lists.models import HandedList
from yiyuan.lists.types import ListKind
from yiyuan.lists.views.demands import DEMANDS
from yiyuan.web.edge import actor_of
from yiyuan.workflow.machines import MOST

router = DEMANDS.router("demands/")


class LineOut(Schema):
    """A line of a list."""

    department: str
    text: str
    detail: str
    basis: str
    resource_id: int | None


@router.get("duties", response=list[LineOut], summary="责任清单")
def duties(request: HttpRequest, provider_id: int | None = None) -> list[LineOut]:
    found = selectors.duties_in(actor_of(request).region_code)
    rows = found.filter(provider_id=provider_id) if provider_id is not None else found
    return [
        LineOut(
            department=duty.provider.name,
            text=f"{duty.get_kind_display()}：{duty.title}",
            detail=duty.detail,
            basis=duty.basis,
            resource_id=duty.resource_id,
        )
        for duty in rows[:MOST]
    ]


@router.get("negative", response=list[LineOut], summary="负面清单")
def negative(request: HttpRequest) -> list[LineOut]:
    rows = selectors.negative_in(actor_of(request).region_code).order_by("name", "id")
    return [
        LineOut(
            department=version.resource.provider.name,
            text=version.name,
            detail=f"{version.get_sharing_display()}，{version.get_opening_display()}",
            basis="；".join(filter(None, (version.basis, version.opening_basis))),
            resource_id=version.resource_id,
        )
        for version in rows[:MOST]
    ]


class HandInIn(Schema):
    """kind: catalog or demand. note: why the list is empty."""

    kind: ListKind
    note: str = ""


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


class TitleIn(Schema):
    title: str


class ReleaseOut(Schema):
    id: int
    number: int
    title: str
    published_on: date
    lines: int


def _handed(one: HandedList) -> HandedOut:
    return HandedOut(**{name: getattr(one, name) for name in HandedOut.model_fields})


@router.get("lists", response=list[StandOut], summary="各部门清单报送情况")
def lists(request: HttpRequest) -> list[StandOut]:
    """All departments for bureau, centre and inspectors; its own for a department."""
    actor = actor_of(request)
    only = None if policies.overseeing(actor) is not None else actor.organisation_id
    return [
        StandOut(organisation_id=stand.organisation_id, name=stand.name, missing=list(stand.missing))
        for stand in selectors.list_stands(actor, only=only)
    ]


@router.post("lists", response={201: HandedOut}, summary="提交清单")
def hand_in(request: HttpRequest, said: HandInIn) -> tuple[int, HandedOut]:
    return 201, _handed(services.hand_in_list(said.kind, actor=actor_of(request), note=said.note))


@router.post("lists/summary", response={201: HandedOut}, summary="汇总本地目录并报上级")
def hand_up(request: HttpRequest) -> tuple[int, HandedOut]:
    return 201, _handed(services.hand_up_summary(actor=actor_of(request)))


@router.post("lists/{int:list_id}/take", response=HandedOut, summary="接收清单")
def take_list(request: HttpRequest, list_id: int) -> HandedOut:
    return _handed(services.take_list(list_id, actor=actor_of(request)))


@router.post("releases", response={201: ReleaseOut}, summary="发布一目录三清单")
def publish_release(request: HttpRequest, said: TitleIn) -> tuple[int, ReleaseOut]:
    made = services.publish_release(actor=actor_of(request), title=said.title)
    return 201, ReleaseOut(
        id=made.id, number=made.number, title=made.title, published_on=made.published_on, lines=made.lines.count()
    )


@router.get("releases/{int:release_id}", response=list[LineOut], summary="一目录三清单的各行")
def release(request: HttpRequest, release_id: int) -> list[LineOut]:
    found = selectors.release_for(actor_of(request), release_id)
    return [
        LineOut(
            department=line.organisation.name,
            text=line.text,
            detail=f"{line.get_kind_display()} {line.position}",
            basis=line.basis,
            resource_id=line.version.resource_id if line.version else None,
        )
        for line in found.lines.select_related("organisation", "version")
    ]


class GuideIn(Schema):
    """required: elements beyond the regulation. elements: data elements with name, data_type, length, codes."""

    title: str
    text: str
    notes: dict[str, str] = {}
    required: list[str] = []
    standard: str = ""
    elements: list[dict[str, Any]] = []


class GuideOut(GuideIn):
    id: int
    number: int
    published_on: date


class CompilationIn(Schema):
    title: str
    due_on: date
    guide_id: int | None = None


class PartOut(Schema):
    organisation_id: int
    organisation: str
    state: str
    done_on: date | None


@router.get("guides", response=list[GuideOut], summary="编制指南")
def guides(request: HttpRequest) -> list[GuideOut]:
    found = selectors.guides(actor_of(request))[:MOST]
    return [GuideOut(**{name: getattr(one, name) for name in GuideOut.model_fields}) for one in found]


@router.post("guides", response={201: GuideOut}, summary="发布新版指南")
def publish_guide(request: HttpRequest, said: GuideIn) -> tuple[int, GuideOut]:
    made = services.publish_guide(actor=actor_of(request), **said.dict())
    return 201, GuideOut(**{name: getattr(made, name) for name in GuideOut.model_fields})


@router.post("compilations", response={201: list[PartOut]}, summary="布置编制任务")
def open_compilation(request: HttpRequest, said: CompilationIn) -> tuple[int, list[PartOut]]:
    made = services.open_compilation(actor=actor_of(request), **said.dict())
    return 201, compilation(request, made.id)


@router.get("compilations/{int:compilation_id}", response=list[PartOut], summary="编制任务进度")
def compilation(request: HttpRequest, compilation_id: int) -> list[PartOut]:
    actor = actor_of(request)
    found = selectors.compilation_for(actor, compilation_id)
    return [
        PartOut(
            organisation_id=part.organisation_id,
            organisation=part.organisation.name,
            state=part.state,
            done_on=part.done_on,
        )
        for part in selectors.parts_of(actor, found)
    ]
