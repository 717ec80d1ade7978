"""The edge: refusals become pages or JSON, every answer gets its security headers and a request id."""

import contextvars
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from yiyuan.kernel.errors import YiyuanError
from yiyuan.web.edge import answer

Handler = Callable[[HttpRequest], HttpResponse]

request_id: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="")

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}


class RequestId:
    """First in the list: `request.request_id`, the same in the log and in `X-Request-ID`."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = uuid.uuid4().hex
        request.request_id = name  # type: ignore[attr-defined]  # our own attribute
        token = request_id.set(name)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response["X-Request-ID"] = name
        return response


class SecurityHeaders:
    """Everything from here only, no frames, no sniffing; nothing personal is kept unless the view says so."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class KernelErrors:
    """Maps the five families of refusal to 404, 403, 422, 409, 503: a page, a part for htmx, or JSON."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return answer(request, error) if isinstance(error, YiyuanError) else None
