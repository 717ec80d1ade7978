"""Login, choice of organisation, access tokens, administration of organisations and persons."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Function
from yiyuan.kernel.errors import NotFound
from yiyuan.organisations import selectors, services
from yiyuan.organisations.api import actor_from_request, require
from yiyuan.organisations.forms import (
    AbolitionForm,
    LegalForm,
    LoginForm,
    OrganisationForm,
    PersonForm,
    TokenForm,
    UnlockForm,
)
from yiyuan.organisations.models import AccessToken, Account, Organisation
from yiyuan.organisations.rules import ADMINISTRATION
from yiyuan.organisations.selectors import departments, hats, open_assignments
from yiyuan.organisations.services.officers import enrolment_problem
from yiyuan.organisations.types import (
    ACT_STATE_WORDS,
    ACT_WORDS,
    FUNCTION_WORDS,
    KIND_WORDS,
    OFFICE_WORDS,
    ActKind,
    ActState,
    Ending,
    Kind,
    Legal,
    Office,
    OrganisationTag,
)
from yiyuan.organisations.views.second_factor import enter
from yiyuan.organisations.views.sessions import leave
from yiyuan.regulations.api import explain
from yiyuan.web.clients import client_address
from yiyuan.web.components import Empty, Link, Secret
from yiyuan.web.edge import beside
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Filter, Listing


@require_http_methods(["GET", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    form = LoginForm(request.POST or None)
    target = request.POST.get("next") or request.GET.get("next") or "/"
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("login", "password")}
        account = services.log_in(**said, address=client_address(request))
        if account and hats(account):
            return enter(request, account, target=target, kept=request.POST.get("kept", ""))
        form.add_error(
            "password",
            "这个账号目前没有任职岗位，请联系本单位系统管理员。"
            if account
            else "登录名或密码不对；连续输错 5 次会锁定 15 分钟。",
        )
    status = 422 if form.errors else 200
    return login_page(request, form, target=target, kept=request.POST.get("kept", ""), status=status)


def login_page(
    request: HttpRequest, form: LoginForm, *, target: str, kept: str = "", status: int = 200
) -> HttpResponse:
    """target: where it leads; kept: what was filled in when the login lapsed."""
    context = {"form": form, "next": target, "kept": kept}
    return render(request, "organisations/login.html", context, status=status)


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    leave(request)
    return see_other(reverse("organisations:login"))


@require_POST
def change_hat(request: HttpRequest) -> HttpResponse:
    """Act for another of one's organisations from now on."""
    assert isinstance(request.user, Account)
    wanted = request.POST.get("organisation", "")
    if wanted not in {str(hat.organisation_id) for hat in hats(request.user)}:
        raise NotFound("hat")
    request.session["organisation_id"] = int(wanted)
    actor = actor_from_request(request)
    record(actor, OrganisationTag.HAT_CHANGED, object_type="organisation", object_id=wanted)
    return see_other("/")


@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponseBase:
    """One's own access tokens; a new secret is shown once."""
    actor = actor_from_request(request)
    form = TokenForm(request.POST or None)
    secret: Secret | None = None
    if request.method == "POST" and form.is_valid():
        with beside(request, form, "name"):
            value = services.issue_token(actor=actor, functions=(), **form.cleaned_data)
            about = "平台只存摘要，离开本页后无法再看。丢了就作废它，再生成一个。"
            secret = Secret(value, about, title="令牌只显示这一次")
            form = TokenForm()
    mine = AccessToken.objects.filter(account_id=actor.account_id).select_related("organisation")
    columns = [
        Column("name", "用途", lambda t: t.name, sort="name"),
        Column("prefix", "编号", lambda t: t.prefix),
        Column("organisation", "代表单位", lambda t: t.organisation.name),
        Column("functions", "岗位", lambda t: "、".join(FUNCTION_WORDS[Function(f)] for f in t.functions)),
        Column("expires", "有效至", lambda t: t.expires_at, sort="expires_at"),
        Column("used", "最近使用", lambda t: t.used_at or "还没有用过", sort="used_at"),
        Column("state", "状态", _token_state),
    ]
    listing = Listing(
        request,
        mine,
        columns,
        default_sort="-id",
        filename="个人访问令牌",
        caption="个人访问令牌",
        empty=Empty("还没有令牌。程序用令牌以你的身份调用接口；在这一页上新建，只显示一次。"),
    )
    if listing.is_export:
        return listing.export()
    context = {"form": form, "secret": secret, "open": mine.filter(revoked_at=None), **listing.context()}
    return render(request, "organisations/tokens.html", context, status=422 if form.errors else 200)


