"""Parts of a system that a city binds to networks of their own: library and management platform of licences."""

import ipaddress
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from yiyuan.config.rooms import all_rooms
from yiyuan.kernel.errors import NotFound
from yiyuan.web.clients import client_address
from yiyuan.web.edge import answer


@cache
def addresses() -> dict[str, str]:
    """Beginning of an address -> its part."""
    return {begins: part for room in all_rooms() for part, found in room.parts.items() for begins in found}


def part_of(path: str) -> str:
    """The part an address belongs to, by the longest beginning; "" for none."""
    found = max((begins for begins in addresses() if path.startswith(begins)), key=len, default="")
    return addresses()[found] if found else ""


def answers(request: HttpRequest) -> bool:
    """Whether this address answers to where the request comes from."""
    networks = settings.PARTS.get(part_of(request.path), ())
    if not networks:
        return True
    try:
        come_from = ipaddress.ip_address(client_address(request))
    except ValueError:
        return False
    return any(come_from in network for network in networks)


class Bound:
    """Before anybody is asked who they are: an address that does not answer here does not exist here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request) if answers(request) else answer(request, NotFound("address"))
