"""Applications for conditional data, requests of the public, results of use, events and activities."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.urls import reverse
from ninja import Schema

from yiyuan.kernel.actor import Actor
from yiyuan.opening import forms, policies, selectors, services
from yiyuan.opening.models import Activity, Emergency, OpenAccess, PublicRequest, Reuse
from yiyuan.opening.types import (
    ACCESS_WORDS,
    EMERGENCY_WORDS,
    REQUEST_STATE_WORDS,
    REUSE_STATE_WORDS,
    IssuedKey,
)
from yiyuan.opening.workflow import ACCESS, EMERGENCY, REQUEST, REUSE
from yiyuan.regulations.api import cited, key
from yiyuan.web.components import Fact, Link, Noted
from yiyuan.web.lists import Column, Lights, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New

ACCESS_LIGHTS: Lights = {
    "asked": "soon",
    "agreed": "run",
    "active": "ok",
    "paused": "late",
    "refused": "end",
    "ended": "end",
}
REQUEST_LIGHTS: Lights = {"open": "soon", "answered": "ok"}
REUSE_LIGHTS: Lights = {"offered": "soon", "shown": "ok", "declined": "end"}
EMERGENCY_LIGHTS: Lights = {"open": "late", "ended": "end"}


class KeyOut(Schema):
    """Shown this once."""

    key: str


class AccessOut(MatterOut, Schema):
    """missed_on: the due day of the report that did not come."""

    dataset_id: int
    applicant: str
    applicant_code: str
    purpose: str
    plan: str
    security: str
    asked_on: date
    reply: str
    agreement_no: str
    agreement_on: date | None
    report_months: int | None
    report_due_on: date | None
    missed_on: date | None


class RequestOut(MatterOut, Schema):
    kind: str
    dataset_id: int | None
    code: str
    text: str
    received_on: date
    answer: str
    answered_on: date | None


class ReuseOut(MatterOut, Schema):
    kind: str
    title: str
    maker: str
    words: str
    href: str
    returned: str
    resource_id: int | None
    datasets: list[int]

    @staticmethod
    def resolve_datasets(found: Any) -> list[int]:  # a result with its actor
        return list(found.model.datasets.values_list("id", flat=True))


class EmergencyOut(MatterOut, Schema):
    kind: str
    title: str
    basis: str
    declared_at: datetime
    updated_at: datetime
    update: str
    account: str


class ActivityOut(Schema):
    id: int
    kind: str
    title: str
    words: str
    begins_on: date
    ends_on: date
    results: str


def _access_facts(one: OpenAccess, _actor: Actor) -> Sequence[Fact]:
    facts = [
        Fact("数据集", Link(one.dataset.name, one.dataset.get_absolute_url())),
        Fact("申请人", Noted(one.applicant, one.applicant_code)),
        Fact("申请日期", one.asked_on),
        Fact("用途", one.purpose, wide=True),
        Fact("利用方案", one.plan, wide=True),
        Fact("安全保障措施", one.security, wide=True),
    ]
    if one.reply:
        facts.append(Fact("答复", one.reply, wide=True))
    if one.agreement_no:
        facts.append(Fact("协议", Noted(one.agreement_no, f"{one.agreement_on} 签订，{one.agreement_file}")))
        facts.append(Fact("报告", Noted(f"每 {one.report_months} 个月一次", f"下一次 {one.report_due_on}")))
    if one.missed_on:
        facts.append(Fact("漏报", f"{one.missed_on} 应报的没有报"))
    return facts


def _access_context(_actor: Actor, one: OpenAccess) -> Mapping[str, Any]:  # template variables
    return {"reports": list(one.reports.all()), "breaches": list(one.breaches.order_by("id"))}


def _key_said(issued: IssuedKey) -> tuple[int, str]:
    return messages.SUCCESS, f"已登记协议。密钥只显示这一次，请交给申请人：{issued.key}"


ACCESSES = Matters(
    ACCESS,
    app="opening",
    noun="access",
    title="有条件开放申请",
    about="用途、利用方案和安全措施；签订协议后发密钥，按周期报告利用情况。",
    empty="没有申请。",
    parameter="open_access_id",
    names={"list": "accesses"},
    find=selectors.access_for,
    rows=selectors.accesses,
    facts=_access_facts,
    shown=AccessOut,
    lights=ACCESS_LIGHTS,
    columns=[
        state_column(ACCESS_LIGHTS),
        name_column("申请人", "applicant"),
        Column("dataset", "数据集", "dataset.name", sort="dataset__name"),
        Column("asked", "申请日期", "asked_on", sort="asked_on", css="nw"),
        Column("report", "下一次报告", "report_due_on", sort="report_due_on", css="nw"),
        Column("missed", "漏报", "missed_on", sort="missed_on", css="nw"),
    ],
    filters=[
        state_filter(ACCESS_WORDS),
        text_filter("name", "申请人", "applicant"),
        text_filter("dataset", "数据集", "dataset__name"),
    ],
    chips=lambda actor: cited(actor, "opening.agreement", "opening.reports", "opening.untrue"),
    links=lambda _actor: [Link("利用情况违规", reverse("opening:breaches"))],
    page="opening/access.html",
    context=_access_context,
    asks={
        "agree": Ask(services.agree, forms.ReplyForm, name="agree_access"),
        "refuse": Ask(services.refuse_access, forms.WordsForm, beside="words", name="refuse_access"),
        "sign": Ask(
            services.sign_agreement,
            forms.AgreementForm,
            beside={"opening.agreement": "number", "opening.reports": "months", "opening.file": "file"},
            said=_key_said,
            gives=KeyOut,
            name="sign_agreement",
        ),
        "report": Ask(
            services.record_report,
            forms.WordsForm,
            may=policies.require_reporting,
            label="登记利用情况报告",
            done="已登记。",
            beside="words",
            path="reports",
            name="record_report",
        ),
        "halt": Ask(services.halt_access, forms.WordsForm, beside="words", name="halt_access"),
        "resume": Ask(services.resume_access, name="resume_access"),
        "end": Ask(services.end_access, forms.WordsForm, beside="words", name="end_access"),
    },
)


def _request_facts(one: PublicRequest, _actor: Actor) -> Sequence[Fact]:
    name = one.dataset.name if one.dataset else "没有指明"
    return [
        Fact("种类", one.get_kind_display()),
        Fact("数据集", Link(name, one.dataset.get_absolute_url()) if one.dataset else name),
        Fact("收到", Noted(one.received_on, f"查询码 {one.code}")),
        Fact("由谁答复", one.answers.name),
        Fact("内容", one.text, wide=True),
        Fact("答复", Noted(one.answer or "还没有", one.answered_on or ""), wide=True),
    ]


REQUESTS = Matters(
    REQUEST,
    app="opening",
    noun="request",
    title="公众纠错和需求",
    about="公众在开放网站提出的；答复会公开。",
    empty="没有纠错和需求。",
    parameter="open_request_id",
    find=selectors.request_for,
    rows=selectors.requests,
    facts=_request_facts,
    shown=RequestOut,
    lights=REQUEST_LIGHTS,
    columns=[
        state_column(REQUEST_LIGHTS),
        name_column("内容", "text", note=lambda one: one.get_kind_display()),
        Column("dataset", "数据集", lambda one: one.dataset.name if one.dataset else "—", sort="dataset__name"),
        Column("by", "由谁答复", "answers.short_name", sort="answers__name"),
        Column("received", "收到日期", "received_on", sort="received_on", css="nw"),
    ],
    filters=[state_filter(REQUEST_STATE_WORDS), text_filter("text", "内容", "text", "code")],
    chips=lambda actor: cited(actor, "opening.answer"),
    asks={"answer": Ask(services.answer_request, forms.WordsForm, beside="words", name="answer_public")},
)


def _reuse_facts(one: Reuse, _actor: Actor) -> Sequence[Fact]:
    facts = [
        Fact("利用方式", key("opening.reuses").values.get(one.kind, one.kind)),
        Fact("谁做的", Noted(one.maker, one.offered_on)),
        Fact("用到的数据集", "、".join(one.datasets.values_list("name", flat=True))),
        Fact("说明", one.words, wide=True),
    ]
    if one.href:
        facts.append(Fact("网址", one.href, wide=True))
    if one.returned:
        facts.append(Fact("返还的数据", "、".join(one.returned.splitlines()), wide=True))
    if one.resource_id:
        facts.append(Fact("已进入目录", f"资源 {one.resource_id}，待编制"))
    if one.reply:
        facts.append(Fact("核对意见", one.reply, wide=True))
    return facts


REUSES = Matters(
    REUSE,
    app="opening",
    noun="reuse",
    title="利用成果",
    about="公众登记的利用成果；返还的数据进入目录，写明来源。",
    empty="没有利用成果。",
    find=selectors.reuse_for,
    rows=selectors.reuses,
    facts=_reuse_facts,
    shown=ReuseOut,
    lights=REUSE_LIGHTS,
    columns=[
        state_column(REUSE_LIGHTS),
        name_column("名称", "title"),
        Column("kind", "利用方式", lambda one: key("opening.reuses").values.get(one.kind, one.kind), sort="kind"),
        Column("maker", "谁做的", "maker", sort="maker"),
        Column("offered", "登记日期", "offered_on", sort="offered_on", css="nw"),
    ],
    filters=[state_filter(REUSE_STATE_WORDS), text_filter("title", "名称", "title", "maker")],
    chips=lambda actor: cited(actor, "opening.reuses", "opening.returned"),
    asks={
        "show": Ask(services.show_reuse, name="show_reuse"),
        "decline": Ask(services.decline_reuse, forms.WordsForm, beside="words", name="decline_reuse"),
        "enter": Ask(
            services.enter_returned,
            may=policies.require_entering,
            when=lambda one: bool(one.returned) and one.resource_id is None,
            label="返还的数据进入目录",
            done="已生成目录草稿，写明了来源。",
            name="enter_returned",
        ),
    },
)


def _emergency_facts(one: Emergency, _actor: Actor) -> Sequence[Fact]:
    facts = [
        Fact("事件种类", key("opening.emergency").values.get(one.kind, one.kind)),
        Fact("宣布", Noted(one.declared_at, one.declared_by.name)),
        Fact("更新时间", one.updated_at),
        Fact("依据", one.basis),
        Fact("数据集", "、".join(one.datasets.values_list("name", flat=True)), wide=True),
    ]
    facts += [Fact("最新情况", one.update, wide=True)] if one.update else []
    facts += [Fact("结束说明", Noted(one.account, one.ended_on or ""), wide=True)] if one.account else []
    return facts


EMERGENCIES = Matters(
    EMERGENCY,
    app="opening",
    noun="emergency",
    title="应急开放",
    about="自然灾害、事故灾难、公共卫生、社会安全四类突发事件时，及时开放相关数据并动态更新。",
    empty="没有应急开放。",
    names={"list": "emergencies"},
    find=selectors.emergency_for,
    rows=selectors.emergencies,
    facts=_emergency_facts,
    shown=EmergencyOut,
    lights=EMERGENCY_LIGHTS,
    columns=[
        state_column(EMERGENCY_LIGHTS),
        name_column("事件", "title"),
        Column("kind", "种类", lambda one: key("opening.emergency").values.get(one.kind, one.kind), sort="kind"),
        Column("by", "宣布单位", "declared_by.short_name", sort="declared_by__name"),
        Column("updated", "更新时间", "updated_at", sort="updated_at", css="nw"),
    ],
    filters=[state_filter(EMERGENCY_WORDS), text_filter("title", "事件")],
    chips=lambda actor: cited(actor, "opening.emergency"),
    asks={
        "update": Ask(
            services.update_emergency,
            forms.WordsForm,
            may=policies.require_updating,
            label="更新情况",
            done="已更新，公开网站会显示。",
            beside="words",
            name="update_emergency",
        ),
        "end": Ask(services.end_emergency, forms.WordsForm, beside="words", name="end_emergency"),
    },
    new=New(
        services.declare_emergency,
        forms.EmergencyForm,
        policies.may_declare,
        "宣布应急开放",
        beside={"opening.chosen": "dataset_ids", "opening.emergency": "kind"},
        by="opening.emergency.declare",
        name="new_emergency",
        key="opening.emergency",
    ),
)


def _activity_facts(one: Activity, _actor: Actor) -> Sequence[Fact]:
    return [
        Fact("种类", one.get_kind_display()),
        Fact("时间", f"{one.begins_on} 至 {one.ends_on}"),
        Fact("发布", Noted(one.operator.name, one.published_by)),
        Fact("数据集", "、".join(one.datasets.values_list("name", flat=True)), wide=True),
        Fact("内容", one.words, wide=True),
        Fact("结果", one.results or "还没有", wide=True),
    ]


ACTIVITIES = Matters(
    None,
    app="opening",
    noun="activity",
    title="竞赛与合作",
    about="与企业和社会组织合作、举办数据应用竞赛。",
    empty="还没有发布过。",
    unit="项",
    names={"list": "activities"},
    find=selectors.activity_for,
    rows=selectors.activities,
    facts=_activity_facts,
    shown=ActivityOut,
    columns=[
        name_column("名称", "title", note=lambda one: one.get_kind_display()),
        Column("begins", "开始", "begins_on", sort="begins_on", css="nw"),
        Column("ends", "结束", "ends_on", sort="ends_on", css="nw"),
    ],
    filters=[text_filter("title", "名称")],
    chips=lambda actor: cited(actor, "opening.contests"),
    links=lambda _actor: [Link("利用成果", reverse("opening:reuses"))],
    asks={
        "results": Ask(
            services.publish_results,
            forms.WordsForm,
            may=policies.require_keeper,
            label="公布结果",
            done="已公布。",
            beside="words",
            name="publish_results",
        ),
    },
    new=New(
        services.publish_activity,
        forms.ActivityForm,
        policies.CENTRE,
        "发布竞赛或者合作",
        beside={"opening.chosen": "dataset_ids", "opening.period": "ends_on"},
        by="opening.activity.publish",
        name="new_activity",
        key="opening.contests",
    ),
)
