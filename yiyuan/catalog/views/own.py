"""Entries of my organisation in every state; several submitted at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_POST

from yiyuan.catalog import display, policies, selectors, services
from yiyuan.catalog.models import Version
from yiyuan.catalog.types import STATE_WORDS, State
from yiyuan.catalog.views.resources import drawn
from yiyuan.catalog.views.versions import waits_for
from yiyuan.catalog.workflow import VERSION
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.identifiers import numbers_in
from yiyuan.organisations.api import actor_from_request, bureau_of
from yiyuan.web.components import Action, Content, Empty, Noted
from yiyuan.web.edge import explain
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Filter, Listing


def _tick(version: Version, actor: Actor) -> Content:
    """A box to submit several at once; only for drafts the reader may submit."""
    if not any(move.name == "submit" for move in VERSION.open_moves(version, actor)):
        return ""
    label = f"选中 {version.name}"
    return format_html(
        '<input type="checkbox" name="version" value="{}" form="batch" aria-label="{}">', version.id, label
    )


@require_GET
def own(request: HttpRequest) -> HttpResponseBase:
    """Entries of my organisation in every state, with what can be done now."""
    return _own(request, actor_from_request(request))


def _own(request: HttpRequest, actor: Actor, *, held: list[dict[str, Any]] | None = None) -> HttpResponseBase:
    rows = selectors.own_versions(actor)
    found = bureau_of(actor.region_code)
    bureau = found.short_name if found else "数据资源主管部门"
    may_describe = policies.may_describe(actor)

    def saved(version: Version) -> Noted:
        return Noted(clock.date_of(version.saved_at), version.author_name)

    def act(version: Version) -> Action:
        if policies.may_edit(version, actor=actor):
            return Action("接着编制", reverse("catalog:edit", args=[version.id]))
        return Action("查看", display.version_link(version).href)

    columns = [
        Column("name", "资源", display.version_link, sort="name", head=True, export=lambda v: v.name),
        Column("state", "状态", display.state, sort="state", width=180),
        Column("number", "版本", "number", numeric=True, sort="number", width=60),
        Column("sharing", "共享类型", display.sharing, sort="sharing", width=140),
        Column("turn", "轮到谁", lambda v: waits_for(v, actor, bureau), width=200),
        Column("saved", "最近保存", saved, sort="saved_at", width=120),
        Column("act", "", act, css="act", width=120, export=False),
    ]
    if may_describe:
        tick = Column("tick", "", lambda v: _tick(v, actor), width=30, narrow_label="", css="tick", export=False)
        columns.insert(0, tick)
    listing = Listing(
        request,
        rows,
        columns,
        [
            Filter("name", "名称", lambda rows, text: rows.filter(name__icontains=text)),
            Filter(
                "state",
                "状态",
                lambda rows, state: rows.filter(state=state),
                [(str(state), word) for state, word in STATE_WORDS.items() if state != State.SUPERSEDED],
            ),
        ],
        default_sort="-saved",
        filename="本部门资源",
        caption="本部门资源",
        unit="个",
        empty=Empty("还没有编制资源。可以逐个新建，也可以下载模板，填好后一次导入。"),
    )
    if listing.is_export:
        return listing.export()
    counts = selectors.counts_by_state(rows)
    context = {
        "listing": listing.view(),
        "may_describe": may_describe,
        "counts": [(word, counts[state]) for state, word in STATE_WORDS.items() if state in counts],
        "total": sum(counts.values()),
        "drafts": counts.get(State.DRAFT, 0),
        "panels": drawn(request, services.OWN_PANELS.ask(actor)),
        "held": held or [],
    }
    return render(request, "catalog/own.html", context, status=422 if held else 200)


@require_POST
def submit_several(request: HttpRequest) -> HttpResponseBase:
    """Submit the ticked drafts; those with gaps stay, each with its reasons."""
    actor = actor_from_request(request)
    ids = numbers_in(request.POST.getlist("version"))
    if not ids:
        messages.warning(request, "没有选中任何草稿。")
        return see_other(reverse("catalog:own"))
    gone, held = services.submit_versions(ids, actor=actor)
    if gone:
        messages.success(request, f"已提交 {len(gone)} 个资源，等保密审查。")
    if not held:
        return see_other(reverse("catalog:own"))
    rows = [
        {
            "version": selectors.version_for(actor, version_id),
            "refusal": explain(request, error),
        }
        for version_id, error in held.items()
    ]
    request.GET = QueryDict()  # the list as it opens
    return _own(request, actor, held=rows)
