"""Pages of the pools: all of them, and one."""

from collections.abc import Sequence

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yiyuan.catalog import api as catalog
from yiyuan.catalog.types import CYCLE_WORDS, FRESHNESS_WORDS, ITEM_CLASS_WORDS, Cycle, Freshness, ItemInfo
from yiyuan.intake.api import files_of
from yiyuan.intake.api import infos as batch_infos
from yiyuan.kernel import clock
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.organisations.api import actor_from_request
from yiyuan.pools import past, policies, rules, selectors
from yiyuan.pools.forms import DayForm, RowForm
from yiyuan.pools.models import PoolTable, PublishedView
from yiyuan.pools.types import Stood, Traced
from yiyuan.web.components import Empty, Light, LightKind, Link, Noted
from yiyuan.web.edge import beside
from yiyuan.web.htmx import refused, render
from yiyuan.web.lists import Column, Filter, Listing

LIGHTS: dict[Freshness, LightKind] = {
    Freshness.KEPT: "ok",
    Freshness.BEHIND: "late",
    Freshness.NEVER: "none",
    Freshness.HELD: "none",
}
LOADS_SHOWN = 20


@require_safe
def pools(request: HttpRequest) -> HttpResponseBase:
    """Every pool the actor may know of, with its freshness against the cycle of the catalog."""
    tables = list(selectors.pools(actor_from_request(request)))
    cycles = catalog.cycles_of(table.resource_id for table in tables)
    names = catalog.names_of(table.resource_id for table in tables)
    today = clock.today()

    def freshness(table: PoolTable) -> Freshness:
        cycle = cycles.get(table.resource_id, Cycle.IRREGULAR)
        return rules.freshness(cycle=cycle, loaded_on=table.loaded_on, today=today)

    def shown(table: PoolTable) -> object:
        kept = freshness(table)
        return Noted(
            Light(LIGHTS[kept], FRESHNESS_WORDS[kept]), CYCLE_WORDS[cycles.get(table.resource_id, Cycle.IRREGULAR)]
        )

    listing = Listing(
        request,
        tables,
        columns=[
            Column(
                "resource",
                "资源",
                lambda t: Link(names.get(t.resource_id, ""), t.get_absolute_url(), note=str(t)),
                sort=lambda t: names.get(t.resource_id, ""),
                head=True,
                export=lambda t: names.get(t.resource_id, ""),
            ),
            Column("rows", "行数", "rows", sort="rows", numeric=True),
            Column("fresh", "更新情况", shown, sort=lambda t: freshness(t).value),
            Column("loaded", "最近入池", "loaded_at", sort="loaded_at", css="nw"),
            Column("provider", "提供部门", lambda t: t.provider.name, sort="provider.name"),
        ],
        filters=[
            Filter("name", "资源", lambda rows, value: [t for t in rows if value in names.get(t.resource_id, "")]),
            Filter(
                "fresh",
                "更新情况",
                lambda rows, value: [t for t in rows if freshness(t) == value],
                [(kind.value, word) for kind, word in FRESHNESS_WORDS.items() if kind is not Freshness.HELD],
            ),
        ],
        filename="数据池",
        caption="数据池",
        unit="个",
        empty=Empty("还没有数据池。资源发布后自动建好，交第一批数据后有行。"),
    )
    return listing.export() if listing.is_export else render(request, "pools/pools.html", listing.context())


