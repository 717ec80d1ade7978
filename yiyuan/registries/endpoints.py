"""Registries for machines."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from yiyuan.catalog.types import ItemClass
from yiyuan.registries import looking, selectors, services
from yiyuan.registries.pages import BUILDS, LINKINGS, REGISTRIES, REGROUPINGS, SUSPECTS, RegistryOut
from yiyuan.registries.services import ItemWanted, SourceWanted
from yiyuan.registries.types import Decides, Keeps, Standing
from yiyuan.web.bodies import Body
from yiyuan.web.edge import actor_of

Short = Annotated[str, Field(max_length=100)]
Rank = Annotated[int, Field(ge=1, le=99)]
router = BUILDS.router("builds/")
REGROUPINGS.router("regroupings/", router=router)
LINKINGS.router("linkings/", router=router)
SUSPECTS.router("suspects/", router=router)
REGISTRIES.router(router=router)


class ItemIn(Body):
    name: Short
    decides: Decides = Decides.PRIORITY
    item_class: ItemClass = ItemClass.GENERAL


class ItemsIn(Body):
    """The first names the subject; those that are not named go."""

    items: Annotated[list[ItemIn], Field(max_length=200)]


class SourceIn(Body):
    """columns, ranks, codes: by name of the registry's item; codes: what the source writes -> the registry's word."""

    columns: dict[Short, Short]
    priority: Rank = 1
    recency: Short = ""
    filter_item: Short = ""
    filter_keeps: Keeps | None = None
    filter_words: Annotated[list[Short], Field(max_length=100)] = []
    ranks: dict[Short, Rank] = {}
    codes: dict[Short, dict[Short, Short]] = {}

    def wanted(self) -> SourceWanted:
        return SourceWanted(**self.dict())


class LookIn(Body):
    subject: Annotated[str, Field(max_length=60)]
    case: Annotated[str, Field(max_length=60)]


class BroughtOut(Schema):
    """standing: 0 stands, 1 says the same, 2 lost, 3 held."""

    source: str
    provider: str
    value: str
    batch_id: int
    loaded_at: datetime | None
    standing: Standing


class ItemSeenOut(Schema):
    """value: masked; empty where there is none or it is held."""

    item: str
    value: str
    held: bool
    brought: list[BroughtOut]


class RecordOut(Schema):
    subject: str
    items: list[ItemSeenOut]


class FoundOut(Schema):
    """record: None where there is none."""

    registry: str
    record: RecordOut | None


class TrialOut(Schema):
    """lost, held: values that do not stand in these records."""

    names: list[str]
    records: list[RecordOut]
    lost: int
    held: int


@router.put("{int:registry_id}/items", response=RegistryOut, summary="定义信息项")
def define_items(request: HttpRequest, registry_id: int, body: ItemsIn) -> object:
    actor = actor_of(request)
    items = [ItemWanted(one.name, one.decides, one.item_class) for one in body.items]
    services.define_items(registry_id, actor=actor, items=items)
    return REGISTRIES.seen(selectors.registry_for(actor, registry_id), actor)


@router.put("{int:registry_id}/sources/{int:resource_id}", response=RegistryOut, summary="定义来源")
def define_source(request: HttpRequest, registry_id: int, resource_id: int, body: SourceIn) -> object:
    return _defined(request, registry_id, body, resource_id=resource_id)


@router.put("{int:registry_id}/bases/{int:base_id}", response=RegistryOut, summary="以另一个库为来源")
def define_base(request: HttpRequest, registry_id: int, base_id: int, body: SourceIn) -> object:
    return _defined(request, registry_id, body, base_id=base_id)


def _defined(request: HttpRequest, registry_id: int, body: SourceIn, **of: int) -> Any:  # a registry as machines get it
    actor = actor_of(request)
    services.define_source(registry_id, actor=actor, wanted=body.wanted(), **of)
    return REGISTRIES.seen(selectors.registry_for(actor, registry_id), actor)


@router.post("{int:registry_id}/sources/{int:resource_id}/look", response=TrialOut, summary="试看来源的结果")
def look(request: HttpRequest, registry_id: int, resource_id: int, body: SourceIn) -> object:
    """What the registry would make of its first hundred subjects with this source; nothing is kept."""
    return looking.preview(registry_id, actor=actor_of(request), wanted=body.wanted(), resource_id=resource_id)


@router.post("{int:registry_id}/look-up", response=FoundOut, summary="查询一个对象")
def look_up(request: HttpRequest, registry_id: int, body: LookIn) -> dict[str, object]:
    """One record with what each source brought; for the lead department, masked, on the record."""
    registry, found = looking.look_up(registry_id, actor=actor_of(request), subject=body.subject, case=body.case)
    return {"registry": registry.name, "record": found}
