"""Hand-overs and tasks of supervision at both doors."""

from datetime import date

from ninja import Schema
from pydantic import Field

from yiyuan.rectification import policies, selectors, services
from yiyuan.rectification.display import REFERRAL_LIGHTS, TASK_LIGHTS, conduct_words, referral_facts, task_facts
from yiyuan.rectification.forms import (
    BackForm,
    DecisionForm,
    FindingForm,
    HandForm,
    ReferralForm,
    TaskAnswerForm,
    TaskForm,
    WhyForm,
)
from yiyuan.rectification.types import REFERRAL_WORDS, TASK_WORDS
from yiyuan.rectification.workflow import REFERRAL, TASK
from yiyuan.regulations.api import cited
from yiyuan.web.lists import Column, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New


class ReferralOut(MatterOut, Schema):
    """kind: why it is handed over. file_name: empty, where there is none."""

    order_id: int | None
    organisation: str = Field(alias="organisation.name")
    violation: str
    kind: str
    consequence: str
    about: str
    what: str
    persons: str
    recorded_on: date
    organ: str
    handed_on: date | None
    decision: str
    decided_on: date | None
    file_name: str


REFERRALS = Matters(
    REFERRAL,
    app="rectification",
    noun="referral",
    title="移送处理",
    about="情节严重、涉嫌违法违纪或者犯罪的：登记事实和责任人，移送有权机关，登记处理决定。只有监督方看得到。",
    empty="没有移送处理。",
    find=selectors.referral_for,
    rows=selectors.referrals,
    facts=referral_facts,
    shown=ReferralOut,
    lights=REFERRAL_LIGHTS,
    columns=[
        state_column(REFERRAL_LIGHTS),
        name_column("移送", str, key="name"),
        Column("organisation", "单位", "organisation.short_name", sort="organisation__name"),
        Column("violation", "情形", lambda one: conduct_words(one.violation), sort="violation"),
        Column("kind", "移送为了", lambda one: one.get_kind_display(), sort="kind"),
        Column("organ", "移送给", lambda one: one.organ or "—", sort="organ"),
        Column("handed", "移送日期", lambda one: one.handed_on or "—", sort="handed_on", css="nw"),
    ],
    filters=[state_filter(REFERRAL_WORDS), text_filter("body", "单位", "organisation__name")],
    chips=lambda actor: cited(actor, "rectification.handover"),
    asks={
        "hand": Ask(services.hand_referral, HandForm, beside="organ"),
        "decide": Ask(services.decide_referral, DecisionForm, beside="decision"),
        "close": Ask(services.close_referral, WhyForm, beside="why", name="close_referral"),
    },
    new=New(
        services.record_referral,
        ReferralForm,
        policies.may_record,
        "登记移送",
        "只有本地区的监督方看得到，有关部门不会收到通知。",
        beside={"rectification.handover": "kind", "rectification.consequences": "consequence"},
        by="rectification.referral.record",
        key="rectification.handover",
        name="new_referral",
    ),
)


class TaskOut(MatterOut, Schema):
    title: str
    demand: str
    organisation: str = Field(alias="organisation.name")
    issuer: str = Field(alias="issuer.name")
    opened_on: date
    measures: str
    answered_on: date | None
    finding: str
    closed_on: date | None


TASKS = Matters(
    TASK,
    app="rectification",
    noun="task",
    title="督查任务",
    parameter="supervision_id",
    about="领导小组或者主管部门交办的督促检查：有期限，部门答复，交办单位确认。",
    empty="没有督查任务。",
    find=selectors.task_for,
    rows=selectors.tasks,
    facts=task_facts,
    shown=TaskOut,
    lights=TASK_LIGHTS,
    columns=[
        state_column(TASK_LIGHTS),
        name_column("任务", "title", key="title"),
        Column("organisation", "交给", "organisation.short_name", sort="organisation__name"),
        Column("issuer", "交办单位", "issuer.short_name", sort="issuer__name"),
        Column("due", "期限", "due_on", sort="due_on", css="nw"),
        Column("answered", "答复", lambda one: one.answered_on or "—", sort="answered_on", css="nw"),
    ],
    filters=[
        state_filter(TASK_WORDS),
        text_filter("title", "任务"),
        text_filter("body", "单位", "organisation__name"),
    ],
    chips=lambda actor: cited(actor, "rectification.task"),
    asks={
        "answer": Ask(services.answer_task, TaskAnswerForm, beside="measures", name="answer_task"),
        "close": Ask(services.close_task, FindingForm, beside="finding", name="close_task"),
        "send_back": Ask(
            services.send_back_task,
            BackForm,
            beside={"rectification.rechecked": "finding", "rectification.due": "new_due_on"},
            name="send_back_task",
        ),
    },
    new=New(
        services.open_task,
        TaskForm,
        policies.may_task,
        "交办督查任务",
        beside={"rectification.task": "due_on"},
        by="rectification.task.open",
        key="rectification.task",
        name="new_task",
    ),
)
