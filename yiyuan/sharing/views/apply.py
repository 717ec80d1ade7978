"""Ask for a resource, on a page of its own."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from yiyuan.catalog.types import Sharing
from yiyuan.kernel import clock
from yiyuan.kernel.errors import NotFound
from yiyuan.kernel.identifiers import number_in
from yiyuan.regulations.api import chips
from yiyuan.sharing import selectors, services
from yiyuan.sharing.display import item_words, mask_of
from yiyuan.sharing.forms import ApplyForm, field_of, stated_before, subscribing
from yiyuan.sharing.models import Application, Grant
from yiyuan.sharing.types import Route
from yiyuan.web.edge import actor_of, beside
from yiyuan.web.htmx import render, see_other
from yiyuan.workflow.api import Law


@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, resource_id: int) -> HttpResponse:
    """Ask for a resource; an unconditional one is subscribed to at once."""
    actor = actor_of(request)
    resource = selectors.open_resource(resource_id)
    today = clock.today()
    typed = selectors.items_with_types(resource)
    bound = [item.id for item, kind in typed if kind == Sharing.CONDITIONAL]
    beyond = bool(bound) and request.GET.get("way") == "apply"  # also the items that are not had by subscribing
    route = selectors.route_for(resource, today=today, item_ids=bound if beyond else ())
    law = Law(resource.region_code, today)
    materials = list(resource.materials)
    longest = selectors.longest_until(law, today=today)
    free = selectors.free_items(resource)
    initial = {"items": free, "methods": list(resource.methods)[:1], "until_on": longest}
    asked = subscribing(law) if route is Route.SUBSCRIBE else (*law("sharing.purpose"), *law("sharing.receiving"))
    consent = "" if route is Route.SUBSCRIBE else selectors.consent_basis(resource)
    renewed = _renewed(request, resource_id)
    form = ApplyForm(
        request.POST or None,
        resource=resource,
        materials=materials,
        required=(*asked, "consent") if consent else asked,
        kinds=selectors.permitted_kinds(resource, today=today),
        initial=_renewal(renewed)
        if renewed
        else initial
        if route is Route.SUBSCRIBE
        else {"until_on": longest, **stated_before(actor.organisation_id)},
    )
    if request.method == "POST" and form.is_valid():
        with beside(request, form, field_of):
            if route is Route.SUBSCRIBE:
                stated = {name: form.cleaned_data[name] for name in services.SUBSCRIPTION}
                grant = services.subscribe(resource_id, actor=actor, scope=form.scope(), **stated)
                messages.success(request, "已订阅，可以立即使用。")
                return see_other(grant.get_absolute_url())
            application = _file(request, form, resource_id, renews_id=renewed.id if renewed else None)
            return see_other(application.get_absolute_url())
    required = set(law("sharing.purpose"))
    context = {
        "resource": resource,
        "form": form,
        "route": route.value,
        "required": required,
        "purpose_chips": chips(law.resolved(f"sharing.{'subscription' if route is Route.SUBSCRIBE else 'purpose'}")),
        "reply": law.resolved("sharing.reply"),
        "reply_chips": chips(law.resolved("sharing.reply")),
        "decider_chips": chips(law.resolved("sharing.decider")),
        "route_chips": chips(law.resolved("sharing.not_shared_route")),
        "items": [
            (
                item,
                item_words(item),
                mask_of(item),
                kind,
                kind == Sharing.NOT_SHARED or (route is Route.SUBSCRIBE and kind),
            )
            for item, kind in typed
        ],
        "bound": bool(bound) and route is Route.SUBSCRIBE,
        "conditions": [] if route is Route.SUBSCRIBE else selectors.conditions_in_words(resource),
        "consent": consent,
        "renewed": renewed,
        "kind_chips": chips(law.resolved("sharing.use_kinds")),
        "receiving_chips": chips(law.resolved("sharing.receiving")),
    }
    return render(request, "sharing/apply.html", context, status=422 if form.errors else 200)


def _renewed(request: HttpRequest, resource_id: int) -> Grant | None:
    """The grant an application is to renew, where the address names one."""
    asked = number_in(request.GET.get("renews", ""))
    if asked is None:
        return None
    actor = actor_of(request)
    found = selectors.grant_for(actor, asked)
    if found.resource_id != resource_id or found.consumer_id not in actor.organisation_ids:
        raise NotFound("sharing.grant", id=int(asked))
    return found


def _renewal(grant: Grant) -> dict[str, Any]:  # initial values of the form
    """A renewal begins with what is held now; it is decided anew."""
    before = grant.application
    names = [*services.STATEMENTS, "service_item", "receiving_system", "protection_level", "contact", "use_kinds"]
    law = selectors.law_of_grant(grant, today=clock.today())
    return {name: getattr(before, name) for name in names} | {
        "items": [field["item_id"] for field in grant.plan["fields"]],
        "methods": grant.methods,
        "until_on": selectors.longest_until(law, today=clock.today()),
    }


def _file(request: HttpRequest, form: ApplyForm, resource_id: int, *, renews_id: int | None) -> Application:
    drafts = request.POST.get("save") == "draft"
    do = services.draft_application if drafts else services.file_application
    actor = actor_of(request)
    made = do(resource_id, actor=actor, scope=form.scope(), values=form.statements(), renews_id=renews_id)
    if not drafts:
        messages.success(request, f"申请 {made.number} 已提交，平台收到的时间就是计时的起点。")
    return made
