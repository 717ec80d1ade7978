"""What a person had filled in, kept through a lapsed login or a page that grew too old.

It is shown again with one button; nothing is ever sent by itself, and nothing is kept that came from another site.
"""

from typing import Any
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from yiyuan.web.components import Refusal, refusal_box
from yiyuan.web.htmx import is_htmx

SALT = "yiyuan.web.kept"
MAX_AGE_S = 3600
MAX_LENGTH = 200_000  # characters of a kept form; more would not pass the login again
LEFT_OUT = {"csrfmiddlewaretoken", "kept"}
READABLE = 2  # characters; shorter values are ticks and choices
LAPSED = Refusal("登录已过期，这一步没有做", advice="填过的内容还在本页：请另开窗口登录，再回来保存。")
AGED = Refusal("页面打开后你重新登录过，这一步没有做", advice="填过的内容还在本页：请按保存，不会丢。")


def keep(request: HttpRequest) -> str:
    """What was posted, signed, to travel with the login; "" where it came from elsewhere or is too much. No files."""
    if not _is_own(request):
        return ""
    fields = [(name, value) for name, values in request.POST.lists() if _may_travel(name) for value in values]
    text = signing.dumps({"path": request.get_full_path(), "fields": fields}, salt=SALT, compress=True)
    return text if fields and len(text) <= MAX_LENGTH else ""


def again(request: HttpRequest, kept: str) -> HttpResponse | None:
    """The page that offers what was kept, to be sent now; None where there is nothing, or it is not ours."""
    try:
        said = signing.loads(kept, salt=SALT, max_age=MAX_AGE_S)
    except signing.BadSignature:
        return None
    return _page(request, said["path"], said["fields"], status=200)


def aged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer where the page's token does not fit any more (Django's CSRF failure view)."""
    if is_htmx(request):
        return in_place(AGED, status=403)
    if kept := keep(request):
        said = signing.loads(kept, salt=SALT)
        return _page(request, said["path"], said["fields"], status=403)
    return HttpResponse(render_to_string("403_csrf.html", {"reason": reason}, request), status=403)


def in_place(refusal: Refusal, *, status: int) -> HttpResponse:
    """A refusal for the place of messages, the page left as it is."""
    answer = HttpResponse(refusal_box(refusal).__html__(), status=status)
    answer["HX-Retarget"], answer["HX-Reswap"] = "#messages", "innerHTML"
    return answer


def _is_own(request: HttpRequest) -> bool:
    """Whether one of our own pages posted it: browsers say where a post comes from."""
    return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()


def _may_travel(name: str) -> bool:
    return name not in LEFT_OUT and "password" not in name


def _page(request: HttpRequest, path: str, fields: Any, *, status: int) -> HttpResponse:  # pairs of name and value
    words = [value for _name, value in fields if len(value) > READABLE]
    context = {"path": path, "fields": fields, "words": words}
    return HttpResponse(render_to_string("web/kept.html", context, request), status=status)
