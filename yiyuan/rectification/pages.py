"""Orders at both doors: the list, a notice on a confirmed signal, one with its moves."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from ninja import Schema
from pydantic import Field

from yiyuan.kernel import clock
from yiyuan.kernel.actor import OVERSEERS, Actor
from yiyuan.rectification import policies, selectors, services
from yiyuan.rectification.display import conduct_words, order_facts, order_light
from yiyuan.rectification.forms import (
    AnswerForm,
    BackForm,
    FindingForm,
    GovernmentForm,
    IssueForm,
    LapsedForm,
    LiftForm,
    MeasureForm,
    OrderForm,
    WhyForm,
)
from yiyuan.rectification.models import Order
from yiyuan.rectification.types import STATE_WORDS
from yiyuan.rectification.workflow import ORDER
from yiyuan.regulations.api import chips
from yiyuan.web.components import Chip, Link, number
from yiyuan.web.lists import Column, Filter, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, Law, MatterOut, Matters, New, Under


class OrderOut(MatterOut, Schema):
    """lapsed: past the last day and not mended. cite: requirements that list the conduct."""

    signal_id: int
    title: str
    organisation: str = Field(alias="organisation.name")
    violation: str
    cite: list[str]
    earlier_id: int | None
    project_id: int | None
    signed_by: str
    co_issuer_ids: list[int]
    problem: str
    demand: str
    last_day: date = Field(description="整改期限，due_on 是现在这一步的期限")
    lapsed: bool
    number: str
    issued_on: date | None
    measures: str
    answered_on: date | None
    finding: str
    rechecked_on: date | None
    report_number: str
    reported_on: date | None
    order_number: str
    ordered_on: date | None
    circular_number: str
    circulated_on: date | None

    @staticmethod
    def resolve_last_day(seen: Any) -> date:  # a matter as the engine shows it
        day: date = seen.model.due_on
        return day


def _chips(actor: Actor) -> Sequence[Chip]:
    law = Law(actor.region_code, clock.today())
    return chips(law.resolved("rectification.notice"))


def _links(actor: Actor) -> list[Link]:
    found = [Link("督查任务", reverse("rectification:tasks"))]
    if actor.has(*OVERSEERS):
        found.append(Link("移送处理", reverse("rectification:referrals")))
    return [*found, Link("线索", reverse("workflow:signals"))]


def _late(rows: QuerySet[Order]) -> str:
    late = selectors.lapsed(rows).count()
    return f"{number(late)} 件逾期没有整改" if late else ""


def _lapsed(order: Order) -> bool:
    return order.lapsed


ORDERS = Matters(
    ORDER,
    app="rectification",
    noun="order",
    parameter="rectification_id",
    title="违规整改",
    about="已经认定的违规情形：通知整改、报告结果、复查；逾期没有整改的，由经办人决定下一步。",
    empty="没有整改通知。线索认定以后，可以在线索页通知整改。",
    find=selectors.order_for,
    rows=selectors.orders,
    facts=order_facts,
    shown=OrderOut,
    lights=order_light,
    columns=[
        state_column(order_light),
        name_column("事项", "title", key="title"),
        Column("organisation", "单位", "organisation.short_name", sort="organisation__name"),
        Column("violation", "情形", lambda one: conduct_words(one.violation), sort="violation"),
        Column("number", "文号", lambda one: one.number or "—", sort="number"),
        Column("issued", "发出", lambda one: one.issued_on or "—", sort="issued_on", css="nw"),
        Column("due", "整改期限", "due_on", sort="due_on", css="nw"),
        Column("told", "通报", lambda one: one.circulated_on or "—", sort="circulated_on", css="nw"),
    ],
    filters=[
        state_filter(STATE_WORDS),
        Filter(
            "late",
            "逾期",
            lambda rows, _value: selectors.lapsed(rows),
            [("yes", "逾期没有整改")],
        ),
        text_filter("title", "事项"),
        text_filter("body", "单位", "organisation__name"),
    ],
    chips=_chips,
    links=_links,
    headline=_late,
    asks={
        "change": Ask(services.change_order, OrderForm, page="edit", name="edit_order"),
        "issue": Ask(services.issue_order, IssueForm, words="先下载通知，在平台外签署，再登记文号。发出后部门会收到。"),
        "discard": Ask(services.discard_order, WhyForm, beside="why"),
        "answer": Ask(services.answer_order, AnswerForm, beside={"rectification.answer": "measures"}),
        "pass": Ask(services.pass_order, FindingForm, beside="finding"),
        "send_back": Ask(
            services.send_back_order,
            BackForm,
            beside={"rectification.rechecked": "finding", "rectification.due": "new_due_on"},
        ),
        "report": Ask(
            services.report_order,
            LapsedForm,
            words="期限已过，没有整改到位。报告在平台外报送，在这里登记。",
            beside={"rectification.number": "number", "rectification.rechecked": "words"},
            when=_lapsed,
        ),
        "order": Ask(
            services.order_by_government,
            GovernmentForm,
            words="政府的决定在平台外作出，在这里登记文号和新的期限。",
            name="government",
            beside={"rectification.number": "number", "rectification.due": "new_due_on"},
        ),
        "circulate": Ask(
            services.circulate_order,
            LapsedForm,
            words="期限已过，没有整改到位。是否通报由经办人决定；只在内部，不公开。",
            beside={"rectification.number": "number", "rectification.rechecked": "words"},
            when=_lapsed,
        ),
        "withdraw": Ask(services.withdraw_order, WhyForm, beside="why"),
        "measure": Ask(
            services.take_measure,
            MeasureForm,
            words="暂缓拨付的不能再安排、支付建设资金；暂停建设的不能采购、开工、竣工、验收；终止的项目不再恢复。",
            beside={"projects.measures": "measure", "rectification.number": "number", "rectification.why": "words"},
            may=services.check_measures,
            label="对项目采取措施",
            done="已采取措施。",
        ),
        "lift": Ask(
            services.lift_measure,
            LiftForm,
            may=services.check_lifting,
            label="解除项目措施",
            done="已解除。",
        ),
    },
    new=New(
        services.draft_order,
        OrderForm,
        lambda actor: policies.may_issue(actor, actor.region_code),
        "拟写整改通知",
        "保存为拟稿，可以再改；下载、签署、登记文号以后才发出。",
        beside={"rectification.due": "due_on", "rectification.said": "problem"},
        by="rectification.order.draft",
        key="rectification.notice",
        under=Under(
            "finding_id",
            selectors.finding_for,
            page="findings/<int:finding_id>/order/",
            operation="findings/{int:finding_id}/order",
        ),
        name="new_order",
    ),
)
