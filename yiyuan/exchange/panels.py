"""What this room adds to the page of a grant: how to call, files, look-ups, what was delivered so far."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from yiyuan.catalog.types import Panel
from yiyuan.exchange import openapi, policies, selectors
from yiyuan.exchange.api import gateway_address
from yiyuan.exchange.display import light_of, method_words
from yiyuan.exchange.services import ONLINE
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.questions import Question
from yiyuan.pools.api import rows_of
from yiyuan.sharing.api import grant_seen_by
from yiyuan.sharing.types import FILE_METHODS, GATEWAY_METHODS, GrantInfo

# (actor, grant, records found by a look-up) -> fragments beside them, each for the page of that look-up
LOOKUP_PANELS: Question[tuple[Actor, GrantInfo, Sequence[Mapping[str, Any]]], Panel] = Question(
    "exchange.lookup_panels"
)


def grant_panel(about: tuple[Any, ...]) -> list[SafeString]:
    """(actor, grant id) or (actor, grant id, fresh key). Raises NotFound for a grant hidden from the actor."""
    actor: Actor = about[0]
    info = grant_seen_by(actor, about[1])
    key: str = about[2] if len(about) > 2 else ""  # noqa: PLR2004 - the third is the key
    mine = info.consumer_id in actor.organisation_ids
    usable = info.live and info.from_on <= clock.today() <= info.until_on
    address = gateway_address()
    context = {
        "info": info,
        "mine": mine,
        "key": key,
        "rows_there": rows_of(info.resource_id),
        "gateway": mine and usable and bool(info.methods & GATEWAY_METHODS),
        "files": mine and usable and policies.may_take(actor) and bool(info.methods & FILE_METHODS),
        "online": mine and usable and policies.may_take(actor) and bool(info.methods & ONLINE),
        "curl_list": openapi.curl_list(address, key=key) if openapi.may_list(info) else "",
        "curl_query": openapi.curl_query(address, info, key=key),
        "placeholder": openapi.KEY_PLACEHOLDER,
        "summary": selectors.summary_of(info.id),
        "last": [(d, light_of(d), method_words(d)) for d in selectors.last_of(info.id)],
    }
    made = [render_to_string("exchange/panel_calls.html", context)]
    if context["gateway"] or context["files"] or context["online"]:
        made.insert(0, render_to_string("exchange/panel_use.html", context))
    return made
