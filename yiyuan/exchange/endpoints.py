"""Exchange for programs of a person: deliveries, files, by personal access token. Machines use the gateway."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router, Schema, Status
from pydantic import Field

from yiyuan.exchange import interfaces, policies, selectors, services
from yiyuan.exchange.answers import file_response
from yiyuan.exchange.interfaces import Wanted
from yiyuan.exchange.models import Delivery, Extract, Interface
from yiyuan.exchange.types import Figures, Format, Method, Trial
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
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
    provider_ms: int | None
    provider_rows: int | None
    failure: str


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


class InterfaceOut(Schema):
    """How an interface does. `asks`: for its provider's people and the operator, never with the credential."""

    resource_id: int
    resource_name: str
    provider: str
    state: str
    failing_since: datetime | None
    failure: str
    last_ok_at: datetime | None
    checked_at: datetime | None
    calls_today: int
    failures_today: int
    asks: dict[str, Any] | None


class InterfaceIn(Schema):
    """fields, parameters: by item id. credential: left out, the old one stays."""

    method: Method
    address: Annotated[str, Field(max_length=500)]
    fields: dict[int, Annotated[str, Field(max_length=100)]]
    parameters: dict[int, Annotated[str, Field(max_length=100)]]
    rows_at: Annotated[str, Field(max_length=100)] = ""
    none_is_404: bool = False
    timeout_s: int = 5
    header: Annotated[str, Field(max_length=60)] = ""
    credential: Annotated[str, Field(max_length=500)] | None = None
    health: Annotated[str, Field(max_length=500)] = ""
    errors: Annotated[str, Field(max_length=2000)] = ""


class TryIn(Schema):
    """values: by item id; looked for once, nowhere kept."""

    values: dict[int, str]


class TrialOut(Schema):
    ok: bool
    words: str
    ms: int
    rows: int
    items: list[str]


def _interface(found: Interface, actor: Actor) -> dict[str, Any]:
    today = selectors.figures([found.resource_id], since=clock.today()).get(found.resource_id, Figures())
    names = ("resource_id", "resource_name", "state", "failing_since", "failure", "last_ok_at", "checked_at")
    asks = ("method", "address", "fields", "rows_at", "none_is_404", "timeout_s", "header", "health", "errors")
    sees = policies.sees_address(actor, found.provider_id)
    return {name: getattr(found, name) for name in names} | {
        "provider": found.provider.name,
        "calls_today": today.calls,
        "failures_today": today.failures,
        "asks": {name: getattr(found, name) for name in asks} if sees else None,
    }


@router.get("interfaces", response=list[InterfaceOut], summary="提供方接口和运行情况")
def list_interfaces(request: HttpRequest, page: int = 1) -> list[dict[str, Any]]:
    """By name, pages of 200."""
    actor = actor_of(request)
    start = (max(page, 1) - 1) * PAGE
    return [_interface(found, actor) for found in selectors.interfaces(actor)[start : start + PAGE]]


@router.get("resources/{resource_id}/interface", response=InterfaceOut, summary="一个资源的提供方接口")
def get_interface(request: HttpRequest, resource_id: int) -> dict[str, Any]:
    actor = actor_of(request)
    return _interface(selectors.interface_for(actor, resource_id), actor)


@router.put("resources/{resource_id}/interface", response=InterfaceOut, summary="登记或修改提供方接口")
def save_interface(request: HttpRequest, resource_id: int, body: InterfaceIn) -> dict[str, Any]:
    actor = actor_of(request)
    interfaces.save_interface(resource_id, actor=actor, wanted=Wanted(**dict(body)))
    return _interface(selectors.interface_for(actor, resource_id), actor)


@router.post("resources/{resource_id}/interface/try", response=TrialOut, summary="试一次提供方接口")
def try_interface(request: HttpRequest, resource_id: int, body: TryIn) -> Trial:
    return interfaces.try_interface(resource_id, actor=actor_of(request), values=body.values)


@router.post("resources/{resource_id}/interface/open", response=InterfaceOut, summary="开通提供方接口")
def open_interface(request: HttpRequest, resource_id: int) -> dict[str, Any]:
    actor = actor_of(request)
    interfaces.open_interface(resource_id, actor=actor)
    return _interface(selectors.interface_for(actor, resource_id), actor)


@router.post("resources/{resource_id}/interface/pause", response=InterfaceOut, summary="停用提供方接口")
def pause_interface(request: HttpRequest, resource_id: int) -> dict[str, Any]:
    actor = actor_of(request)
    interfaces.pause_interface(resource_id, actor=actor)
    return _interface(selectors.interface_for(actor, resource_id), actor)
