"""Objections and repair at the desk."""

from collections.abc import Sequence
from datetime import date

from ninja import Schema
from pydantic import Field

from yiyuan.credit import forms, selectors, services
from yiyuan.credit.catalog_pages import label, labelled
from yiyuan.credit.models import CreditObjection, CreditRepair
from yiyuan.credit.types import OBJECTION_WORDS, REPAIR_WORDS
from yiyuan.credit.workflow import OBJECTION, REPAIR
from yiyuan.kernel.actor import Actor
from yiyuan.regulations.api import cited
from yiyuan.web.components import Fact, Link, Noted
from yiyuan.web.lists import Column, Lights, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters

OBJECTION_LIGHTS: Lights = {
    "filed": "soon",
    "checking": "run",
    "answered": "soon",
    "corrected": "ok",
    "upheld": "ok",
    "unconfirmed": "end",
    "unverifiable": "end",
}
REPAIR_LIGHTS: Lights = {"asked": "soon", "repaired": "ok", "refused": "end"}


class CreditObjectionOut(MatterOut, Schema):
    record_id: int
    matter: str = Field(alias="record.matter")
    provider: str = Field(alias="provider.name")
    door: str
    reason: str
    filed_on: date
    sent_on: date | None
    answer: str
    answered_on: date | None
    outcome: str
    decided_on: date | None


class CreditRepairOut(MatterOut, Schema):
    record_id: int
    matter: str = Field(alias="record.matter")
    corrected: bool
    committed: bool
    asked_on: date
    words: str
    decided_on: date | None


def _objection_facts(one: CreditObjection, actor: Actor) -> Sequence[Fact]:
    evidence = "、".join(file.name for file in one.evidence.all())
    return [
        Fact("记录", Link(one.record.matter, one.record.get_absolute_url())),
        Fact("主体", one.record.subject.name),
        Fact("提供单位", one.provider.name),
        Fact("提出", Noted(one.filed_on, f"向{one.get_door_display()}；两边看到的是同一件")),
        Fact("异议内容", one.reason, wide=True),
        Fact("证据", evidence, wide=True),
        Fact("发出核查", one.sent_on or "还没有"),
        Fact("核查情况", Noted(one.answer or "还没有", one.answered_on or ""), wide=True),
        Fact("处理", Noted(one.outcome or "还没有", one.decided_on or ""), wide=True),
        Fact("适用", label(actor), wide=True),
    ]


OBJECTIONS = Matters(
    OBJECTION,
    app="credit",
    noun="objection",
    title="信用信息异议",
    parameter="credit_objection_id",
    about="信息主体认为自己的信息有错误，向信用中心或者提供单位提出；办理期间每一处输出都标注。",
    empty="没有异议。",
    find=selectors.objection_for,
    rows=selectors.objections,
    facts=_objection_facts,
    shown=CreditObjectionOut,
    lights=OBJECTION_LIGHTS,
    columns=[
        state_column(OBJECTION_LIGHTS),
        name_column("记录", "record.matter"),
        Column("subject", "主体", "record.subject.name", sort="record__subject__name"),
        Column("provider", "提供单位", "provider.short_name", sort="provider__name"),
        Column("filed", "提出日期", "filed_on", sort="filed_on", css="nw"),
    ],
    filters=[
        state_filter(OBJECTION_WORDS),
        text_filter("matter", "记录", "record__matter"),
        text_filter("subject", "主体", "record__subject__name", "record__subject__code"),
    ],
    chips=lambda actor: cited(actor, "credit.objection", "credit.evidence", "credit.marked"),
    told=labelled,
    board="credit/list.html",
    asks={
        "send": Ask(services.send_check, name="send_objection"),
        "answer": Ask(services.answer_check, forms.WordsForm, beside="words", name="answer_objection"),
        "correct": Ask(
            services.correct_objection,
            forms.CorrectedForm,
            beside={"credit.corrected": "description", "credit.paper": "document_no", "credit.file": "file"},
            name="correct_objection",
        ),
        "uphold": Ask(services.uphold, forms.WordsForm, beside="words", name="uphold_objection"),
        "unconfirm": Ask(services.leave_unconfirmed, forms.WordsForm, beside="words", name="unconfirm_objection"),
        "unverified": Ask(services.leave_unverified, forms.WordsForm, beside="words", name="unverified_objection"),
    },
)


def _repair_facts(one: CreditRepair, actor: Actor) -> Sequence[Fact]:
    return [
        Fact("记录", Link(one.record.matter, one.record.get_absolute_url())),
        Fact("主体", one.record.subject.name),
        Fact("申请", Noted(one.asked_on, one.file_name)),
        Fact("已纠正、履行义务", "是" if one.corrected else "没有证明"),
        Fact("已公开作出信用承诺", "是" if one.committed else "没有"),
        Fact("答复", Noted(one.words or "还没有", one.decided_on or ""), wide=True),
        Fact("依据", "信用修复依据 2026 年起施行的国家规定，不在本平台收录的条文里；期限是平台默认。", wide=True),
        Fact("适用", label(actor), wide=True),
    ]


REPAIRS = Matters(
    REPAIR,
    app="credit",
    noun="repair",
    title="信用修复",
    parameter="credit_repair_id",
    about="谁认定、谁修复。修复以后终止公示、停止共享和使用；依据是收录范围以外的国家规定。",
    empty="没有修复申请。",
    find=selectors.repair_for,
    rows=selectors.repairs,
    facts=_repair_facts,
    shown=CreditRepairOut,
    lights=REPAIR_LIGHTS,
    columns=[
        state_column(REPAIR_LIGHTS),
        name_column("记录", "record.matter"),
        Column("subject", "主体", "record.subject.name", sort="record__subject__name"),
        Column("asked", "申请日期", "asked_on", sort="asked_on", css="nw"),
    ],
    filters=[state_filter(REPAIR_WORDS), text_filter("matter", "记录", "record__matter")],
    chips=lambda actor: cited(actor, "credit.repair"),
    told=labelled,
    board="credit/list.html",
    asks={
        "repair": Ask(services.repair, forms.MayWordsForm, name="grant_repair", path="grant"),
        "refuse": Ask(services.refuse_repair, forms.WordsForm, beside="words", name="refuse_repair"),
    },
)
