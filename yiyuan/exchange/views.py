"""Pages of exchange: the deliveries, a file, a look-up at the window, how to call."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yiyuan.exchange import policies, selectors, services
from yiyuan.exchange.answers import file_response
from yiyuan.exchange.api import gateway_address
from yiyuan.exchange.display import PURPOSE_WORDS, extract_light, facts_of, light_of, method_words, size_words, who
from yiyuan.exchange.forms import DownloadForm, LookupForm, field_of
from yiyuan.exchange.gateway import openapi
from yiyuan.exchange.models import Delivery, Extract
from yiyuan.exchange.panels import LOOKUP_PANELS
from yiyuan.exchange.types import CHANNEL_WORDS, OK, STATUS_WORDS, ExtractState, Format
from yiyuan.kernel import clock
from yiyuan.kernel.errors import RuleBroken
from yiyuan.organisations.api import actor_from_request
from yiyuan.regulations.api import chips, explain, resolve
from yiyuan.sharing.api import grant_seen_by
from yiyuan.sharing.types import FILE_METHODS, GrantInfo
from yiyuan.web.components import Code, Link, Noted, Step, moment
from yiyuan.web.edge import beside
from yiyuan.web.htmx import is_htmx, render, see_other
from yiyuan.web.lists import Column, Filter, choice_filter, list_page, text_filter

# ---- deliveries ----


def _by_grant(rows: QuerySet[Delivery], value: str) -> QuerySet[Delivery]:
    return rows.filter(grant_number=value)


def _since(rows: QuerySet[Delivery], value: date) -> QuerySet[Delivery]:
    return rows.filter(legal_on__gte=value)


def _grant(one: Delivery) -> Noted:
    return Noted(Link(one.grant_number, reverse("sharing:grant", args=[one.grant_id])), method_words(one))


FILTERS = [
    Filter("grant", "授权编号", _by_grant),
    text_filter("name", "资源", "resource_name"),
    choice_filter("channel", "渠道", CHANNEL_WORDS),
    choice_filter("status", "结果", STATUS_WORDS),
    Filter(
        "purpose",
        "所报用途",
        lambda rows, value: rows.filter(purpose_ok=value == "yes"),
        [("yes", "与授权用途一致"), ("no", "与授权用途不一致")],
    ),
    Filter("since", "业务日期起", _since, kind="date"),
]
COLUMNS = [
    Column("at", "时间", lambda d: d.at, sort="id", css="nw"),
    Column(
        "code",
        "交付记录",
        lambda d: Link(d.resource_name, d.get_absolute_url(), note=d.code),
        head=True,
        export=lambda d: d.code,
    ),
    Column("who", "谁取用", who, export=lambda d: f"{d.consumer.name} {d.person_name or '接口'}"),
    Column("provider", "提供部门", lambda d: d.provider.short_name),
    Column("grant", "授权和方法", _grant, export=lambda d: d.grant_number),
    Column("method", "方法", method_words, shown=False),
    Column(
        "status",
        "结果",
        lambda d: Noted(light_of(d), d.why or f"用途{PURPOSE_WORDS[d.purpose_ok]}"),
        sort="status",
        export=light_of,
    ),
    Column("why", "没有交付的原因", "why", shown=False),
    Column("rows", "行数", "rows", sort="rows", numeric=True),
    Column("ms", "毫秒", "ms", sort="ms", numeric=True),
    Column("case", "办件编号", "case"),
    Column("purpose", "用途", lambda d: PURPOSE_WORDS[d.purpose_ok], shown=False),
]


@require_safe
def deliveries(request: HttpRequest) -> HttpResponseBase:
    """Its own for the consumer, what was taken from it for the provider, the region for bureau and auditors."""
    return list_page(
        request,
        selectors.deliveries(actor_from_request(request)),
        COLUMNS,
        FILTERS,
        title="交付记录",
        words="每一次取用一条，先记录后送出。使用部门看到自己取用的，提供部门看到取用自己数据的，主管部门和审计看到本地区的。",
        empty="还没有交付。第一次成功调用接口或下载文件后，记录列在这里。",
        sort="-at",
    )


@require_safe
def delivery(request: HttpRequest, code: str) -> HttpResponse:
    found = selectors.delivery_for(actor_from_request(request), code)
    cite = chips(resolve("sharing.use_limit", region=found.region_code, on=found.legal_on))
    context = {"delivery": found, "light": light_of(found), "facts": facts_of(found, cite)}
    return render(request, "exchange/delivery.html", context)


@require_safe
def note(request: HttpRequest, code: str) -> HttpResponse:
    """The note that goes with a file: whose copy it is, its digest, what must not be done with it."""
    found = selectors.delivery_for(actor_from_request(request), code)
    lines = [
        ("资源", found.resource_name),
        ("授权", found.grant_number),
        ("使用部门", found.consumer.name),
        ("取用人", found.person_name or "接口（系统）"),
        ("取用时间", moment(found.at, seconds=True)),
        ("交付记录", found.code),
        ("行数", f"{found.rows:,}"),
        ("SHA-256", found.sha256 or "不是文件"),
        ("使用要求", "只用于授权写明的用途，不得以任何形式提供给第三方，用途结束须销毁。"),
    ]
    text = "\n".join(f"{label}：{value}" for label, value in lines) + "\n"
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    name = content_disposition_header(as_attachment=True, filename=f"{found.resource_name}_{found.code}_说明.txt")
    response["Content-Disposition"] = name or ""
    return response


# ---- files ----


def _refusal(broken: RuleBroken, info: GrantInfo) -> Any:  # a refusal of the law engine
    return explain(broken, region=info.region_code, on=clock.today())


@require_http_methods(["GET", "POST"])
def download(request: HttpRequest, grant_id: int) -> HttpResponseBase:
    """Choose a format, get the file; a large one is written in the background."""
    actor = actor_from_request(request)
    info = selectors.usable_grant(actor, grant_id, methods=FILE_METHODS, what="文件下载")
    wanted = request.GET.get("format", "")
    form = DownloadForm(request.POST or None, initial={"format": wanted if wanted in set(Format) else Format.CSV})
    if request.method == "POST" and form.is_valid():
        chosen = Format(form.cleaned_data["format"])
        with beside(request, form, field_of):
            taken = services.take_file(grant_id, actor=actor, format_=chosen, case=form.cleaned_data["case"])
            return see_other(taken.get_absolute_url()) if isinstance(taken, Extract) else file_response(taken)
    context = {
        "info": info,
        "form": form,
        "extracts": [(e, extract_light(e)) for e in selectors.extracts_of(actor, grant_id)],
        "use_chips": chips(resolve("sharing.use_limit", region=info.region_code, on=clock.today())),
    }
    return render(request, "exchange/download.html", context, status=422 if form.errors else 200)


def _extract_steps(found: Extract) -> list[Step]:
    kept = f"保留至 {moment(found.expires_at)}" if found.expires_at else ""
    ready = found.state == ExtractState.READY
    return [
        Step("提出", [moment(found.asked_at)]),
        Step(
            "写文件",
            [f"{found.done_rows:,} / {found.expected_rows:,} 行"],
            state="now" if found.open else "done" if ready else "none",
        ),
        Step("下载", [kept], state="now" if ready else "todo" if found.open else "none"),
    ]


@require_safe
def extract(request: HttpRequest, extract_id: int) -> HttpResponse:
    """A file on its way."""
    actor = actor_from_request(request)
    found = selectors.extract_for(actor, extract_id)
    if is_htmx(request) and not found.open:
        return HttpResponse(headers={"HX-Refresh": "true"})  # it has ended: the page looks different now
    context = {
        "extract": found,
        "info": grant_seen_by(actor, found.grant_id),
        "light": extract_light(found),
        "steps": _extract_steps(found),
        "ready": found.state == ExtractState.READY and bool(found.stored_as),
        "size": size_words(found.bytes),
        "digest": Code(found.sha256),
    }
    return render(request, "exchange/extract.html", context, part="progress")


@require_POST
def extract_file(request: HttpRequest, extract_id: int) -> HttpResponseBase:
    return file_response(services.take_extract(extract_id, actor=actor_from_request(request)))


@require_POST
def extract_cancel(request: HttpRequest, extract_id: int) -> HttpResponse:
    services.cancel_extract(extract_id, actor=actor_from_request(request))
    messages.success(request, "已取消，没有数据送出。")
    return see_other(reverse("exchange:extract", args=[extract_id]))


# ---- at the window ----


@require_http_methods(["GET", "POST"])
def lookup(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Ask by POST; what was found is shown once and not kept."""
    actor = actor_from_request(request)
    info = selectors.usable_grant(actor, grant_id, methods=services.ONLINE, what="联机查询")
    form = LookupForm(request.POST or None, grant=info)
    found = None
    if request.method == "POST" and form.is_valid():
        with beside(request, form, field_of):
            found = services.look_up(
                grant_id,
                actor=actor,
                asked=form.asked(),
                case=form.cleaned_data["case"],
                reason=form.cleaned_data["reason"],
            )
    asked = LOOKUP_PANELS.ask((actor, info, found.rows)) if found else []
    context = {
        "panels": [render_to_string(panel["template"], dict(panel["context"]), request) for panel in asked],
        "info": info,
        "form": form,
        "keys": [form[name] for name in form.items],
        "found": found,
        "answered": found is not None and found.delivery.status == OK,
        "names": [field.name for field in info.fields],
        "rows": [[row.get(field.name) for field in info.fields] for row in found.rows] if found else [],
        "use_chips": chips(resolve("sharing.use_limit", region=info.region_code, on=clock.today())),
    }
    response = render(request, "exchange/lookup.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


# ---- how to call ----


def _address(request: HttpRequest) -> str:
    return gateway_address(request.get_host(), scheme=request.scheme or "http")


@require_safe
def docs(request: HttpRequest, grant_id: int) -> HttpResponse:
    """The reference of a grant for its developers."""
    actor = actor_from_request(request)
    info = grant_seen_by(actor, grant_id)
    found = openapi.reference(info, address=_address(request), held=selectors.is_held(info))
    context = found | {"may_take": policies.may_take(actor)}
    return render(request, "exchange/docs.html", context)


@require_safe
def openapi_document(request: HttpRequest, grant_id: int) -> JsonResponse:
    info = grant_seen_by(actor_from_request(request), grant_id)
    document = openapi.document(info, address=_address(request), held=selectors.is_held(info))
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1})
