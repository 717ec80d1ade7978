"""Objections to licences: the list with its clocks, a new one, one with its answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yiyuan.kernel import clock
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.licences import display, policies, selectors, services
from yiyuan.licences.forms import DecideForm, ObjectionForm, TellForm
from yiyuan.licences.models import LicenceObjection
from yiyuan.licences.types import APPLICANT_WORDS, DOUBT_WORDS, OBJECTION_WORDS, Applicant, Doubt, ObjectionState
from yiyuan.licences.workflow import OBJECTION
from yiyuan.organisations.api import actor_from_request
from yiyuan.regulations.api import chips, resolve
from yiyuan.web.components import Empty, Link
from yiyuan.web.edge import beside
from yiyuan.web.forms import Form
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Filter, Listing
from yiyuan.workflow.api import open_terms, term_of, term_view


@require_GET
def objections(request: HttpRequest) -> HttpResponseBase:
    """Objections to what my department issued or filed by it; all of the region for those who oversee."""
    actor = actor_from_request(request)
    rows = selectors.objections(actor)
    still = list(rows.exclude(state=ObjectionState.CLOSED).values_list("id", flat=True))
    terms = open_terms(OBJECTION.name, still)

    def due(one: LicenceObjection) -> object:
        if one.state != ObjectionState.OPEN:
            return "—"
        return term_view(terms.get(one.id), region=one.region_code, law_on=one.law_on or one.filed_on) or "—"

    listing = Listing(
        request,
        rows,
        [
            Column("state", _("状态"), display.objection_light, sort="state", width=100),
            Column(
                "name",
                _("证照"),
                lambda o: Link(o.licence.type_name, o.get_absolute_url(), o.licence.licence_no),
                head=True,
                width=180,
                export=lambda o: o.licence.type_name,
            ),
            Column("doubt", _("异议"), lambda o: o.get_doubt_display(), sort="doubt", width=80),
            Column("applicant", _("申请人"), lambda o: o.get_applicant_display(), sort="applicant", width=120),
            Column("issuer", _("颁证单位"), "licence.issuer_name", width=120),
            Column("filed", _("提出"), "filed_on", sort="filed_on", css="nw", width=120),
            Column("due", _("到期"), due, width=140),
            Column("outcome", _("结果"), lambda o: o.get_outcome_display() or "—", width=100),
        ],
        [
            Filter(
                "state",
                _("状态"),
                lambda rows, value: rows.filter(state=value),
                [(s.value, w) for s, w in OBJECTION_WORDS.items()],
            ),
            Filter(
                "doubt",
                _("异议"),
                lambda rows, value: rows.filter(doubt=value),
                [(d.value, w) for d, w in DOUBT_WORDS.items()],
            ),
            Filter("issuer", _("颁证单位"), lambda rows, text: rows.filter(licence__issuer_name__icontains=text)),
        ],
        filename=_("证照异议"),
        caption=_("证照异议"),
        unit=_("件"),
        empty=Empty(_("没有异议。用证后发现证照不准、不全或过时的，可以在用证结果页提出。")),
    )
    if listing.is_export:
        return listing.export()
    context = {
        **listing.context(),
        "open": len(still),
        "chips": chips(resolve("licences.objection", region=actor.region_code, on=clock.today())),
    }
    return render(request, "licences/objections.html", context, part="listing")


@require_http_methods(["GET", "POST"])
def new_objection(request: HttpRequest, licence_id: int) -> HttpResponse:
    """An objection, from the page of the licence or of its use."""
    actor = actor_from_request(request)
    licence = services.objectionable(licence_id, actor=actor)
    issuer = policies.reads_holder(licence, actor=actor)
    form = ObjectionForm(request.POST if request.method == "POST" else None, issuer=issuer)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = dict(form.cleaned_data)
        applicant, doubt = Applicant(said.pop("applicant")), Doubt(said.pop("doubt"))
        with beside(request, form, "applicant_name"):
            made = services.object_to(licence_id, actor=actor, applicant=applicant, doubt=doubt, **said)
            messages.success(request, _("已送颁证单位核查。"))
            return see_other(made.get_absolute_url())
    context = {
        "form": form,
        "licence": licence,
        "words": APPLICANT_WORDS[Applicant.CONSUMER] if not issuer else "",
        "chips": chips(resolve("licences.objection_kinds", region=licence.region_code, on=clock.today())),
    }
    return render(request, "licences/object.html", context, status=422 if form.errors else 200)


@require_GET
def objection(request: HttpRequest, objection_id: int) -> HttpResponse:
    return _page(request, selectors.objection_for(actor_from_request(request), objection_id), {})


def _page(request: HttpRequest, found: LicenceObjection, forms: dict[str, Form]) -> HttpResponse:
    actor = actor_from_request(request)
    moves = {move.name for move in OBJECTION.open_moves(found, actor)}
    term = term_of(OBJECTION.name, found.id)
    running = term if found.state == ObjectionState.OPEN else None
    context = {
        "objection": found,
        "light": display.objection_light(found),
        "term": term_view(running, region=found.region_code, law_on=found.law_on or found.filed_on),
        "chips": chips(resolve("licences.objection", region=found.region_code, on=found.law_on or found.filed_on)),
        "decide_form": DecideForm() if "decide" in moves else None,
        "tell_form": TellForm() if "close" in moves and found.told_on is None else None,
        "may_close": "close" in moves and found.told_on is not None,
        "who": found.applicant_name if policies.reads_applicant(found, actor=actor) else "",
        "may_open_licence": policies.visible(
            type(found.licence).objects.filter(id=found.licence_id), to=actor
        ).exists(),
        "close_form": Form(),
        **forms,
    }
    return render(request, "licences/objection.html", context, status=422 if forms else 200)


def _require_move(objection_id: int, request: HttpRequest, name: str) -> LicenceObjection:
    actor = actor_from_request(request)
    found = selectors.objection_for(actor, objection_id)
    move = next((m for m in OBJECTION.moves if m.name == name), None)
    if move is None:
        raise NotFound("licences.move", move=name)
    if not OBJECTION.allows(found, move, actor):
        raise NotAllowed(f"licences.objection.{name}")
    return found


@require_POST
def decide(request: HttpRequest, objection_id: int) -> HttpResponse:
    found = _require_move(objection_id, request, "decide")
    form = DecideForm(request.POST)
    if form.is_valid():
        with beside(request, form, "result"):
            services.decide_objection(objection_id, actor=actor_from_request(request), **form.cleaned_data)
            return see_other(found.get_absolute_url())
    return _page(request, found, {"decide_form": form})


@require_POST
def tell(request: HttpRequest, objection_id: int) -> HttpResponse:
    found = _require_move(objection_id, request, "close")
    form = TellForm(request.POST)
    if form.is_valid():
        with beside(request, form, "how"):
            services.tell_result(objection_id, actor=actor_from_request(request), how=form.cleaned_data["how"])
            messages.success(request, _("已记下告知。"))
            return see_other(found.get_absolute_url())
    return _page(request, found, {"tell_form": form})


@require_POST
def close(request: HttpRequest, objection_id: int) -> HttpResponse:
    found = _require_move(objection_id, request, "close")
    form = Form({})
    if form.is_valid():
        with beside(request, form):
            services.close_objection(objection_id, actor=actor_from_request(request))
            return see_other(reverse("licences:objection", args=[objection_id]))
    return _page(request, found, {"close_form": form})