@require_safe
def pool(request: HttpRequest, resource_id: int) -> HttpResponse:
    """One pool: columns, views by version, last batches, a masked sample for its provider."""
    actor = actor_from_request(request)
    table = selectors.pool_for(actor, resource_id)
    try:
        resource = catalog.published_resource(resource_id)
    except NotFound:  # withdrawn: what stands in the pool is still described by its last version
        resource = catalog.resource_version(selectors.last_version_id(table))
    loads = list(table.loads.order_by("-id")[:LOADS_SHOWN])
    batches = batch_infos(load.batch_id for load in loads)
    kept = rules.freshness(cycle=resource.cycle, loaded_on=table.loaded_on, today=clock.today())
    sampled = policies.may_sample(actor, table) and selectors.reads_rows(table, resource)
    context = {
        "table": table,
        "resource": resource,
        "light": Light(LIGHTS[kept], FRESHNESS_WORDS[kept]),
        "cycle": CYCLE_WORDS[resource.cycle],
        "items": [(item, _kind(item), _rules(item)) for item in resource.items],
        "views": list(_views(table)),
        "loads": [(load, batches.get(load.batch_id)) for load in loads],
        "sample": selectors.sample(table, resource) if sampled else None,
        "hand_in": reverse("intake:hand_in", args=[resource_id]),
        "may_sample": policies.may_sample(actor, table),
    }
    return render(request, "pools/pool.html", context)


@require_safe
def as_of(request: HttpRequest, resource_id: int) -> HttpResponse:
    """The pool on a day."""
    actor = actor_from_request(request)
    table = selectors.pool_for(actor, resource_id)
    form, day = DayForm(request.GET or None), None
    if request.GET and form.is_valid():
        with beside(request, form, "on"):
            day = past.as_of(resource_id, actor=actor, on=form.cleaned_data["on"])
    context = {
        "table": table,
        "name": catalog.names_of([resource_id]).get(resource_id, ""),
        "form": form,
        "day": day,
        "days": settings.POOL_PAST_DAYS,
        "may_sample": policies.may_sample(actor, table),
    }
    response = (refused if form.errors else render)(request, "pools/as_of.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "POST"])
def row(request: HttpRequest, resource_id: int) -> HttpResponse:
    """One row: from which file, row and batch each value comes; shown once and not kept."""
    actor = actor_from_request(request)
    table = selectors.pool_for(actor, resource_id)
    if not policies.may_sample(actor, table):
        raise NotAllowed("pools.trace")
    resource = catalog.resource_version(selectors.last_version_id(table))
    form = RowForm(request.POST or None, items=past.items_to_find(resource), keyed=bool(table.key))
    found = on = None
    if request.method == "POST" and form.is_valid():
        with beside(request, form):
            on = form.cleaned_data["on"]
            found = past.trace(resource_id, actor=actor, values=form.values(), on=on)
    context = {
        "table": table,
        "name": resource.name,
        "form": form,
        "found": None if found is None else display(found),
        "items": [item.name for item in resource.items],
        "keyed": bool(table.key),
        "on": on,
    }
    response = (refused if form.errors else render)(request, "pools/row.html", context)
    response["Cache-Control"] = "no-store"
    return response


def display(found: Sequence[Traced]) -> list[dict[str, object]]:
    """Rows with the files of their batches, for the page."""
    batches = {cell.batch_id for one in found for cell in one.cells} | {
        number for one in found for then in one.stood for number in (then.batch_id, then.ended_by) if number
    }
    files = files_of(batches)

    def named(batch_id: int | None) -> str:
        return files[batch_id].number if batch_id in files else str(batch_id or "")

    def after(then: Stood) -> str:
        if then.is_withdrawn:
            return "撤回"
        return f"{named(then.ended_by)} {'更新' if then.renewed else '去掉'}"

    return [
        {
            "cells": [
                (
                    cell,
                    files.get(cell.batch_id),
                    files[cell.batch_id].heading(cell.item) if cell.batch_id in files else "",
                )
                for cell in one.cells
            ],
            "stood": [(then, named(then.batch_id), after(then)) for then in one.stood],
        }
        for one in found
    ]


def _views(table: PoolTable) -> QuerySet[PublishedView]:
    return PublishedView.objects.filter(resource_id=table.resource_id).order_by("-number")


def _kind(item: ItemInfo) -> str:
    return ITEM_CLASS_WORDS[item.item_class] + ("，个人信息" if item.personal else "")


def _rules(item: ItemInfo) -> str:
    return "主键" if item.key else "必填" if item.required else ""
