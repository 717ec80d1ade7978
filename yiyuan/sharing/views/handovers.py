"""Handing over what was in hand, with a list both sign."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from yiyuan.kernel.actor import Actor, Function
from yiyuan.organisations.api import actor_from_request, actor_of_account, require, staff
from yiyuan.sharing import selectors, services
from yiyuan.sharing.forms import HandoverForm
from yiyuan.sharing.letters.letter import official_day
from yiyuan.web.components import Empty, Link
from yiyuan.web.edge import beside
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Listing


def _people(actor: Actor) -> list[tuple[str, str]]:
    found = []
    for account_id in staff(actor.organisation_id, *selectors.SIGNERS):
        person = actor_of_account(account_id, organisation_id=actor.organisation_id)
        if person:
            found.append((str(account_id), person.person_name))
    return found


@require_http_methods(["GET", "POST"])
def handovers(request: HttpRequest) -> HttpResponseBase:
    actor = actor_from_request(request)
    require(actor, Function.HEAD, Function.DATA_OFFICER)
    form = HandoverForm(request.POST if request.method == "POST" else None, people=_people(actor))
    if request.method == "POST" and form.is_valid():
        with beside(request, form, "takes"):
            made = services.hand_over(
                actor=actor,
                from_account_id=int(form.cleaned_data["leaves"]),
                to_account_id=int(form.cleaned_data["takes"]),
            )
            messages.success(request, "移交清单已生成，请打印后双方签字。")
            return see_other(made.get_absolute_url())
    columns = [
        Column("number", "清单", lambda h: Link(h.number, h.get_absolute_url()), sort="number", head=True),
        Column("from", "移交人", "from_name"),
        Column("to", "接收人", "to_name"),
        Column("count", "事项", lambda h: len(h.matters), numeric=True),
        Column("on", "日期", "made_on", sort="made_on"),
    ]
    listing = Listing(
        request,
        selectors.handovers(actor),
        columns,
        default_sort="-on",
        filename="移交清单",
        caption="移交清单",
        empty=Empty("还没有移交过。人员变动时，在这里列出在办事项，打印后双方签字。"),
    )
    if listing.is_export:
        return listing.export()
    context = {"form": form, "address": reverse("sharing:handovers"), **listing.context()}
    return render(request, "sharing/handovers.html", context, status=422 if form.errors else 200)


@require_safe
def handover(request: HttpRequest, handover_id: int) -> HttpResponse:
    """The list on A4, to be signed by both."""
    found = selectors.handover_for(actor_from_request(request), handover_id)
    return render(request, "sharing/handover.html", {"handover": found, "day": official_day(found.made_on)})
