"""For everybody, without a login: I was asked again for what the government has."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yiyuan.sharing import selectors, services
from yiyuan.sharing.forms import AskOnceForm
from yiyuan.sharing.types import DemandState
from yiyuan.sharing.views.demands import LIGHTS
from yiyuan.web.clients import client_address, network_of
from yiyuan.web.edge import beside
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import light_of


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form; a case code comes back, by which the answer is read. So many reports a day from one network."""
    form = AskOnceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        about_id = said.pop("about")
        with beside(request, form, {"notices.contact": "tell_at"}, otherwise="asked_for"):
            made = services.report_from_outside(about_id=about_id, origin=network_of(client_address(request)), **said)
            return see_other(reverse("ask_once:case", args=[made.code]))
    return render(request, "sharing/ask_once.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_safe
def case(request: HttpRequest, case_code: str) -> HttpResponse:
    """How the case stands; the answer when the bureau has verified it."""
    found = selectors.demand_by_code(case_code)
    closed = found.state == DemandState.CLOSED
    context = {"demand": found, "light": light_of(LIGHTS, found), "closed": closed}
    return render(request, "sharing/ask_once_case.html", context)
