"""Information systems with the entries declared for them; leads of libraries; the city's licence catalog."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods
from ninja import Schema

from yiyuan.catalog import policies, selectors, services
from yiyuan.catalog.forms.systems import DeclareForm, DeployedForm, LeadForm, LinkForm, SystemForm
from yiyuan.catalog.models import DeclaredEntry, InformationSystem, Library
from yiyuan.catalog.rules import systems as rules
from yiyuan.catalog.types import CLASS_WORDS, FUNDING_WORDS, HOLDER_WORDS, LICENCE_WORDS, EntryKind, Funding
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed
from yiyuan.kernel.regions import lineage
from yiyuan.organisations.api import actor_from_request
from yiyuan.regulations.api import cited, resolve
from yiyuan.web.components import Action, Content, Empty, Fact, Light, Link, Noted
from yiyuan.web.htmx import see_other
from yiyuan.web.lists import Column, Filter, Listing, choice_filter, list_page, name_column, text_filter
from yiyuan.workflow.api import Ask, Matters, New


class DeclaredOut(Schema):
    """resource_id: the published entry it is linked to, when there is one."""

    id: int
    name: str
    resource_id: int | None


class SystemLine(Schema):
    """lacking: of cloud and exchange what the law of its region asks for and the system does not have."""

    id: int
    name: str
    organisation_id: int
    funding: Funding
    in_catalog: bool
    cloud: str
    network: str
    exchange: str
    classified: bool
    lacking: list[str]

    @staticmethod
    def resolve_lacking(seen: Any) -> Any:  # a system with who asks
        law = resolve("catalog.system_connected", region=seen.region_code, on=clock.today())
        return rules.lacking(seen, law=law)


class SystemOut(SystemLine):
    declared: list[DeclaredOut]

    @staticmethod
    def resolve_declared(seen: Any) -> Any:  # a system with who asks
        return seen.declared.all()


def _by_linked(rows: Any, value: str) -> Any:  # a QuerySet annotated with `in_catalog`
    return rows.filter(in_catalog=value == "yes")


def _kept(system: Any) -> str:  # an InformationSystem with `committed` and `kept`
    """How many of the entries declared for the project are published and shared."""
    return f"{system.kept} 项，申报 {system.committed} 项" if system.committed else "没有申报"


def _linked(system: Any) -> Light:  # an InformationSystem with `in_catalog`
    return Light("ok", "已编入目录") if system.in_catalog else Light("soon", "没有编入目录")


def _compliance(system: Any) -> Light:  # an InformationSystem
    law = resolve("catalog.system_connected", region=system.region_code, on=clock.today())
    if not law.flag:
        return Light("end", "没有规定")
    lacking = rules.lacking(system, law=law)
    return Light("soon", "、".join(rules.LACKING_WORDS[one] for one in lacking)) if lacking else Light("ok", "符合")


def _missing(rows: Any) -> str:  # a QuerySet annotated with `in_catalog`
    missing = rows.filter(in_catalog=False).count()
    return f"{missing} 个没有编入目录" if missing else "登记的都编入了目录"


def _facts(system: Any, _actor: Actor) -> Sequence[Fact]:  # an InformationSystem as the selector gives it
    waiting = system.waiting.count()
    return [
        Fact("部门", system.organisation.name),
        Fact("建设资金", system.get_funding_display()),
        Fact("启用", system.in_use_on or "没有写明"),
        Fact("部署", f"{system.cloud or '没有写明政务云'}　{system.get_network_display() or '没有写明网络'}"),
        Fact("接入共享平台", system.get_exchange_display() or ("涉密，不接入" if system.classified else "没有接入")),
        Fact("互联互通", _compliance(system)),
        Fact("登记", Noted(system.registered_on, system.registered_by)),
        Fact("共享承诺兑现", _kept(system)),
        Fact("关联", f"{waiting} 项申报的资源没有关联" if waiting else "都已关联"),
    ]


def _declared(request: HttpRequest, system: InformationSystem) -> Listing:
    def entry(one: DeclaredEntry) -> Content:
        if one.resource is None or one.resource.current is None:
            return Light("soon", "没有关联")
        return Link(one.resource.current.name, reverse("catalog:resource", args=[one.resource_id]))

    return Listing(
        request,
        system.declared.select_related("resource__current"),
        [
            Column("name", "申报的资源", "name", sort="name", head=True),
            Column("entry", "关联的目录", entry),
            Column("linked", "关联日期", lambda one: one.linked_on or "", sort="linked_on", css="nw", width=120),
            Column("on", "申报日期", "declared_on", sort="declared_on", css="nw", width=120),
        ],
        filename=f"{system}申报的资源",
        caption="申报的资源",
        unit="项",
        empty=Empty("还没有申报资源。立项时申报的每一项都列在这里，发布后逐项关联。"),
    )


def _link(_system_id: int, *, actor: Actor, declared_id: int, resource_id: int) -> DeclaredEntry:
    return services.link_declared(declared_id, actor=actor, resource_id=resource_id)


SYSTEMS = Matters(
    None,
    app="catalog",
    noun="system",
    title="信息系统",
    about="每个系统产生的数据都应编入目录；市级及以下财政投入的须共享。",
    empty="还没有登记信息系统。",
    unit="个",
    sort="linked",
    find=selectors.system_for,
    rows=selectors.systems,
    facts=_facts,
    shown=SystemOut,
    listed=SystemLine,
    lights=_linked,
    columns=[
        name_column("系统", "name"),
        Column("organisation", "部门", "organisation.name", sort="organisation__name", width=180),
        Column("funding", "建设资金", lambda one: one.get_funding_display(), sort="funding", width=200),
        Column("linked", "目录", _linked, sort=("in_catalog", "organisation_id", "name"), width=160),
        Column("kept", "共享承诺兑现", _kept, sort="kept", width=140),
        Column("connected", "互联互通", _compliance, width=160, shown=False),
        Column("registered", "登记日期", "registered_on", sort="registered_on", width=120, css="nw"),
    ],
    filters=[
        Filter("linked", "目录", _by_linked, [("no", "没有编入"), ("yes", "已编入")]),
        choice_filter("funding", "资金", FUNDING_WORDS),
    ],
    headline=_missing,
    chips=lambda actor: cited(actor, "catalog.funded_shared", "catalog.system_connected"),
    inner=_declared,
    asks={
        "change": Ask(
            services.change_system,
            DeployedForm,
            may=services.require_own,
            label="修改部署和接入",
            done="已保存。",
            page="edit",
            name="change_system",
        ),
        "declare": Ask(
            services.declare_entry,
            DeclareForm,
            may=services.require_own,
            label="登记申报的资源",
            done="已登记。",
            operation="declared",
            gives=DeclaredOut,
            makes=True,
        ),
        "link": Ask(
            _link,
            LinkForm,
            may=services.require_own,
            when=lambda system: system.waiting.exists(),
            label="关联已发布的目录",
            done="已关联。",
            name="link_declared",
            gives=DeclaredOut,
        ),
    },
    new=New(
        services.register_system,
        SystemForm,
        policies.may_describe,
        "登记系统",
        "登记后编制目录时可以选它作来源系统。",
        by="catalog.system.register",
        name="new_system",
    ),
)


def _act(actor: Actor, label: str, href: str) -> list[Action]:
    return [Action(label, href, primary=True)] if policies.may_describe(actor) else []


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
