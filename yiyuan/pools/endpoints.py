"""The pools for machines: what stands where, how fresh."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema

from yiyuan.organisations.api import actor_from_request
from yiyuan.pools import selectors
from yiyuan.pools.models import PoolTable

router = Router()


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
