"""In and out: a session of its own, in a cookie of its own, that opens nothing of the departments."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yiyuan.holders import rules, services
from yiyuan.holders.forms import SimulatorForm
from yiyuan.holders.login import oidc
from yiyuan.holders.models import Holder
from yiyuan.holders.types import Identity
from yiyuan.kernel import clock
from yiyuan.kernel.errors import RuleBroken
from yiyuan.regulations.api import chips, resolve
from yiyuan.web.edge import beside
from yiyuan.web.htmx import render, see_other

COOKIE = f"yiyuan_holder_{settings.PAGE_PORT}"
STATE_COOKIE = f"yiyuan_holder_state_{settings.PAGE_PORT}"
PATH = "/my-licences/"
SALT = "holders.login"
STATE_S = 600
SIMULATOR = "simulator"
NATION = "000000"

View = Callable[..., HttpResponse]


def holder_of(request: HttpRequest) -> Holder | None:
    """Who is logged in here as a holder; a department's login does not count."""
    return services.holder_of_key(request.COOKIES.get(COOKIE, ""))


def for_holders(view: View) -> View:
    """A page of somebody who has logged in with a real name; others are led to the login."""

    @never_cache
    @wraps(view)
    def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        holder = holder_of(request)
        if holder is None:
            return see_other(reverse("my_licences:login"))
        return view(request, holder, *args, **kwargs)

    return checked


@never_cache
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """The city's real-name login; of a demo a simulator that says so and checks nobody."""
    way = settings.HOLDER_LOGIN
    form = SimulatorForm(request.POST if request.method == "POST" and way == SIMULATOR else None)
    if form.is_bound and form.is_valid():
        with beside(request, form, "code"):
            said = form.cleaned_data
            identity = Identity(said["name"], said["code"], said["kind"], SIMULATOR)
            return entered(identity)
    law = resolve("licences.holder", region=NATION, on=clock.today())
    context = {"form": form, "way": way, "chips": chips(law)}
    return render(request, "holders/login.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def begin(_request: HttpRequest) -> HttpResponse:
    """On to the provider; what comes back is compared with a signed cookie."""
    if settings.HOLDER_LOGIN != oidc.HOW:
        raise RuleBroken("holders.login")
    begun = oidc.begin(back=_back())
    answer = see_other(begun.address)
    kept = signing.dumps([begun.state, begun.nonce, begun.verifier], salt=SALT)
    answer.set_cookie(STATE_COOKIE, kept, max_age=STATE_S, path=PATH, **_cookie())
    return answer


@never_cache
@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """From the provider. Raises RuleBroken("holders.login")."""
    try:
        state, nonce, verifier = signing.loads(request.COOKIES.get(STATE_COOKIE, ""), salt=SALT, max_age=STATE_S)
    except signing.BadSignature as error:
        raise RuleBroken("holders.login") from error
    if settings.HOLDER_LOGIN != oidc.HOW or request.GET.get("state") != state or not request.GET.get("code"):
        raise RuleBroken("holders.login")
    identity = oidc.finish(code=request.GET["code"], nonce=nonce, verifier=verifier, back=_back())
    answer = entered(identity)
    answer.delete_cookie(STATE_COOKIE, path=PATH)
    return answer


def entered(identity: Identity) -> HttpResponse:
    """On to the list, with the key of a new session. Raises RuleBroken("holders.identity")."""
    _holder, key = services.enter(identity)
    answer = see_other(reverse("my_licences:list"))
    answer.set_cookie(COOKIE, key, max_age=rules.SESSION_S, path=PATH, **_cookie())
    return answer


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    services.leave(request.COOKIES.get(COOKIE, ""))
    answer = see_other(reverse("my_licences:login"))
    answer.delete_cookie(COOKIE, path=PATH)
    return answer


def _cookie() -> dict[str, Any]:  # arguments of set_cookie
    return {"httponly": True, "secure": settings.SESSION_COOKIE_SECURE, "samesite": "Lax"}


def _back() -> str:
    return f"{settings.PUBLIC_URL}{reverse('my_licences:back')}"