def _token_state(token: AccessToken) -> str:
    if token.revoked_at:
        return "已作废"
    return "已过期" if token.expires_at <= clock.real_now() else "可用"


@require_POST
def revoke_token(request: HttpRequest, token_id: int) -> HttpResponse:
    services.revoke_token(token_id, actor=actor_from_request(request))
    messages.success(request, "令牌已作废，用它的调用从现在起被拒绝。")
    return see_other(reverse("organisations:tokens"))


def _organisation_link(found: Organisation) -> Link:
    return Link(found.name, reverse("organisations:organisation", args=[found.id]))


def _office_filter(rows: object, value: str) -> object:
    return rows.filter(office=value)  # type: ignore[attr-defined]  # a queryset of organisations


@require_http_methods(["GET", "POST"])
def organisations(request: HttpRequest) -> HttpResponseBase:
    """All organisations; a new one is registered here."""
    actor = actor_from_request(request)
    require(actor, Function.SYSTEM_ADMIN, Function.SECURITY_ADMIN)
    form = OrganisationForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        with beside(request, form, "uscc"):
            made = services.register_organisation(
                actor=actor,
                **{
                    k: values[k]
                    for k in ("name", "short_name", "uscc", "region_code", "parent_id", "first_responsible")
                },
                kind=Kind(values["kind"]),
                legal=Legal(values["legal"]) if values["legal"] else None,
                office=Office(values["office"]),
            )
            messages.success(request, "单位已登记。")
            return see_other(reverse("organisations:organisation", args=[made]))
    columns = [
        Column("name", "名称", _organisation_link, sort="name", head=True),
        Column("uscc", "统一社会信用代码", lambda o: o.uscc, sort="uscc"),
        Column("region", "行政区划", lambda o: o.region.name, sort="region_id"),
        Column("kind", "管理关系", lambda o: KIND_WORDS[Kind(o.kind)]),
        Column("office", "承担职能", lambda o: OFFICE_WORDS[Office(o.office)], sort="office"),
        Column("parent", "上级单位", lambda o: o.parent.name if o.parent else ""),
    ]
    bodies = departments(region_code=actor.region_code, active=False)
    filters = [Filter("office", "职能", _office_filter, [(o.value, w) for o, w in OFFICE_WORDS.items()])]
    listing = Listing(request, bodies, columns, filters, default_sort="id", filename="单位", caption="单位")
    if listing.is_export:
        return listing.export()
    return render(
        request,
        "organisations/organisations.html",
        {"form": form, **listing.context()},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def organisation(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """One organisation: names it bore, subordinate units, who holds which function since when."""
    actor = actor_from_request(request)
    found = selectors.administered_organisation(actor, organisation_id)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        with beside(request, form, "login"):
            account_id = services.open_account(
                actor=actor, **{k: values[k] for k in ("login", "password", "person_name", "phone", "post")}
            )
            act = services.ask_assignment(
                actor=actor, account_id=account_id, organisation_id=organisation_id, functions=values["functions"]
            )
            waiting = "重要岗位要等另一名管理员确认才生效。" if act else "岗位从今天起生效。"
            messages.success(request, f"人员已登记，{waiting}")
            return see_other(request.path)
    held = open_assignments(today=clock.today()).filter(organisation_id=organisation_id).select_related("person")
    today = clock.today()
    problem = enrolment_problem(found) if found.enrolled_on is None else None
    context = {
        "organisation": found,
        "abolished": found.abolished_on is not None and found.abolished_on <= today,
        "problem": explain(problem, region=found.region_id, on=today) if problem else None,
        "legal_form": LegalForm(),
        "abolition_form": AbolitionForm(old=found),
        "kind": KIND_WORDS[Kind(found.kind)],
        "office": OFFICE_WORDS[Office(found.office)],
        "names": found.names.order_by("from_on"),
        "subordinates": found.subordinates.order_by("id"),
        "assignments": [(a, FUNCTION_WORDS[Function(a.function)]) for a in held.order_by("person_id", "id")],
        "form": form,
    }
    return render(request, "organisations/organisation.html", context, status=422 if form.errors else 200)


@require_POST
def enrol(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Determine the legal nature if one was chosen, then enrol."""
    actor = actor_from_request(request)
    if legal := request.POST.get("legal", ""):
        services.set_legal(organisation_id, actor=actor, legal=Legal(legal).value)
    services.enrol_organisation(organisation_id, actor=actor)
    messages.success(request, "单位已启用。")
    return see_other(reverse("organisations:organisation", args=[organisation_id]))


@require_http_methods(["GET", "POST"])
def abolish(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Ask for the end of a body; another administrator confirms."""
    actor = actor_from_request(request)
    require(actor, Function.SYSTEM_ADMIN)
    found = selectors.administered_organisation(actor, organisation_id)
    form = AbolitionForm(request.POST if request.method == "POST" else None, old=found)
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "ending": Ending(form.cleaned_data["ending"])}
        with beside(request, form, "new_id"):
            services.ask_abolition(organisation_id, actor=actor, **values)
            messages.success(request, "已提出，另一名管理员确认后生效。")
            return see_other(reverse("organisations:acts"))
    context = {"organisation": found, "form": form}
    return render(request, "organisations/abolish.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def acts(request: HttpRequest) -> HttpResponseBase:
    """Acts of high risk: who asked, who confirmed; unlocking is asked for here."""
    return _acts(request)


def _acts(request: HttpRequest, secret: Secret | None = None) -> HttpResponseBase:
    actor = actor_from_request(request)
    require(actor, *ADMINISTRATION)
    form = UnlockForm(request.POST if request.method == "POST" and secret is None else None)
    if form.is_bound and form.is_valid():
        try:
            services.ask_unlock(actor=actor, login=form.cleaned_data["login"])
        except NotFound:
            form.add_error("login", "没有这个登录名。")
        else:
            messages.success(request, "已提出，另一名管理员确认后解除。")
            return see_other(reverse("organisations:acts"))
    columns = [
        Column("title", "内容", lambda a: a.title, head=True),
        Column("kind", "事项", lambda a: ACT_WORDS[ActKind(a.kind)], sort="kind"),
        Column("asked", "提出", lambda a: f"{a.asked_by.person.name} {a.asked_on}", sort="asked_on"),
        Column("state", "状态", lambda a: ACT_STATE_WORDS[ActState(a.state)], sort="state"),
        Column("decided", "处理", lambda a: f"{a.decided_by.person.name} {a.decided_on}" if a.decided_by else ""),
    ]
    found = selectors.acts(actor)
    listing = Listing(
        request,
        found,
        columns,
        default_sort="-id",
        filename="重要操作",
        caption="重要操作",
        empty=Empty("没有等确认的重要操作。授予重要岗位、撤销合并单位在“系统管理”里提出，解除锁定在下面提出。"),
    )
    if listing.is_export:
        return listing.export()
    may_confirm = actor.has(Function.SYSTEM_ADMIN, Function.SECURITY_ADMIN)
    waiting = found.filter(state=ActState.WAITING).exclude(asked_by=actor.account_id) if may_confirm else []
    may_ask = actor.has(Function.SYSTEM_ADMIN)
    context = {"form": form if may_ask else None, "waiting": waiting, "secret": secret, **listing.context()}
    return render(request, "organisations/acts.html", context, status=422 if form.errors else 200)


@require_POST
def decide_act(request: HttpRequest, act_id: int) -> HttpResponseBase:
    confirmed = request.POST.get("answer") == "confirm"
    told = services.decide_act(act_id, actor=actor_from_request(request), confirmed=confirmed)
    if told:
        return _acts(
            request,
            Secret(told, "请当面告诉本人。离开本页后无法再看，本人下次登录要改掉它。", title="初始密码只显示这一次"),
        )
    messages.success(request, "已确认，操作已执行。" if confirmed else "未予确认，操作不执行。")
    return see_other(reverse("organisations:acts"))


@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """Which organisations I act for, and as what."""
    assert isinstance(request.user, Account)
    worn = [(hat, [FUNCTION_WORDS[f] for f in sorted(hat.functions)]) for hat in hats(request.user)]
    context = {"worn": worn, "actor": actor_from_request(request), "login": request.user.login}
    return render(request, "organisations/me.html", context)
