"""Records as provider and centre work with them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import F
from django.urls import reverse
from ninja import Schema
from pydantic import Field

from yiyuan.credit import forms, policies, selectors, services, sheets
from yiyuan.credit.catalog_pages import label, labelled
from yiyuan.credit.models import CreditRecord
from yiyuan.credit.types import LEVEL_WORDS, NATURE_WORDS, RECORD_WORDS, Level, RecordState
from yiyuan.kernel import clock
from yiyuan.kernel.actor import PARTIES, Actor, Function
from yiyuan.regulations.api import cited
from yiyuan.web.components import Fact, Light, Link, Noted
from yiyuan.web.lists import Column, Filter, Lights, choice_filter, name_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, Matters, New

LIGHTS: Lights = {"live": "ok", "ended": "end", "repaired": "end", "withdrawn": "late", "archived": "end"}


class RecordOut(Schema):
    """published_until: None where no term is set, so it is not published. marks: what stands beside it everywhere.
    values: by column of the published forms, amounts in fen.
    """

    id: int
    item: str = Field(alias="item.name")
    item_code: str = Field(alias="item.code")
    subject_code: str = Field(alias="subject.code")
    subject_name: str = Field(alias="subject.name")
    provider: str = Field(alias="provider.name")
    state: RecordState
    matter: str
    description: str
    valid_from: date
    valid_until: date | None
    level: Level
    nature: str
    severity: str
    origin: str
    values: dict[str, str]
    document_no: str
    document_on: date
    made_on: date
    received_on: date
    due_on: date = Field(alias="model.due_on")  # a term of the matter would be called so
    published_until: date | None
    keep_until: date | None
    marks: list[str]
    statements: list[str]

    @staticmethod
    def resolve_marks(found: Any) -> list[str]:  # a record with its actor
        return list(selectors.marks_of(found.model))

    @staticmethod
    def resolve_statements(found: Any) -> list[str]:  # a record with its actor
        return [one.text for one in found.model.statements.all()]


def _state(one: CreditRecord) -> Light:
    state = selectors.state_of(one, clock.today())
    words = "异议处理中" if one.disputed else RECORD_WORDS[state]
    return Light("soon" if one.disputed else LIGHTS[state.value], words)  # type: ignore[index]  # a mapping


def _supplied(one: CreditRecord) -> Light:
    return Light("late", "迟交") if one.is_late else Light("ok", "按时")


def _facts(one: CreditRecord, actor: Actor) -> Sequence[Fact]:
    today = clock.today()
    state = RECORD_WORDS[selectors.state_of(one, today)]
    subject = Link(one.subject.name, one.subject.get_absolute_url())
    facts = [
        Fact("主体", Noted(subject, f"{one.subject.get_kind_display()} {one.subject.code}")),
        Fact("目录事项", Noted(one.item.name, f"{one.item.get_section_display()} / {one.item.category}")),
        Fact("提供单位", one.provider.name),
        Fact("状态", state),
        Fact("事项描述", one.description, wide=True),
        Fact("有效期限", f"{one.valid_from} 至 {one.valid_until or '长期'}"),
        Fact("公开范围", one.get_level_display()),
        Fact("性质", Noted(one.get_nature_display(), one.get_severity_display() if one.severity else "")),
        Fact("来源", one.get_origin_display()),
        Fact("文书", Noted(one.document_no, one.document_on)),
        Fact("制作或者获取", one.made_on),
        Fact("提供", Noted(one.received_on, f"应在 {one.due_on} 前，{_supplied(one).words}")),
        Fact("发布到", one.published_until or "没有设定发布期限，不发布"),
        Fact("适用", label(actor), wide=True),
    ]
    facts += [Fact(*sheets.said(name, str(value))) for name, value in one.values.items()]
    if one.keep_until:
        facts.append(Fact("保存到", Noted(one.keep_until, "第二天删除")))
    return facts


def _context(_actor: Actor, one: CreditRecord) -> Mapping[str, Any]:  # template variables
    return {
        "marks": selectors.marks_of(one),
        "statements": list(one.statements.all()),
        "versions": list(one.versions.all()),
    }


def _supply(rows: Any, value: str) -> Any:  # a QuerySet
    late = {"received_on__gt": F("due_on")}
    return rows.filter(**late) if value == "late" else rows.exclude(**late)


RECORDS = Matters(
    None,
    app="credit",
    noun="record",
    title="信用信息记录",
    parameter="credit_record_id",
    about="提供单位看本单位提供的，信用中心看全市的；逐条或者批量提供，每次更改都留版本。",
    empty="没有记录。",
    unit="条",
    find=selectors.desk_record,
    rows=selectors.desk_rows,
    facts=_facts,
    shown=RecordOut,
    columns=[
        Column("state", "状态", _state),
        name_column("信息事项", "matter", note=lambda one: one.document_no),
        Column("subject", "主体", lambda one: one.subject.name, sort="subject__name"),
        Column("code", "信用代码", lambda one: one.subject.code, sort="subject__code"),
        Column("category", "三级目录", "item.category", sort="item__category"),
        Column("provider", "提供单位", "provider.short_name", sort="provider__name"),
        Column("level", "公开范围", lambda one: one.get_level_display(), sort="level"),
        Column("received", "提供日期", "received_on", sort="received_on", css="nw"),
        Column("supply", "时限", _supplied),
    ],
    filters=[
        state_filter(RECORD_WORDS),
        text_filter("matter", "信息事项", "matter", "document_no"),
        text_filter("subject", "主体", "subject__name", "subject__code", "subject__former__name"),
        choice_filter("level", "公开范围", LEVEL_WORDS),
        choice_filter("nature", "性质", NATURE_WORDS),
        Filter("supply", "时限", _supply, choices=[("late", "迟交"), ("timely", "按时")]),
    ],
    chips=lambda actor: cited(
        actor,
        "credit.fields",
        "credit.supply",
        "credit.work",
        "credit.rates",
        "credit.original",
        "credit.archived",
        "credit.assessed",
    ),
    links=lambda actor: [
        Link("批量提供", reverse("credit:files")),
        Link("提供情况", reverse("credit:rates")),
        Link("信息主体", reverse("credit:subjects")),
        Link("查询记录", reverse("credit:readings")),
        *([Link("查信用档案", reverse("credit:archive"))] if actor.has(Function.OPERATOR) else []),
    ],
    told=labelled,
    board="credit/list.html",
    page="credit/record.html",
    context=_context,
    asks={
        "correct": Ask(
            services.correct_record,
            forms.CorrectForm,
            may=policies.require_provider,
            when=lambda one: one.state == RecordState.LIVE,
            label="更正",
            done="已更正，留下新的一版。",
            beside={"credit.paper": "document_no", "credit.file": "file", "credit.public": "level"},
            name="correct_record",
        ),
        "end": Ask(
            services.end_record,
            forms.EndForm,
            may=policies.require_provider,
            when=lambda one: one.state == RecordState.LIVE,
            label="终止",
            words="行为或者事件已经终止。自然人的不良信息从这天起计算保存期限。",
            done="已终止。",
            beside={"credit.paper": "document_no", "credit.file": "file", "credit.standard_form": "ended_on"},
            name="end_record",
        ),
        "withdraw": Ask(
            services.withdraw_record,
            forms.PaperForm,
            may=policies.require_provider,
            when=lambda one: one.state == RecordState.LIVE,
            label="撤回",
            words="本来不应当提供的。撤回以后只有本单位和信用中心看得到。",
            done="已撤回。",
            beside={"credit.paper": "document_no", "credit.file": "file"},
            name="withdraw_record",
        ),
        "objection": Ask(
            services.register_objection,
            forms.ObjectionForm,
            may=policies.require_desk,
            label="登记信息主体的异议",
            words="信息主体在本单位或者信用中心提出都可以，是同一件。",
            done="已登记异议，从现在起标注“异议处理中”。",
            beside={"credit.evidence": "file", "credit.file": "file", "credit.objection_once": "reason"},
            path="objections",
            name="register_objection",
        ),
        "repair": Ask(
            services.register_repair,
            forms.RepairForm,
            may=policies.require_desk,
            when=lambda one: one.nature == "negative",
            label="登记信用修复申请",
            done="已登记修复申请。",
            beside="file",
            path="repairs",
            name="register_repair",
        ),
    },
    new=New(
        services.add_record,
        forms.RecordForm,
        PARTIES,
        "录入一条",
        beside={
            "credit.fields": "matter",
            "credit.paper": "document_no",
            "credit.file": "file",
            "credit.standard_form": "subject_code",
            "credit.subject_kind": "subject_kind",
            "credit.public": "level",
            "credit.kept": "act_ended_on",
            "credit.record_once": "document_no",
            "credit.secrecy": "secret",
            "credit.catalog": "item_code",
        },
        by="credit.record.add",
        name="new_record",
        key="credit.fields",
    ),
)
