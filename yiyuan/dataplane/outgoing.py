"""The guarded client: calls to configured addresses. Never inward by surprise, never long, never redirected."""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from yiyuan.kernel.errors import Unavailable

TIMEOUT_S = 10
ANSWER_BYTES = 64_000


class _Pinned(http.client.HTTPConnection):
    """Connects to the address that was checked, whatever the name resolves to a moment later."""

    def __init__(self, host: str, port: int, *, address: str, secure: bool) -> None:
        super().__init__(host, port, timeout=TIMEOUT_S)
        self._address = address
        self._secure = secure

    def connect(self) -> None:
        raw = socket.create_connection((self._address, self.port), TIMEOUT_S)
        self.sock = ssl.create_default_context().wrap_socket(raw, server_hostname=self.host) if self._secure else raw


def post(url: str, body: bytes, *, headers: Mapping[str, str], allowed: Collection[str] = frozenset()) -> int:
    """POST and return the status, 200 to 299; the answer's body is not kept.

    allowed: host names that may lie inside the network; all others must resolve to public addresses only.
    Raises Unavailable: not allowed, not reachable, or answered otherwise (a redirect is not followed).
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or not host or parts.username:
        raise Unavailable("outgoing.address")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    link = _Pinned(host, port, address=_checked(host, port, allowed=allowed), secure=parts.scheme == "https")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        link.request("POST", path, body=body, headers={"Content-Type": "application/json", **headers})
        answer = link.getresponse()
        answer.read(ANSWER_BYTES)
    except (OSError, http.client.HTTPException) as error:
        raise Unavailable("outgoing.call", host=host, error=type(error).__name__) from error
    finally:
        link.close()
    if not 200 <= answer.status < 300:  # noqa: PLR2004 - HTTP
        raise Unavailable("outgoing.answer", host=host, status=answer.status)
    return answer.status


def _checked(host: str, port: int, *, allowed: Collection[str]) -> str:
    """One address of the host, after all of them were looked at."""
    try:
        found = [str(line[4][0]) for line in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError as error:
        raise Unavailable("outgoing.name", host=host) from error
    inward = [address for address in found if not ipaddress.ip_address(address.split("%")[0]).is_global]
    if not found or (inward and host not in allowed):
        raise Unavailable("outgoing.inward", host=host)
    return found[0]
