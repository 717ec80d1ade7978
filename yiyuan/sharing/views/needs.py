"""One need, several providers, on one page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yiyuan.catalog.api import published_named
from yiyuan.catalog.types import ResourceInfo
from yiyuan.kernel import clock
from yiyuan.organisations.api import actor_from_request, require
from yiyuan.organisations.api import organisation as organisation_of
from yiyuan.sharing import selectors, services
from yiyuan.sharing.display import item_words, methods_in_words, state_light
from yiyuan.sharing.forms import NeedForm, field_of, subscribing
from yiyuan.sharing.policies import APPLICANTS
from yiyuan.sharing.types import Route, Scope
from yiyuan.web.components import Empty, Link
from yiyuan.web.edge import beside
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Listing
from yiyuan.workflow.api import Law, term_of, term_view

ROUTE_WORDS = {
    Route.SUBSCRIBE: "无条件共享，立即授权",
    Route.APPLY: "须经答复",
    Route.NEGOTIATE: "须先协商",
    Route.NONE: "没有申请途径",
}


@require_safe
def needs(request: HttpRequest) -> HttpResponseBase:
    actor = actor_from_request(request)
    columns = [
        Column("title", "需求", lambda n: Link(n.title, n.get_absolute_url(), note=n.number), sort="title", head=True),
        Column("count", "申请", lambda n: n.applications.count(), numeric=True),
        Column("who", "经办人", "drafter_name"),
        Column("made", "提出", "made_on", sort="made_on"),
    ]
    listing = Listing(
        request,
        selectors.needs(actor),
        columns,
        default_sort="-made",
        filename="需求单",
        caption="需求单",
        empty=Empty(
            "还没有需求单。一项需求要向几个部门取数时，一张单子一次提出。", "新的需求单", reverse("sharing:new_need")
        ),
    )
    if listing.is_export:
        return listing.export()
    context = {
        "title": "需求单",
        "about": "一项需求，一次向几个部门提出申请。",
        "action": ("新的需求单", reverse("sharing:new_need")),
    }
    return render(request, "sharing/list.html", {**context, **listing.context()})


@require_http_methods(["GET", "POST"])
def new_need(request: HttpRequest) -> HttpResponse:
    """Choose resources, then state once for all of them."""
    actor = actor_from_request(request)
    require(actor, *APPLICANTS)
    given = request.POST if request.method == "POST" else request.GET
    chosen = [selectors.open_resource(int(value)) for value in given.getlist("resource") if value.isdigit()]
    today = clock.today()
    laws = [Law(resource.region_code, today) for resource in chosen]
    asked = {name for law in laws for name in (*law("sharing.purpose"), *law("sharing.receiving"), *subscribing(law))}
    kinds = list(dict.fromkeys(kind for r in chosen for kind in selectors.permitted_kinds(r, today=today)))
    form = NeedForm(
        request.POST or None,
        required=asked,
        kinds=kinds,
        consent=any(selectors.consent_basis(r) for r in chosen),
        initial=_from_before(actor.organisation_id),
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


def _from_before(organisation_id: int) -> dict[str, Any]:  # initial values of the form
    last = selectors.last_application_of(organisation_id)
    names = "duty legal_basis receiving_system protection_level contact".split()
    return {name: getattr(last, name) for name in names} if last else {}


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
    law = Law(resource.region_code, clock.today())
    items = [int(value) for value in request.POST.getlist(f"items_{resource.id}") if value.isdigit()]
    method = request.POST.get(f"method_{resource.id}", "")
    return Scope(
        frozenset(items),
        methods=frozenset({method} - {""}),
        until_on=selectors.longest_until(law, today=clock.today()),
    )


@require_safe
def need(request: HttpRequest, need_id: int) -> HttpResponse:
    """How each application of one need stands."""
    actor = actor_from_request(request)
    found = selectors.need_for(actor, need_id)
    rows = []
    for application in selectors.applications_of(found):
        term = term_of("sharing.application", application.id)
        law = selectors.law_of(application, today=clock.today())
        rows.append(
            (application, state_light(application), term_view(term, region=law.region, law_on=law.on) if term else None)
        )
    return render(request, "sharing/need.html", {"need": found, "rows": rows})
