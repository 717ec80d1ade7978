"""What stands before the pages: a stranger's body never takes the last thread, and never more than a form needs.

A body is read by the thread that answers. Somebody who sends one slowly holds that thread; so only some threads of a
process read bodies for those who are not known (no session, no token), and the others go on answering.
"""

import threading
from collections.abc import Callable, Iterable
from http.cookies import CookieError, SimpleCookie
from tempfile import SpooledTemporaryFile
from typing import IO, Any, BinaryIO

from django.db import DatabaseError

STRANGERS = 2  # bodies of strangers read at once, of the process's threads (config/serve.py)
WAIT_S = 0.5  # an honest form is read in less
FORM_BYTES = 256 * 1024
DOOR_BYTES = 24 * 1024 * 1024  # the public doors take a file as evidence
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]  # WSGI
TOO_LARGE, BUSY = "413 Content Too Large", "503 Service Unavailable"


class Front:
    """WSGI around the pages. known: whether a session key or a bearer token is one of ours; doors: public addresses."""

    def __init__(
        self, pages: Application, *, known: Callable[[str, str], bool], doors: tuple[str, ...], cookie: str
    ) -> None:
        self.pages = pages
        self.known = known
        self.doors = doors
        self.cookie = cookie
        self._strangers = threading.BoundedSemaphore(STRANGERS)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # as WSGI has it
        length = environ.get("CONTENT_LENGTH") or ""
        chunked = "HTTP_TRANSFER_ENCODING" in environ
        if (not chunked and length in {"", "0"}) or self._is_known(environ):
            return self.pages(environ, start_response)
        most = DOOR_BYTES if environ.get("PATH_INFO", "").startswith(self.doors) else FORM_BYTES
        if chunked or not length.isdigit() or int(length) > most:
            return _refused(start_response, TOO_LARGE, "内容太大，没有接收。")
        if not self._strangers.acquire(timeout=WAIT_S):
            return _refused(start_response, BUSY, "现在提交的人太多，请过一会儿再试。")
        try:
            environ["wsgi.input"] = _read(environ["wsgi.input"], int(length))
        finally:
            self._strangers.release()  # what the page then does with it takes a thread like any other
        return self.pages(environ, start_response)

    def _is_known(self, environ: dict[str, Any]) -> bool:
        try:
            morsel = SimpleCookie(environ.get("HTTP_COOKIE", "")).get(self.cookie)
        except CookieError:
            morsel = None
        scheme, _, token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
        token = token.strip() if scheme.lower() == "bearer" else ""
        session = morsel.value if morsel else ""
        try:
            return bool(session or token) and self.known(session, token)
        except DatabaseError:  # the page says so
            return False


def _read(source: BinaryIO, length: int) -> IO[bytes]:
    """All of a body, in memory up to a form's size, then on disk."""
    kept = SpooledTemporaryFile(max_size=FORM_BYTES)  # noqa: SIM115 - the page reads it
    while length > 0 and (piece := source.read(min(length, FORM_BYTES))):
        kept.write(piece)
        length -= len(piece)
    kept.seek(0)
    return kept


def _refused(start_response: Any, status: str, words: str) -> Iterable[bytes]:  # as WSGI has it
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Connection", "close"), ("Retry-After", "5")]
    start_response(status, headers)
    return [words.encode()]
