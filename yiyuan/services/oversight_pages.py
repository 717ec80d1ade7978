"""Endpoints, supervision items and site checks at both doors."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Schema
from pydantic import Field

from yiyuan.kernel.actor import Actor
from yiyuan.regulations.api import cited
from yiyuan.services import forms, policies, selectors, services
from yiyuan.services.models import Endpoint, Oversight, SiteCheck
from yiyuan.services.types import CHECK_WORDS, ENDPOINT_KINDS, ENDPOINT_WORDS, EndpointKind
from yiyuan.services.workflow import ENDPOINT, SITE_CHECK
from yiyuan.web.components import Fact, Light, Link, Noted
from yiyuan.web.lists import (
    Column,
    Filter,
    Lights,
    Listing,
    choice_filter,
    name_column,
    state_column,
    state_filter,
    text_filter,
)
from yiyuan.workflow.api import Ask, MatterOut, Matters, New, Under

ENDPOINT_LIGHTS: Lights = {"apart": "late", "connected": "ok", "excepted": "half", "closed": "end"}
CHECK_LIGHTS: Lights = {"open": "run", "found": "soon", "alerted": "late", "done": "end"}


# ---- endpoints ----


class EndpointOut(MatterOut, Schema):
    organisation: str = Field(alias="organisation.name")
    kind: EndpointKind
    name: str
    address: str
    connected_on: date | None
    basis: str


def _endpoint_facts(one: Endpoint, _actor: Actor) -> Sequence[Fact]:
    facts = [
        Fact("部门", one.organisation.name),
        Fact("种类", Noted(one.get_kind_display(), f"接入{one.unified}")),
        Fact("地址或者编号", one.address or "没有写明"),
        Fact("登记", Noted(one.registered_on, one.registered_by)),
    ]
    if one.connected_on:
        facts.append(Fact("接入日期", one.connected_on))
    if one.basis:
        facts.append(Fact("不接入的依据", one.basis, wide=True))
    return facts


def _apart(rows: Any) -> str:  # a QuerySet of endpoints
    left = rows.filter(state="apart").count()
    return f"{left} 个还没有接入" if left else "都已接入，或者国家另有规定"


ENDPOINTS = Matters(
    ENDPOINT,
    app="services",
    noun="endpoint",
    title="移动端和监管系统",
    unit="个",
    about="各部门自己的政务服务移动端接入统一的移动应用，监管业务系统接入国家“互联网+监管”系统。",
    empty="还没有登记。",
    find=selectors.endpoint_for,
    rows=selectors.endpoints,
    facts=_endpoint_facts,
    shown=EndpointOut,
    lights=ENDPOINT_LIGHTS,
    columns=[
        state_column(ENDPOINT_LIGHTS),
        name_column("名称", "name", note=lambda one: one.address),
        Column("kind", "种类", "get_kind_display", sort="kind"),
        Column("organisation", "部门", "organisation.short_name", sort="organisation__name"),
        Column("connected", "接入日期", "connected_on", sort="connected_on", css="nw"),
        Column("basis", "不接入的依据", "basis"),
    ],
    filters=[
        state_filter(ENDPOINT_WORDS),
        choice_filter("kind", "种类", ENDPOINT_KINDS),
        text_filter("body", "部门", "organisation__name"),
    ],
    chips=lambda actor: cited(actor, "services.unified_app", "services.supervision_linked"),
    headline=_apart,
    links=lambda _actor: [Link("监管事项", reverse("services:oversights"))],
    asks={
        "connect": Ask(services.connect_endpoint, forms.ConnectForm, beside="connected_on", name="connect_endpoint"),
        "except": Ask(services.except_endpoint, forms.ExceptForm, beside="basis", name="except_endpoint"),
        "disconnect": Ask(services.disconnect_endpoint, name="disconnect_endpoint"),
        "close": Ask(services.close_endpoint, name="close_endpoint"),
    },
    new=New(
        services.register_endpoint,
        forms.EndpointForm,
        policies.may_register,
        "登记",
        beside="name",
        by="services.endpoint.register",
        key="services.unified_app",
        name="new_endpoint",
    ),
)


# ---- supervision items ----


class OversightOut(Schema):
    """inspected: subjects checked this year, each once; of `subjects`."""

    id: int
    organisation: str = Field(alias="organisation.name")
    name: str
    code: str
    subjects: int
    inspected: int
    alert_times: int
    alert_days: int


def _covered(one: Any) -> str:  # an item with `inspected`
    return f"{min(one.inspected / one.subjects, 1):.1%}" if one.subjects else "—"


def _covered_light(one: Any) -> Light:  # an item with `inspected`
    return Light("ok", "今年查过") if one.inspected else Light("late", "今年没有检查")


def _oversight_facts(one: Any, _actor: Actor) -> Sequence[Fact]:  # an item with `inspected`
    return [
        Fact("部门", one.organisation.name),
        Fact("事项编码", one.code),
        Fact("今年覆盖", Noted(_covered(one), f"查过 {one.inspected} 家，共 {one.subjects} 家监管对象")),
        Fact("预警", f"同一对象 {one.alert_days} 天内 {one.alert_times} 次发现问题"),
        Fact("登记", Noted(one.registered_on, one.registered_by)),
    ]


def _checks(request: HttpRequest, one: Oversight) -> Listing:
    columns = CHECK_COLUMNS[:1] + CHECK_COLUMNS[2:]
    return Listing(request, one.checks.order_by("-id"), columns, filename=one.name, caption="检查记录", unit="次")


CHECK_COLUMNS = [
    state_column(CHECK_LIGHTS),
    Column("oversight", "监管事项", "oversight.name", sort="oversight__name"),
    name_column("监管对象", "subject_name", key="subject", note=lambda one: one.subject_code),
    Column("inspectors", "检查人员", "inspectors"),
    Column("began", "检查日期", "began_on", sort="began_on", css="nw"),
    Column("fix", "整改期限", "fix_by", sort="fix_by", css="nw"),
    Column("alerted", "预警", lambda one: "触发" if one.alerted else "—", sort="alerted"),
    Column("closed", "办结日期", "closed_on", sort="closed_on", css="nw"),
]

OVERSIGHTS = Matters(
    None,
    app="services",
    noun="oversight",
    title="监管事项",
    unit="项",
    about="监管什么、对象有多少、今年查过多少；同一对象屡次发现问题的，按事项的规则预警。",
    empty="还没有登记监管事项。",
    find=selectors.oversight_for,
    rows=selectors.oversights,
    facts=_oversight_facts,
    shown=OversightOut,
    lights=_covered_light,
    columns=[
        name_column("监管事项", "name", note=lambda one: one.code),
        Column("organisation", "部门", "organisation.short_name", sort="organisation__name"),
        Column("subjects", "监管对象", "subjects", sort="subjects", numeric=True),
        Column("inspected", "今年查过", "inspected", sort="inspected", numeric=True),
        Column("covered", "覆盖", _covered, numeric=True),
        Column("alert", "预警", lambda one: f"{one.alert_days} 天内 {one.alert_times} 次"),
    ],
    filters=[
        text_filter("name", "事项", "name", "code"),
        text_filter("body", "部门", "organisation__name"),
        Filter(
            "covered",
            "覆盖",
            lambda rows, value: rows.filter(inspected__gt=0) if value == "yes" else rows.filter(inspected=0),
            [("yes", "今年查过"), ("no", "今年没有检查")],
        ),
    ],
    chips=lambda actor: cited(actor, "services.supervised"),
    links=lambda _actor: [
        Link("检查记录", reverse("services:site_checks")),
        Link("监管系统", reverse("services:endpoints") + "?kind=system"),
    ],
    page="services/oversight.html",
    inner=_checks,
    asks={
        "change": Ask(
            services.change_oversight,
            forms.ChangeOversightForm,
            may=policies.require_overseer,
            label="修改对象和预警",
            done="已保存。",
            name="change_oversight",
        ),
    },
    new=New(
        services.register_oversight,
        forms.OversightForm,
        policies.may_register,
        "登记监管事项",
        beside="code",
        by="services.oversight.register",
        key="services.supervised",
        name="new_oversight",
    ),
)


# ---- site checks ----


class SiteCheckOut(MatterOut, Schema):
    oversight_id: int
    oversight: str = Field(alias="oversight.name")
    organisation: str = Field(alias="organisation.name")
    subject_name: str
    subject_code: str
    inspectors: str
    began_on: date
    problem: str
    fix_by: date | None
    alerted: bool
    result: str
    closed_on: date | None


def _check_facts(one: SiteCheck, _actor: Actor) -> Sequence[Fact]:
    facts = [
        Fact("监管事项", Link(one.oversight.name, one.oversight.get_absolute_url())),
        Fact("部门", one.organisation.name),
        Fact("监管对象", Noted(one.subject_name, one.subject_code)),
        Fact("检查", Noted(one.began_on, one.inspectors)),
    ]
    if one.fix_by:
        facts.append(Fact("发现的问题", Noted(one.problem, f"{one.found_on} 发现，{one.fix_by} 前整改"), wide=True))
    if one.alerted:
        rule = f"{one.oversight.alert_days} 天内 {one.oversight.alert_times} 次发现问题"
        facts.append(Fact("预警", f"触发：{rule}"))
    if one.closed_on:
        facts.append(Fact("结果", Noted(one.result, f"{one.closed_on} 办结"), wide=True))
    return facts


SITE_CHECKS = Matters(
    SITE_CHECK,
    app="services",
    noun="site_check",
    title="监管检查",
    unit="次",
    about="每一次检查从开始到办结的过程都有记录；按事项的规则触发预警。",
    empty="还没有检查记录。在监管事项的页面开始检查。",
    find=selectors.site_check_for,
    rows=selectors.site_checks,
    facts=_check_facts,
    shown=SiteCheckOut,
    lights=CHECK_LIGHTS,
    columns=CHECK_COLUMNS,
    filters=[
        state_filter(CHECK_WORDS),
        text_filter("item", "监管事项", "oversight__name"),
        text_filter("subject", "监管对象", "subject_name", "subject_code"),
        text_filter("body", "部门", "organisation__name"),
    ],
    chips=lambda actor: cited(actor, "services.supervised"),
    links=lambda _actor: [Link("监管事项", reverse("services:oversights"))],
    asks={
        "note": Ask(services.note_step, forms.StepForm, beside="words", path="steps", name="note_step"),
        "clear": Ask(services.clear_check, forms.CheckResultForm, beside="words", name="clear_check"),
        "find": Ask(
            services.find_problem,
            forms.ProblemForm,
            beside={"services.fix_by": "fix_by", "services.check_words": "problem"},
            path="problem",
            name="find_problem",
        ),
        "settle": Ask(services.settle_check, forms.CheckResultForm, beside="words", name="settle_check"),
    },
    new=New(
        services.begin_check,
        forms.SiteCheckForm,
        policies.may_register,
        "开始检查",
        beside={"services.subject": "subject_code", "services.check_day": "began_on"},
        by="services.site_check.begin",
        key="services.supervised",
        name="new_site_check",
        under=Under(
            "oversight_id",
            selectors.oversight_to_check,
            "oversights/<int:oversight_id>/check/",
            "oversights/{int:oversight_id}/checks",
        ),
    ),
)
