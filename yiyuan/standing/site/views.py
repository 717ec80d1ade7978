"""The pages: look-up by name or code, what is public of a subject, the lists, guides, feeds."""

from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.crypto import constant_time_compare

from yiyuan.kernel import clock
from yiyuan.standing import store
from yiyuan.web.public import is_large, number_said

PAGE: Final = 20
KINDS: Final = {
    store.PERMIT: "行政许可",
    store.PENALTY: "行政处罚",
    store.COMMITMENT: "信用承诺",
    store.RED: "守信激励名单",
    store.BLACK: "严重失信主体名单",
    store.RECORD: "其他公开信息",
}
GUIDES: Final = {"objection": "异议办事指南", "repair": "信用修复办事指南"}


def _page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """Nothing is kept: what is gone today must not be shown tomorrow."""
    found = store.site()
    more = {
        "site_title": found.get("title", "公共信用"),
        "label": found.get("label", ""),
        "open_title": settings.OPEN_TITLE,
        "site": settings.OPEN_URL,
        "large": is_large(request.META),
        "here": request.get_full_path(),
        "kinds": KINDS.items(),
        "guides": GUIDES.items(),
    }
    answer = HttpResponse(render_to_string(f"standing/site/{template}.html", {**more, **context}))
    answer["Cache-Control"] = "no-cache"
    return answer


def home(request: HttpRequest) -> HttpResponse:
    """Look up a legal person by its name or code."""
    text = request.GET.get("q", "")[:100].strip()
    found = store.subjects(text, today=clock.today()) if text else []
    return _page(request, "home", q=text, found=found)


def subject(request: HttpRequest, code: str) -> HttpResponse:
    lines = store.of_subject(code, today=clock.today())
    if not lines:
        raise Http404(code)
    groups = [(words, [one for one in lines if one["kind"] == kind]) for kind, words in KINDS.items()]
    return _page(
        request,
        "subject",
        name=lines[0]["name"],
        code=code.upper(),
        total=len(lines),
        groups=[(words, rows) for words, rows in groups if rows],
    )


def listed(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404(kind)
    page = number_said(request.GET.get("page", ""), least=1, most=1000)
    lines, more = store.of_kind(kind, today=clock.today(), page=page, size=PAGE)
    return _page(
        request,
        "list",
        kind=kind,
        words=KINDS[kind],
        lines=lines,
        page=page,
        before=page - 1,
        after=page + 1 if more else 0,
    )


def guide(request: HttpRequest, name: str) -> HttpResponse:
    if name not in GUIDES:
        raise Http404(name)
    mine = f"{settings.PUBLIC_URL}/my-licences/"
    return _page(request, f"guide_{name}", words=GUIDES[name], mine=mine)


def verify(request: HttpRequest, number: int, token: str) -> HttpResponse:
    """Whether there is a report of this code, and what it said."""
    one = store.report(number)
    if one is None or not constant_time_compare(one["code"], f"{number}-{token}"):
        raise Http404(token)
    return _page(request, "verify", one=one)


def feed(request: HttpRequest, kind: str = "") -> HttpResponse:
    """Atom, the newest of a list or of all that may be told."""
    if kind and kind not in KINDS:
        raise Http404(kind)
    today = clock.today()
    wanted = [kind] if kind else list(KINDS)
    lines = [one for name in wanted for one in store.of_kind(name, today=today, page=1, size=PAGE)[0]]
    lines.sort(key=lambda one: (one["day"], one["id"]), reverse=True)
    said = render_to_string(
        "standing/site/feed.xml",
        {
            "site": settings.OPEN_URL,
            "here": f"{settings.OPEN_URL}{request.path}",
            "title": f"{store.site().get('title', '公共信用')}{KINDS.get(kind, '')}",
            "lines": [{**one, "words": KINDS[one["kind"]]} for one in lines[:50]],
            "today": today,
        },
    )
    return HttpResponse(said, content_type="application/atom+xml; charset=utf-8")
