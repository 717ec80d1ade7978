"""The door of exchange."""

from collections.abc import Collection
from datetime import date

from django.conf import settings

from yiyuan.catalog.events import ResourceWithdrawn
from yiyuan.exchange import interfaces, selectors
from yiyuan.exchange.gateway import openapi
from yiyuan.exchange.marks import MARKS
from yiyuan.exchange.models import Interface
from yiyuan.exchange.receivers import last_taken, receivers_of
from yiyuan.exchange.resealing import reseal
from yiyuan.exchange.selectors import broken_call, delivery_info, refused_calls, uses_in, uses_of_resources, watched
from yiyuan.exchange.services import LookedUp, look_up
from yiyuan.exchange.types import (
    CALL_REFUSAL_WORDS,
    WATCHED_STATES,
    BrokenInfo,
    DeliveryInfo,
    InterfaceState,
    Mark,
    Receiver,
    RefusedCalls,
    Summary,
    Used,
    Watched,
)
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.finding import Hit
from yiyuan.kernel.identifiers import plain_code
from yiyuan.sharing.types import GrantInfo

__all__ = [
    "CALL_REFUSAL_WORDS",
    "MARKS",
    "WATCHED_STATES",
    "BrokenInfo",
    "DeliveryInfo",
    "LookedUp",
    "Mark",
    "Receiver",
    "RefusedCalls",
    "Watched",
    "broken_call",
    "curl_line",
    "deliveries_of_grant",
    "delivery_info",
    "found",
    "gateway_address",
    "in_use",
    "last_taken",
    "last_uses",
    "look_up",
    "offered_among",
    "receivers_of",
    "refused_calls",
    "reseal",
    "used_between",
    "uses_in",
    "uses_of_resources",
    "watched",
]


def in_use(resource_id: int) -> list[str]:
    """Files of a resource that are being written right now, a sentence each."""
    return [f"{one.consumer.name}正在生成下载文件，请等文件写完。" for one in selectors.extracts_under_way(resource_id)]


DELIVERY = "JF"  # how the number of a delivery begins


def deliveries_of_grant(grant_id: int) -> Summary:
    """Answers that carried data so far: how many, rows in them, first and last."""
    return selectors.summary_of(grant_id)


def last_uses(grant_id: int) -> list[date]:
    """The legal date of the last delivery under a grant; empty where there was none."""
    return selectors.last_uses(grant_id)


def retire_withdrawn(event: ResourceWithdrawn) -> None:
    """A resource was withdrawn: the interface of its provider is asked no more, in the same transaction."""
    interfaces.retire_interface(event.resource_id)


def gateway_address(host: str = "", *, scheme: str = "http") -> str:
    """Where the gateway answers, seen from a browser at `host` (its port is replaced). GATEWAY_URL settles it."""
    if fixed := str(getattr(settings, "GATEWAY_URL", "")):
        return fixed.rstrip("/")
    name = host or next((h for h in settings.ALLOWED_HOSTS if not h.startswith((".", "*"))), "127.0.0.1")
    bare = name if name.endswith("]") else name.rsplit(":", 1)[0] if name.count(":") <= 1 or "]:" in name else name
    return f"{scheme}://{bare}:{settings.GATEWAY_PORT}"


def curl_line(address: str, grant: GrantInfo, *, key: str = "") -> str:
    """A line that works when pasted: the record by its key where the grant has one, else the first rows."""
    return openapi.curl_query(address, grant, key=key) or openapi.curl_list(address, key=key)


def used_between(grant_ids: Collection[int], *, first: date, last: date) -> Used:
    """Answers and files with data under these grants between two legal days, inclusive."""
    return selectors.used_between(grant_ids, first=first, last=last)


def found(asked: tuple[Actor, str]) -> list[Hit]:
    """The delivery of this number, if the actor sees it: who searches, and what for."""
    actor, text = asked
    code = plain_code(text)
    if not code.startswith(DELIVERY):
        return []
    return [
        Hit("交付记录", one.code, one.get_absolute_url(), f"授权 {one.grant_number}")
        for one in selectors.deliveries(actor).filter(code=code)
    ]


def offered_among(resource_ids: Collection[int]) -> set[int]:
    """Of these resources those whose provider's interface is up."""
    rows = Interface.objects.filter(resource_id__in=resource_ids, state=InterfaceState.UP)
    return set(rows.values_list("resource_id", flat=True))
