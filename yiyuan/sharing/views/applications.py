"""Applications at both doors: what came, what was sent, one with its moves."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, QuerySet, Value
from django.urls import reverse
from django.utils.html import format_html
from ninja import Schema
from pydantic import Field

from yiyuan.kernel import clock
from yiyuan.kernel.actor import PARTIES, Actor, Function
from yiyuan.kernel.regions import covers
from yiyuan.regulations.api import resolve
from yiyuan.sharing import policies, selectors, services
from yiyuan.sharing.display import (
    compared,
    hands,
    item_words,
    kinds_in_words,
    mask_of,
    methods_in_words,
    rows_in_words,
    state_light,
)
from yiyuan.sharing.forms import (
    AttachForm,
    DisputeForm,
    ForwardForm,
    MinutesForm,
    NoteForm,
    OpinionForm,
    RefuseForm,
    ReturnForm,
    SuppliedForm,
    UpperAnswerForm,
    field_of,
)
from yiyuan.sharing.models import Application, Attachment, Paper
from yiyuan.sharing.rules import narrowed
from yiyuan.sharing.types import PAPER_WORDS, STATE_WORDS, Scope, State
from yiyuan.sharing.workflow import APPLICATION, GRANTING, REFUSING
from yiyuan.web.components import Fact
from yiyuan.web.lists import Column, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import (
    Ask,
    MatterOut,
    Matters,
    open_terms,
    strip_of,
    term_of,
    term_view,
    waiting_words,
    with_due,
)

BOXES = {"received": selectors.received, "sent": selectors.sent}


class ConditionOut(Schema):
    item: str
    operator: str
    value: str


class ScopeOut(Schema):
    """Items by name, conditions all of which hold, methods, purpose, last day; daily_calls, daily_rows: none is as many
    as needed. masked: item -> how it is masked.
    """

    items: list[str]
    rows: list[ConditionOut]
    methods: list[str]
    purpose: str
    until_on: date | None
    daily_calls: int | None
    daily_rows: int | None
    masked: dict[str, str]


class ApplicationLineOut(MatterOut, Schema):
    """due_on: last day of the answer, or of what is waited for now."""

    number: str
    resource_id: int
    resource: str = Field(alias="resource_name")
    provider: str = Field(alias="provider.name")
    consumer: str = Field(alias="consumer.name")
    purpose: str
    sent_on: date | None
    answered_on: date | None
    answer_reason: str
    answer_basis: str
    grant_id: int | None

    @staticmethod
    def resolve_grant_id(application: Application) -> int | None:
        return getattr(getattr(application, "grant", None), "id", None)


class AttachmentOut(Schema):
    """A file of a material; fetched at `attachments/{id}`."""

    id: int
    material: str
    name: str
    media: str
    size_bytes: int
    sha256: str
    added_on: date


class EarlierOut(Schema):
    """How an application ended."""

    id: int
    number: str
    state: str
    answered_on: date | None
    answer_reason: str
    answer_basis: str


class ApplicationOut(ApplicationLineOut):
    """What was asked for; what was granted on the day of the answer, and in what of fields, rows, methods, until_on and
    limits that is less. repeats: the application that ended before this one; repeated_by: ids of those that followed.
    """

    asked: ScopeOut
    granted: ScopeOut | None
    narrowed: list[str]
    repeats: EarlierOut | None
    repeated_by: list[int]
    materials: list[str]
    attachments: list[AttachmentOut]

    @staticmethod
    def resolve_attachments(application: Application) -> list[Attachment]:
        return list(application.attachments.order_by("id"))

    @staticmethod
    def resolve_repeats(application: Any) -> Application | None:  # as the kit hands it on
        return selectors.repeated(application.actor, application)

    @staticmethod
    def resolve_repeated_by(application: Any) -> list[int]:  # as the kit hands it on
        return [one.id for one in selectors.repeats_of(application.actor, application)]

    @staticmethod
    def resolve_asked(application: Application) -> dict[str, Any]:
        return _scope(application, selectors.scope_of(application), {})

    @staticmethod
    def resolve_granted(application: Application) -> dict[str, Any] | None:
        granted = selectors.granted_of(application)
        return _scope(application, granted, selectors.masks_of(application)) if granted else None

    @staticmethod
    def resolve_narrowed(application: Application) -> list[str]:
        granted = selectors.granted_of(application)
        return narrowed(asked=selectors.scope_of(application), granted=granted) if granted else []


def _scope(application: Application, scope: Scope, masks: Mapping[int, str]) -> dict[str, Any]:  # fields of ScopeOut
    resource = selectors.resource_of(application)
    names: dict[int, str] = {item.id: item.name for item in resource.items}
    rows = sorted(scope.rows, key=lambda row: (row.item_id, row.operator, row.value))
    return {
        "items": [item.name for item in resource.items if item.id in scope.fields],
        "rows": [{"item": names.get(r.item_id, ""), "operator": r.operator.value, "value": r.value} for r in rows],
        "methods": sorted(scope.methods),
        "purpose": application.purpose,
        "until_on": scope.until_on,
        "daily_calls": scope.daily_calls,
        "daily_rows": scope.daily_rows,
        "masked": {names[item]: mask for item, mask in masks.items()},
    }


class SignedOut(Schema):
    application_id: int
    step: str = Field(alias="step_title")
    seen_on: date


class DisputedOut(Schema):
    """signal_id: of the signal that is offered."""

    signal_id: int


def _facts(application: Application, _actor: Actor) -> Sequence[Fact]:
    level = {2: "二级", 3: "三级", 4: "四级"}.get(application.protection_level or 0, "")
    system = f"{application.receiving_system}，等级保护{level}" if level else application.receiving_system
    who = f"{application.consumer.name}，{application.drafter_name} {application.contact}".strip()
    facts = [
        Fact("申请单位", who, wide=True),
        Fact("共享需求", application.need, wide=True),
        Fact("使用用途", application.purpose, wide=True),
        Fact("履职依据", application.duty, wide=True),
        Fact("法律政策依据", application.legal_basis, wide=True),
        Fact("应用场景", application.scenario, wide=True),
        Fact("业务需求", application.business_need, wide=True),
        Fact("服务事项", application.service_item),
        Fact("用途种类", kinds_in_words(application.use_kinds)),
        Fact("当事人授权", application.consent),
        Fact("安全承诺", "已作数据安全承诺" if application.undertaking else ""),
        Fact("续期", f"接替授权 {application.renews.number}" if application.renews else ""),
        Fact("需求单", application.need_of.title if application.need_of else ""),
        Fact("接收系统", system),
    ]
    return [fact for fact in facts if fact.value]


def _context(actor: Actor, application: Application) -> Mapping[str, Any]:  # template variables
    resource = selectors.resource_of(application)
    asked = selectors.scope_of(application)
    term = term_of(APPLICATION.name, application.pk)
    moves = {move.name for move in APPLICATION.open_moves(application, actor)}
    return {
        "application": application,
        "waiting": waiting_words(APPLICATION.name, application.pk, actor=actor),
        "strip": strip_of(term) if term and application.sent_on else [],
        "items": [(item, item_words(item), mask_of(item), item.id in asked.fields) for item in resource.items],
        "rows": rows_in_words(asked.rows, resource),
        "methods": methods_in_words(application.methods),
        "hands": hands(application, selectors.hands_of(application, organisation_id=actor.organisation_id)),
        "offer": _offer(application, actor),
        "tasks": list(application.tasks.select_related("owner")),
        "may_decide": bool(moves & (GRANTING | REFUSING)),
        "grant": getattr(application, "grant", None),
        "compared": compared(application, resource),
        "repeated": selectors.repeated(actor, application),
        "materials": selectors.materials_of(application),
        "repeats": selectors.repeats_of(actor, application),
        "may_edit": application.is_draft and policies.may_apply(actor),
        "withdrawn": application.is_draft and selectors.draft_resource(application) is None,
        "papers": [(kind.value, PAPER_WORDS[kind]) for kind in selectors.kinds_for(application)],
        "signed": list(Paper.objects.filter(application=application).order_by("id")),
    }


def _offer(application: Application, actor: Actor) -> str:
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


def _dispute(application_id: int, *, actor: Actor, reason: str) -> dict[str, int]:
    return {"signal_id": services.dispute_refusal(application_id, actor=actor, reason=reason)}


def _batch(actor: Actor, box: str) -> list[tuple[str, str]]:
    """What may be done with several at once: a head answers, the bureau answers where the law lets it, or reminds."""
    by_bureau = resolve("sharing.decider", region=actor.region_code, on=clock.today()).value == "bureau"
    answers = actor.has(Function.HEAD) or (by_bureau and actor.has(Function.BUREAU))
    granting = [("grant", "同意所选（按申请的范围，脱敏）")] if answers and box == "received" else []
    reminds = actor.has(*(PARTIES if box == "sent" else {Function.BUREAU}))
    return granting + ([("remind", "催办所选")] if reminds else [])


def _pick(application: Application) -> object:
    """A box to choose an application that waits for an answer; nothing is chosen beforehand."""
    if not application.waits_for_answer:
        return ""
    box = '<input type="checkbox" name="application" value="{}" form="batch" aria-label="选 {}">'
    return format_html(box, application.id, application.number)


def _columns(actor: Actor, *, box: str, other: str) -> list[Column]:
    terms = open_terms(APPLICATION.name, list(BOXES[box](actor).values_list("id", flat=True)[:2000]))

    def term(application: Application) -> object:
        return term_view(terms.get(application.id)) or ""

    columns = [
        Column(
            "due",
            "期限",
            term,
            sort=("due", "ago"),
            export=lambda one: terms[one.id].due_on if one.id in terms else None,
        ),
        name_column(
            "申请", "resource_name", key="resource", note=lambda one: f"{one.called}，{one.purpose or '未写用途'}"
        ),
        Column("other", "对方单位", f"{other}.short_name", sort=f"{other}__name"),
        state_column(state_light),
        Column("sent", "收到", "sent_on", sort="sent_on"),
    ]
    if box == "received" and actor.has(Function.BUREAU):  # it oversees both sides
        columns.insert(3, Column("third", "提供部门", "provider.short_name", sort="provider__name"))
    return [Column("pick", "选", _pick, export=False), *columns] if _batch(actor, box) else columns


def _rows(actor: Actor, *, box: str) -> QuerySet[Any]:  # applications with `due` and `ago`
    """The one that runs out first stands first; those without a term follow by the day they came."""
    rows: QuerySet[Any] = BOXES[box](actor).annotate(ago=Value(clock.today()) - F("sent_on"))
    return with_due(rows, APPLICATION.name)


def _running(rows: QuerySet[Any]) -> str:  # applications with `due`
    waiting = rows.filter(state__in=[wait.state for wait in APPLICATION.waits])
    running, late = waiting.count(), waiting.filter(due__lt=clock.today()).count()
    return f"{running} 件在办" + (f"，{late} 件已逾期" if late else "") if running else ""


def _box(box: str, other: str, **more: Any) -> Matters:  # of its list
    return replace(
        APPLICATIONS,
        rows=partial(_rows, box=box),
        columns=partial(_columns, box=box, other=other),
        told=lambda actor: {"box": box, "batch": _batch(actor, box)},
        **more,
    )


APPLICATIONS = Matters(
    APPLICATION,
    app="sharing",
    noun="application",
    title="申请",
    names={"move": "act"},
    moved_at="<slug:move>/",
    find=selectors.application_for,
    rows=selectors.applications,
    facts=_facts,
    shown=ApplicationOut,
    listed=ApplicationLineOut,
    lights=state_light,
    columns=(),
    filters=[state_filter(STATE_WORDS), text_filter("name", "资源", "resource_name")],
    sort="due",
    headline=_running,
    board="sharing/applications.html",
    page="sharing/application.html",
    context=_context,
    asks={
        "send": Ask(
            services.send_application,
            words="按规定核对后提交，平台收到的时间就是计时的起点。",
            moves=("send", "propose"),
        ),
        "resend": Ask(services.resend_application, SuppliedForm, beside="materials"),
        "withdraw": Ask(services.withdraw_application, words="撤回后对方不再答复，期限停止；需要时重新申请。"),
        "hear_upper": Ask(services.hear_upper_body, UpperAnswerForm, beside="reason", operation="upper-answer"),
        "negotiate": Ask(services.negotiate_refusal, NoteForm, beside="reason"),
        "coordinate": Ask(services.seek_coordination, NoteForm, beside="reason", moves=("escalate", "pass_up")),
        "conclude": Ask(services.record_coordination, MinutesForm, operation="minutes"),
        "refuse": Ask(services.refuse_application, RefuseForm, beside=field_of, moves=("refuse", "uphold"), apart=True),
        "return": Ask(services.return_application, ReturnForm, beside="materials", apart=True),
        "forward": Ask(services.forward_application, ForwardForm, beside="proof", apart=True),
        "sign": Ask(
            services.sign,
            OpinionForm,
            beside="opinion",
            may=services.check_turn,
            label="审签",
            done="已审签。",
            gives=SignedOut,
        ),
        "attach": Ask(
            services.attach_file,
            AttachForm,
            words="答复之前可以补附；提交以后附上的不能去掉。",
            beside={"sharing.material_file": "file", "platform.scan": "file", "sharing.materials_listed": "material"},
            may=services.check_attach,
            label="附材料文件",
            done="文件已收下，摘要已记录。",
        ),
        "again": Ask(
            services.repeat_application,
            words="按这件申请起草新的一件，改好再提交；答复的部门会看到这次怎么答复的。",
            may=services.check_repeat,
            label="再次申请",
            done="已按原申请起草，核对后再提交。",
            makes=True,
        ),
        "dispute": Ask(
            _dispute,
            DisputeForm,
            words="认为拒绝没有理由的，作为线索提交主管部门；对方说明情况、主管部门认定之前不是结论。",
            beside="reason",
            may=services.check_dispute,
            label="提出异议",
            done="已提出异议。",
            gives=DisputedOut,
        ),
    },
)
APPLICATIONS = replace(
    APPLICATIONS,
    boxes={
        "received": _box(
            "received",
            "consumer",
            title="收到的申请",
            about="其他部门申请使用本部门资源；主管部门看到本地区的全部申请。",
            empty="还没有收到申请。资源发布后，其他部门可以在目录里申请。",
        ),
        "sent": _box(
            "sent",
            "provider",
            title="发出的申请",
            about="本部门申请使用其他部门的资源。",
            empty="还没有发出申请。在资源目录里找到资源，点“申请使用”。",
        ),
    },
)
