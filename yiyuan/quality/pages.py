"""Rules, checks and work orders at both doors, from a table of asks each."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from ninja import Schema
from pydantic import Field

from yiyuan.dataplane.rules import Dimension, Severity
from yiyuan.kernel.actor import Actor
from yiyuan.quality import display, policies, running, selectors, services
from yiyuan.quality.forms import AnswerForm, RuleForm
from yiyuan.quality.models import CheckRun, Finding, ResourceRule, WorkOrder
from yiyuan.quality.types import (
    DIMENSION_WORDS,
    FINDING_WORDS,
    ORDER_WORDS,
    RULE_WORDS,
    RUN_ENDS,
    RUN_WORDS,
    SEVERITY_WORDS,
    FindingState,
    OrderState,
    RuleState,
    RunState,
)
from yiyuan.quality.workflow import ORDER, RULE, RUN
from yiyuan.regulations.api import cited
from yiyuan.web.components import Empty, Fact, Light, LightKind, Link, moment, number
from yiyuan.web.edge import actor_of
from yiyuan.web.lists import Column, Listing, choice_filter, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New, Under


class CountedOut(Schema):
    key: str
    sentence: str
    dimension: Dimension
    rows: int
    own: bool


class RuleOut(MatterOut, Schema):
    resource_id: int
    resource_name: str
    provider: str = Field(alias="provider.name")
    number: int
    kind: str
    severity: Severity
    dimension: Dimension
    sentence: str
    said: dict[str, Any]
    tried_at: datetime | None
    tried_rows: int
    tried_broken: int


class RunOut(MatterOut, Schema):
    """scores: quality -> share of rows that have it, in hundredths of a percent. lowest: below the threshold."""

    resource_id: int
    resource_name: str
    provider: str = Field(alias="provider.name")
    report_on: date | None
    rows: int
    done_rules: int
    all_rules: int
    counts: list[CountedOut]
    scores: dict[str, int]
    lowest: list[str]
    loaded_on: date | None
    due_on: date | None
    words: str


class OrderOut(MatterOut, Schema):
    resource_id: int
    resource_name: str
    provider: str = Field(alias="provider.name")
    run_id: int
    problem: str
    lowest: dict[str, int]
    issued_on: date
    closed_on: date | None
    reopened: int
    result: str


RULE_LIGHTS: dict[str, LightKind] = {"draft": "soon", "on": "ok", "off": "end"}
RUN_LIGHTS: dict[str, LightKind] = {
    "waiting": "run",
    "running": "run",
    "done": "ok",
    "failed": "late",
    "cancelled": "end",
}
ORDER_LIGHTS: dict[str, LightKind] = {"open": "late", "answered": "run", "closed": "end"}
FINDING_LIGHTS: dict[str, LightKind] = {"found": "soon", "again": "late", "corrected": "ok", "gone": "end"}
SHOWN_RULES = 5
LINKS = {"board": "总览", "runs": "检查报告", "orders": "质量工单", "rules": "质量规则"}


def links(*, but: str) -> list[Link]:
    return [Link(title, reverse(f"quality:{name}")) for name, title in LINKS.items() if name != but]


def _of(found: ResourceRule | CheckRun | WorkOrder) -> list[Fact]:
    return [
        Fact("资源", Link(found.resource_name, reverse("quality:resource", args=[found.resource_id]))),
        Fact("责任部门", found.provider.name),
    ]


def _rule_facts(found: ResourceRule, _actor: Actor) -> Sequence[Fact]:
    made = [
        *_of(found),
        Fact("规则", found.sentence, wide=True),
        Fact("不符合的行", SEVERITY_WORDS[Severity(found.severity)]),
        Fact("衡量", DIMENSION_WORDS[Dimension(found.dimension)]),
        Fact("版本", f"第 {found.number} 版"),
        Fact("拟定", f"{found.drawn_by.name}　{found.person_name}　{found.drawn_on}"),
    ]
    if found.tried_at:
        said = f"{moment(found.tried_at)}　{number(found.tried_rows)} 行里查出 {number(found.tried_broken)} 行"
        return [*made, Fact("试用", said, wide=True)]
    return [*made, Fact("试用", "还没有试过", wide=True)]


def _sample(actor: Actor, found: ResourceRule) -> Mapping[str, Any]:  # template variables
    headers, rows = services.sample(found, actor=actor)
    return {"headers": headers, "sampled": rows}


def _may_try(_found: ResourceRule, actor: Actor) -> None:
    """Raises NotAllowed, MoveRefused."""
    policies.require_drawer(actor)


def _tried(found: ResourceRule) -> tuple[int, str]:
    level = messages.WARNING if found.tried_broken else messages.SUCCESS
    return level, f"数据池 {number(found.tried_rows)} 行里查出 {number(found.tried_broken)} 行。"


RULES = Matters(
    RULE,
    app="quality",
    noun="rule",
    title="质量规则",
    unit="条",
    about="提供部门或主管部门拟定，在数据池里试过才启用；归集时不收、标记或提示，检查时计分。",
    empty="还没有质量规则。在资源的数据质量页拟定。",
    find=selectors.rule_for,
    rows=selectors.rules,
    facts=_rule_facts,
    shown=RuleOut,
    lights=RULE_LIGHTS,
    columns=[
        state_column(RULE_LIGHTS),
        name_column("规则", "sentence"),
        Column("resource", "资源", "resource_name", sort="resource_name"),
        Column("provider", "责任部门", "provider.short_name", sort="provider__name"),
        Column("severity", "不符合的行", lambda one: SEVERITY_WORDS[Severity(one.severity)]),
        Column("dimension", "衡量", lambda one: DIMENSION_WORDS[Dimension(one.dimension)]),
        Column("tried", "试用查出", lambda one: one.tried_broken if one.tried_at else None, numeric=True),
    ],
    filters=[
        state_filter(RULE_WORDS),
        choice_filter("dimension", "衡量", DIMENSION_WORDS),
        text_filter("name", "资源", "resource_name"),
    ],
    page="quality/rule.html",
    context=_sample,
    links=lambda _actor: links(but="rules"),
    asks={
        "try": Ask(
            services.try_rule,
            words="只数一遍，不改数据。",
            label="试用",
            may=_may_try,
            said=_tried,
            when=lambda one: one.state == RuleState.DRAFT,
            name="try_rule",
        ),
        "on": Ask(services.switch_on, name="switch_on"),
        "off": Ask(services.switch_off, words="停用后，归集和检查不再按它核对。", name="switch_off"),
        "drop": Ask(services.drop_rule, name="drop_rule"),
        "change": Ask(
            services.change_rule,
            RuleForm,
            "改动是新的一版，试用、启用后代替这一版。",
            label="修改",
            done="新的一版已拟定，请试用。",
            may=_may_try,
            page="edit",
            makes=True,
            name="change_rule",
            when=lambda one: one.state != RuleState.OFF,
        ),
    },
    new=New(
        services.draw_rule,
        RuleForm,
        policies.may_draw,
        "拟定规则",
        "拟定后先在数据池里试用。",
        by="quality.rule.draw",
        name="new_rule",
        under=Under(
            "resource_id",
            selectors.resource_to_rule,
            "resources/<int:resource_id>/rule/",
            "resources/{int:resource_id}/rules",
        ),
    ),
)


def _run_facts(found: CheckRun, _actor: Actor) -> Sequence[Fact]:
    made = [
        *_of(found),
        Fact("报告日期", str(found.report_on) if found.report_on else "还没有"),
        Fact("提出", found.asked_by or "按期或归集后自动"),
        Fact("开始", moment(found.asked_at)),
        Fact("结束", moment(found.ended_at) if found.ended_at else "还没有"),
        Fact("行数", f"{number(found.rows)} 行"),
        Fact("最近入池", str(found.loaded_on) if found.loaded_on else "没有入过池"),
    ]
    if found.words:
        made.append(Fact("说明", found.words, wide=True))
    return made


def _scores(_actor: Actor, found: CheckRun) -> Mapping[str, Any]:  # template variables
    return {
        "running": RunState(found.state) not in RUN_ENDS,
        "scores": display.score_words(found.scores, named=list(found.scores), lowest=found.lowest),
        "counted": [(one, DIMENSION_WORDS[Dimension(one.dimension)]) for one in found.counted],
    }


def _findings(request: HttpRequest, found: CheckRun) -> Listing:
    """Error rows; which rows they are is shown to the provider alone."""
    columns = [
        state_column(_finding_light),
        Column("sentence", "规则", "sentence", head=True),
        Column("first", "首次查到", "first_on", css="nw"),
        Column("last", "最近", "state_on", css="nw"),
    ]
    if policies.reads_rows(actor_of(request), provider_id=found.provider_id):
        columns.insert(2, Column("row", "主键", lambda one: "、".join(selectors.key_of(one))))
    return Listing(
        request,
        selectors.findings(found),
        columns,
        [state_filter(FINDING_WORDS)],
        filename=f"{found.resource_name}错误行",
        caption="错误行",
        unit="行",
        page_size=20,
        empty=Empty("没有查到错误行。"),
    )


def _finding_light(one: Finding) -> Light:
    return Light(FINDING_LIGHTS[one.state], FINDING_WORDS[FindingState(one.state)])


RUNS = Matters(
    RUN,
    app="quality",
    noun="run",
    parameter="check_id",
    title="质量检查报告",
    unit="次",
    about="按资源的更新周期定期检查，归集后和更正后也查；每次留一份报告。",
    empty="还没有检查过。",
    find=selectors.run_for,
    rows=selectors.runs,
    facts=_run_facts,
    shown=RunOut,
    lights=RUN_LIGHTS,
    chips=lambda actor: cited(actor, "quality.checked"),
    columns=[
        state_column(RUN_LIGHTS),
        name_column("资源", "resource_name", key="resource"),
        Column("provider", "责任部门", "provider.short_name", sort="provider__name"),
        Column("report", "报告日期", "report_on", sort="report_on", css="nw"),
        Column("rows", "行数", "rows", sort="rows", numeric=True),
        Column("broken", "不符合", "broken", numeric=True),
        Column("lowest", "低于标准", lambda one: "、".join(DIMENSION_WORDS[Dimension(d)] for d in one.lowest) or "—"),
    ],
    filters=[state_filter(RUN_WORDS), text_filter("name", "资源", "resource_name")],
    page="quality/run.html",
    context=_scores,
    inner=_findings,
    links=lambda _actor: links(but="runs"),
    asks={"cancel": Ask(running.cancel_run, name="cancel_run")},
)


def _order_facts(found: WorkOrder, _actor: Actor) -> Sequence[Fact]:
    made = [
        *_of(found),
        Fact("问题", found.problem, wide=True),
        Fact("下发日期", str(found.issued_on)),
        Fact("依据的报告", Link(str(found.run.report_on), found.run.get_absolute_url())),
    ]
    worst = sorted((one for one in found.run.counted if one.rows), key=lambda one: -one.rows)[:SHOWN_RULES]
    if worst:
        said = "；".join(f"{one.sentence}，{number(one.rows)} 行" for one in worst)
        made.insert(3, Fact("查出", said, wide=True))
    if found.last_run:
        made.append(Fact("最近复查", Link(str(found.last_run.report_on), found.last_run.get_absolute_url())))
    if found.reopened:
        made.append(Fact("退回", f"{found.reopened} 次"))
    if found.result:
        made.append(Fact("怎样更正的", found.result, wide=True))
    if found.closed_on:
        made.append(Fact("办结日期", str(found.closed_on)))
    return made


def _left(rows: Any) -> str:  # a QuerySet
    left = rows.exclude(state=OrderState.CLOSED).count()
    return f"{number(left)} 件没有办结" if left else ""


ORDERS = Matters(
    ORDER,
    app="quality",
    noun="order",
    title="质量工单",
    about="检查低于标准的，发给责任部门限期更正；写明怎样更正后自动复查，合格才办结。",
    empty="没有质量工单。",
    find=selectors.order_for,
    rows=selectors.orders,
    facts=_order_facts,
    shown=OrderOut,
    lights=ORDER_LIGHTS,
    chips=lambda actor: cited(actor, "quality.responsible"),
    headline=_left,
    columns=[
        state_column(ORDER_LIGHTS),
        name_column("资源", "resource_name", key="resource", note=lambda one: one.problem),
        Column("provider", "责任部门", "provider.short_name", sort="provider__name"),
        Column("issued", "下发日期", "issued_on", sort="issued_on", css="nw"),
        Column("closed", "办结日期", "closed_on", sort="closed_on", css="nw"),
        Column("reopened", "退回", "reopened", numeric=True),
    ],
    filters=[state_filter(ORDER_WORDS), text_filter("name", "资源", "resource_name")],
    links=lambda _actor: links(but="orders"),
    asks={"answer": Ask(running.answer_order, AnswerForm, "写明后自动复查。", beside="result", name="answer_order")},
)
