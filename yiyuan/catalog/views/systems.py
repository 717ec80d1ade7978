"""Information systems with the entries declared for them; leads of libraries; the city's licence catalog."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yiyuan.catalog import policies, selectors, services
from yiyuan.catalog.forms.systems import DeclareForm, LeadForm, LinkForm, SystemForm
from yiyuan.catalog.models import InformationSystem, Library
from yiyuan.catalog.types import CLASS_WORDS, FUNDING_WORDS, HOLDER_WORDS, LICENCE_WORDS, EntryKind
from yiyuan.kernel.errors import NotAllowed
from yiyuan.kernel.regions import lineage
from yiyuan.organisations.api import actor_from_request
from yiyuan.web.components import Action, Empty, Light, Link
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Filter, Listing
from yiyuan.workflow import matters
from yiyuan.workflow.matters import cited


@require_GET
def systems(request: HttpRequest) -> HttpResponseBase:
    """Registered systems; those no published entry describes come first."""
    actor = actor_from_request(request)
    rows: Any = selectors.systems(actor)  # annotated with `in_catalog`
    rows = rows.order_by("in_catalog", "organisation_id", "name")
    listing = Listing(
        request,
        rows,
        [
            Column(
                "name",
                _("系统"),
                lambda s: Link(s.name, s.get_absolute_url()),
                sort="name",
                head=True,
                export=lambda s: s.name,
            ),
            Column("organisation", _("部门"), "organisation.name", sort="organisation__name", width=180),
            Column("funding", _("建设资金"), lambda s: s.get_funding_display(), sort="funding", width=200),
            Column("linked", _("目录"), _linked, sort="in_catalog", width=160),
            Column("kept", _("共享承诺兑现"), _kept, sort="kept", width=140),
            Column("registered", _("登记日期"), "registered_on", sort="registered_on", width=120, css="nw"),
        ],
        [
            Filter(
                "linked",
                _("目录"),
                lambda rows, value: rows.filter(in_catalog=value == "yes"),
                [("no", _("没有编入")), ("yes", _("已编入"))],
            ),
            Filter(
                "funding",
                _("资金"),
                lambda rows, value: rows.filter(funding=value),
                [(k.value, w) for k, w in FUNDING_WORDS.items()],
            ),
        ],
        filename=_("信息系统"),
        caption=_("信息系统"),
        unit=_("个"),
        empty=Empty(_("还没有登记信息系统。")),
    )
    if listing.is_export:
        return listing.export()
    missing = rows.filter(in_catalog=False).count()
    context = {
        "listing": listing.view(),
        "title": _("信息系统"),
        "fact": _("%(n)s 个系统没有编入目录") % {"n": missing} if missing else _("登记的系统都编入了目录"),
        "words": _("每个系统产生的数据都应编入目录；市级及以下财政投入的须共享。"),
        "chips": cited(actor, "catalog.funded_shared"),
        "acts": [Action(_("登记系统"), reverse("catalog:new_system"), primary=True)]
        if policies.may_describe(actor)
        else [],
    }
    return render(request, "web/list.html", context, part="listing")


def _kept(system: Any) -> str:  # an InformationSystem with `committed` and `kept`
    """How many of the entries declared for the project are published and shared."""
    words = _("%(kept)s 项，申报 %(all)s 项") % {"kept": system.kept, "all": system.committed}
    return words if system.committed else _("没有申报")


def _linked(system: Any) -> Light:  # an InformationSystem with `in_catalog`
    return Light("ok", _("已编入目录")) if system.in_catalog else Light("soon", _("没有编入目录"))


@require_http_methods(["GET", "POST"])
def new_system(request: HttpRequest) -> HttpResponse:
    actor = actor_from_request(request)
    if not policies.may_describe(actor):
        raise NotAllowed("catalog.system.register")
    return matters.fresh(
        request,
        SystemForm(request.POST or None, actor=actor),
        lambda values: services.register_system(actor=actor, **values),
        title=_("登记信息系统"),
        words=_("登记后编制目录时可以选它作来源系统。"),
        crumb=(_("信息系统"), reverse("catalog:systems")),
        button=_("登记"),
        region=actor.region_code,
        chips_=cited(actor, "catalog.funded_shared"),
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
        messages.success(request, _("已关联。"))
    else:
        messages.warning(request, _("请选择申报的资源和已发布的资源。"))
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
            messages.success(request, _("已确定牵头部门。"))
            return see_other(reverse("catalog:libraries"))
    rows = Library.objects.filter(region_code__in=lineage(actor.region_code)).select_related("lead")
    listing = Listing(
        request,
        rows.order_by("category", "class_code"),
        [
            Column("name", _("库"), lambda one: CLASS_WORDS.get(one.category, {}).get(one.class_code, ""), head=True),
            Column("category", _("类"), lambda one: one.get_category_display(), sort="category", width=180),
            Column("lead", _("牵头部门"), "lead.name", sort="lead__name", width=240),
        ],
        filename=_("基础库主题库"),
        caption=_("基础库、主题库"),
        unit=_("个"),
        empty=Empty(_("还没有确定牵头部门。")),
    )
    if listing.is_export:
        return listing.export()
    context = {
        "listing": listing.view(),
        "title": _("基础库、主题库"),
        "fact": _("%(n)s 个库有牵头部门") % {"n": rows.count()},
        "words": _("有牵头部门的库，目录只由牵头部门编制维护。"),
        "chips": cited(actor, "catalog.lead"),
        "forms": [{"title": _("确定牵头部门"), "href": reverse("catalog:libraries"), "form": form, "button": _("确定")}]
        if form
        else [],
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "web/list.html", context, part="listing", status=status)


@require_GET
def licences(request: HttpRequest) -> HttpResponseBase:
    """The city's licence catalog: every published licence entry, without anybody entering it again."""
    actor = actor_from_request(request)
    rows = selectors.published(actor).filter(kind=EntryKind.LICENCE)
    listing = Listing(
        request,
        rows,
        [
            Column(
                "name",
                _("证照"),
                lambda r: Link(r.current.name, reverse("catalog:resource", args=[r.id])),
                sort="current__name",
                head=True,
                export=lambda r: r.current.name,
            ),
            Column("issuer", _("颁证单位"), "current.licence_issuer", sort="current__licence_issuer", width=180),
            Column(
                "type",
                _("证照类型"),
                lambda r: r.current.get_licence_type_display(),
                sort="current__licence_type",
                width=140,
            ),
            Column("holder", _("持证者类型"), lambda r: r.current.get_licence_holder_display(), width=120),
            Column("template", _("模板"), "current.licence_template", width=180),
            Column("published", _("发布"), "current.published_on", sort="current__published_on", width=120, css="nw"),
        ],
        [
            Filter(
                "type",
                _("证照类型"),
                lambda rows, value: rows.filter(current__licence_type=value),
                list(LICENCE_WORDS.items()),
            ),
            Filter(
                "holder",
                _("持证者"),
                lambda rows, value: rows.filter(current__licence_holder=value),
                list(HOLDER_WORDS.items()),
            ),
            Filter("name", _("证照"), lambda rows, text: rows.filter(current__name__icontains=text)),
        ],
        filename=_("证照目录"),
        caption=_("证照目录"),
        unit=_("种"),
        empty=Empty(_("还没有发布的证照目录。")),
    )
    if listing.is_export:
        return listing.export()
    context = {
        "listing": listing.view(),
        "title": _("证照目录"),
        "fact": _("%(n)s 种证照编入证照目录") % {"n": rows.count()},
        "words": _("部门发布的证照目录自动汇入，不再另行录入。"),
        "chips": [*cited(actor, "catalog.licence"), *cited(actor, "catalog.licence_published")],
        "acts": [Action(_("编制证照目录"), f"{reverse('catalog:new')}?kind=licence", primary=True)]
        if policies.may_describe(actor)
        else [],
    }
    return render(request, "web/list.html", context, part="listing")
