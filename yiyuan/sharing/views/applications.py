"""Apply, one application, decide it on one page."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yiyuan.catalog.types import Sharing
from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.kernel.regions import covers
from yiyuan.organisations.api import actor_from_request, choices
from yiyuan.regulations.api import chips
from yiyuan.sharing import policies, selectors, services
from yiyuan.sharing.display import (
    hands,
    item_words,
    kinds_in_words,
    mask_of,
    methods_in_words,
    rows_in_words,
    state_light,
    timeline,
)
from yiyuan.sharing.forms import ApplyForm, GrantForm, RefuseForm, day_of, field_of, subscribing
from yiyuan.sharing.models import Application, Grant, Paper
from yiyuan.sharing.types import PAPER_WORDS, Route, State
from yiyuan.sharing.workflow import APPLICATION, GRANTING
from yiyuan.web.components import Refused
from yiyuan.web.edge import beside
from yiyuan.web.htmx import render, see_other
from yiyuan.workflow.api import Law, strip_of, term_of, term_view, waiting_words

REFUSING = {"refuse", "uphold"}
PHRASES = {
    "grant": ("其余信息项不是办理所必需，未予提供。", "只核对是否一致，不提供明细。", "按人查询，每次写明办件编号。"),
    "refuse": (
        "全量提供超出核验所需，可改为按人核验后再申请。",
        "申请的用途与写明的职责不符。",
        "数据不由本部门掌握。",
    ),
}
AWAITING_DECISION = {State.SENT, State.NEGOTIATING, State.COORDINATED}


@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, resource_id: int) -> HttpResponse:
    """Ask for a resource; an unconditional one is subscribed to at once."""
    actor = actor_from_request(request)
    resource = selectors.open_resource(resource_id)
    today = clock.today()
    typed = selectors.items_with_types(resource)
    bound = [item.id for item, kind in typed if kind == Sharing.CONDITIONAL]
    beyond = bool(bound) and request.GET.get("way") == "apply"  # also the items that are not had by subscribing
    route = selectors.route_for(resource, today=today, item_ids=bound if beyond else ())
    law = Law(resource.region_code, today)
    materials = list(resource.materials)
    longest = selectors.longest_until(law, today=today)
    free = selectors.free_items(resource)
    initial = {"items": free, "methods": list(resource.methods)[:1], "until_on": longest}
    asked = subscribing(law) if route is Route.SUBSCRIBE else (*law("sharing.purpose"), *law("sharing.receiving"))
    consent = "" if route is Route.SUBSCRIBE else selectors.consent_basis(resource)
    renewed = _renewed(request, resource_id)
    form = ApplyForm(
        request.POST or None,
        resource=resource,
        materials=materials,
        required=(*asked, "consent") if consent else asked,
        kinds=selectors.permitted_kinds(resource, today=today),
        initial=_renewal(renewed)
        if renewed
        else initial
        if route is Route.SUBSCRIBE
        else {"until_on": longest, **_from_before(actor.organisation_id)},
    )
    if request.method == "POST" and form.is_valid():
        with beside(request, form, field_of):
            if route is Route.SUBSCRIBE:
                stated = {name: form.cleaned_data[name] for name in services.SUBSCRIPTION}
                grant = services.subscribe(resource_id, actor=actor, scope=form.scope(), **stated)
                messages.success(request, "已订阅，可以立即使用。")
                return see_other(grant.get_absolute_url())
            application = _file(request, form, resource_id, renews_id=renewed.id if renewed else None)
            return see_other(application.get_absolute_url())
    required = set(law("sharing.purpose"))
    context = {
        "resource": resource,
        "form": form,
        "route": route.value,
        "required": required,
        "purpose_chips": chips(law.resolved(f"sharing.{'subscription' if route is Route.SUBSCRIBE else 'purpose'}")),
        "reply": law.resolved("sharing.reply"),
        "reply_chips": chips(law.resolved("sharing.reply")),
        "decider_chips": chips(law.resolved("sharing.decider")),
        "route_chips": chips(law.resolved("sharing.not_shared_route")),
        "items": [
            (
                item,
                item_words(item),
                mask_of(item),
                kind,
                kind == Sharing.NOT_SHARED or (route is Route.SUBSCRIBE and kind),
            )
            for item, kind in typed
        ],
        "bound": bool(bound) and route is Route.SUBSCRIBE,
        "conditions": [] if route is Route.SUBSCRIBE else selectors.conditions_in_words(resource),
        "consent": consent,
        "renewed": renewed,
        "kind_chips": chips(law.resolved("sharing.use_kinds")),
        "receiving_chips": chips(law.resolved("sharing.receiving")),
    }
    return render(request, "sharing/apply.html", context, status=422 if form.errors else 200)


def _from_before(organisation_id: int) -> dict[str, Any]:  # initial values of the form
    """Duty, system and contact as the department last stated them; items and purpose are always chosen anew."""
    last = selectors.last_application_of(organisation_id)
    names = "duty legal_basis receiving_system protection_level contact".split()
    return {name: getattr(last, name) for name in names} if last else {}


def _renewed(request: HttpRequest, resource_id: int) -> Grant | None:
    """The grant an application is to renew, where the address names one."""
    asked = request.GET.get("renews", "")
    if not asked.isdigit():
        return None
    actor = actor_from_request(request)
    found = selectors.grant_for(actor, int(asked))
    if found.resource_id != resource_id or found.consumer_id not in actor.organisation_ids:
        raise NotFound("sharing.grant", id=int(asked))
    return found


def _renewal(grant: Grant) -> dict[str, Any]:  # initial values of the form
    """A renewal begins with what is held now; it is decided anew."""
    before = grant.application
    names = [*services.STATEMENTS, "service_item", "receiving_system", "protection_level", "contact", "use_kinds"]
    law = selectors.law_of_grant(grant, today=clock.today())
    return {name: getattr(before, name) for name in names} | {
        "items": [field["item_id"] for field in grant.plan["fields"]],
        "methods": grant.methods,
        "until_on": selectors.longest_until(law, today=clock.today()),
    }


def _file(request: HttpRequest, form: ApplyForm, resource_id: int, *, renews_id: int | None) -> Application:
    drafts = request.POST.get("save") == "draft"
    do = services.draft_application if drafts else services.file_application
    actor = actor_from_request(request)
    made = do(resource_id, actor=actor, scope=form.scope(), values=form.statements(), renews_id=renews_id)
    if not drafts:
        messages.success(request, f"申请 {made.number} 已提交，平台收到的时间就是计时的起点。")
    return made


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
        ("用途种类", kinds_in_words(application.use_kinds)),
        ("当事人授权", application.consent),
        ("安全承诺", "已作数据安全承诺" if application.undertaking else ""),
        ("续期", f"接替授权 {application.renews.number}" if application.renews else ""),
        ("需求单", application.need_of.title if application.need_of else ""),
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
        "waiting": waiting_words("sharing.application", application.id, actor=actor),
        "strip": strip_of(term) if term and application.sent_on else [],
        "facts": _facts(application),
        "items": [(item, item_words(item), mask_of(item), item.id in asked.fields) for item in resource.items],
        "rows": rows_in_words(asked.rows, resource),
        "methods": methods_in_words(application.methods),
        "timeline": timeline("sharing.application", application.id),
        "moves": [move for move in moves if move.name not in GRANTING | REFUSING | {"return", "forward"}],
        "hands": hands(application, selectors.hands_of(application, organisation_id=actor.organisation_id)),
        "may_sign": may_sign(application, actor),
        "may_dispute": found_unfounded(application, actor),
        "offer": offer_of(application, actor),
        "owners": choices(region_code=actor.region_code) if any(move.name == "conclude" for move in moves) else [],
        "tasks": list(application.tasks.select_related("owner")),
        "may_decide": any(move.name in GRANTING | REFUSING for move in moves),
        "grant": getattr(application, "grant", None),
        "papers": [(kind.value, PAPER_WORDS[kind]) for kind in selectors.kinds_for(application)],
        "signed": list(Paper.objects.filter(application=application).order_by("id")),
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
    scope_form = GrantForm(
        request.POST if answer == "grant" else None, resource=resource, offered=asked, initial=initial
    )
    refuse_form = RefuseForm(request.POST if answer == "refuse" else None)
    form: GrantForm | RefuseForm = refuse_form if answer == "refuse" else scope_form
    refusal: Refused | None = None
    if request.method == "POST":
        with beside(request, form if form.is_bound else None, field_of) as said:
            done = _answer(request, found, answer, scope_form, refuse_form)
            if done:
                return see_other(done)
        refusal = None if form.is_bound else said.refusal
    unanswered = request.method == "POST" and answer not in {"grant", "refuse", "return", "forward"}
    refuse_form.show_as_asked(law("sharing.refusal"))
    sensitive = [item.name for item in resource.chosen(sorted(asked.fields)) if item.personal]
    context = _context(request, found) | {
        "refusal": refusal,
        "unanswered": unanswered,
        "scope_form": scope_form,
        "refuse_form": refuse_form,
        "answer": answer,
        "ticked": {str(value) for value in (scope_form["items"].value() or [])},
        "unmasked": set(request.POST.getlist("unmasked")),
        "earlier": [(a, _how(a)) for a in selectors.earlier_answers(found)],
        "sensitive": sensitive,
        "others": _others(found),
        "listed": resource.materials,
        "missing": [m for m in resource.materials if m not in found.materials],
        "phrases": PHRASES,
        "may_return": "return" in names,
        "may_forward": "forward" in names and law("sharing.forward") != "none",
        "forward_chips": chips(law.resolved("sharing.forward")),
        "delivery": law.resolved("sharing.delivery"),
        "delivery_chips": chips(law.resolved("sharing.delivery")),
        "refusal_chips": list(
            dict.fromkeys(chips(law.resolved("sharing.refusal")) + chips(law.resolved("sharing.refusal_basis_levels")))
        ),
        "scope_chips": chips(law.resolved("sharing.scope")),
        "reply_chips": chips(law.resolved("sharing.reply")),
        "late_chips": chips(law.resolved("sharing.late_answer")),
    }
    refused = bool(unanswered or scope_form.errors or refuse_form.errors or refusal)
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
    request: HttpRequest, found: Application, answer: str, scope_form: GrantForm, refuse_form: RefuseForm
) -> str:
    """Carry the answer out; the address to go on to, or "" when the form must be shown again."""
    actor = actor_from_request(request)
    if answer == "grant" and scope_form.is_valid():
        unmasked = [int(value) for value in request.POST.getlist("unmasked") if value.isdigit()]
        services.grant_application(
            found.id, actor=actor, scope=scope_form.scope(), reason=scope_form.cleaned_data["note"], unmasked=unmasked
        )
        messages.success(request, "已同意，授权现在生效。")
    elif answer == "refuse" and refuse_form.is_valid():
        services.refuse_application(found.id, actor=actor, **refuse_form.cleaned_data)
        messages.success(request, "已答复不予共享，理由和依据对方能看到。")
    elif answer == "forward":
        upper, proof = request.POST.get("upper_body", ""), request.POST.get("proof", "")
        services.forward_application(found.id, actor=actor, upper_body=upper, proof=proof)
        messages.success(request, "已登记转报，答复期限不变。")
    elif answer == "return":
        services.return_application(found.id, actor=actor, missing=request.POST.getlist("missing"))
        messages.success(request, "已退回补材料，答复期限不变。")
    else:
        return ""
    return found.get_absolute_url()


def may_sign(application: Application, actor: Actor) -> bool:
    """Whether it is this person's turn in the department's own order."""
    turn = selectors.next_signer(application, organisation_id=actor.organisation_id)
    mine = bool(turn and turn.account_id == actor.account_id)
    return mine and application.waits_for_answer and application.consumer_id not in actor.organisation_ids


def offer_of(application: Application, actor: Actor) -> str:
    """Where an officer or inspector offers a refusal as a signal, filled in; empty where there is nothing to offer."""
    law = selectors.law_of(application, today=clock.today())
    oversees = actor.has(Function.BUREAU, Function.AUDITOR) and covers(actor.region_code, application.region_code)
    if application.state != State.REFUSED or not oversees or not law("sharing.violation_refusal"):
        return ""
    refuser = application.provider_id if law("sharing.decider") == "provider" else None
    said = {
        "organisation_id": refuser or "",
        "violation": "sharing.violation_refusal",
        "title": f"拒绝没有依据：{application.resource_name}",
        "matter": f"sharing.application:{application.id}",
        "evidence": f"申请 {application.number} 于 {application.answered_on} 被拒绝，"
        f"理由：{application.answer_reason}，依据：{application.answer_basis or '没有写明'}。",
    }
    return f"{reverse('workflow:raise_signal')}?{urlencode(said)}"


def found_unfounded(application: Application, actor: Actor) -> bool:
    """Whether this actor may hold a refusal unfounded, where the law of the region lists that conduct."""
    return (
        application.state == State.REFUSED
        and application.consumer_id in actor.organisation_ids
        and policies.may_apply(actor)
        and bool(selectors.law_of(application, today=clock.today())("sharing.violation_refusal"))
    )


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


def _conclude(application_id: int, actor: Actor, post: QueryDict) -> Application:
    """The meeting and, where tasks were decided, who carries each out."""
    tasks = [
        services.Wanted(int(owner), title, day_of(wanted))
        for owner, title, wanted in zip(
            post.getlist("task_owner"), post.getlist("task_title"), post.getlist("task_on"), strict=False
        )
        if owner.isdigit() and title.strip()
    ]
    return services.record_coordination(
        application_id,
        actor=actor,
        met_on=day_of(post.get("met_on", "")),
        participants=post.get("participants", ""),
        minutes_number=post.get("minutes_number", ""),
        conclusion=post.get("conclusion", ""),
        tasks=tasks,
    )


SIMPLE_MOVES: dict[str, Callable[..., Any]] = {
    "send": lambda a, actor, post: services.send_application(a, actor=actor),
    "propose": lambda a, actor, post: services.send_application(a, actor=actor),
    "withdraw": lambda a, actor, post: services.withdraw_application(a, actor=actor),
    "resend": lambda a, actor, post: services.resend_application(a, actor=actor, supplied=post.getlist("supplied")),
    "negotiate": lambda a, actor, post: services.negotiate_refusal(a, actor=actor, note=post.get("note", "")),
    "hear_upper": lambda a, actor, post: services.hear_upper_body(a, actor=actor, upper_answer=post.get("note", "")),
    "sign": lambda a, actor, post: services.sign(a, actor=actor, opinion=post.get("note", "")),
    "dispute": lambda a, actor, post: services.dispute_refusal(a, actor=actor, reason=post.get("note", "")),
    "escalate": lambda a, actor, post: services.seek_coordination(a, actor=actor, note=post.get("note", "")),
    "pass_up": lambda a, actor, post: services.seek_coordination(a, actor=actor, note=post.get("note", "")),
    "conclude": _conclude,
}


@require_POST
def act(request: HttpRequest, application_id: int, move: str) -> HttpResponse:
    """A move without a form of its own."""
    actor = actor_from_request(request)
    if move not in SIMPLE_MOVES:
        raise NotFound("move", move=move)
    found = selectors.application_for(actor, application_id)
    with beside(request) as said:
        SIMPLE_MOVES[move](application_id, actor, request.POST)
        messages.success(request, "已办理。")
        return see_other(found.get_absolute_url())
    return render(request, "sharing/application.html", _context(request, found) | {"refusal": said.refusal}, status=422)
