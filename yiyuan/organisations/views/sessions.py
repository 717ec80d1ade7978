"""Sessions: begun at the login, ended when they are over, listed for their owner."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login as django_login
from django.contrib.auth import logout as django_logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yiyuan.kernel import clock
from yiyuan.organisations import rules, selectors
from yiyuan.organisations.api import actor_from_request
from yiyuan.organisations.models import Account, Login
from yiyuan.organisations.services import logins
from yiyuan.web.clients import client_address
from yiyuan.web.components import Light, moment
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Listing

BEGUN, SEEN = "begun", "seen"  # in the session: instants in seconds


def begin(request: HttpRequest, account: Account) -> None:
    """The person is in from now on."""
    django_login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    request.session[BEGUN] = request.session[SEEN] = clock.real_now().timestamp()
    request.session.save()  # it has a key from here on
    logins.begin(
        account.id,
        session_key=str(request.session.session_key),
        address=client_address(request),
        agent=request.headers.get("User-Agent", ""),
    )


def leave(request: HttpRequest) -> None:
    logins.forget_one(str(request.session.session_key))
    django_logout(request)


def watch(request: HttpRequest) -> None:
    """At each request: a session that is over ends; that it is used is noted now and then."""
    begun, seen = request.session.get(BEGUN), request.session.get(SEEN)
    if begun is None or seen is None:
        return
    now = clock.real_now().timestamp()
    if rules.is_over(begun, seen, now=now, idle_s=settings.SESSION_IDLE_S, longest_s=settings.SESSION_COOKIE_AGE):
        leave(request)
    elif now - seen >= rules.USE_NOTED.total_seconds():
        request.session[SEEN] = now
        logins.touch(str(request.session.session_key), address=client_address(request))


@require_safe
def sessions(request: HttpRequest) -> HttpResponseBase:
    """Where one is logged in, and when this session ends."""
    actor = actor_from_request(request)
    here = request.session.session_key

    def state(one: Login) -> Light:
        return Light("ok", "这次登录") if one.session_key == here else Light("run", "在别处")

    columns = [
        Column("state", "状态", state, width=140),
        Column("program", "程序", "program", head=True),
        Column("network", "网段", lambda one: one.network or "未知"),
        Column("begun", "开始", "begun_at", sort="begun_at"),
        Column("seen", "最近操作", "seen_at", sort="seen_at"),
        Column("act", "", "id", template="organisations/session_cell.html", export=False, css="act"),
    ]
    listing = Listing(
        request, selectors.logins(actor), columns, default_sort="-seen", filename="登录", caption="我的登录", unit="处"
    )
    if listing.is_export:
        return listing.export()
    begun = request.session.get(BEGUN)
    ends_at = datetime.fromtimestamp(begun, UTC) + timedelta(seconds=settings.SESSION_COOKIE_AGE) if begun else None
    context = {
        "ends": moment(ends_at) if ends_at else "",
        "idle": settings.SESSION_IDLE_S // 60,
        "others": selectors.logins(actor).exclude(session_key=here).count(),
        **listing.context(),
    }
    return render(request, "organisations/sessions.html", context)


@require_POST
def end_session(request: HttpRequest, login_id: int) -> HttpResponse:
    logins.end_login(login_id, actor=actor_from_request(request))
    messages.success(request, "这处登录已退出。")
    return see_other(reverse("organisations:sessions"))


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    ended = logins.end_others(actor=actor_from_request(request), keep=str(request.session.session_key))
    messages.success(request, f"已退出别处的 {ended} 处登录。")
    return see_other(reverse("organisations:sessions"))
