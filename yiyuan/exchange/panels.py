"""What this room adds to the page of a grant: how to call, files, look-ups, what was delivered so far; and to the page
of a resource that stays with its provider: how its interface does.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from yiyuan.catalog.api import published_resource
from yiyuan.catalog.types import Panel
from yiyuan.exchange import policies, selectors
from yiyuan.exchange.api import gateway_address
from yiyuan.exchange.display import interface_light, light_of, method_words
from yiyuan.exchange.gateway import openapi
from yiyuan.exchange.services import ONLINE
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotFound
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
    held = selectors.is_held(info)
    interface = selectors.interface_of(info.resource_id) if held else None
    context = {
        "info": info,
        "held": held,
        "interface": interface,
        "interface_light": interface_light(interface) if interface else None,
        "may_offer": held and policies.may_offer(actor, info.provider_id),
        "mine": mine,
        "key": key,
        "rows_there": rows_of(info.resource_id),
        "gateway": mine and usable and bool(info.methods & GATEWAY_METHODS),
        "files": not held and mine and usable and policies.may_take(actor) and bool(info.methods & FILE_METHODS),
        "online": mine and usable and policies.may_take(actor) and bool(info.methods & ONLINE),
        "curl_list": openapi.curl_list(address, key=key) if openapi.may_list(info, held=held) else "",
        "curl_query": openapi.curl_query(address, info, key=key),
        "placeholder": openapi.KEY_PLACEHOLDER,
        "summary": selectors.summary_of(info.id),
        "last": [(d, light_of(d), method_words(d)) for d in selectors.last_of(info.id)],
    }
    made = [render_to_string("exchange/panel_calls.html", context)]
    if context["gateway"] or context["files"] or context["online"]:
        made.insert(0, render_to_string("exchange/panel_use.html", context))
    return made


def resource_panels(about: tuple[Actor, int]) -> list[Panel]:
    """For every department how the interface does; for its provider the way to it."""
    actor, resource_id = about
    found = selectors.interface_of(resource_id)
    try:
        held = published_resource(resource_id).held_by_provider
    except NotFound:  # a draft
        held = False
    if not held:
        return []
    context = {
        "interface": found,
        "light": interface_light(found) if found else None,
        "resource_id": resource_id,
        "sees": found is not None and selectors.interfaces(actor).filter(id=found.id).exists(),
        "may_offer": policies.may_offer(actor, published_resource(resource_id).provider_id),
    }
    return [Panel(title="接口", template="exchange/panel_interface.html", context=context, place="side")]
