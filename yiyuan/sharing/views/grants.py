"""One grant: its key, its panels, its end."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_POST, require_safe

from yiyuan.catalog.types import DATA_TYPE_WORDS, DataType
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound
from yiyuan.organisations.api import actor_from_request
from yiyuan.regulations.api import chips, resolve
from yiyuan.sharing import policies, selectors, services
from yiyuan.sharing.display import (
    MASK_WORDS,
    grant_light,
    kinds_in_words,
    methods_in_words,
    rows_in_words,
    timeline,
)
from yiyuan.sharing.forms import day_of, figure_of
from yiyuan.sharing.models import Certificate, Grant
from yiyuan.sharing.panels import GRANT_PANELS
from yiyuan.sharing.providing import providing
from yiyuan.sharing.types import DISPOSAL_WORDS, GATEWAY_METHODS, LIVE, GrantState
from yiyuan.sharing.workflow import CERTIFICATE, GRANT
from yiyuan.web.components import Light, Refused, Secret
from yiyuan.web.edge import beside
from yiyuan.web.htmx import render, see_other
from yiyuan.workflow.api import term_of, term_view, waiting_words


def _grant_context(request: HttpRequest, grant: Grant) -> dict[str, Any]:  # template variables
    actor = actor_from_request(request)
    info = selectors.grant_info(grant)
    resource = selectors.resource_of(grant.application)
    term = term_of("sharing.grant", grant.id)
    asked = set(grant.application.fields)
    given_ids = {field.item_id for field in info.fields}
    on = grant.law_on or clock.today()
    usable = info.live and grant.consumer_id in actor.organisation_ids  # the consumer waits for nobody
    certificate = Certificate.objects.select_related("grant").filter(grant=grant).first()
    return {
        "grant": grant,
        "info": info,
        "light": grant_light(grant),
        "waiting": "" if usable else waiting_words("sharing.grant", grant.id, actor=actor),
        "providing": providing(grant, resource, term, actor=actor),
        "term": term_view(term, region=grant.region_code, law_on=on),
        "delivery_light": Light("ok", "已首次取用") if grant.first_delivered_on else None,
        "fields": [(f, DATA_TYPE_WORDS[DataType(f.data_type)], MASK_WORDS[f.mask]) for f in info.fields],
        "left_out": [item.name for item in resource.items if item.id in asked - given_ids],
        "rows": rows_in_words(frozenset(info.rows), resource),
        "methods": methods_in_words(grant.methods),
        "timeline": timeline("sharing.grant", grant.id),
        "moves": [move for move in GRANT.open_moves(grant, actor) if move.label],
        "is_consumer": grant.consumer_id in actor.organisation_ids,
        "may_issue": info.live
        and grant.consumer_id in actor.organisation_ids
        and policies.may_apply(actor)
        and bool(info.methods & GATEWAY_METHODS),
        "may_renew": grant.consumer_id in actor.organisation_ids
        and policies.may_apply(actor)
        and GrantState(grant.state) in (*LIVE, GrantState.SUSPENDED, GrantState.EXPIRED),
        "may_inspect": policies.may_inspect(actor, grant),
        "misuses": list(grant.misuses.order_by("id")),
        "certificate": certificate,
        "may_certify": certificate is not None and bool(CERTIFICATE.open_moves(certificate, actor)),
        "disposals": DISPOSAL_WORDS.items(),
        "method_words": [(m, methods_in_words([m])) for m in grant.methods],
        "kinds": kinds_in_words(grant.use_kinds),
        "certificate_chips": chips(resolve("sharing.certificate", region=grant.region_code, on=on)),
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


def _narrow(grant_id: int, actor: Actor, post: QueryDict) -> Grant:
    items = [int(value) for value in post.getlist("items") if value.isdigit()]
    return services.narrow_grant(
        grant_id,
        actor=actor,
        reason=post.get("reason", ""),
        fields=items or None,
        methods=post.getlist("methods") or None,
        until_on=day_of(post.get("until_on", "")),
        daily_calls=figure_of(post.get("daily_calls", "")),
        daily_rows=figure_of(post.get("daily_rows", "")),
    )


ENDS: dict[str, Callable[..., Any]] = {
    "revoke": lambda g, actor, post: services.revoke_grant(g, actor=actor, reason=post.get("reason", "")),
    "stop": lambda g, actor, post: services.revoke_grant(g, actor=actor, reason=post.get("reason", "")),
    "give_back": lambda g, actor, post: services.give_back_grant(g, actor=actor),
    "suspend": lambda g, actor, post: services.suspend_grant(g, actor=actor, reason=post.get("reason", "")),
    "halt": lambda g, actor, post: services.suspend_grant(g, actor=actor, reason=post.get("reason", "")),
    "resume": lambda g, actor, post: services.resume_grant(g, actor=actor, reason=post.get("reason", "")),
    "lift": lambda g, actor, post: services.resume_grant(g, actor=actor, reason=post.get("reason", "")),
    "keep": lambda g, actor, post: services.keep_grant(g, actor=actor, reason=post.get("reason", "")),
    "narrow": _narrow,
    "misuse": lambda g, actor, post: services.record_misuse(g, actor=actor, evidence=post.get("reason", "")),
    "file": lambda g, actor, post: services.file_certificate(
        g, actor=actor, disposal=post.get("disposal", ""), statement=post.get("reason", "")
    ),
}
DONE = {
    "revoke": "授权已终止，下一次调用就会被拒绝。",
    "stop": "授权已终止，下一次调用就会被拒绝。",
    "give_back": "授权已退回。",
    "suspend": "授权已暂停，下一次调用就会被拒绝。",
    "halt": "授权已暂停，下一次调用就会被拒绝。",
    "resume": "授权已恢复。",
    "lift": "已解除暂停，授权恢复。",
    "keep": "已说明仍需使用，授权继续有效。",
    "narrow": "授权已缩小，下一次调用按新的范围。",
    "misuse": "已记录，并作为线索提出；部门说明、认定之前不是结论。",
    "file": "证明已出具。",
}


def _refused(
    request: HttpRequest, grant: Grant, move: str, refusal: Refused | None
) -> dict[str, Any]:  # template variables
    """The page again: the cause in the form that was sent, with what was written; at the top where no form stands."""
    context = _grant_context(request, grant)
    beside = any(one.name == move for one in context["moves"])
    return context | {"refusal": None if beside else refusal, "beside": refusal, "refused": move}


@require_POST
def end(request: HttpRequest, grant_id: int, move: str) -> HttpResponse:
    """Narrow, suspend, resume, keep, revoke, stop, give back; record misuse; certify what became of the data."""
    actor = actor_from_request(request)
    found = selectors.grant_for(actor, grant_id)
    if move not in ENDS:
        raise NotFound("move", move=move)
    with beside(request) as said:
        ENDS[move](grant_id, actor, request.POST)
        messages.success(request, DONE[move])
        return see_other(found.get_absolute_url())
    return render(request, "sharing/grant.html", _refused(request, found, move, said.refusal), status=422)
