"""Reports that somebody was asked again for what sharing provides."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yiyuan.kernel import clock
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.organisations.api import actor_from_request
from yiyuan.regulations.api import chips, resolve
from yiyuan.sharing import policies, selectors, services
from yiyuan.sharing.display import timeline
from yiyuan.sharing.forms import DemandForm
from yiyuan.sharing.models import Demand
from yiyuan.sharing.types import DEMAND_WORDS, DemandState
from yiyuan.sharing.workflow import DEMAND
from yiyuan.web.components import Empty, Light, LightKind, Link
from yiyuan.web.edge import beside
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Filter, Listing
from yiyuan.workflow.api import term_of, term_view

LIGHTS: dict[DemandState, LightKind] = {
    DemandState.RECEIVED: "soon",
    DemandState.OPEN: "run",
    DemandState.ANSWERED: "half",
    DemandState.CLOSED: "ok",
}


def light_of(demand: Demand) -> Light:
    state = DemandState(demand.state)
    return Light(LIGHTS[state], DEMAND_WORDS[state])


@require_http_methods(["GET", "POST"])
def demands(request: HttpRequest) -> HttpResponseBase:
    actor = actor_from_request(request)
    may = policies.may_report_demand(actor)
    form = DemandForm(request.POST if request.method == "POST" else None, region=actor.region_code) if may else None
    if request.method == "POST":
        if form is None:
            raise NotAllowed("sharing.demand")
        if form.is_valid():
            made = services.report_demand(actor=actor, **form.values())
            messages.success(request, "已反映，被反映的单位会收到并须答复。")
            return see_other(made.get_absolute_url())
    columns = [
        Column("state", "状态", light_of, sort="state", export=lambda d: d.get_state_display()),
        Column(
            "what",
            "索要的材料",
            lambda d: Link(d.asked_for, d.get_absolute_url(), note=d.matter),
            sort="asked_for",
            head=True,
        ),
        Column("about", "被反映单位", "about.short_name", sort="about__name"),
        Column("resource", "可共享的资源", "resource_name"),
        Column("from", "反映人", "reporter_name"),
        Column("on", "反映日期", "reported_on", sort="reported_on"),
    ]
    states = Filter("state", "状态", lambda r, v: r.filter(state=v), [(s.value, w) for s, w in DEMAND_WORDS.items()])
    listing = Listing(
        request,
        selectors.demands(actor),
        columns,
        [states],
        default_sort="-on",
        filename="重复索要",
        caption="重复索要",
        empty=Empty("没有人反映。能通过共享取得的材料，不得再要群众提供。"),
    )
    if listing.is_export:
        return listing.export()
    resolved = resolve("sharing.no_recollect", region=actor.region_code, on=clock.today())
    unanswered = selectors.demands(actor).filter(state=DemandState.OPEN).count()
    context = {"form": form, "chips": chips(resolved), "unanswered": unanswered, **listing.context()}
    return render(request, "sharing/demands.html", context, status=422 if form and form.errors else 200)


def _context(found: Demand, request: HttpRequest) -> dict[str, object]:
    actor = actor_from_request(request)
    on = found.law_on or clock.today()
    term = term_of("sharing.demand", found.id)
    return {
        "demand": found,
        "contact": found.contact if actor.governs(found.region_code) else "",
        "light": light_of(found),
        "term": term_view(term, region=found.region_code, law_on=on) if term else None,
        "moves": DEMAND.open_moves(found, actor),
        "timeline": timeline("sharing.demand", found.id),
        "chips": chips(resolve("sharing.no_recollect", region=found.region_code, on=on)),
    }


@require_safe
def demand(request: HttpRequest, demand_id: int) -> HttpResponse:
    found = selectors.demand_for(actor_from_request(request), demand_id)
    return render(request, "sharing/demand.html", _context(found, request))


@require_POST
def move_demand(request: HttpRequest, demand_id: int, move: str) -> HttpResponse:
    """Answer, have it answered again, or close."""
    actor = actor_from_request(request)
    found = selectors.demand_for(actor, demand_id)
    if move not in {"take", "decline", "answer", "reopen", "close"}:
        raise NotFound("move", move=move)
    with beside(request) as said:
        services.move_demand(demand_id, actor=actor, move=move, text=request.POST.get("text", ""))
        messages.success(request, "已办理。")
        return see_other(reverse("sharing:demand", args=[demand_id]))
    return render(request, "sharing/demand.html", {**_context(found, request), "refusal": said.refusal}, status=422)
