"""What sites for the public share: pages kept until something new is published, the large mode, robots.

A publication is a number and a snapshot of all that is published. A thread asks for the number once a second; while it
stays the same, no page costs a query. The snapshot is changed in one assignment: nobody sees half of it.
"""

import hashlib
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final, Generic, TypeVar

log = logging.getLogger(__name__)
S = TypeVar("S")
POLL_S: Final = 1.0
MOST_KEPT: Final = 64 * 1024**2  # bytes of all pages that are kept
MOST_BYTES: Final = 512 * 1024  # of a page that is kept
MOST_SENT: Final = 64 * 1024  # bytes of a form; the sites take no file
DIGITS: Final = 19  # a number this long is beyond every one of ours
OVERHEAD: Final = 2_000  # bytes a kept page takes beside its content
KEEP: Final = "X-Keep"  # a view says that its answer is a page, the same for all until something new is published
LARGE: Final = "large"  # name of the cookie of the large mode; it says nothing else
ROBOTS: Final = ("bot", "spider", "crawler", "slurp", "curl", "wget", "python-requests", "scrapy")
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]  # WSGI


class Publication(Generic[S]):
    """number: asks for the number that stands; read: makes the snapshot of it."""

    def __init__(self, number: Callable[[], int], read: Callable[[], S]) -> None:
        self._ask, self._read = number, read
        self._state: tuple[int, S] | None = None
        self._followed = False
        self._lock = threading.Lock()

    def current(self) -> tuple[int, S]:
        """The number and the snapshot that stand now. Without a thread that follows, it asks."""
        if not self._followed or self._state is None:
            self.check()
        assert self._state is not None, "read"
        return self._state

    def check(self) -> int:
        """Read again where the number is another; the number."""
        with self._lock:
            number = self._ask()
            if self._state is None or self._state[0] != number:
                self._state = (number, self._read())
            return number

    def follow(self, *also: Callable[[], object]) -> None:
        """Ask once a second from now on, in a thread; `also` is called as often."""
        self.check()
        self._followed = True

        def run() -> None:
            while True:
                time.sleep(POLL_S)
                for act in (self.check, *also):
                    try:
                        act()
                    except Exception:  # the database is away for a moment: what stands goes on standing
                        log.exception("public.follow.failed")

        threading.Thread(target=run, daemon=True, name="publication").start()


def number_said(text: str, *, least: int, most: int) -> int:
    """A number of an address, between the two; the least where none is said."""
    if not (text.isascii() and text.isdecimal()):
        return least
    return min(max(int(text) if len(text) < DIGITS else most, least), most)


def is_large(environ: dict[str, Any]) -> bool:
    """Whether the visitor chose the large mode."""
    try:
        return LARGE in SimpleCookie(environ.get("HTTP_COOKIE", ""))
    except CookieError:
        return False


def is_robot(agent: str) -> bool:
    """Whether a program says of itself that it is one."""
    said = agent.lower()
    return not said or any(word in said for word in ROBOTS)


class Kept:
    """WSGI before the pages: answers again what was answered once, with an ETag, while the number stays."""

    def __init__(self, pages: Application, *, number: Callable[[], int]) -> None:
        self.pages, self.number = pages, number
        self._kept: OrderedDict[tuple[Any, ...], tuple[str, list[tuple[str, str]], bytes, str]] = OrderedDict()
        self._of, self._bytes = -1, 0
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # as WSGI has it
        length = environ.get("CONTENT_LENGTH") or "0"
        if "HTTP_TRANSFER_ENCODING" in environ or not length.isdecimal() or int(length) > MOST_SENT:
            start_response(
                "413 Content Too Large", [("Content-Type", "text/plain; charset=utf-8"), ("Connection", "close")]
            )
            return ["内容太大，没有接收。".encode()]
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or "HTTP_AUTHORIZATION" in environ:
            return self.pages(environ, start_response)
        number = self.number()
        if number != self._of:
            with self._lock:
                self._kept, self._of, self._bytes = OrderedDict(), number, 0
        key = (
            environ.get("HTTP_HOST", ""),
            environ.get("PATH_INFO", ""),
            environ.get("QUERY_STRING", ""),
            environ.get("HTTP_ACCEPT", ""),
            "HTTP_COOKIE" in environ and is_large(environ),
            environ["REQUEST_METHOD"],
        )
        found = self._kept.get(key)
        if found is None:
            return self._answer(key, number, environ, start_response)
        return _send(found, environ, start_response)

    def _answer(
        self, key: tuple[Any, ...], number: int, environ: dict[str, Any], start_response: Any
    ) -> Iterable[bytes]:
        told: list[Any] = []

        def note(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
            told[:] = [status, headers, exc_info]
            return lambda _data: None

        body = self.pages(environ, note)
        status, headers, exc_info = told
        keeps = any(name == KEEP for name, _value in headers)
        unsaid = {KEEP, "Cache-Control"} if keeps else {KEEP}
        headers = [(name, value) for name, value in headers if name not in unsaid]
        if not keeps or not status.startswith("200"):
            start_response(status, headers, exc_info) if exc_info else start_response(status, headers)
            return body
        whole = b"".join(body)
        if hasattr(body, "close"):
            body.close()
        etag = f'"{hashlib.sha256(whole).hexdigest()[:24]}"'
        headers += [("ETag", etag), ("Cache-Control", "public, max-age=0, must-revalidate"), ("Vary", "Accept, Cookie")]
        found = (status, headers, whole, etag)
        if len(whole) <= MOST_BYTES and number == self._of:
            with self._lock:
                self._put(key, found)
        return _send(found, environ, start_response)

    def _put(self, key: tuple[Any, ...], found: tuple[str, list[tuple[str, str]], bytes, str]) -> None:
        """The oldest pages make room: whoever asks for ever other addresses fills no memory."""
        if key in self._kept:  # answered twice at once
            return
        self._kept[key] = found
        self._bytes += len(found[2]) + OVERHEAD
        while self._bytes > MOST_KEPT:
            self._bytes -= len(self._kept.popitem(last=False)[1][2]) + OVERHEAD


def _send(
    found: tuple[str, list[tuple[str, str]], bytes, str], environ: dict[str, Any], start_response: Any
) -> Iterable[bytes]:
    status, headers, whole, etag = found
    if etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 Not Modified", [(n, v) for n, v in headers if n not in {"Content-Length", "Content-Type"}])
        return []
    start_response(status, headers)
    return [whole]
