"""Pages of interfaces: the list, one with its figures, writing it, trying it."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yiyuan.catalog.api import published_resource
from yiyuan.catalog.types import ResourceInfo
from yiyuan.exchange import interfaces as services
from yiyuan.exchange import policies, selectors
from yiyuan.exchange.display import interface_light
from yiyuan.exchange.forms import InterfaceForm, TryForm
from yiyuan.exchange.models import Interface
from yiyuan.exchange.types import INTERFACE_WORDS, METHOD_WORDS, Figures, InterfaceState, Method, Trial
from yiyuan.exchange.workflow import INTERFACE
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound, RuleBroken
from yiyuan.organisations.api import actor_from_request
from yiyuan.regulations.api import chips, resolve
from yiyuan.web.components import Fact, Step, moment, number
from yiyuan.web.edge import beside
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, list_page, name_column, state_filter, text_filter
from yiyuan.workflow.api import steps, term_of, term_view

WEEK = timedelta(days=6)  # before today: seven legal days


@require_safe
def interfaces(request: HttpRequest) -> HttpResponseBase:
    """Their own for the provider, the region's for bureau, auditors and the operator: which are down, since when."""
    actor = actor_from_request(request)
    rows = selectors.interfaces(actor)
    figures = selectors.figures(list(rows.values_list("resource_id", flat=True)), since=clock.today() - WEEK)

    def of(one: Interface) -> Figures:
        return figures.get(one.resource_id, Figures())

    down = rows.filter(state=InterfaceState.DOWN).count()
    return list_page(
        request,
        rows,
        [
            Column("state", "状态", interface_light, sort="state", css="nw"),
            name_column("资源", "resource_name", note=lambda one: one.failure_words),
            Column("provider", "提供部门", "provider.short_name", sort="provider__name"),
            Column("calls", "七天调用", lambda one: of(one).calls, numeric=True),
            Column("failures", "其中没有取到", lambda one: of(one).failures, numeric=True),
            Column("ms", "平均毫秒", lambda one: of(one).ms, numeric=True),
            Column("last", "上次成功", "last_ok_at", sort="last_ok_at", css="nw"),
            Column("checked", "上次检查", "checked_at", sort="checked_at", css="nw"),
        ],
        [state_filter(INTERFACE_WORDS), text_filter("name", "资源", "resource_name")],
        title="提供方接口",
        fact=f"提供方接口：{number(down)} 个中断" if down else "",
        words="数据留在提供部门的资源，由提供部门的系统按授权答复。平台每分钟检查一次，连续 3 次没有取到就算中断。",
        unit="个",
        empty="还没有接口。数据留在提供部门的资源，由提供部门在资源页面登记接口。",
        sort="state",
    )


@require_safe
def interface(request: HttpRequest, resource_id: int) -> HttpResponse:
    """One interface: how it does, and for its provider what to do next."""
    return _page(request, resource_id)


