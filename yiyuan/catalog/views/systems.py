"""Information systems with the entries declared for them; leads of libraries; the city's licence catalog."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yiyuan.catalog import policies, selectors, services
from yiyuan.catalog.forms.systems import DeclareForm, LeadForm, LinkForm, SystemForm
from yiyuan.catalog.models import InformationSystem, Library
from yiyuan.catalog.types import CLASS_WORDS, FUNDING_WORDS, HOLDER_WORDS, LICENCE_WORDS, EntryKind
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed
from yiyuan.kernel.regions import lineage
from yiyuan.organisations.api import actor_from_request
from yiyuan.regulations.api import cited
from yiyuan.web.components import Action, Light, Link
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Filter, choice_filter, list_page, name_column, text_filter
from yiyuan.workflow.api import form_page


@require_GET
def systems(request: HttpRequest) -> HttpResponseBase:
    """Registered systems; those no published entry describes come first."""
    actor = actor_from_request(request)
    rows: Any = selectors.systems(actor)  # annotated with `in_catalog`
    missing = rows.filter(in_catalog=False).count()
    return list_page(
        request,
        rows.order_by("in_catalog", "organisation_id", "name"),
        [
            name_column("系统", "name"),
            Column("organisation", "部门", "organisation.name", sort="organisation__name", width=180),
            Column("funding", "建设资金", lambda one: one.get_funding_display(), sort="funding", width=200),
            Column("linked", "目录", _linked, sort="in_catalog", width=160),
            Column("kept", "共享承诺兑现", _kept, sort="kept", width=140),
            Column("registered", "登记日期", "registered_on", sort="registered_on", width=120, css="nw"),
        ],
        [
            Filter("linked", "目录", _by_linked, [("no", "没有编入"), ("yes", "已编入")]),
            choice_filter("funding", "资金", FUNDING_WORDS),
        ],
        title="信息系统",
        fact=f"{missing} 个系统没有编入目录" if missing else "登记的系统都编入了目录",
        words="每个系统产生的数据都应编入目录；市级及以下财政投入的须共享。",
        unit="个",
        empty="还没有登记信息系统。",
        chips=cited(actor, "catalog.funded_shared"),
        acts=_act(actor, "登记系统", reverse("catalog:new_system")),
    )


def _act(actor: Actor, label: str, href: str) -> list[Action]:
    return [Action(label, href, primary=True)] if policies.may_describe(actor) else []


def _by_linked(rows: Any, value: str) -> Any:  # a QuerySet annotated with `in_catalog`
    return rows.filter(in_catalog=value == "yes")


def _kept(system: Any) -> str:  # an InformationSystem with `committed` and `kept`
    """How many of the entries declared for the project are published and shared."""
    return f"{system.kept} 项，申报 {system.committed} 项" if system.committed else "没有申报"


def _linked(system: Any) -> Light:  # an InformationSystem with `in_catalog`
    return Light("ok", "已编入目录") if system.in_catalog else Light("soon", "没有编入目录")


@require_http_methods(["GET", "POST"])
def new_system(request: HttpRequest) -> HttpResponseBase:
    actor = actor_from_request(request)
    if not policies.may_describe(actor):
        raise NotAllowed("catalog.system.register")
    return form_page(
        request,
        SystemForm(request.POST or None, actor=actor),
        partial(services.register_system, actor=actor),
        title="登记信息系统",
        words="登记后编制目录时可以选它作来源系统。",
        crumb=("信息系统", reverse("catalog:systems")),
        button="登记",
        chips=cited(actor, "catalog.funded_shared"),
    )


def _system(
    request: HttpRequest, found: InformationSystem, *, declare: DeclareForm | None = None, status: int = 200
) -> HttpResponse:
    actor = actor_from_request(request)
    mine = found.organisation_id in actor.organisation_ids and policies.may_describe(actor)
    declared = list(found.declared.select_related("resource__current"))
    context = {
        "system": found,
        "declared": declared,
        "unlinked": sum(one.resource_id is None for one in declared),
        "mine": mine,
        "declare": declare or DeclareForm(actor=actor),
        "link": LinkForm(actor=actor, system=found) if mine else None,
        "light": _linked(found),
    }
    return render(request, "catalog/system.html", context, status=status)


@require_http_methods(["GET", "POST"])
def system(request: HttpRequest, system_id: int) -> HttpResponse:
    """A system: what it was declared to bring, linked or not. POST declares one more entry."""
    actor = actor_from_request(request)
    found = selectors.system_for(actor, system_id)
    if request.method == "GET":
        return _system(request, found)
    form = DeclareForm(request.POST, actor=actor)
    if not form.is_valid() and found.organisation_id in actor.organisation_ids:
        return _system(request, found, declare=form, status=422)
    services.declare_entry(system_id, actor=actor, name=request.POST.get("name", "")[:200])
    return see_other(found.get_absolute_url())


@require_POST
def link_declared(request: HttpRequest, system_id: int) -> HttpResponse:
    """Point a declared entry to a published one."""
    actor = actor_from_request(request)
    found = selectors.system_for(actor, system_id)
    if found.organisation_id not in actor.organisation_ids or not policies.may_describe(actor):
        raise NotAllowed("catalog.system.write")
    form = LinkForm(request.POST, actor=actor, system=found)
    if form.is_valid():
        chosen = form.cleaned_data
        services.link_declared(int(chosen["declared_id"]), actor=actor, resource_id=int(chosen["resource_id"]))
        messages.success(request, "已关联。")
    else:
        messages.warning(request, "请选择申报的资源和已发布的资源。")
    return see_other(found.get_absolute_url())


@require_http_methods(["GET", "POST"])
def libraries(request: HttpRequest) -> HttpResponseBase:
    """Base and thematic databases with their leads; the bureau names them."""
    actor = actor_from_request(request)
    may_name = actor.governs(actor.region_code)
    form = LeadForm(request.POST or None, actor=actor) if may_name else None
    if request.method == "POST":
        if form is None:
            raise NotAllowed("catalog.library.lead")
        if form.is_valid():
            chosen = form.cleaned_data["library"]
            services.name_lead(
                actor=actor, category=chosen[:1], class_code=chosen[1:], lead_id=int(form.cleaned_data["lead_id"])
            )
            messages.success(request, "已确定牵头部门。")
            return see_other(reverse("catalog:libraries"))
    rows = Library.objects.filter(region_code__in=lineage(actor.region_code)).select_related("lead")
    return list_page(
        request,
        rows.order_by("category", "class_code"),
        [
            Column("name", "库", lambda one: CLASS_WORDS.get(one.category, {}).get(one.class_code, ""), head=True),
            Column("category", "类", lambda one: one.get_category_display(), sort="category", width=180),
            Column("lead", "牵头部门", "lead.name", sort="lead__name", width=240),
        ],
        title="基础库、主题库",
        fact=f"{rows.count()} 个库有牵头部门",
        words="有牵头部门的库，目录只由牵头部门编制维护。",
        unit="个",
        empty="还没有确定牵头部门。",
        chips=cited(actor, "catalog.lead"),
        forms=[{"title": "确定牵头部门", "href": request.path, "form": form, "button": "确定"}] if form else [],
    )


@require_GET
def licences(request: HttpRequest) -> HttpResponseBase:
    """The city's licence catalog: every published licence entry, without anybody entering it again."""
    actor = actor_from_request(request)
    rows = selectors.published(actor).filter(kind=EntryKind.LICENCE)

    def name(resource: Any) -> Link:  # a published Resource
        return Link(resource.current.name, reverse("catalog:resource", args=[resource.id]))

    return list_page(
        request,
        rows,
        [
            Column("name", "证照", name, sort="current__name", head=True, export=lambda r: r.current.name),
            Column("issuer", "颁证单位", "current.licence_issuer", sort="current__licence_issuer", width=180),
            Column(
                "type",
                "证照类型",
                lambda r: r.current.get_licence_type_display(),
                sort="current__licence_type",
                width=140,
            ),
            Column("holder", "持证者类型", lambda r: r.current.get_licence_holder_display(), width=120),
            Column("template", "模板", "current.licence_template", width=180),
            Column("published", "发布", "current.published_on", sort="current__published_on", width=120, css="nw"),
        ],
        [
            choice_filter("type", "证照类型", LICENCE_WORDS, field="current__licence_type"),
            choice_filter("holder", "持证者", HOLDER_WORDS, field="current__licence_holder"),
            text_filter("name", "证照", "current__name"),
        ],
        title="证照目录",
        fact=f"{rows.count()} 种证照编入证照目录",
        words="部门发布的证照目录自动汇入，不再另行录入。",
        unit="种",
        empty="还没有发布的证照目录。",
        chips=cited(actor, "catalog.licence", "catalog.licence_published"),
        acts=_act(actor, "编制证照目录", f"{reverse('catalog:new')}?kind=licence"),
    )
