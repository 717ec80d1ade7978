"""Accounts: one's own password, and for administrators all accounts of their region."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yiyuan.kernel import clock
from yiyuan.kernel.actor import Function
from yiyuan.organisations import selectors, services
from yiyuan.organisations.api import actor_from_request, require
from yiyuan.organisations.forms import AssignForm, PasswordForm
from yiyuan.organisations.models import Account, Assignment, SecondFactor
from yiyuan.organisations.services import logins
from yiyuan.organisations.types import FUNCTION_WORDS
from yiyuan.web.components import Light, Link
from yiyuan.web.edge import beside
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Filter, list_page


@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """One's own password; asked for at the first login when an administrator chose it."""
    assert isinstance(request.user, Account)
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with beside(request, form, "new"):
            said = {name: form.cleaned_data[name] for name in ("old", "new")}
            here = str(request.session.session_key)
            account = services.change_password(actor=actor_from_request(request), session_key=here, **said)
            update_session_auth_hash(request, account)
            logins.move(here, str(request.session.session_key))
            messages.success(request, "密码已修改，您在别处的登录已经退出。")
            return see_other(reverse("organisations:me"))
    context = {"form": form, "must_change": request.user.must_change}
    return render(request, "organisations/password.html", context, status=422 if form.errors else 200)


def light_of(account: Account) -> Light:
    if not account.is_active:
        return Light("end", "已停用")
    return Light("soon", "待改初始密码") if account.must_change else Light("ok", "可登录")


def _functions(account: Account) -> str:
    """What the person is where, today; from what was prefetched."""
    today = clock.today()
    held = [a for a in account.person.assignments.all() if a.from_on <= today and (a.to_on is None or a.to_on >= today)]
    by_body: dict[str, list[str]] = {}
    for one in held:
        by_body.setdefault(one.organisation.name, []).append(FUNCTION_WORDS[Function(one.function)])
    return "；".join(f"{body}：{'、'.join(words)}" for body, words in by_body.items()) or "没有任职岗位"


@require_GET
def accounts(request: HttpRequest) -> HttpResponseBase:
    """Every account of the region, who it belongs to and what they are."""
    actor = actor_from_request(request)
    require(actor, Function.SYSTEM_ADMIN, Function.SECURITY_ADMIN)
    columns = [
        Column("state", "状态", light_of, export=lambda a: light_of(a).words, width=140),
        Column(
            "login",
            "登录名",
            lambda a: Link(a.login, reverse("organisations:account", args=[a.id])),
            sort="login",
            head=True,
            export=lambda a: a.login,
        ),
        Column("name", "姓名", lambda a: a.person.name, sort="person__name"),
        Column("functions", "任职岗位", _functions),
        Column("last", "最近登录", lambda a: a.last_login, sort="last_login"),
    ]
    filters = [
        Filter(
            "who",
            "登录名或姓名",
            lambda rows, value: rows.filter(Q(login__icontains=value) | Q(person__name__icontains=value)),
        ),
        Filter(
            "state",
            "状态",
            lambda rows, value: rows.filter(is_active=value == "on"),
            [("on", "可登录"), ("off", "已停用")],
        ),
    ]
    rows = selectors.accounts(actor).prefetch_related("person__assignments__organisation")
    return list_page(
        request,
        rows,
        columns,
        filters,
        title="账号",
        unit="个",
        sort="login",
        empty="还没有账号。在“系统管理”里打开一个单位，登记它的人员。",
    )


@require_GET
def account(request: HttpRequest, account_id: int) -> HttpResponse:
    """One account: what its person is, more functions, a lost password, off and on."""
    return _account(request, account_id, None)


def _account(request: HttpRequest, account_id: int, form: AssignForm | None) -> HttpResponse:
    actor = actor_from_request(request)
    found = selectors.administered_account(actor, account_id)
    held = selectors.open_assignments(today=clock.today()).filter(person=found.person_id).select_related("organisation")
    context: dict[str, Any] = {
        "account": found,
        "light": light_of(found),
        "factor": SecondFactor.objects.filter(account=found).first(),
        "failures": found.login_failures.count(),
        "assignments": [(a, FUNCTION_WORDS[Function(a.function)]) for a in held.order_by("organisation_id", "id")],
        "may_write": actor.has(Function.SYSTEM_ADMIN),
        "own": found.id == actor.account_id,
        "form": form or AssignForm(actor=actor),
    }
    return render(request, "organisations/account.html", context, status=422 if form else 200)


@require_POST
def assign(request: HttpRequest, account_id: int) -> HttpResponse:
    """Further functions for somebody who has an account already."""
    actor = actor_from_request(request)
    selectors.administered_account(actor, account_id)
    form = AssignForm(request.POST, actor=actor)
    if form.is_valid():
        with beside(request, form, "functions"):
            act = services.ask_assignment(actor=actor, account_id=account_id, **form.cleaned_data)
            messages.success(request, "重要岗位要等另一名管理员确认才生效。" if act else "岗位从今天起生效。")
            return see_other(reverse("organisations:account", args=[account_id]))
    return _account(request, account_id, form)


@require_POST
def switch(request: HttpRequest, account_id: int) -> HttpResponse:
    """Off at once, with its sessions and tokens; or on again."""
    on = request.POST.get("to") == "on"
    services.switch_account(account_id, actor=actor_from_request(request), on=on)
    messages.success(request, "账号已启用。" if on else "账号已停用：已有的登录和令牌立即失效。")
    return see_other(reverse("organisations:account", args=[account_id]))


@require_POST
def reset(request: HttpRequest, account_id: int) -> HttpResponse:
    """Ask for a new initial password."""
    services.ask_reset(actor=actor_from_request(request), account_id=account_id)
    messages.success(request, "已提出。另一名管理员确认后，由他把初始密码告诉本人。")
    return see_other(reverse("organisations:acts"))


@require_POST
def reset_factor(request: HttpRequest, account_id: int) -> HttpResponse:
    """Ask for the end of somebody's second factor."""
    services.ask_factor_reset(actor=actor_from_request(request), account_id=account_id)
    messages.success(request, "已提出。另一名管理员确认后，本人下次登录只用密码，再重新设动态码。")
    return see_other(reverse("organisations:acts"))


@require_POST
def end_assignment(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """The function ends at once."""
    services.end_assignment(assignment_id, actor=actor_from_request(request))
    messages.success(request, "岗位已结束，从现在起不能再以它办事。")
    person = Assignment.objects.get(id=assignment_id).person
    found = person.accounts.order_by("id").first()
    return see_other(reverse("organisations:account", args=[found.id]) if found else reverse("organisations:accounts"))
