"""Use, read or verify a licence for a case; the record of it."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from yiyuan.kernel import clock
from yiyuan.kernel.errors import NotAllowed
from yiyuan.licences import display, policies, selectors, services
from yiyuan.licences.forms import UseForm
from yiyuan.licences.types import ACTION_WORDS, Action, State
from yiyuan.organisations.api import actor_from_request
from yiyuan.regulations.api import chips, resolve
from yiyuan.web.components import Empty, Link
from yiyuan.web.edge import beside
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Filter, Listing


@require_http_methods(["GET", "POST"])
def use(request: HttpRequest) -> HttpResponse:
    """What the holder presents; the result stands on a page of its own."""
    actor = actor_from_request(request)
    if not policies.may_use(actor):
        raise NotAllowed("licences.use")
    form = UseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        action = Action(said.pop("action"))
        with beside(
            request, form, {"licences.no_match": "number"}, otherwise="case" if not said["case"] else "purpose"
        ):
            made = services.use_licence(actor=actor, action=action, **said)
            return see_other(made.get_absolute_url())
    context = {
        "form": form,
        "chips": chips(resolve("licences.use", region=actor.region_code, on=clock.today())),
        "not_sealed": display.NOT_SEALED,
    }
    return render(request, "licences/use.html", context, status=422 if form.errors else 200)


@require_GET
def used(request: HttpRequest, use_id: int) -> HttpResponse:
    """What was learnt: the state then and now; the contents for a use or reading while it is issued."""
    found = selectors.use_of(actor_from_request(request), use_id)
    whole = found.action != Action.VERIFY and found.state == State.ISSUED
    context = {
        "use": found,
        "light": display.light_of(found),
        "now": display.light_of(found.licence) if found.state != found.licence.state else None,
        "facts": display.facts_of(found.licence, whole=whole),
        "seal": display.seal_words(found.licence),
        "not_sealed": display.NOT_SEALED,
        "objections": selectors.open_objections(found.licence_id),
    }
    return render(request, "licences/used.html", context)


@require_GET
def uses(request: HttpRequest) -> HttpResponseBase:
    """Uses by my department and of what it issued; all of the region for those who oversee."""
    actor = actor_from_request(request)

    def title(one: object) -> object:
        use = one
        name = use.licence.type_name  # type: ignore[attr-defined]  # a LicenceUse
        if use.consumer_id in actor.organisation_ids:  # type: ignore[attr-defined]
            return Link(name, reverse("licences:used", args=[use.pk]))  # type: ignore[attr-defined]
        return name

    listing = Listing(
        request,
        selectors.uses(actor),
        [
            Column("on", "业务日期", "legal_on", sort="legal_on", css="nw", width=120),
            Column("name", "证照", title, head=True, export=lambda u: u.licence.type_name),
            Column("action", "用证", lambda u: u.get_action_display(), sort="action", width=80),
            Column("consumer", "用证单位", "consumer.name", sort="consumer__name", width=180),
            Column("person", "用证人", "person_name", width=100),
            Column("case", "办件编号", "case", width=140),
            Column("purpose", "用途", "purpose"),
            Column("state", "当时状态", display.light_of, width=140),
        ],
        [
            Filter(
                "action",
                "用证",
                lambda rows, value: rows.filter(action=value),
                [(a.value, w) for a, w in ACTION_WORDS.items()],
            ),
            Filter("consumer", "用证单位", lambda rows, text: rows.filter(consumer__name__icontains=text)),
            Filter("case", "办件编号", lambda rows, text: rows.filter(case__icontains=text)),
        ],
        filename="用证记录",
        caption="用证记录",
        unit="次",
        empty=Empty("还没有用证记录。"),
    )
    if listing.is_export:
        return listing.export()
    return render(
        request, "licences/uses.html", {**listing.context(), "may_use": policies.may_use(actor)}, part="listing"
    )
