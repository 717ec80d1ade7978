"""The second factor: asked for at the login, set up and dropped by its owner."""

import time

import pyotp
import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST

from yiyuan.kernel.actor import Function
from yiyuan.organisations.api import actor_from_request, hats_of
from yiyuan.organisations.forms import CodeForm, SetUpForm
from yiyuan.organisations.models import Account, SecondFactor
from yiyuan.organisations.services import second_factor
from yiyuan.organisations.types import FUNCTION_WORDS
from yiyuan.organisations.views.sessions import begin
from yiyuan.web.clients import client_address
from yiyuan.web.edge import beside
from yiyuan.web.htmx import render, see_other
from yiyuan.web.kept import again

PENDING, PASSED = "pending_login", "second_factor"  # in the session
PENDING_S = 300  # from the password to the code


def enter(request: HttpRequest, account: Account, *, target: str, kept: str) -> HttpResponse:
    """Whose password fitted: in, or on to the code of the second factor. target, kept: as of the login page."""
    if SecondFactor.objects.filter(account=account).exists():
        request.session[PENDING] = {"account": account.id, "at": time.time(), "target": target, "kept": kept}
        return see_other(reverse("organisations:login_code"))
    begin(request, account)
    return again(request, kept) or see_other(target)


@require_http_methods(["GET", "POST"])
def login_code(request: HttpRequest) -> HttpResponse:
    """The second step of a login."""
    pending = request.session.get(PENDING)
    if pending is None or time.time() - pending["at"] > PENDING_S:
        return redirect("organisations:login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        account = second_factor.pass_code(pending["account"], code=code, address=client_address(request))
        if account is not None:
            del request.session[PENDING]
            begin(request, account)
            request.session[PASSED] = True
            return again(request, pending["kept"]) or see_other(pending["target"])
        form.add_error("code", "动态码不对，或者已经用过。请等下一个码；连续输错 5 次会锁定 15 分钟。")
    return render(request, "organisations/login_code.html", {"form": form}, status=422 if form.errors else 200)


def lacks_factor(request: HttpRequest) -> bool:
    """Whether a second factor is demanded of the person and this session was begun without."""
    return not request.session.get(PASSED) and bool(_demanded(request))


def has_factor(request: HttpRequest) -> bool:
    return SecondFactor.objects.filter(account=request.user.pk).exists()


def _demanded(request: HttpRequest) -> list[Function]:
    """The person's functions for which it is demanded."""
    held = {function for hat in hats_of(request) for function in hat.functions}
    return sorted(held & settings.SECOND_FACTOR)


@require_http_methods(["GET", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """Whether one has a second factor; set up here, with recovery codes shown once."""
    assert isinstance(request.user, Account)
    factor = SecondFactor.objects.filter(account=request.user).first()
    if request.method != "POST":
        return _page(request, factor, None)
    form = SetUpForm(request.POST)
    if form.is_valid():
        with beside(request, form, "code"):
            codes = second_factor.set_up(actor=actor_from_request(request), **form.cleaned_data)
            request.session[PASSED] = True
            return _codes(request, codes)
    return _page(request, factor, form)


def _page(
    request: HttpRequest, factor: SecondFactor | None, form: SetUpForm | None, asked: CodeForm | None = None
) -> HttpResponse:
    assert isinstance(request.user, Account)
    demanded = _demanded(request)
    context: dict[str, object] = {
        "factor": factor,
        "demanded": "、".join(FUNCTION_WORDS[function] for function in demanded),
        "off": not settings.SECOND_FACTOR,
        "demo": settings.DEMO,
        "form": form,
        "asked": asked or CodeForm(),
        "codes_left": factor.codes.filter(used_at=None).count() if factor else 0,
    }
    if factor is None:
        again = str(form["sealed"].value() or "") if form else ""
        secret, sealed = second_factor.propose(request.user.id, again=again)
        context |= {"form": form or SetUpForm(initial={"sealed": sealed}), "secret": secret}
        context["qr"] = _qr(secret, request.user.login)
    refused = (form and form.errors) or (asked and asked.errors)
    return render(request, "organisations/second_factor.html", context, status=422 if refused else 200)


def _qr(secret: str, login: str) -> str:
    address = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name="一源")
    svg = segno.make(address, micro=False).svg_inline(scale=5, light="#fff", title="设动态码用的二维码")
    return mark_safe(svg)  # noqa: S308 - drawn by us; the login stands in it as dots


def _codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return render(request, "organisations/recovery_codes.html", {"codes": codes})


@require_POST
def make_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes; the old ones open nothing any more."""
    form = CodeForm(request.POST)
    if form.is_valid():
        with beside(request, form, "code"):
            said = {"code": form.cleaned_data["code"], "address": client_address(request)}
            return _codes(request, second_factor.make_codes(actor=actor_from_request(request), **said))
    return _page(request, SecondFactor.objects.filter(account=request.user.pk).first(), None, form)


@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """For another authenticator; where it is demanded, the next page asks to set one up."""
    form = CodeForm(request.POST)
    if form.is_valid():
        with beside(request, form, "code"):
            said = {"code": form.cleaned_data["code"], "address": client_address(request)}
            second_factor.drop(actor=actor_from_request(request), **said)
            request.session.pop(PASSED, None)
            messages.success(request, "动态码已停用。")
            return see_other(reverse("organisations:second_factor"))
    return _page(request, SecondFactor.objects.filter(account=request.user.pk).first(), None, form)
