"""The duty list and the negative list: what follows from the catalog."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yiyuan.catalog import display
from yiyuan.catalog.types import Opening, Sharing
from yiyuan.lists import selectors
from yiyuan.lists.types import DUTY_WORDS
from yiyuan.organisations.api import actor_from_request
from yiyuan.web.components import Content, Empty, Link, Noted
from yiyuan.web.htmx import render
from yiyuan.web.lists import Column, Filter, Listing
from yiyuan.workflow.matters import cited


# ---- duties and what is closed ----
@require_GET
def duties(request: HttpRequest) -> HttpResponseBase:
    """What departments owe by the catalog; it changes with every publication and withdrawal."""
    actor = actor_from_request(request)
    rows = selectors.duties_in(actor.region_code)
    mine = rows.filter(provider_id__in=actor.organisation_ids).count()

    def title(duty: Any) -> Content:  # a Duty
        if duty.resource_id:
            return Link(duty.title, reverse("catalog:resource", args=[duty.resource_id]), duty.detail)
        return Noted(duty.title, duty.detail)

    columns = [
        Column("title", _("内容"), title, sort="title", head=True, export=lambda d: d.title, width=240),
        Column("provider", _("责任部门"), "provider.name", sort="provider__name", width=140),
        Column("kind", _("责任"), lambda d: d.get_kind_display(), sort="kind", width=100),
        Column("detail", _("要求"), "detail"),
        Column("basis", _("依据"), "basis", width=200),
        Column("from", _("起"), "from_on", sort="from_on", width=120, css="nw"),
    ]
    owing = rows.order_by("provider__name").values_list("provider_id", "provider__name").distinct()
    departments = [(str(key), name) for key, name in owing]
    own = str(actor.organisation_id) if mine else ""
    listing = Listing(
        request,
        rows,
        columns,
        [
            Filter(
                "department", _("部门"), lambda rows, value: rows.filter(provider_id=value), departments, default=own
            ),
            Filter(
                "kind",
                _("责任"),
                lambda rows, value: rows.filter(kind=value),
                [(k.value, word) for k, word in DUTY_WORDS.items()],
            ),
        ],
        filename=_("责任清单"),
        caption=_("责任清单"),
        unit=_("项"),
        empty=Empty(_("还没有责任。资源发布时自动列入，撤销时自动注销。")),
    )
    if listing.is_export:
        return listing.export()
    context = {
        "listing": listing.view(),
        "title": _("责任清单"),
        "fact": _("本部门有 %(n)s 项责任") % {"n": mine} if mine else _("各部门共 %(n)s 项责任") % {"n": rows.count()},
        "words": _("由目录分解：发布即列入，换版即更新，撤销即注销，同时发生。采集部分即采集责任清单。"),
        "chips": cited(actor, "catalog.bound"),
    }
    return render(request, "web/list.html", context, part="listing")


@require_GET
def negative(request: HttpRequest) -> HttpResponseBase:
    """Published entries that are not shared or not open, with the basis of each."""
    actor = actor_from_request(request)
    rows = selectors.negative_in(actor.region_code).order_by("name", "id")
    closed = {"sharing": Sharing.NOT_SHARED, "opening": Opening.NOT_OPEN}
    columns = [
        Column("name", _("资源"), display.version_link, sort="name", head=True, export=lambda v: v.name, width=240),
        Column("provider", _("提供部门"), "resource.provider.name", sort="resource__provider__name", width=160),
        Column("sharing", _("共享"), display.sharing, sort="sharing", width=120, css="nw"),
        Column(
            "sharing_basis",
            _("不予共享的依据"),
            lambda v: v.basis if v.sharing == Sharing.NOT_SHARED else "",
            width=180,
        ),
        Column("opening", _("开放"), lambda v: v.get_opening_display(), sort="opening", width=100),
        Column(
            "opening_basis",
            _("不予开放的理由和依据"),
            lambda v: v.opening_basis if v.opening == Opening.NOT_OPEN else "",
            width=180,
        ),
    ]
    listing = Listing(
        request,
        rows,
        columns,
        [
            Filter(
                "closed",
                _("哪一种"),
                lambda rows, value: rows.filter(**{value: closed[value]}),
                [("sharing", _("不予共享")), ("opening", _("不予开放"))],
            ),
            Filter("name", _("资源"), lambda rows, text: rows.filter(name__icontains=text)),
        ],
        filename=_("负面清单"),
        caption=_("负面清单"),
        unit=_("个"),
        empty=Empty(_("没有不予共享或者不予开放的资源。")),
    )
    if listing.is_export:
        return listing.export()
    shut = rows.filter(sharing=Sharing.NOT_SHARED).count()
    kept = rows.filter(opening=Opening.NOT_OPEN).count()
    context = {
        "listing": listing.view(),
        "title": _("负面清单"),
        "fact": _("%(a)s 个资源不予共享，%(b)s 个不予开放") % {"a": shut, "b": kept},
        "words": _("不予共享的资源仍可查看目录信息；认为列错了类型，可在资源页提出异议。"),
        "chips": cited(actor, "catalog.basis_levels.not_shared"),
    }
    return render(request, "web/list.html", context, part="listing")
