"""Exchange for programs of a person: deliveries, files, by personal access token. Machines use the gateway."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Query, Router, Schema, Status
from pydantic import Field

from yiyuan.exchange import interfaces, policies, selectors, services
from yiyuan.exchange.answers import file_response
from yiyuan.exchange.interfaces import Wanted
from yiyuan.exchange.models import Delivery, Extract, Interface
from yiyuan.exchange.types import Figures, Format, Method, Trial
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.web.edge import actor_of
from yiyuan.web.paging import Paging, page_of, paged

router = Router()


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
def list_deliveries(request: HttpRequest, paging: Query[Paging], grant_id: int | None = None) -> Any:  # a page
    """Newest first."""
    rows = selectors.deliveries(actor_of(request))
    return paged(rows if grant_id is None else rows.filter(grant_id=grant_id), paging, lambda row: row)


@router.get("deliveries/{code}", response=DeliveryOut, summary="一条提供记录")
def get_delivery(request: HttpRequest, code: str) -> Delivery:
    return selectors.delivery_for(actor_of(request), code)


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


class FieldOut(Schema):
    """parameter: what the provider's system is asked by; empty where it is not."""

    column: str
    name: str
    pg_type: str
    field: str
    parameter: str


class AsksOut(Schema):
    method: Method
    address: str
    fields: list[FieldOut]
    rows_at: str
    none_is_404: bool
    timeout_s: int
    header: str
    health: str
    errors: str


class InterfaceOut(Schema):
    """How an interface does. `asks`: for its provider's people and the operator, never with the credential."""

    resource_id: int
    resource_name: str
    provider: str = Field(alias="provider.name")
    state: str
    failing_since: datetime | None
    failure: str
    last_ok_at: datetime | None
    checked_at: datetime | None
    calls_today: int
    failures_today: int
    asks: AsksOut | None


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


class _Shown:
    """An interface with its figures of today, and what it asks for those who may see it."""

    def __init__(self, found: Interface, actor: Actor, today: Figures) -> None:
        self._found = found
        self.calls_today, self.failures_today = today.calls, today.failures
        self.asks = found if policies.sees_address(actor, found.provider_id) else None

    def __getattr__(self, name: str) -> Any:  # whatever the model has
        return getattr(self._found, name)


def _shown(rows: list[Interface], actor: Actor) -> list[_Shown]:
    today = selectors.figures([found.resource_id for found in rows], since=clock.today())
    return [_Shown(found, actor, today.get(found.resource_id, Figures())) for found in rows]


def _interface(resource_id: int, actor: Actor) -> _Shown:
    return _shown([selectors.interface_for(actor, resource_id)], actor)[0]


@router.get("interfaces", response=page_of(InterfaceOut), summary="提供方接口和运行情况")
def list_interfaces(request: HttpRequest, paging: Query[Paging]) -> Any:  # a page of InterfaceOut
    actor = actor_of(request)
    found = paged(selectors.interfaces(actor), paging, lambda row: row)
    return {**found, "items": _shown(found["items"], actor)}


@router.get("resources/{resource_id}/interface", response=InterfaceOut, summary="一个资源的提供方接口")
def get_interface(request: HttpRequest, resource_id: int) -> Any:  # what InterfaceOut reads
    return _interface(resource_id, actor_of(request))


@router.put("resources/{resource_id}/interface", response=InterfaceOut, summary="登记或修改提供方接口")
def save_interface(request: HttpRequest, resource_id: int, body: InterfaceIn) -> Any:  # what InterfaceOut reads
    actor = actor_of(request)
    interfaces.save_interface(resource_id, actor=actor, wanted=Wanted(**dict(body)))
    return _interface(resource_id, actor)


@router.post("resources/{resource_id}/interface/try", response=TrialOut, summary="试一次提供方接口")
def try_interface(request: HttpRequest, resource_id: int, body: TryIn) -> Trial:
    return interfaces.try_interface(resource_id, actor=actor_of(request), values=body.values)


@router.post("resources/{resource_id}/interface/open", response=InterfaceOut, summary="开通提供方接口")
def open_interface(request: HttpRequest, resource_id: int) -> Any:  # what InterfaceOut reads
    actor = actor_of(request)
    interfaces.open_interface(resource_id, actor=actor)
    return _interface(resource_id, actor)


@router.post("resources/{resource_id}/interface/pause", response=InterfaceOut, summary="停用提供方接口")
def pause_interface(request: HttpRequest, resource_id: int) -> Any:  # what InterfaceOut reads
    actor = actor_of(request)
    interfaces.pause_interface(resource_id, actor=actor)
    return _interface(resource_id, actor)