def _page(
    request: HttpRequest,
    resource_id: int,
    *,
    form: TryForm | None = None,
    trial: Trial | None = None,
    refusal: Any = None,  # of the law engine
    status: int = 200,
) -> HttpResponse:
    actor = actor_from_request(request)
    found = selectors.interface_for(actor, resource_id)
    published = _published(found)
    offers = published is not None and policies.may_offer(actor, found.provider_id)
    moves = {move.name: move.label for move in INTERFACE.open_moves(found, actor)}
    term = term_of(INTERFACE.name, found.id) if found.state == InterfaceState.DOWN else None
    today = clock.today()
    context = {
        "interface": found,
        "light": interface_light(found),
        "term": term_view(term),
        "facts": _facts(found, actor),
        "fields": found.info().fields if policies.sees_address(actor, found.provider_id) else (),
        "figures": [
            (words, selectors.figures([resource_id], since=since).get(resource_id, Figures()))
            for words, since in (("今天", today), ("七天", today - WEEK))
        ],
        "try_form": form or (TryForm(found=found, resource=published) if offers and published else None),
        "lacking": _lacking(found, published) if offers and published else [],
        "trial": trial,
        "refusal": refusal,
        "moves": moves,
        "chips": chips(resolve("exchange.interface_spec", region=found.region_code, on=today)),
        "steps": _steps(found),
    }
    response = render(request, "exchange/interface.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _published(found: Interface) -> ResourceInfo | None:
    """The resource as it is offered now; none when it was withdrawn."""
    try:
        return published_resource(found.resource_id)
    except NotFound:
        return None


def _lacking(found: Interface, resource: ResourceInfo) -> list[str]:
    """Items a later version of the entry brought, which the interface does not name yet."""
    known = {field.column for field in found.info().fields}
    return [item.name for item in resource.items if item.column not in known]


def _facts(found: Interface, actor: Actor) -> list[Fact]:
    """What everybody of the page sees, and the address for those who may."""
    made = [
        Fact("提供部门", found.provider.name),
        Fact("上次成功", moment(found.last_ok_at) if found.last_ok_at else "还没有"),
        Fact("上次检查", moment(found.checked_at) if found.checked_at else "还没有"),
        Fact("超时", f"{number(found.timeout_s)} 秒"),
    ]
    if not policies.sees_address(actor, found.provider_id):
        return [*made, Fact("地址", "只有提供部门和平台运维看得到")]
    tried = f"{moment(found.tried_at)}　{found.tried_words}" if found.tried_at else "还没有试过"
    return [
        *made,
        Fact("调用", METHOD_WORDS[Method(found.method)]),
        Fact("地址", found.address),
        Fact("检查地址", found.health or "没有，只看能不能连上"),
        Fact("凭据", f"请求头 {found.header}，已加密保存" if found.header else "不用凭据"),
        Fact("记录在哪里", found.rows_at or "整个答复"),
        Fact("错误码说明", "；".join(found.errors.split("\n")) or "没有写"),
        Fact("登记", f"{found.saved_by}　{moment(found.saved_at)}"),
        Fact("试通", tried),
    ]


def _steps(found: Interface) -> list[Step]:
    """What became of it, newest last."""
    words = {move.name: move.label for move in INTERFACE.moves}
    words |= {"fail": "中断", "recover": "恢复", "retire": "资源撤销，停用"}
    made = steps(INTERFACE.name, found.id)[-8:]
    return [Step(words[s.move], [f"{moment(s.at)}　{s.actor_name}", s.note], state="done") for s in made]


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, resource_id: int) -> HttpResponse:
    """Register it or write it anew."""
    actor = actor_from_request(request)
    resource = None
    with beside(request) as said:
        resource = services.resource_offered(actor, resource_id)
    if resource is None:
        context = {"refusal": said.refusal, "resource_id": resource_id}
        return render(request, "exchange/interface_not.html", context, status=422)
    found = selectors.interface_of(resource_id)
    form = InterfaceForm(request.POST if request.method == "POST" else None, resource=resource, found=found)
    if request.method == "POST" and form.is_valid():
        with beside(request, form):
            services.save_interface(resource_id, actor=actor, wanted=form.wanted())
            messages.success(request, "已保存。用一个有记录的值试一次，成功后开通。")
            return see_other(reverse("exchange:interface", args=[resource_id]))
    context = {
        "form": form,
        "resource": resource,
        "interface": found,
        "chips": chips(resolve("exchange.interface_spec", region=resource.region_code, on=clock.today())),
    }
    return render(request, "exchange/interface_edit.html", context, status=422 if form.errors else 200)


@require_POST
def try_once(request: HttpRequest, resource_id: int) -> HttpResponse:
    """One call by the provider's own person; what came of it stands on the page once."""
    actor = actor_from_request(request)
    resource = _offered(actor, resource_id)
    found = selectors.interface_for(actor, resource_id)
    form = TryForm(request.POST, found=found, resource=resource)
    form.is_valid()
    with beside(request, form):
        trial = services.try_interface(resource_id, actor=actor, values=form.values())
        return _page(request, resource_id, trial=trial, status=200 if trial.ok else 422)
    return _page(request, resource_id, form=form, status=422)


def _offered(actor: Actor, resource_id: int) -> ResourceInfo:
    """For what is done to an interface: one that cannot have any is as if it were not there."""
    try:
        return services.resource_offered(actor, resource_id)
    except RuleBroken:
        raise NotFound("exchange.interface", id=resource_id) from None


@require_POST
def open_(request: HttpRequest, resource_id: int) -> HttpResponse:
    actor = actor_from_request(request)
    _offered(actor, resource_id)
    with beside(request) as said:
        services.open_interface(resource_id, actor=actor)
        messages.success(request, "已开通。有授权的部门从现在起可以调用。")
        return see_other(reverse("exchange:interface", args=[resource_id]))
    return _page(request, resource_id, refusal=said.refusal, status=422)


@require_POST
def pause(request: HttpRequest, resource_id: int) -> HttpResponse:
    services.pause_interface(resource_id, actor=actor_from_request(request))
    messages.success(request, "已停用。授权仍在，调用暂时得不到数据。")
    return see_other(reverse("exchange:interface", args=[resource_id]))
