"""The pools for machines: what stands where, how fresh."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from yiyuan.kernel import clock
from yiyuan.organisations.api import actor_from_request
from yiyuan.pools import past, selectors
from yiyuan.pools.models import PoolTable
from yiyuan.pools.pages import WITHDRAWALS
from yiyuan.web.bodies import Body, Line

router = WITHDRAWALS.router("withdrawals/")


class PoolOut(Schema):
    """The standing copy of a resource; `key` and the columns of the views are c_<item id>."""

    resource_id: int
    provider_id: int
    rows: int
    key: list[str]
    last_batch_id: int | None
    loaded_at: datetime | None


@router.get("/", response=list[PoolOut], summary="资源池")
def pools(request: HttpRequest) -> list[PoolTable]:
    """Pools you may see, the latest load first."""
    return list(selectors.pools(actor_from_request(request)))


@router.get("/{int:resource_id}", response=PoolOut, summary="一个资源的池")
def pool(request: HttpRequest, resource_id: int) -> PoolTable:
    return selectors.pool_for(actor_from_request(request), resource_id)


class DayOut(Schema):
    """shown: the first rows, masked; None where only their number may be known."""

    on: date
    at: datetime | None
    rows: int
    items: list[str]
    shown: list[list[str]] | None


class RowIn(Body):
    """values: by name of the item; the whole key, or without one any item. on: None: now."""

    values: Annotated[dict[Line, Line], Field(max_length=200)]
    on: date | None = None


class CellOut(Schema):
    """row: of the batch's file; None where it was not noted."""

    item: str
    value: str
    batch_id: int
    row: int | None
    since: datetime


class StoodOut(Schema):
    """ended_by: the batch that brought another value or took the row out; its own where it was withdrawn."""

    values: list[str]
    batch_id: int
    row: int | None
    since: datetime
    until: datetime | None
    ended_by: int | None


class TracedOut(Schema):
    """stood: all the row was, the latest first; masked."""

    cells: list[CellOut]
    stood: list[StoodOut]


@router.get("/{int:resource_id}/as-of", response=DayOut, summary="某一天的数据")
def as_of(request: HttpRequest, resource_id: int, on: date | None = None) -> object:
    """As it stood at the end of the day; today without one."""
    return past.as_of(resource_id, actor=actor_from_request(request), on=on or clock.today())


@router.post("/{int:resource_id}/row", response=list[TracedOut], summary="查一行的来历")
def row(request: HttpRequest, resource_id: int, body: RowIn) -> object:
    return past.trace(resource_id, actor=actor_from_request(request), values=body.values, on=body.on)
