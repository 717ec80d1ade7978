"""The yearly plan and the bodies of a region at both doors."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from yiyuan.kernel.actor import Actor
from yiyuan.projects import display, policies, selectors, services
from yiyuan.projects.forms import BodyForm, ConsentForm, PlanForm
from yiyuan.projects.models import YearPlan
from yiyuan.projects.types import DUTY_WORDS, PLAN_WORDS, Duty
from yiyuan.projects.workflow import PLAN
from yiyuan.regulations.api import cited, words
from yiyuan.web.components import Fact, Light, Noted
from yiyuan.web.edge import actor_of
from yiyuan.web.lists import Column, Lights, Listing, name_column, state_column, state_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New

LIGHTS: Lights = {"collecting": "soon", "reviewing": "run", "reported": "run", "approved": "ok"}


class PlanOut(MatterOut, Schema):
    """number, late_number, total: of the projects declared for the year; total in fen."""

    year: int
    number: int
    late_number: int
    total: int
    consent_number: str
    consented_on: date | None
    handed_on: date | None


def _closing(plan: YearPlan) -> Noted | str:
    law = PLAN.law(plan).resolved("projects.plan")
    if law.yearly is None:
        return "没有规定"
    return Noted(str(law.yearly.in_year(plan.year - 1)), f"{words(law)}，遇节假日不顺延")


def _facts(plan: YearPlan, _actor: Actor) -> Sequence[Fact]:
    told: Any = plan  # annotated
    consent = f"{plan.consent_number}　{plan.consented_on}" if plan.consented_on else "还没有同意，材料编制没有开放"
    return [
        Fact("年度", f"{plan.year} 年"),
        Fact("报送截止", _closing(plan)),
        Fact("项目", Noted(f"{told.number} 个", f"其中迟报 {told.late_number} 个" if told.late_number else "")),
        Fact("申报预算合计", display.yuan(told.total)),
        Fact("政府同意", consent, wide=True),
        Fact("交发改、财政部门", plan.handed_on or "还没有"),
        Fact("建立", f"{plan.opened_by}　{plan.opened_on}"),
    ]


def _projects(request: HttpRequest, plan: YearPlan) -> Listing:
    rows = selectors.projects(actor_of(request)).filter(region_code=plan.region_code, plan_year=plan.year)
    columns = [
        Column("state", "状态", "get_state_display", sort="state", width=140),
        name_column("项目", "name"),
        Column("organisation", "项目单位", "organisation.name", sort="organisation__name"),
        Column("kind", "种类", "get_kind_display", sort="kind"),
        Column("funding", "资金方式", "get_funding_display", sort="funding"),
        Column("budget", "申报预算（元）", lambda p: display.amount(p.budget), sort="budget", css="num"),
        Column("declared", "申报", lambda p: Noted(p.registered_on, "迟报" if p.late else ""), sort="registered_on"),
    ]
    return Listing(request, rows, columns, filename=str(plan), caption="本年度的项目", unit="个")


PLANS = Matters(
    PLAN,
    app="projects",
    noun="plan",
    title="年度项目计划",
    parameter="year_plan_id",
    unit="份",
    about="主管部门会同有关部门编制：征集、研究审查、报政府，政府同意后项目单位编制材料。",
    empty="还没有建立年度计划。",
    find=selectors.plan_for,
    rows=selectors.plans,
    facts=_facts,
    shown=PlanOut,
    lights=LIGHTS,
    columns=[
        state_column(LIGHTS),
        name_column("计划", str),
        Column("number", "项目", "number", sort="number", numeric=True),
        Column("late", "迟报", "late_number", sort="late_number", numeric=True),
        Column("total", "申报预算合计（元）", lambda p: display.amount(p.total), sort="total", css="num"),
        Column("consent", "同意文号", lambda p: p.consent_number or "—"),
    ],
    filters=[state_filter(PLAN_WORDS)],
    chips=lambda actor: cited(actor, "projects.yearly_plan", "projects.plan", "projects.consent"),
    inner=_projects,
    page="projects/plan.html",
    asks={
        "review": Ask(services.review_plan, name="review_plan"),
        "report": Ask(services.report_plan, name="report_plan", words="已申报的项目随计划上报。"),
        "consent": Ask(services.consent_plan, ConsentForm, beside="number", name="consent_plan"),
        "hand": Ask(services.hand_plan, name="hand_plan"),
    },
    new=New(
        services.open_plan,
        PlanForm,
        policies.may_plan,
        "建立年度计划",
        beside="year",
        by="projects.plan.open",
        key="projects.yearly_plan",
        name="new_plan",
    ),
)


class BodyOut(Schema):
    id: int
    duty: Duty
    organisation: str = Field(alias="organisation.name")
    named_on: date


BODIES = Matters(
    None,
    app="projects",
    noun="body",
    title="项目管理机构",
    names={"list": "bodies"},
    parameter="project_body_id",
    unit="个",
    about="本地区由哪个单位办理项目的立项、资金、审计和安全监督。登记后，该单位的人员看得到本地区的项目，办自己的事。",
    empty="还没有登记。",
    find=selectors.body_for,
    rows=selectors.bodies,
    facts=lambda one, _actor: [
        Fact("职责", DUTY_WORDS[Duty(one.duty)]),
        Fact("单位", one.organisation.name),
        Fact("登记", f"{one.named_by}　{one.named_on}"),
    ],
    shown=BodyOut,
    lights=lambda _one: Light("ok", "现行"),
    columns=[
        name_column("职责", "get_duty_display"),
        Column("organisation", "单位", "organisation.name", sort="organisation__name"),
        Column("named", "登记日期", "named_on", sort="named_on", css="nw"),
    ],
    sort="duty",
    asks={},
    new=New(services.name_body, BodyForm, policies.may_plan, "登记机构", by="projects.body.name", name="new_body"),
)
