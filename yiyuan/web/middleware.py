"""The edge: refusals become pages or JSON, every answer gets its security headers and a request id."""

import contextvars
import json
import logging
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from yiyuan.kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken, Unavailable, YiyuanError
from yiyuan.web.components import Refusal, Refused, refusal_box
from yiyuan.web.htmx import is_htmx

log = logging.getLogger(__name__)

Handler = Callable[[HttpRequest], HttpResponse]
Explain = Callable[[HttpRequest, YiyuanError], Refused | None]

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
    """Maps the five families of refusal to 404, 403, 422, 409, 503: a page, a part for htmx, or JSON.

    `YIYUAN_EXPLAIN`, a dotted path in the settings, makes the sentence and its articles (None: the general one).
    The hook runs after the rollback, so it may also record the refused attempt.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return answer(request, error) if isinstance(error, YiyuanError) else None


def answer(request: HttpRequest, error: YiyuanError) -> HttpResponse:
    """The answer to a refusal; also for API routers that catch exceptions themselves."""
    refusal = explain(request, error)
    log.info("web.refused", extra={"code": error.code, "status": error.status, "path": request.path})
    if wants_json(request):
        response = _problem(request, error, refusal)
    elif is_htmx(request):
        response = HttpResponse(refusal_box(refusal).__html__(), status=error.status)
        response["HX-Retarget"] = "#messages"
        response["HX-Reswap"] = "innerHTML show:#messages:top"
    else:
        context = {"refusal": refusal, "error": error, "back": _back(request)}
        response = HttpResponse(render_to_string(f"{error.status}.html", context, request), status=error.status)
    if isinstance(error, Unavailable):
        response["Retry-After"] = "30"
    return response


def explain(request: HttpRequest, error: YiyuanError) -> Refused:
    """The sentence of a refusal: by the hook, or a general one that gives nothing away."""
    hook: Explain | None = _hook()
    return (hook(request, error) if hook is not None else None) or _general(error)


def _general(error: YiyuanError) -> Refusal:
    match error:
        case NotFound():
            return Refusal(_("没有找到这个页面或对象"), advice=_("可能已被删除，或者你现在的身份不能查看。"))
        case NotAllowed():
            return Refusal(_("你现在的身份不能做这件事"), advice=_("如果你有几个身份，请在右上角切换后再试。"))
        case RuleBroken():
            return Refusal(_("这样做不符合规定，没有保存"), advice=_("规则：%(rule)s") % {"rule": error.rule})
        case Conflict():
            return Refusal(
                _("别人刚刚处理过，或者当前状态不允许这样做"), advice=_("请刷新页面，看到最新状态后再操作。")
            )
        case Unavailable():
            return Refusal(_("系统的一部分暂时不可用"), advice=_("没有丢失任何数据，请过一会儿再试。"))
        case _:
            return Refusal(_("系统出错了"))


def wants_json(request: HttpRequest) -> bool:
    """API paths always; elsewhere when JSON is asked for and HTML is not."""
    accept = request.headers.get("Accept", "")
    return request.path.startswith("/api/") or ("json" in accept and "text/html" not in accept)


def _problem(request: HttpRequest, error: YiyuanError, refusal: Refused) -> HttpResponse:
    """RFC 9457. A missing object shows no facts: hidden and missing look alike."""
    body: dict[str, Any] = {  # JSON
        "type": "about:blank",
        "title": refusal.sentence,
        "status": error.status,
        "code": error.code,
        "detail": getattr(refusal, "advice", ""),
        "citations": [{"text": chip.text, "href": chip.href} for chip in refusal.chips],
        "request_id": getattr(request, "request_id", ""),
    }
    if isinstance(error, (RuleBroken, Conflict)):
        body["rule"] = error.subject
        body["facts"] = error.facts
    text = json.dumps(body, ensure_ascii=False, default=str)
    return HttpResponse(text, status=error.status, content_type="application/problem+json")


def _back(request: HttpRequest) -> str:
    """Where to go on: the page before, if it is ours."""
    before = request.headers.get("Referer", "")
    here = request.build_absolute_uri("/")
    return before if before.startswith(here) and before != request.build_absolute_uri() else "/"


def _hook() -> Explain | None:
    path: str = getattr(settings, "YIYUAN_EXPLAIN", "")
    hook: Explain | None = import_string(path) if path else None
    return hook
