"""The edge: who is asking, and what a refusal says. Makes the Actor of a request; records refused attempts."""

import logging
from collections.abc import Callable
from functools import cache
from urllib.parse import urlencode

from django.conf import settings
from django.db import DatabaseError, InterfaceError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from yiyuan.audit.api import record, refused_looks
from yiyuan.config.rooms import all_rooms
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import Damaged, MoveRefused, NotAllowed, RuleBroken, YiyuanError
from yiyuan.operations.api import keep, note_damage
from yiyuan.organisations.api import actor_of_login, actor_of_token
from yiyuan.organisations.forms import LoginForm
from yiyuan.organisations.views.administration import login_page
from yiyuan.organisations.views.second_factor import has_factor, lacks_factor
from yiyuan.organisations.views.sessions import leave, watch
from yiyuan.regulations.api import explain as explain_rule
from yiyuan.regulations.types import Refusal
from yiyuan.web.edge import problem
from yiyuan.web.htmx import is_htmx
from yiyuan.web.kept import LAPSED, in_place
from yiyuan.web.kept import keep as keep_form

log = logging.getLogger(__name__)
MOST_LOOKS = 100  # of one person in an hour that were refused and are on record one by one; the last one says so
FOR_READING = {"/api/v1/docs", "/api/v1/openapi.json"}  # opened in a browser by whoever is logged in


@cache
def open_to_all() -> tuple[str, ...]:
    """Beginnings of the addresses that ask for no login."""
    return ("/static/", "/healthz", "/report/", "/help/", *(begins for room in all_rooms() for begins in room.public))


class ActorMiddleware:
    """Puts `request.actor` in place: from the session's chosen organisation, or from a personal access token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        machine = request.path.startswith("/api/")
        if not machine or request.path in FOR_READING:
            watch(request)
        actor = _by_token(request) if machine else actor_of_login(request)
        if actor is None and request.path in FOR_READING:
            machine = "Authorization" in request.headers
            actor = actor_of_login(request)
        request.actor = actor  # type: ignore[attr-defined]  # the one attribute the edge adds
        if actor is None and not request.path.startswith(open_to_all()):
            if machine:
                words = "缺少或无效的个人访问令牌。请在请求头加 Authorization: Bearer <令牌>。"
                return problem(request, status=401, code="not_logged_in", title=words)
            return _to_login(request)
        must_change = not machine and getattr(request.user, "must_change", False)
        if actor is not None and must_change and request.path not in _before_password():
            return redirect("organisations:password")
        if actor is not None and not machine and lacks_factor(request) and request.path not in _before_factor():
            if has_factor(request):  # the session is from before it was set up
                leave(request)
                return _to_login(request)
            return redirect("organisations:second_factor")
        return self.get_response(request)


def _to_login(request: HttpRequest) -> HttpResponse:
    """The login, which leads back to where one was, with what was filled in."""
    if is_htmx(request):
        return in_place(LAPSED, status=401)
    kept = keep_form(request) if request.method == "POST" else ""
    if kept:
        return login_page(request, LoginForm(), target=request.get_full_path(), kept=kept, status=401)
    return redirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}")


@cache
def _before_password() -> frozenset[str]:
    """What may be opened while one's password is somebody else's choice."""
    return frozenset({reverse("organisations:password"), reverse("organisations:logout")})


@cache
def _before_factor() -> frozenset[str]:
    """What may be opened while the second factor is demanded and not there."""
    return _before_password() | {reverse("organisations:second_factor")}


def _by_token(request: HttpRequest) -> Actor | None:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return actor_of_token(secret.strip()) if scheme.lower() == "bearer" else None


SENTENCES = {
    "not_found": "没有找到这一项，或者它不在您的权限范围内。请核对地址，或从列表重新进入。",
    "not_allowed": "您当前的岗位不能办理这一步。请由有相应岗位的人员办理，或在右上角切换单位。",
    "move_refused": "这件事的状态已经变了，现在不能再做这一步。请刷新页面看最新状态。",
    "conflict": "别人刚刚先改了这一项，您的修改没有保存。请刷新页面后再试。",
    "unavailable": "服务暂时没有就绪，数据没有丢失。请稍后再试。",
}


def explain(request: HttpRequest, error: YiyuanError) -> Refusal | None:
    """The sentence and articles of a refusal; the attempt itself is recorded in a transaction of its own."""
    actor = getattr(request, "actor", None)
    looked = request.method in {"GET", "HEAD"}
    before = refused_looks(actor.account_id) if isinstance(actor, Actor) and looked else 0
    if isinstance(actor, Actor) and isinstance(error, NotAllowed | RuleBroken) and before < MOST_LOOKS:
        with transaction.atomic():
            record(
                actor,
                f"edge.{error.code}",
                object_type="request",
                object_id=request.path[:80],
                facts={
                    "method": request.method,
                    "subject": error.subject,
                    "request": getattr(request, "request_id", ""),
                    **({"last": True} if before == MOST_LOOKS - 1 else {}),
                },
            )
    if isinstance(error, Damaged):
        note_damage(error.place)
        return None
    if isinstance(error, MoveRefused) and error.facts.get("became"):
        return Refusal(sentence=f"{error.facts['became']}所以这一步没有做。", chips=[])
    if isinstance(error, RuleBroken):
        at_home = actor.region_code if isinstance(actor, Actor) else "000000"
        region, on = error.judged_by or (str(error.facts.get("region") or at_home), clock.today())
        return explain_rule(error, region=region, on=on)
    words = SENTENCES.get(error.code, "没有完成，数据没有改动。请重试；仍然不行请联系平台运维。")
    sentence, end, advice = words.partition("。")
    return Refusal(sentence=sentence + end, chips=[], advice=advice)


def keep_fault(request: HttpRequest, status: int, error: BaseException | None) -> None:
    """What failed, in the log and among what the operator finds by number: neither a value nor who it was."""
    actor = getattr(request, "actor", None)
    match = request.resolver_match
    try:
        kept = keep(
            number=getattr(request, "request_id", ""),
            status=status,
            method=request.method or "",
            route=match.route if match else "",
            error=error,
            organisation_id=actor.organisation_id if isinstance(actor, Actor) else None,
        )
        log.error("web.failed %s %s %s %s", status, kept.route, kept.exception, kept.place)
    except (DatabaseError, InterfaceError):  # the database is what failed: the log has to do
        log.exception("web.failed.not_kept %s", status)
