"""Departments and their people: what each has on record, and what it lacks."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yiyuan.kernel import clock
from yiyuan.kernel.actor import Function
from yiyuan.organisations import selectors, services
from yiyuan.organisations.api import actor_from_request, require
from yiyuan.organisations.forms import DelegationForm, OfficerForm, PaperForm, UnitForm
from yiyuan.organisations.models import Delegation, Organisation
from yiyuan.organisations.policies import OVERSEERS
from yiyuan.organisations.types import (
    DUTY_WORDS,
    FUNCTION_WORDS,
    KIND_WORDS,
    LEGAL_WORDS,
    OFFICE_WORDS,
    PAPER_WORDS,
    Duty,
    Kind,
    Lack,
    Legal,
    Office,
    Paper,
)
from yiyuan.regulations.api import chips, resolve
from yiyuan.web.components import Empty, Light, Link
from yiyuan.web.edge import beside
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Filter, Listing


def _light(body: Organisation, lacks: list[Lack]) -> Light:
    if body.abolished_on and body.abolished_on <= clock.today():
        return Light("end", "已撤销")
    if body.enrolled_on is None:
        return Light("late", "未启用")
    if not lacks:
        return Light("ok", "齐全")
    return Light("late" if any(lack.blocks for lack in lacks) else "soon", f"缺 {len(lacks)} 项")


@require_GET
def bodies(request: HttpRequest) -> HttpResponseBase:
    """机构与人员: every department of the region, and what it lacks."""
    actor = actor_from_request(request)
    require(actor, *OVERSEERS)
    on = clock.today()
    found = selectors.departments(region_code=actor.region_code, active=False)
    lacks = selectors.lacking(found, on=on)
    columns = [
        Column("state", "状态", lambda o: _light(o, lacks[o.id]), export=lambda o: _light(o, lacks[o.id]).words),
        Column(
            "name",
            "单位",
            lambda o: Link(o.name, reverse("organisations:body", args=[o.id])),
            sort="name",
            head=True,
            export=lambda o: o.name,
        ),
        Column("region", "行政区划", lambda o: o.region.name, sort="region_id"),
        Column("kind", "管理关系", lambda o: KIND_WORDS[Kind(o.kind)], sort="kind", css="nw"),
        Column("legal", "机构性质", lambda o: LEGAL_WORDS[Legal(o.legal)] if o.legal else "未定", sort="legal"),
        Column("unit", "实施机构", lambda o: o.unit, css="nw"),
        Column("lacks", "缺什么", lambda o: "、".join(lack.words for lack in lacks[o.id])),
    ]
    offices = [(o.value, w) for o, w in OFFICE_WORDS.items()]
    filters = [Filter("office", "职能", lambda rows, value: rows.filter(office=value), offices)]
    listing = Listing(
        request, found, columns, filters, default_sort="id", filename="机构与人员", caption="机构与人员", unit="个"
    )
    if listing.is_export:
        return listing.export()
    incomplete = sum(bool(missing) for missing in lacks.values())
    return render(request, "organisations/bodies.html", {"incomplete": incomplete, **listing.context()})


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """本单位."""
    return see_other(reverse("organisations:body", args=[actor_from_request(request).organisation_id]))


@require_GET
def body(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """One department: officers with substitutes, unit, papers, succession, and what is missing under which article."""
    return _body(request, organisation_id, {})


def _body(request: HttpRequest, organisation_id: int, forms: dict[str, Any]) -> HttpResponse:
    actor = actor_from_request(request)
    found = selectors.readable_organisation(actor, organisation_id)
    on = clock.today()
    lacks = selectors.lacking([found], on=on)[found.id]
    may_edit = organisation_id in actor.organisation_ids and actor.has(Function.DATA_OFFICER, Function.HEAD)
    succession = getattr(found, "succession", None)
    context = {
        "organisation": found,
        "light": _light(found, lacks),
        "kind": KIND_WORDS[Kind(found.kind)],
        "office": OFFICE_WORDS[Office(found.office)],
        "lacks": [(lack, chips(resolve(lack.key, region=found.region_id, on=on))) for lack in lacks],
        "officers": [(o, DUTY_WORDS[Duty(o.duty)]) for o in selectors.officers(found.id, on=on)],
        "papers": [(p, PAPER_WORDS[Paper(p.kind)]) for p in found.papers.order_by("-issued_on", "-id")],
        "names": found.names.order_by("from_on"),
        "subordinates": found.subordinates.order_by("id"),
        "succession": succession,
        "inherited": found.inherited.select_related("old").order_by("on"),
        "may_edit": may_edit or actor.has(Function.SYSTEM_ADMIN),
        "may_file": may_edit,
        "officer_form": OfficerForm(),
        "unit_form": UnitForm(initial={"unit": found.unit}),
        "paper_form": PaperForm(),
        **forms,
    }
    return render(request, "organisations/body.html", context, status=422 if forms else 200)


@require_POST
def name_officer(request: HttpRequest, organisation_id: int) -> HttpResponse:
    form = OfficerForm(request.POST)
    selectors.readable_organisation(actor_from_request(request), organisation_id)
    if not form.is_valid():
        return _body(request, organisation_id, {"officer_form": form})
    values = {**form.cleaned_data, "duty": Duty(form.cleaned_data["duty"])}
    return _kept(request, organisation_id, services.name_officer, "已登记。", **values)


@require_POST
def name_unit(request: HttpRequest, organisation_id: int) -> HttpResponse:
    form = UnitForm(request.POST)
    selectors.readable_organisation(actor_from_request(request), organisation_id)
    if not form.is_valid():
        return _body(request, organisation_id, {"unit_form": form})
    return _kept(request, organisation_id, services.name_unit, "已登记。", **form.cleaned_data)


@require_POST
def file_paper(request: HttpRequest, organisation_id: int) -> HttpResponse:
    form = PaperForm(request.POST)
    selectors.readable_organisation(actor_from_request(request), organisation_id)
    if not form.is_valid():
        return _body(request, organisation_id, {"paper_form": form})
    values = {**form.cleaned_data, "kind": Paper(form.cleaned_data["kind"])}
    return _kept(request, organisation_id, services.file_paper, "已备案。", **values)


@require_POST
def file_officer(request: HttpRequest, officer_id: int) -> HttpResponse:
    actor = actor_from_request(request)
    services.file_officer(officer_id, actor=actor)
    messages.success(request, "已报备。")
    return see_other(reverse("organisations:body", args=[actor.organisation_id]))


def _kept(
    request: HttpRequest, organisation_id: int, service: Callable[..., object], words: str, **values: Any
) -> HttpResponse:
    service(organisation_id, actor=actor_from_request(request), **values)
    messages.success(request, words)
    return see_other(reverse("organisations:body", args=[organisation_id]))


def _delegation_light(one: Delegation) -> Light:
    today = clock.today()
    if one.to_on < today:
        return Light("end", "已结束")
    return Light("ok", "代理中") if one.from_on <= today else Light("none", "未开始")


@require_http_methods(["GET", "POST"])
def delegations(request: HttpRequest) -> HttpResponseBase:
    """Who stands in for whom, and a form to be stood in for."""
    actor = actor_from_request(request)
    form = DelegationForm(request.POST if request.method == "POST" else None, actor=actor)
    if request.method == "POST" and form.is_valid():
        with beside(request, form, {"organisations.delegation_days": "to_on"}, otherwise="function"):
            values = {**form.cleaned_data, "function": Function(form.cleaned_data["function"])}
            services.delegate_function(actor=actor, **values)
            messages.success(request, "已委托。到期自动收回。")
            return see_other(request.path)
    found = selectors.delegations(actor)
    columns = [
        Column("state", "状态", _delegation_light, export=lambda d: _delegation_light(d).words),
        Column("function", "岗位", lambda d: FUNCTION_WORDS[Function(d.function)], sort="function", head=True),
        Column("principal", "委托人", lambda d: d.principal.name),
        Column("delegate", "受托人", lambda d: d.delegate.name),
        Column("from", "起", lambda d: d.from_on, sort="from_on"),
        Column("to", "止", lambda d: d.to_on, sort="to_on"),
        Column("reason", "事由", lambda d: d.reason),
    ]
    listing = Listing(
        request,
        found,
        columns,
        default_sort="-from",
        filename="委托",
        caption="委托",
        unit="项",
        empty=Empty("还没有委托。外出前在上面选岗位和受托人，写明起止日期。"),
    )
    if listing.is_export:
        return listing.export()
    running = found.filter(to_on__gte=clock.today(), principal__accounts=actor.account_id)
    shown = [(one, FUNCTION_WORDS[Function(one.function)]) for one in running]
    context = {"form": form, "running": shown, **listing.context()}
    return render(request, "organisations/delegations.html", context, status=422 if form.errors else 200)


@require_POST
def end_delegation(request: HttpRequest, delegation_id: int) -> HttpResponse:
    services.end_delegation(delegation_id, actor=actor_from_request(request))
    messages.success(request, "委托已收回。")
    return see_other(reverse("organisations:delegations"))
