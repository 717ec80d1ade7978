"""Pages of sharing: lists, apply, one application, decide, one grant."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yiyuan.catalog.api import materials_of
from yiyuan.kernel import clock
from yiyuan.kernel.errors import NotAllowed, NotFound, RuleBroken
from yiyuan.organisations.api import actor_from_request
from yiyuan.regulations.api import chips, explain, resolve
from yiyuan.sharing import policies, selectors, services
from yiyuan.sharing.display import (
    MASK_WORDS,
    grant_light,
    item_words,
    mask_of,
    methods_in_words,
    rows_in_words,
    state_light,
    timeline,
)
from yiyuan.sharing.forms import ApplyForm, RefuseForm, ScopeForm, field_of
from yiyuan.sharing.models import Application, Grant
from yiyuan.sharing.panels import GRANT_PANELS
from yiyuan.sharing.types import GATEWAY_METHODS, GRANT_WORDS, STATE_WORDS, Route, State
from yiyuan.sharing.workflow import APPLICATION, GRANT
from yiyuan.web.components import Empty, Light, Link, Secret
from yiyuan.web.forms import refuse as put_beside
from yiyuan.web.htmx import render, see_other
from yiyuan.web.lists import Column, Filter, Listing
from yiyuan.workflow.api import Law, open_terms, strip_of, term_of, term_view

GRANTING = {"grant", "agree", "carry_out"}
REFUSING = {"refuse", "uphold"}
AWAITING_DECISION = {State.SENT, State.NEGOTIATING, State.COORDINATED}


# ---- lists ----


def _by_state(rows: QuerySet[Any], value: str) -> QuerySet[Any]:  # applications or grants
    return rows.filter(state=value)


def _by_name(rows: QuerySet[Any], value: str) -> QuerySet[Any]:  # applications or grants
    return rows.filter(resource_name__icontains=value)


STATES = Filter("state", "状态", _by_state, [(s.value, w) for s, w in STATE_WORDS.items()])
GRANT_STATES = Filter("state", "状态", _by_state, [(s.value, w) for s, w in GRANT_WORDS.items()])
NAME = Filter("name", "资源", _by_name)


def _applications(
    request: HttpRequest, rows: QuerySet[Application], *, title: str, about: str, empty: Empty, other: str
) -> HttpResponseBase:
    terms = open_terms("sharing.application", list(rows.values_list("id", flat=True)[:2000]))

    def term(application: Application) -> object:
        found = terms.get(application.id)
        if found is None:
            return state_light(application)
        on = application.law_on or clock.today()
        return term_view(found, region=application.region_code, law_on=on)

    columns = [
        Column("due", "期限", term, export=lambda a: terms[a.id].due_on if a.id in terms else None),
        Column(
            "resource",
            "申请",
            lambda a: Link(a.resource_name, a.get_absolute_url(), note=f"{a.number}，{a.purpose or '未写用途'}"),
            sort="resource_name",
            head=True,
        ),
        Column("other", "对方单位", lambda a: getattr(a, other).short_name, sort=f"{other}__name"),
        Column("state", "状态", state_light, sort="state", export=lambda a: STATE_WORDS[State(a.state)]),
        Column("sent", "收到", "sent_on", sort="sent_on"),
    ]
    listing = Listing(
        request, rows, columns, [STATES, NAME], default_sort="-sent", filename=title, caption=title, empty=empty
    )
    if listing.is_export:
        return listing.export()
    return render(request, "sharing/list.html", {"title": title, "about": about, **listing.context()})


@require_safe
def received(request: HttpRequest) -> HttpResponseBase:
    return _applications(
        request,
        selectors.received(actor_from_request(request)),
        title="收到的申请",
        about="其他部门申请使用本部门资源；主管部门看到本地区的全部申请。",
        empty=Empty("还没有收到申请。资源发布后，其他部门可以在目录里申请。"),
        other="consumer",
    )


@require_safe
def sent(request: HttpRequest) -> HttpResponseBase:
    return _applications(
        request,
        selectors.sent(actor_from_request(request)),
        title="发出的申请",
        about="本部门申请使用其他部门的资源。",
        empty=Empty("还没有发出申请。在资源目录里找到资源，点“申请使用”。", "去资源目录", reverse("catalog:resources")),
        other="provider",
    )


def _grants(
    request: HttpRequest, rows: QuerySet[Grant], *, title: str, about: str, empty: Empty, other: str
) -> HttpResponseBase:
    columns = [
        Column("state", "状态", grant_light, sort="state", export=lambda g: g.get_state_display()),
        Column(
            "resource",
            "资源",
            lambda g: Link(g.resource_name, g.get_absolute_url(), note=g.number),
            sort="resource_name",
            head=True,
        ),
        Column("other", "对方单位", lambda g: getattr(g, other).short_name, sort=f"{other}__name"),
        Column("items", "信息项", lambda g: len(g.plan["fields"]), numeric=True),
        Column("methods", "方式", lambda g: methods_in_words(g.methods)),
        Column("until", "使用至", "until_on", sort="until_on"),
        Column("first", "首次取用", lambda g: g.first_delivered_on or "", sort="first_delivered_on"),
    ]
    listing = Listing(
        request, rows, columns, [GRANT_STATES, NAME], default_sort="-until", filename=title, caption=title, empty=empty
    )
    if listing.is_export:
        return listing.export()
    return render(request, "sharing/list.html", {"title": title, "about": about, **listing.context()})


@require_safe
def given(request: HttpRequest) -> HttpResponseBase:
    return _grants(
        request,
        selectors.given(actor_from_request(request)),
        title="我们授出",
        about="谁在用本部门的数据；主管部门看到本地区的全部授权。",
        empty=Empty("还没有授权。答复申请时同意，就会列在这里。"),
        other="consumer",
    )


@require_safe
def got(request: HttpRequest) -> HttpResponseBase:
    return _grants(
        request,
        selectors.got(actor_from_request(request)),
        title="我们获得",
        about="本部门可以使用的数据。",
        empty=Empty("还没有获得授权。", "去资源目录", reverse("catalog:resources")),
        other="provider",
    )


# ---- apply ----


@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, resource_id: int) -> HttpResponse:
    """Ask for a resource; an unconditional one is subscribed to at once."""
    actor = actor_from_request(request)
    resource = selectors.open_resource(resource_id)
    today = clock.today()
    route = selectors.route_for(resource, today=today)
    law = Law(resource.region_code, today)
    materials = materials_of(resource.version_id)
    longest = selectors.longest_until(law, today=today)
    initial = {"items": [i.id for i in resource.items], "methods": list(resource.methods)[:1], "until_on": longest}
    form = ApplyForm(
        request.POST or None,
        resource=resource,
        materials=materials,
        required=() if route is Route.SUBSCRIBE else law("sharing.purpose"),
        initial=initial if route is Route.SUBSCRIBE else {"until_on": longest},
    )
    if request.method == "POST" and form.is_valid():
        try:
            if route is Route.SUBSCRIBE:
                grant = services.subscribe(
                    resource_id, actor=actor, scope=form.scope(), purpose=form.cleaned_data["purpose"]
                )
                messages.success(request, "已订阅，可以立即使用。")
                return see_other(grant.get_absolute_url())
            application = _file(request, form, resource_id)
        except RuleBroken as broken:
            put_beside(form, field_of(broken), explain(broken, region=resource.region_code, on=today))
        else:
            return see_other(application.get_absolute_url())
    required = set(law("sharing.purpose"))
    context = {
        "resource": resource,
        "form": form,
        "route": route.value,
        "required": required,
        "purpose_chips": chips(law.resolved("sharing.purpose")),
        "reply": law.resolved("sharing.reply"),
        "reply_chips": chips(law.resolved("sharing.reply")),
        "decider_chips": chips(law.resolved("sharing.decider")),
        "route_chips": chips(law.resolved("sharing.not_shared_route")),
        "items": [(item, item_words(item), mask_of(item)) for item in resource.items],
    }
    return render(request, "sharing/apply.html", context, status=422 if form.errors else 200)


def _file(request: HttpRequest, form: ApplyForm, resource_id: int) -> Application:
    """Draft and send in one go; a refused sending leaves nothing behind."""
    from django.db import transaction

    with transaction.atomic():
        actor = actor_from_request(request)
        application = services.draft_application(resource_id, actor=actor, scope=form.scope(), values=form.statements())
        if request.POST.get("save") != "draft":
            services.send_application(application.id, actor=actor)
            messages.success(request, f"申请 {application.number} 已提交，平台收到的时间就是计时的起点。")
    return application


# ---- one application ----


def _facts(application: Application) -> list[tuple[str, object]]:
    level = {2: "二级", 3: "三级", 4: "四级"}.get(application.protection_level or 0, "")
    system = f"{application.receiving_system}，等级保护{level}" if level else application.receiving_system
    pairs: list[tuple[str, object]] = [
        ("申请单位", f"{application.consumer.name}，{application.drafter_name} {application.contact}".strip()),
        ("共享需求", application.need),
        ("使用用途", application.purpose),
        ("履职依据", application.duty),
        ("法律政策依据", application.legal_basis),
        ("应用场景", application.scenario),
        ("业务需求", application.business_need),
        ("服务事项", application.service_item),
        ("接收系统", system),
        ("材料", "、".join(application.materials)),
    ]
    return [(label, value) for label, value in pairs if value]


def _context(request: HttpRequest, application: Application) -> dict[str, Any]:  # template variables
    actor = actor_from_request(request)
    resource = selectors.resource_of(application)
    law = selectors.law_of(application, today=clock.today())
    term = term_of("sharing.application", application.id)
    moves = [move for move in APPLICATION.open_moves(application, actor) if move.label]
    asked = selectors.scope_of(application)
    return {
        "application": application,
        "resource": resource,
        "law": law,
        "light": state_light(application),
        "term": term_view(term, region=law.region, law_on=law.on),
        "strip": strip_of(term) if term and application.sent_on else [],
        "facts": _facts(application),
        "items": [(item, item_words(item), mask_of(item), item.id in asked.fields) for item in resource.items],
        "rows": rows_in_words(asked.rows, resource),
        "methods": methods_in_words(application.methods),
        "timeline": timeline("sharing.application", application.id),
        "moves": [move for move in moves if move.name not in GRANTING | REFUSING | {"return"}],
        "may_decide": any(move.name in GRANTING | REFUSING for move in moves),
        "grant": getattr(application, "grant", None),
    }


@require_safe
def application(request: HttpRequest, application_id: int) -> HttpResponse:
    found = selectors.application_for(actor_from_request(request), application_id)
    return render(request, "sharing/application.html", _context(request, found))


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, application_id: int) -> HttpResponse:
    """One page: who asks, for what, under which article, what it exposes, what was answered before; and the answer."""
    actor = actor_from_request(request)
    found = selectors.application_for(actor, application_id)
    resource = selectors.resource_of(found)
    law = selectors.law_of(found, today=clock.today())
    today = clock.today()
    names = {move.name for move in APPLICATION.open_moves(found, actor)}
    if not names & (GRANTING | REFUSING):
        if request.method == "POST" and State(found.state) in AWAITING_DECISION:
            raise NotAllowed("sharing.decide")  # an attempt that is recorded, not passed over
        return see_other(found.get_absolute_url())
    asked = selectors.scope_of(found)
    answer = request.POST.get("answer", "")
    longest = min(found.until_on, selectors.longest_until(law, today=today))
    initial = {
        "items": sorted(asked.fields),
        "methods": sorted(asked.methods),
        "until_on": longest,
        **_row_initial(asked),
    }
    scope_form = ScopeForm(
        request.POST if answer == "grant" else None, resource=resource, offered=asked, initial=initial
    )
    refuse_form = RefuseForm(request.POST if answer == "refuse" else None)
    form: ScopeForm | RefuseForm = refuse_form if answer == "refuse" else scope_form
    if request.method == "POST":
        try:
            done = _answer(request, found, answer, scope_form, refuse_form)
        except RuleBroken as broken:
            put_beside(form, field_of(broken), explain(broken, region=found.region_code, on=law.on))
        else:
            if done:
                return see_other(done)
    refuse_form.show_as_asked(law("sharing.refusal"))
    sensitive = [item.name for item in resource.chosen(sorted(asked.fields)) if item.personal]
    context = _context(request, found) | {
        "scope_form": scope_form,
        "refuse_form": refuse_form,
        "answer": answer,
        "ticked": {str(value) for value in (scope_form["items"].value() or [])},
        "unmasked": set(request.POST.getlist("unmasked")),
        "earlier": [(a, _how(a)) for a in selectors.earlier_answers(found)],
        "sensitive": sensitive,
        "others": _others(found),
        "listed": materials_of(found.version_id),
        "missing": [m for m in materials_of(found.version_id) if m not in found.materials],
        "may_return": "return" in names,
        "delivery": law.resolved("sharing.delivery"),
        "delivery_chips": chips(law.resolved("sharing.delivery")),
        "refusal_chips": list(
            dict.fromkeys(chips(law.resolved("sharing.refusal")) + chips(law.resolved("sharing.refusal_basis_levels")))
        ),
        "scope_chips": chips(law.resolved("sharing.scope")),
        "reply_chips": chips(law.resolved("sharing.reply")),
        "late_chips": chips(law.resolved("sharing.late_answer")),
    }
    refused = bool(scope_form.errors or refuse_form.errors)
    return render(request, "sharing/decide.html", context, status=422 if refused else 200)


def _row_initial(asked: Any) -> dict[str, Any]:  # initial values of the form
    made: dict[str, Any] = {}
    for number, row in enumerate(sorted(asked.rows, key=lambda r: (r.item_id, r.value))):
        made |= {
            f"row_item_{number}": str(row.item_id),
            f"row_operator_{number}": row.operator.value,
            f"row_value_{number}": row.value,
        }
    return made


def _answer(
    request: HttpRequest, found: Application, answer: str, scope_form: ScopeForm, refuse_form: RefuseForm
) -> str:
    """Carry the answer out; the address to go on to, or "" when the form must be shown again."""
    actor = actor_from_request(request)
    if answer == "grant" and scope_form.is_valid():
        unmasked = [int(value) for value in request.POST.getlist("unmasked") if value.isdigit()]
        services.grant_application(
            found.id, actor=actor, scope=scope_form.scope(), reason=request.POST.get("note", ""), unmasked=unmasked
        )
        messages.success(request, "已同意，授权现在生效。")
    elif answer == "refuse" and refuse_form.is_valid():
        services.refuse_application(found.id, actor=actor, **refuse_form.cleaned_data)
        messages.success(request, "已答复不予共享，理由和依据对方能看到。")
    elif answer == "return":
        services.return_application(found.id, actor=actor, missing=request.POST.getlist("missing"))
        messages.success(request, "已退回补材料，答复期限不变。")
    else:
        return ""
    return found.get_absolute_url()


def _how(earlier: Application) -> str:
    grant = getattr(earlier, "grant", None)
    if grant is None:
        return "不予共享"
    return f"{len(grant.plan['fields'])} 项，{methods_in_words(grant.methods)}，至 {grant.until_on}"


def _others(found: Application) -> dict[int, tuple[int, int]]:
    """Per item: how many of the other grants on this resource hold it, of how many."""
    plans = (
        Grant.objects.filter(resource_id=found.resource_id).exclude(application=found).values_list("plan", flat=True)
    )
    held = [{field["item_id"] for field in plan["fields"]} for plan in plans]
    return {item: (sum(item in one for one in held), len(held)) for item in found.fields}


SIMPLE_MOVES: dict[str, Callable[..., Any]] = {
    "send": lambda a, actor, post: services.send_application(a, actor=actor),
    "propose": lambda a, actor, post: services.send_application(a, actor=actor),
    "withdraw": lambda a, actor, post: services.withdraw_application(a, actor=actor),
    "resend": lambda a, actor, post: services.resend_application(a, actor=actor, supplied=post.getlist("supplied")),
    "negotiate": lambda a, actor, post: services.negotiate_refusal(a, actor=actor, note=post.get("note", "")),
    "escalate": lambda a, actor, post: services.seek_coordination(a, actor=actor, note=post.get("note", "")),
    "pass_up": lambda a, actor, post: services.seek_coordination(a, actor=actor, note=post.get("note", "")),
    "conclude": lambda a, actor, post: services.record_coordination(
        a, actor=actor, minutes_number=post.get("minutes_number", ""), conclusion=post.get("conclusion", "")
    ),
}


@require_POST
def act(request: HttpRequest, application_id: int, move: str) -> HttpResponse:
    """A move without a form of its own."""
    actor = actor_from_request(request)
    if move not in SIMPLE_MOVES:
        raise NotFound("move", move=move)
    found = selectors.application_for(actor, application_id)
    try:
        SIMPLE_MOVES[move](application_id, actor, request.POST)
    except RuleBroken as broken:
        refusal = explain(broken, region=found.region_code, on=found.law_on or clock.today())
        context = _context(request, found) | {"refusal": refusal}
        return render(request, "sharing/application.html", context, status=422)
    messages.success(request, "已办理。")
    return see_other(found.get_absolute_url())


# ---- one grant ----


def _grant_context(request: HttpRequest, grant: Grant) -> dict[str, Any]:  # template variables
    actor = actor_from_request(request)
    info = selectors.grant_info(grant)
    resource = selectors.resource_of(grant.application)
    term = term_of("sharing.grant", grant.id)
    asked = set(grant.application.fields)
    given_ids = {field.item_id for field in info.fields}
    on = grant.law_on or clock.today()
    return {
        "grant": grant,
        "info": info,
        "light": grant_light(grant),
        "term": term_view(term, region=grant.region_code, law_on=on),
        "delivery_light": Light("ok", "已首次取用") if grant.first_delivered_on else None,
        "fields": [(field, MASK_WORDS[field.mask]) for field in info.fields],
        "left_out": [item.name for item in resource.items if item.id in asked - given_ids],
        "rows": rows_in_words(frozenset(info.rows), resource),
        "methods": methods_in_words(grant.methods),
        "timeline": timeline("sharing.grant", grant.id),
        "moves": [move for move in GRANT.open_moves(grant, actor) if move.label],
        "is_consumer": grant.consumer_id == actor.organisation_id,
        "may_issue": info.live
        and grant.consumer_id == actor.organisation_id
        and policies.may_apply(actor)
        and bool(info.methods & GATEWAY_METHODS),
        "use_chips": chips(resolve("sharing.use_limit", region=grant.region_code, on=on)),
        "days_left": max((grant.until_on - clock.today()) / timedelta(days=1), 0),
        "panels": [panel for panel in GRANT_PANELS.ask((actor, grant.id)) if panel],
    }


@require_safe
def grant(request: HttpRequest, grant_id: int) -> HttpResponse:
    found = selectors.grant_for(actor_from_request(request), grant_id)
    return render(request, "sharing/grant.html", _grant_context(request, found))


@require_POST
def issue_key(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Make a new key and show it this once."""
    actor = actor_from_request(request)
    found = selectors.grant_for(actor, grant_id)
    value = services.issue_key(grant_id, actor=actor)
    found.refresh_from_db()
    about = f"由{actor.person_name}生成。平台只存摘要，离开本页后谁也看不到；丢了就再生成一把，上一把随即失效。"
    context = _grant_context(request, found) | {"secret": Secret(value, about), "key": value}
    context["panels"] = [panel for panel in GRANT_PANELS.ask((actor, grant_id, value)) if panel]
    return render(request, "sharing/grant.html", context)


@require_POST
def end(request: HttpRequest, grant_id: int, move: str) -> HttpResponse:
    """Revoke, stop or give back."""
    actor = actor_from_request(request)
    found = selectors.grant_for(actor, grant_id)
    if move not in {"revoke", "stop", "give_back"}:
        raise NotFound("move", move=move)
    try:
        if move == "give_back":
            services.give_back_grant(grant_id, actor=actor)
        else:
            services.revoke_grant(grant_id, actor=actor, reason=request.POST.get("reason", ""))
    except RuleBroken as broken:
        refusal = explain(broken, region=found.region_code, on=found.law_on or clock.today())
        return render(request, "sharing/grant.html", _grant_context(request, found) | {"refusal": refusal}, status=422)
    messages.success(request, "授权已终止，下一次调用就会被拒绝。")
    return see_other(found.get_absolute_url())
