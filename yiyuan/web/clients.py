"""Who stands at the other end of a request: the address behind the proxies the city has named."""

import ipaddress
from collections.abc import Collection

from django.conf import settings
from django.http import HttpRequest

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def client_address(request: HttpRequest) -> str:
    """The nearest address that is no trusted proxy; "" where the server knows none.

    Each proxy adds the address it saw at the right of X-Forwarded-For. What stands left of an address that is not
    trusted was written by the caller, and is not believed.
    """
    return nearest(str(request.META.get("REMOTE_ADDR", "")), str(request.META.get("HTTP_X_FORWARDED_FOR", "")))


def nearest(connected: str, forwarded: str) -> str:
    """The same of the address that is connected and the header X-Forwarded-For."""
    near = _plain(connected)
    said = [part.strip() for part in forwarded.split(",") if part.strip()]
    while said and _trusted(near, settings.TRUSTED_PROXIES):
        further = _plain(said.pop())
        if not further:
            break
        near = further
    return near


def network_of(address: str) -> str:
    """What counts as one place: an IPv4 address, the /64 an IPv6 address lies in; "" for anything else."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))


def neighbourhood_of(address: str) -> str:
    """The network an address lies in, coarse enough to name nobody: of IPv4 the /24, of IPv6 the /64; "" if none."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        found = found.ipv4_mapped or found
    length = 24 if isinstance(found, ipaddress.IPv4Address) else 64
    return str(ipaddress.ip_network((found, length), strict=False))


def _plain(text: str) -> str:
    """An address as written by a proxy, with or without its port; "" for anything else."""
    host = text[1:].partition("]")[0] if text.startswith("[") else text
    if host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return ""


def _trusted(address: str, proxies: Collection[Network]) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found in network for network in proxies)
