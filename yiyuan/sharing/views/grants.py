"""One grant: its key, its panels, its end."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from yiyuan.kernel import clock
from yiyuan.kernel.errors import NotFound, RuleBroken
from yiyuan.organisations.api import actor_from_request
from yiyuan.regulations.api import chips, explain, resolve
from yiyuan.sharing import policies, selectors, services
from yiyuan.sharing.display import (
    MASK_WORDS,
    grant_light,
    methods_in_words,
    rows_in_words,
    timeline,
)
from yiyuan.sharing.models import Grant
from yiyuan.sharing.panels import GRANT_PANELS
from yiyuan.sharing.types import GATEWAY_METHODS
from yiyuan.sharing.workflow import GRANT
from yiyuan.web.components import Light, Secret
from yiyuan.web.htmx import render, see_other
from yiyuan.workflow.api import term_of, term_view


def _grant_context(request: HttpRequest, grant: Grant) -> dict[str, Any]:  # template variables
    actor = actor_from_request(request)
    info = selectors.grant_info(grant)
    resource = selectors.resource_of(grant.application)
    term = term_of("sharing.grant", grant.id)
    asked = set(grant.application.fields)
    given_ids = {field.item_id for field in info.fields}
    on = grant.law_on or clock.today()
    return {
        "grant": grant,
        "info": info,
        "light": grant_light(grant),
        "term": term_view(term, region=grant.region_code, law_on=on),
        "delivery_light": Light("ok", "已首次取用") if grant.first_delivered_on else None,
        "fields": [(field, MASK_WORDS[field.mask]) for field in info.fields],
        "left_out": [item.name for item in resource.items if item.id in asked - given_ids],
        "rows": rows_in_words(frozenset(info.rows), resource),
        "methods": methods_in_words(grant.methods),
        "timeline": timeline("sharing.grant", grant.id),
        "moves": [move for move in GRANT.open_moves(grant, actor) if move.label],
        "is_consumer": grant.consumer_id == actor.organisation_id,
        "may_issue": info.live
        and grant.consumer_id == actor.organisation_id
        and policies.may_apply(actor)
        and bool(info.methods & GATEWAY_METHODS),
        "use_chips": chips(resolve("sharing.use_limit", region=grant.region_code, on=on)),
        "panels": [panel for panel in GRANT_PANELS.ask((actor, grant.id)) if panel],
    }


@require_safe
def grant(request: HttpRequest, grant_id: int) -> HttpResponse:
    found = selectors.grant_for(actor_from_request(request), grant_id)
    return render(request, "sharing/grant.html", _grant_context(request, found))


@require_POST
def issue_key(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Make a new key and show it this once."""
    actor = actor_from_request(request)
    found = selectors.grant_for(actor, grant_id)
    value = services.issue_key(grant_id, actor=actor)
    found.refresh_from_db()
    about = f"由{actor.person_name}生成。平台只存摘要，离开本页后谁也看不到；丢了就再生成一把，上一把随即失效。"
    context = _grant_context(request, found) | {"secret": Secret(value, about), "key": value}
    context["panels"] = [panel for panel in GRANT_PANELS.ask((actor, grant_id, value)) if panel]
    return render(request, "sharing/grant.html", context)


@require_POST
def end(request: HttpRequest, grant_id: int, move: str) -> HttpResponse:
    """Revoke, stop or give back."""
    actor = actor_from_request(request)
    found = selectors.grant_for(actor, grant_id)
    if move not in {"revoke", "stop", "give_back"}:
        raise NotFound("move", move=move)
    try:
        if move == "give_back":
            services.give_back_grant(grant_id, actor=actor)
        else:
            services.revoke_grant(grant_id, actor=actor, reason=request.POST.get("reason", ""))
    except RuleBroken as broken:
        refusal = explain(broken, region=found.region_code, on=found.law_on or clock.today())
        return render(request, "sharing/grant.html", _grant_context(request, found) | {"refusal": refusal}, status=422)
    messages.success(request, "授权已终止，下一次调用就会被拒绝。")
    return see_other(found.get_absolute_url())
