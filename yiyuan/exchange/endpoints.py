"""Exchange for programs of a person: deliveries, files, by personal access token. Machines use the gateway."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router, Schema, Status

from yiyuan.exchange import selectors, services
from yiyuan.exchange.answers import file_response
from yiyuan.exchange.models import Delivery, Extract
from yiyuan.exchange.types import Format
from yiyuan.web.edge import actor_of

router = Router()
PAGE = 200  # rows a list answers at most


class DeliveryOut(Schema):
    """One answer; never what was in it."""

    code: str
    grant_id: int
    grant_number: str
    resource_id: int
    resource_name: str
    consumer: str
    provider: str
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


class DeliveriesOut(Schema):
    total: int
    items: list[DeliveryOut]


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


def _delivery(found: Delivery) -> dict[str, Any]:
    names = {"consumer": found.consumer.name, "provider": found.provider.name}
    return {name: getattr(found, name) for name in DeliveryOut.model_fields if name not in names} | names


@router.get("deliveries", response=DeliveriesOut, summary="提供记录")
def list_deliveries(request: HttpRequest, grant_id: int | None = None, page: int = 1) -> dict[str, Any]:
    """Newest first, pages of 200."""
    rows = selectors.deliveries(actor_of(request))
    if grant_id is not None:
        rows = rows.filter(grant_id=grant_id)
    start = (max(page, 1) - 1) * PAGE
    return {"total": rows.count(), "items": [_delivery(found) for found in rows[start : start + PAGE]]}


@router.get("deliveries/{code}", response=DeliveryOut, summary="一条提供记录")
def get_delivery(request: HttpRequest, code: str) -> dict[str, Any]:
    return _delivery(selectors.delivery_for(actor_of(request), code))


@router.post("grants/{grant_id}/file", response={202: ExtractOut}, summary="按授权取文件")
def take_file(
    request: HttpRequest,
    grant_id: int,
    format: Format = Format.CSV,  # noqa: A002 - the name in the address
    case: str = "",
) -> HttpResponseBase | Status[Any]:
    """All rows in scope as CSV or XLSX; 202 and an extract when it is large."""
    taken = services.take_file(grant_id, actor=actor_of(request), format_=format, case=case)
    return Status(202, taken) if isinstance(taken, Extract) else file_response(taken)


@router.get("extracts/{extract_id}", response=ExtractOut, summary="一次大批量提取的进度")
def get_extract(request: HttpRequest, extract_id: int) -> Extract:
    return selectors.extract_for(actor_of(request), extract_id)


@router.post("extracts/{extract_id}/cancel", response=ExtractOut, summary="取消提取")
def cancel_extract(request: HttpRequest, extract_id: int) -> Extract:
    services.cancel_extract(extract_id, actor=actor_of(request))
    return selectors.extract_for(actor_of(request), extract_id)


@router.post("extracts/{extract_id}/file", response={200: None}, summary="取提取好的文件")
def take_extract(request: HttpRequest, extract_id: int) -> HttpResponseBase:
    return file_response(services.take_extract(extract_id, actor=actor_of(request)))
