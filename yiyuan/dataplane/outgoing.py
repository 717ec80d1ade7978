"""The guarded client: calls to configured addresses. Never inward by surprise, never long, never redirected."""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from yiyuan.kernel.errors import Unavailable

TIMEOUT_S = 10
ANSWER_BYTES = 64_000
PIECE_BYTES = 64 * 1024
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back: the status of HTTP, whatever it is, the body, the head by names in small letters."""

    status: int
    body: bytes
    head: Mapping[str, str] = field(default_factory=dict, compare=False)


class _Pinned(http.client.HTTPConnection):
    """Connects to the address that was checked, whatever the name resolves to a moment later."""

    def __init__(self, host: str, port: int, *, address: str, secure: bool, until: float) -> None:
        super().__init__(host, port, timeout=_left(until))
        self._address = address
        self._secure = secure
        self._line: socket.socket | None = None  # `sock` is gone as soon as the answer has begun

    def connect(self) -> None:
        raw = socket.create_connection((self._address, self.port), self.timeout)
        self._line = raw
        if self._secure:
            self._line = ssl.create_default_context().wrap_socket(raw, server_hostname=self.host)
        self.sock = self._line

    def hang_up(self) -> None:
        """From another thread: whoever waits for the other end stops waiting."""
        if self._line is not None:
            try:
                self._line.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # it has ended by itself


NAT64 = ipaddress.ip_network("64:ff9b::/96")


def post(url: str, body: bytes, *, headers: Mapping[str, str], allowed: Collection[str] = frozenset()) -> int:
    """POST and return the status, 200 to 299; the answer's body is not kept.

    allowed: host names that may lie inside the network; all others must resolve to public addresses only.
    Raises Unavailable: not allowed, not reachable, or answered otherwise (a redirect is not followed).
    """
    answer = call("POST", url, body=body, headers=headers, allowed=allowed, cut=True)
    if not 200 <= answer.status < 300:  # noqa: PLR2004 - HTTP
        raise Unavailable("outgoing.answer", host=urlsplit(url).hostname or "", status=answer.status)
    return answer.status


def call(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    body: bytes | None = None,
    timeout_s: float = TIMEOUT_S,
    most_bytes: int = ANSWER_BYTES,
    cut: bool = False,
    allowed: Collection[str] = frozenset(),
) -> Answered:
    """One request and its answer, of any status; a redirect is an answer like any other.

    timeout_s: for all of it, from the look-up of the name to the last byte. cut: a longer body is cut, not refused.
    allowed: host names, and networks like 10.1.0.0/16, that may lie inside the network; others must be public.
    Raises Unavailable("outgoing.address" | "outgoing.name" | "outgoing.inward" | "outgoing.timeout" |
    "outgoing.large" | "outgoing.call").
    """
    until = time.monotonic() + timeout_s
    host, port, path, secure = parts_of(url)
    link = _Pinned(host, port, address=address_of(host, port, allowed=allowed), secure=secure, until=until)
    kind = {"Content-Type": "application/json"} if body is not None else {}
    # one who sends a byte now and then never runs into the time-out of the socket
    bell = threading.Timer(_left(until), link.hang_up)
    bell.daemon = True
    bell.start()
    try:
        link.request(method, path, body=body, headers={**kind, **headers})
        answer = link.getresponse()
        head = {name.lower(): value for name, value in answer.getheaders()}
        return Answered(answer.status, _read(answer, most=most_bytes, cut=cut), head)
    except (OSError, http.client.HTTPException) as error:
        late = isinstance(error, TimeoutError) or time.monotonic() >= until
        raise Unavailable(
            "outgoing.timeout" if late else "outgoing.call", host=host, error=type(error).__name__
        ) from error
    finally:
        bell.cancel()
        link.close()


def reach(url: str, *, timeout_s: float = TIMEOUT_S, allowed: Collection[str] = frozenset()) -> None:
    """Whether somebody listens there. Raises Unavailable as `call` does."""
    host, port, _path, _secure = parts_of(url)
    try:
        socket.create_connection((address_of(host, port, allowed=allowed), port), timeout_s).close()
    except TimeoutError as error:
        raise Unavailable("outgoing.timeout", host=host, error=type(error).__name__) from error
    except OSError as error:
        raise Unavailable("outgoing.call", host=host, error=type(error).__name__) from error


def parts_of(url: str) -> tuple[str, int, str, bool]:
    """Host, port, path with its query, whether it is encrypted. Raises Unavailable("outgoing.address")."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Unavailable("outgoing.address") from None
    if (
        parts.scheme not in {"http", "https"}
        or not host
        or parts.username
        or not url.isascii()
        or not url.isprintable()
    ):
        raise Unavailable("outgoing.address")
    secure = parts.scheme == "https"
    return (
        host,
        port or (443 if secure else 80),
        (parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
        secure,
    )


def _left(until: float) -> float:
    """Seconds left. Raises TimeoutError."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _read(answer: http.client.HTTPResponse, *, most: int, cut: bool) -> bytes:
    """The whole body. Raises Unavailable("outgoing.large"), HTTPException where it breaks off."""
    body = bytearray()
    while piece := answer.read1(PIECE_BYTES):
        body += piece
        if len(body) > most:
            if cut:
                return bytes(body[:most])
            raise Unavailable("outgoing.large", most=most)
    if answer.length:
        raise http.client.IncompleteRead(bytes(body), answer.length)
    return bytes(body)


def address_of(host: str, port: int, *, allowed: Collection[str]) -> str:
    """One address of the host, after all of them were looked at.

    Raises Unavailable("outgoing.name" | "outgoing.inward").
    """
    try:
        found = [str(line[4][0]) for line in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise Unavailable("outgoing.name", host=host) from error
    networks = [ipaddress.ip_network(name) for name in allowed if "/" in name]
    inward = [address for address in map(_plain, found) if not _is_public(address)]
    if not found or (host not in allowed and not all(any(a in n for n in networks) for a in inward)):
        raise Unavailable("outgoing.inward", host=host)
    return found[0]


def _is_public(address: Address) -> bool:
    """One machine in the open network. What Python calls global holds groups, site-local and reserved ones too."""
    local = isinstance(address, ipaddress.IPv6Address) and address.is_site_local
    return address.is_global and not (address.is_multicast or address.is_reserved or local)


def _plain(text: str) -> Address:
    """An address without its zone; where one of the new kind carries one of the old kind, that is who is reached."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if not isinstance(address, ipaddress.IPv6Address):
        return address
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or address
