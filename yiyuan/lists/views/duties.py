"""The duty list and the negative list: what follows from the catalog."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET

from yiyuan.catalog import display
from yiyuan.catalog.models import Version
from yiyuan.catalog.types import Opening, Sharing
from yiyuan.lists import selectors
from yiyuan.lists.types import DUTY_WORDS
from yiyuan.organisations.api import actor_from_request
from yiyuan.regulations.api import cited
from yiyuan.web.components import Content, Link, Noted
from yiyuan.web.lists import Column, Filter, choice_filter, list_page, text_filter


def _of_version(rows: Any, value: str) -> Any:  # a QuerySet of Duty
    return rows.filter(ended_on=None) if value == "now" else rows


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

    owing = rows.order_by("provider__name").values_list("provider_id", "provider__name").distinct()
    own = str(actor.organisation_id) if mine else ""
    return list_page(
        request,
        selectors.duties_kept(actor.region_code),
        [
            Column("title", "内容", title, sort="title", head=True, export=lambda d: d.title, width=240),
            Column("provider", "责任部门", "provider.name", sort="provider__name", width=140),
            Column("kind", "责任", lambda d: d.get_kind_display(), sort="kind", width=100),
            Column("detail", "要求", "detail"),
            Column("basis", "依据", "basis", width=200),
            Column("from", "起", "from_on", sort="from_on", width=120, css="nw"),
            Column("ended", "止", lambda d: d.ended_on or "", sort="ended_on", width=120, css="nw"),
        ],
        [
            replace(choice_filter("department", "部门", dict(owing), field="provider_id"), default=own),
            choice_filter("kind", "责任", DUTY_WORDS),
            Filter("version", "版本", _of_version, [("now", "现行"), ("all", "历次")], default="now"),
        ],
        title="责任清单",
        fact=f"本部门有 {mine} 项责任" if mine else f"各部门共 {rows.count()} 项责任",
        words="由目录分解：发布即列入，换版即换为新版，撤销即注销，同时发生；以前的各版都留存。采集部分即采集责任清单。",
        unit="项",
        empty="还没有责任。资源发布时自动列入，撤销时自动注销。",
        chips=cited(actor, "catalog.bound"),
    )


@require_GET
def negative(request: HttpRequest) -> HttpResponseBase:
    """Published entries that are not shared or not open, with the basis of each."""
    actor = actor_from_request(request)
    rows = selectors.negative_in(actor.region_code).order_by("name", "id")
    shut = rows.filter(sharing=Sharing.NOT_SHARED)
    kept = rows.filter(opening=Opening.NOT_OPEN)

    def closed(rows: Any, value: str) -> Any:  # a QuerySet of Version
        return rows.filter(sharing=Sharing.NOT_SHARED) if value == "sharing" else rows.filter(opening=Opening.NOT_OPEN)

    def why_shut(version: Version) -> str:
        return version.basis if version.sharing == Sharing.NOT_SHARED else ""

    def why_kept(version: Version) -> str:
        return version.opening_basis if version.opening == Opening.NOT_OPEN else ""

    return list_page(
        request,
        rows,
        [
            Column("name", "资源", display.version_link, sort="name", head=True, export=lambda v: v.name, width=240),
            Column("provider", "提供部门", "resource.provider.name", sort="resource__provider__name", width=160),
            Column("sharing", "共享", display.sharing, sort="sharing", width=120, css="nw"),
            Column("sharing_basis", "不予共享的依据", why_shut, width=180),
            Column("opening", "开放", lambda v: v.get_opening_display(), sort="opening", width=100),
            Column("opening_basis", "不予开放的理由和依据", why_kept, width=180),
        ],
        [
            Filter("closed", "哪一种", closed, [("sharing", "不予共享"), ("opening", "不予开放")]),
            text_filter("name", "资源"),
        ],
        title="负面清单",
        fact=f"{shut.count()} 个资源不予共享，{kept.count()} 个不予开放",
        words="不予共享的资源仍可查看目录信息；认为列错了类型，可在资源页提出异议。",
        unit="个",
        empty="没有不予共享或者不予开放的资源。",
        chips=cited(actor, "catalog.basis_levels.not_shared"),
    )
