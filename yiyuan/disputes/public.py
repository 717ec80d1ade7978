"""For everybody, without a login: the government's data on me is wrong."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yiyuan.disputes import selectors, services
from yiyuan.disputes.display import light_of
from yiyuan.disputes.forms import OutsideForm
from yiyuan.disputes.types import DOUBT_WORDS, Channel, Doubt, Filer
from yiyuan.web.clients import client_address, network_of
from yiyuan.web.edge import beside
from yiyuan.web.htmx import render, see_other
from yiyuan.workflow.api import term_view

BESIDE = {"disputes.filers": "filer", "disputes.channels": "channel", "notices.contact": "tell_at"}


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form; a case code comes back, by which the answer is read. So many reports a day from one network."""
    bodies = selectors.open_to_outside()
    form = OutsideForm(request.POST if request.method == "POST" else None, bodies=bodies)
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        with beside(request, form, BESIDE, otherwise="detail"):
            made = services.file_from_outside(
                held["about"],
                filer=Filer(held["filer"]),
                doubt=Doubt(held["doubt"]),
                said=form.said(),
                channel=Channel(held["channel"]),
                tell_at=held.get("tell_at", ""),
                origin=network_of(client_address(request)),
            )
            return see_other(reverse("recheck:case", args=[made.code]))
    return render(request, "disputes/outside.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_safe
def case(request: HttpRequest, case_code: str) -> HttpResponse:
    """How the case stands, until when the provider has to answer, and the answer."""
    found = selectors.recheck_by_code(case_code)
    context = {
        "recheck": found,
        "light": light_of(found),
        "doubt": DOUBT_WORDS[Doubt(found.doubt)],
        "term": term_view(selectors.term_of_recheck(found)),
    }
    return render(request, "disputes/outside_case.html", context)
