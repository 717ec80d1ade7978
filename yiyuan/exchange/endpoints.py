"""Exchange for programs of a person: deliveries, files, by personal access token. Machines use the gateway."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Query, Schema, Status
from pydantic import Field

from yiyuan.exchange import selectors, services
from yiyuan.exchange.answers import file_response
from yiyuan.exchange.interface_views import INTERFACES, ONE
from yiyuan.exchange.models import Delivery, Extract
from yiyuan.exchange.types import Format
from yiyuan.web.bodies import Id, Text
from yiyuan.web.edge import actor_of
from yiyuan.web.paging import Paging, page_of, paged

router = INTERFACES.router(ONE.format("{int:resource_id}"), list_at="interfaces")


class DeliveryOut(Schema):
    """One answer; never what was in it."""

    code: str
    grant_id: int
    grant_number: str
    resource_id: int
    resource_name: str
    consumer: str = Field(alias="consumer.name")
    provider: str = Field(alias="provider.name")
    at: datetime
    channel: str
    action: str
    status: int
    rows: int
    bytes: int
    ms: int
    case: str
    purpose_ok: bool | None
    format: str
    sha256: str
    provider_ms: int | None
    provider_rows: int | None
    failure: str
    refusal: str
    refusal_words: str = Field(alias="why", description="没有交付的原因，照调用方读到的；交付了的是空")
    refusal_articles: list[str]


class ExtractOut(Schema):
    """A file written in the background; fetch it from `extracts/{id}/file` once it is ready."""

    id: int
    state: str
    format: str
    expected_rows: int
    done_rows: int
    bytes: int
    sha256: str
    expires_at: datetime | None


@router.get("deliveries", response=page_of(DeliveryOut), summary="提供记录")
def list_deliveries(request: HttpRequest, paging: Query[Paging], grant_id: Id | None = None) -> Any:  # a page
    """Newest first."""
    rows = selectors.deliveries(actor_of(request))
    return paged(rows if grant_id is None else rows.filter(grant_id=grant_id), paging, lambda row: row)


@router.get("deliveries/{code}", response=DeliveryOut, summary="一条提供记录")
def get_delivery(request: HttpRequest, code: str) -> Delivery:
    return selectors.delivery_for(actor_of(request), code)


@router.post("grants/{int:grant_id}/file", response={202: ExtractOut}, summary="按授权取文件")
def take_file(
    request: HttpRequest,
    grant_id: int,
    format: Format = Format.CSV,  # noqa: A002 - the name in the address
    case: Text = "",
) -> HttpResponseBase | Status[Any]:
    """All rows in scope as CSV or XLSX; 202 and an extract when it is large."""
    taken = services.take_file(grant_id, actor=actor_of(request), format_=format, case=case)
    return Status(202, taken) if isinstance(taken, Extract) else file_response(taken)


@router.get("extracts/{int:extract_id}", response=ExtractOut, summary="一次大批量提取的进度")
def get_extract(request: HttpRequest, extract_id: int) -> Extract:
    return selectors.extract_for(actor_of(request), extract_id)


@router.post("extracts/{int:extract_id}/cancel", response=ExtractOut, summary="取消提取")
def cancel_extract(request: HttpRequest, extract_id: int) -> Extract:
    services.cancel_extract(extract_id, actor=actor_of(request))
    return selectors.extract_for(actor_of(request), extract_id)


@router.post("extracts/{int:extract_id}/file", response={200: None}, summary="取提取好的文件")
def take_extract(request: HttpRequest, extract_id: int) -> HttpResponseBase:
    return file_response(services.take_extract(extract_id, actor=actor_of(request)))
