"""One need, several providers, on one page."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from ninja import Schema

from yiyuan.catalog.api import published_named
from yiyuan.catalog.types import ResourceInfo
from yiyuan.kernel import clock
from yiyuan.kernel.actor import OFFICERS, Actor
from yiyuan.kernel.identifiers import numbers_in
from yiyuan.organisations.api import organisation as organisation_of
from yiyuan.sharing import policies, selectors, services
from yiyuan.sharing.display import item_words, methods_in_words, state_light
from yiyuan.sharing.forms import NeedForm, field_of, stated_before, subscribing
from yiyuan.sharing.models import Need
from yiyuan.sharing.types import Route, Scope
from yiyuan.sharing.views.applications import APPLICATIONS, ApplicationOut
from yiyuan.sharing.workflow import APPLICATION
from yiyuan.web.components import Fact, Link, Noted
from yiyuan.web.edge import actor_of, beside, require
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, name_column
from yiyuan.workflow.api import Law, Matters, term_of, term_view

ROUTE_WORDS = {
    Route.SUBSCRIBE: "无条件共享，立即授权",
    Route.APPLY: "须经答复",
    Route.NEGOTIATE: "须先协商",
    Route.NONE: "没有申请途径",
}


class NeedLineOut(Schema):
    id: int
    number: str
    title: str
    made_on: date


class NeedOut(NeedLineOut):
    applications: list[ApplicationOut]

    @staticmethod
    def resolve_applications(need: Any) -> list[Any]:  # a need as the kit hands it on; applications as it does
        return [APPLICATIONS.seen(one, need.actor) for one in selectors.applications_of(need)]


def _context(_actor: Actor, need: Need) -> Mapping[str, Any]:  # template variables
    """How each application of one need stands."""
    filed = selectors.applications_of(need)
    rows = [(one, state_light(one), term_view(term_of(APPLICATION.name, one.pk))) for one in filed]
    return {"need": need, "rows": rows}


def _links(actor: Actor) -> Sequence[Link]:
    return [Link("新的需求单", reverse("sharing:new_need"))] if policies.may_apply(actor) else []


NEEDS = Matters(
    None,
    app="sharing",
    noun="need",
    title="需求单",
    unit="张",
    about="一项需求，一次向几个部门提出申请。",
    empty="还没有需求单。一项需求要向几个部门取数时，一张单子一次提出。",
    find=selectors.need_for,
    rows=selectors.needs,
    facts=lambda need, _actor: [
        Fact("需求单位", need.consumer.name),
        Fact("提出", Noted(need.drafter_name, need.made_on.isoformat())),
    ],
    shown=NeedOut,
    listed=NeedLineOut,
    columns=[
        name_column("需求", "title", key="title", note=lambda need: need.number),
        Column("count", "申请", lambda need: need.applications.count(), numeric=True),
        Column("who", "经办人", "drafter_name"),
        Column("made", "提出", "made_on", sort="made_on"),
    ],
    sort="-made",
    links=_links,
    page="sharing/need.html",
    context=_context,
    asks={},
)


@require_http_methods(["GET", "POST"])
def new_need(request: HttpRequest) -> HttpResponse:
    """Choose resources, then state once for all of them."""
    actor = actor_of(request)
    require(actor, *OFFICERS)
    given = request.POST if request.method == "POST" else request.GET
    chosen = [selectors.open_resource(number) for number in numbers_in(given.getlist("resource"))]
    today = clock.today()
    laws = [Law(resource.region_code, today) for resource in chosen]
    asked = {name for law in laws for name in (*law("sharing.purpose"), *law("sharing.receiving"), *subscribing(law))}
    kinds = list(dict.fromkeys(kind for r in chosen for kind in selectors.permitted_kinds(r, today=today)))
    form = NeedForm(
        request.POST or None,
        required=asked,
        kinds=kinds,
        consent=any(selectors.consent_basis(r) for r in chosen),
        initial=stated_before(actor.organisation_id),
    )
    if request.method == "POST" and form.is_valid():
        with beside(request, form, field_of):
            made = services.file_need(
                form.cleaned_data["title"],
                actor=actor,
                scopes={r.id: _scope(request, r) for r in chosen},
                values=form.statements(),
                materials={r.id: request.POST.getlist(f"materials_{r.id}") for r in chosen},
            )
            messages.success(request, f"需求单 {made.number} 已提出，{len(chosen)} 件申请已送达。")
            return see_other(made.get_absolute_url())
    query = request.GET.get("q", "")
    taken = {r.id for r in chosen}
    found = [r for r in published_named(query) if r.provider_id not in actor.organisation_ids and r.id not in taken]
    context = {
        "form": form,
        "q": query,
        "found": [(r, organisation_of(r.provider_id).short_name) for r in found] if query else [],
        "chosen": [_described(request, r) for r in chosen],
        "ids": [r.id for r in chosen],
    }
    return render(request, "sharing/need_new.html", context, status=422 if form.errors else 200)


def _described(request: HttpRequest, resource: ResourceInfo) -> dict[str, Any]:  # template variables
    ticked = set(request.POST.getlist(f"items_{resource.id}"))
    route = selectors.route_for(resource, today=clock.today())
    return {
        "resource": resource,
        "provider": organisation_of(resource.provider_id).short_name,
        "route": ROUTE_WORDS[route],
        "items": [
            (item, item_words(item), str(item.id) in ticked, kind)
            for item, kind in selectors.items_with_types(resource)
        ],
        "methods": [(method, methods_in_words([method])) for method in resource.methods],
        "method": request.POST.get(f"method_{resource.id}", ""),
        "materials": list(resource.materials),
        "attached": set(request.POST.getlist(f"materials_{resource.id}")),
    }


def _scope(request: HttpRequest, resource: ResourceInfo) -> Scope:
    items = numbers_in(request.POST.getlist(f"items_{resource.id}"))
    method = request.POST.get(f"method_{resource.id}", "")
    until_on = selectors.longest_until(Law(resource.region_code, clock.today()), today=clock.today())
    return Scope(frozenset(items), methods=frozenset({method} - {""}), until_on=until_on)
