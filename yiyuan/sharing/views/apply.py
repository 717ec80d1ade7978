"""Ask for a resource, on a page of its own."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from yiyuan.catalog.types import ResourceInfo, Sharing
from yiyuan.kernel import clock
from yiyuan.kernel.errors import NotFound
from yiyuan.kernel.identifiers import number_in
from yiyuan.regulations.api import chips
from yiyuan.sharing import selectors, services
from yiyuan.sharing.display import item_words, mask_of
from yiyuan.sharing.forms import ApplyForm, field_of, file_of, files_taken, stated_before, subscribing
from yiyuan.sharing.models import Application, Grant
from yiyuan.sharing.types import Route, Scope
from yiyuan.web.edge import actor_of, beside
from yiyuan.web.htmx import render, see_other
from yiyuan.workflow.api import Law


@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, resource_id: int) -> HttpResponse:
    """Ask for a resource; an unconditional one is subscribed to at once."""
    return _page(request, selectors.open_resource(resource_id), renewed=_renewed(request, resource_id))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, application_id: int) -> HttpResponse:
    """Go on with a draft: keep it as it is now, or send it. One that was sent, or whose resource is gone: its page."""
    actor = actor_of(request)
    found = selectors.application_for(actor, application_id)
    if request.method == "GET" and not found.is_draft:
        return see_other(found.get_absolute_url())
    draft = services.draft_for(actor, application_id)
    resource = selectors.draft_resource(draft)
    if resource is None:
        return see_other(draft.get_absolute_url())
    return _page(request, resource, draft=draft, renewed=draft.renews)


@require_POST
def discard(request: HttpRequest, application_id: int) -> HttpResponse:
    """Throw a draft away."""
    services.discard_draft(application_id, actor=actor_of(request))
    messages.success(request, "草稿已删除。")
    return see_other(reverse("sharing:sent"))


def _page(
    request: HttpRequest, resource: ResourceInfo, *, draft: Application | None = None, renewed: Grant | None = None
) -> HttpResponse:
    """One form for a new application and for a draft."""
    actor = actor_of(request)
    today = clock.today()
    typed = selectors.items_with_types(resource)
    bound = [item.id for item, kind in typed if kind == Sharing.CONDITIONAL]
    # also the items that are not had by subscribing
    beyond = bool(bound) and (draft is not None or request.GET.get("way") == "apply")
    route = selectors.route_for(resource, today=today, item_ids=bound if beyond else ())
    law = Law(resource.region_code, today)
    materials = list(resource.materials)
    longest = selectors.longest_until(law, today=today)
    asked = subscribing(law) if route is Route.SUBSCRIBE else (*law("sharing.purpose"), *law("sharing.receiving"))
    consent = "" if route is Route.SUBSCRIBE else selectors.consent_basis(resource)
    keeps = request.POST.get("save") == "draft"
    scope, lost = selectors.scope_in(draft, resource) if draft else (Scope(frozenset()), [])
    if draft:
        initial = {**_stated(draft), "items": sorted(scope.fields), "methods": sorted(scope.methods)}
        initial["until_on"] = scope.until_on
    elif renewed:
        initial = _renewal(renewed)
    elif route is Route.SUBSCRIBE:
        free = selectors.free_items(resource)
        initial = {"items": free, "methods": list(resource.methods)[:1], "until_on": longest}
    else:
        initial = {"until_on": longest, **stated_before(actor.organisation_id)}
    held = list(draft.attachments.order_by("id")) if draft else []
    asks = partial(
        ApplyForm,
        request.POST or None,
        request.FILES or None,
        resource=resource,
        materials=materials,
        required=(*asked, "consent") if consent else asked,
        kinds=selectors.permitted_kinds(resource, today=today),
        initial=initial,
        rows=scope.rows,
        held=held,
    )
    form = asks(draft=keeps)
    if request.method == "POST" and (form.is_valid() or request.FILES) and route is not Route.SUBSCRIBE:
        draft = _with_files(request, form, asks(draft=True), resource, draft=draft, renewed=renewed)
    if request.method == "POST" and not form.errors and form.is_valid():
        with beside(request, form, field_of):
            return _done(request, form, resource, route=route, draft=draft, renewed=renewed)
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
        "draft": draft,
        "lost": lost,
        "repeated": selectors.repeated(actor, draft) if draft else None,
        "files_taken": files_taken(),
        "kind_chips": chips(law.resolved("sharing.use_kinds")),
        "receiving_chips": chips(law.resolved("sharing.receiving")),
    }
    return render(request, "sharing/apply.html", context, status=422 if form.errors else 200)


def _with_files(
    request: HttpRequest,
    form: ApplyForm,
    filled: ApplyForm,
    resource: ResourceInfo,
    *,
    draft: Application | None,
    renewed: Grant | None,
) -> Application | None:
    """Keep what was uploaded at once, on the draft, so that nobody uploads it twice, whatever else is refused.

    filled: the form as a draft takes it. The refusal of a file stands beside its field in `form`.
    """
    actor = actor_of(request)
    filled.is_valid()
    dropped, handed = filled.cleaned_data.get("drop") or [], filled.handed()
    if not dropped and not handed:
        return draft
    with beside(request, form, field_of):
        scope, values = filled.scope(), filled.statements()
        if draft:
            draft = services.change_draft(draft.id, actor=actor, scope=scope, values=values)
        else:
            renews_id = renewed.id if renewed else None
            draft = services.draft_application(
                resource.id, actor=actor, scope=scope, values=values, renews_id=renews_id
            )
        for attachment_id in dropped:
            services.detach_file(attachment_id, actor=actor)
        for field, material, upload in handed:
            with beside(request, form, field):
                services.attach_file(draft.id, actor=actor, material=material, file=file_of(upload))
    if draft:
        form.held = list(draft.attachments.order_by("id"))
    return draft


def _done(
    request: HttpRequest,
    form: ApplyForm,
    resource: ResourceInfo,
    *,
    route: Route,
    draft: Application | None,
    renewed: Grant | None,
) -> HttpResponse:
    """Keep the draft, subscribe or send, and go where it is shown. Raises what the services do."""
    actor, scope, values = actor_of(request), form.scope(), form.statements()
    renews_id = renewed.id if renewed else None
    if form.draft:
        if draft:
            services.change_draft(draft.id, actor=actor, scope=scope, values=values)
        else:
            draft = services.draft_application(
                resource.id, actor=actor, scope=scope, values=values, renews_id=renews_id
            )
        messages.success(request, "草稿已保存。还没有提交，对方看不到，也不计时。")
        return see_other(draft.get_absolute_url())
    if route is Route.SUBSCRIBE:
        stated = {name: form.cleaned_data[name] for name in services.SUBSCRIPTION}
        grant = services.subscribe(resource.id, actor=actor, scope=scope, **stated)
        if draft:
            services.discard_draft(draft.id, actor=actor)
        messages.success(request, "已订阅，可以立即使用。")
        return see_other(grant.get_absolute_url())
    if draft:
        made = services.send_application(draft.id, actor=actor, scope=scope, values=values)
    else:
        made = services.file_application(resource.id, actor=actor, scope=scope, values=values, renews_id=renews_id)
    messages.success(request, f"申请 {made.number} 已提交，平台收到的时间就是计时的起点。")
    return see_other(made.get_absolute_url())


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
    law = selectors.law_of_grant(grant, today=clock.today())
    anew = ("undertaking", "consent", "materials")  # of this application, not of the one before
    return {name: value for name, value in _stated(grant.application).items() if name not in anew} | {
        "items": [field["item_id"] for field in grant.plan["fields"]],
        "methods": grant.methods,
        "until_on": selectors.longest_until(law, today=clock.today()),
    }


def _stated(before: Application) -> dict[str, Any]:  # initial values of the form
    return {name: getattr(before, name) for name in (*services.STATEMENTS, *services.RECEIVING, *services.DETAILS)}
