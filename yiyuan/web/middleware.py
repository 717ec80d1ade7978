"""The edge: refusals become pages or JSON, every answer gets its security headers and a request id."""

import contextvars
import logging
import uuid
from collections.abc import Callable, Mapping
from typing import Any

import psycopg
from django.conf import settings
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

from yiyuan.kernel.errors import NotFound, RuleBroken, YiyuanError
from yiyuan.kernel.texts import BIG, unfit
from yiyuan.web.components import once_a_page
from yiyuan.web.edge import answer, keep_fault, problem, wants_json

log = logging.getLogger(__name__)

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


PROBLEM = "application/problem+json"
FAILED_FROM, SERVER_FROM, NOT_SO = 400, 500, 405
# what Django and ninja refuse or fail at by themselves: code and title
FAILED_AS = {
    400: ("invalid", "请求读不懂，或者过大，没有保存。"),
    403: ("not_allowed", "不能这样做。"),
    404: ("not_found", "没有这个地址。地址见 /api/v1/docs。"),
    405: ("no_such_method", "这个地址没有这种请求方法。"),
    503: ("unavailable", "系统的一部分暂时不可用，没有丢失任何数据，请过一会儿再试。"),
    500: ("failed", "系统出错了，没有保存。这是程序的错误，已记入运行日志；请把 request_id 告诉平台运维。"),
}


class Numbered(logging.Filter):
    """Puts the number of the request into each line of the log; "-" outside of one."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get() or "-"
        return True


class RequestId:
    """First in the list: `request.request_id`, the same in the log and in `X-Request-ID`. Whatever failed is kept."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = uuid.uuid4().hex
        request.request_id = name  # type: ignore[attr-defined]  # our own attribute
        token = request_id.set(name)
        try:
            with once_a_page():
                response = self.get_response(request)
            if response.status_code >= SERVER_FROM:
                keep_fault(request, response.status_code)
        finally:
            request_id.reset(token)
        response["X-Request-ID"] = name
        return response


class MachineErrors:
    """Outside all that answers: whatever refuses or fails, a machine reads it in the one shape (RFC 9457)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        status = response.status_code
        if status < FAILED_FROM or response.get("Content-Type", "") == PROBLEM or not wants_json(request):
            return response
        code, title = FAILED_AS.get(status, FAILED_AS[400 if status < SERVER_FROM else 500])
        told = problem(request, status=status, code=code, title=title)
        for name in ("Allow", "Retry-After"):
            if name in response:
                told[name] = response[name]
        return told


class SecurityHeaders:
    """Everything from here only, no frames, no sniffing; nothing personal is kept unless the view says so."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if settings.HSTS_S:
            response.headers["Strict-Transport-Security"] = f"max-age={settings.HSTS_S}"
        return response


class Fit:
    """For sites of the public: what no row can hold and no browser sends is a page that is not there, or a bad call."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if any("\0" in text for name, values in request.GET.lists() for text in (name, *values)):
            return self.bad()
        return self.get_response(request)

    @staticmethod
    def bad() -> HttpResponse:
        return HttpResponse(
            "送来的内容里有不能使用的字符或者数。", status=400, content_type="text/plain; charset=utf-8"
        )

    def process_view(self, _request: HttpRequest, _view: object, _args: object, given: Mapping[str, Any]) -> None:
        if any(value > BIG if isinstance(value, int) else unfit(str(value)) for value in given.values()):
            raise Http404("address")

    def process_exception(self, _request: HttpRequest, error: Exception) -> HttpResponse | None:
        return self.bad() if isinstance(error, DataError | psycopg.DataError) else None


class KernelErrors:
    """Maps the six families of refusal to 404, 403, 422, 409, 503: a page, a part for htmx, or JSON.

    An address that only takes what is posted leads, opened, to the page it belongs to (F5, a copied address, a login in
    between). What the database could not hold is refused too (422): a net under forms and schemas, which say it by the
    field.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != NOT_SO or wants_json(request):
            return response
        above = _above(request.path) if request.method == "GET" else ""
        if above:
            return redirect(above)
        text = render_to_string(f"{NOT_SO}.html", {"back": _above(request.path) or "/"}, request)
        return HttpResponse(text, status=NOT_SO, headers={"Allow": response["Allow"]})

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, given: Mapping[str, Any]
    ) -> HttpResponse | None:
        """No row has such a number or name; no browser sends a NUL. Machines are read by `web.machines.Reader`."""
        if any(value > BIG if isinstance(value, int) else unfit(str(value)) for value in given.values()):
            return answer(request, NotFound("address"))
        for said in () if wants_json(request) else (request.GET, request.POST):
            for name, values in said.lists():
                if any("\0" in text for text in (name, *values)):
                    return answer(request, RuleBroken("platform.text", field=name.replace("\0", "")))
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, DataError):
            log.warning("web.not_held", exc_info=error, extra={"path": request.path})
            error = RuleBroken("platform.held")
        return answer(request, error) if isinstance(error, YiyuanError) else None


def _above(path: str) -> str:
    """The nearest address above that is a page of ours; "" where there is none."""
    parts = path.strip("/").split("/")
    for count in range(len(parts) - 1, 0, -1):
        address = f"/{'/'.join(parts[:count])}/"
        try:
            resolve(address)
        except Resolver404:
            continue
        return address
    return ""
