"""Experts and the checks of departments at both doors."""

from datetime import date

from ninja import Schema
from pydantic import Field

from yiyuan.projects import policies, selectors, services
from yiyuan.projects.forms import ExpertForm, UnitCheckForm
from yiyuan.projects.models import UnitCheck
from yiyuan.regulations.api import cited
from yiyuan.web.components import Fact, Light
from yiyuan.web.lists import Column, name_column, text_filter
from yiyuan.workflow.api import Matters, New


class ExpertOut(Schema):
    id: int
    name: str
    employer: str
    field: str
    interests: str
    named_on: date


EXPERTS = Matters(
    None,
    app="projects",
    noun="expert",
    title="评审专家",
    unit="位",
    about="项目评审和验收的专家从这里指派；工作单位和应当回避的单位与项目单位相同的，不能指派。",
    empty="还没有登记专家。",
    find=selectors.expert_for,
    rows=selectors.experts,
    facts=lambda one, _actor: [
        Fact("姓名", one.name),
        Fact("工作单位", one.employer),
        Fact("专业", one.field),
        Fact("应当回避的单位", "、".join(one.interests.splitlines()) or "没有写明", wide=True),
        Fact("登记", f"{one.named_by}　{one.named_on}"),
    ],
    shown=ExpertOut,
    columns=[
        name_column("姓名", "name"),
        Column("employer", "工作单位", "employer", sort="employer"),
        Column("field", "专业", "field", sort="field"),
        Column("named", "登记日期", "named_on", sort="named_on", css="nw"),
    ],
    filters=[text_filter("name", "姓名"), text_filter("employer", "工作单位"), text_filter("field", "专业")],
    chips=lambda actor: cited(actor, "projects.experts_heard"),
    asks={},
    new=New(
        services.name_expert,
        ExpertForm,
        policies.may_plan,
        "登记专家",
        beside="name",
        by="projects.expert.name",
        name="new_expert",
    ),
)


class UnitCheckOut(Schema):
    id: int
    organisation: str = Field(alias="organisation.name")
    passed: bool
    words: str
    checked_on: date


def _light(one: UnitCheck) -> Light:
    return Light("ok", "符合") if one.passed else Light("late", "不符合")


UNIT_CHECKS = Matters(
    None,
    app="projects",
    noun="unit_check",
    title="单位整合共享审查",
    unit="次",
    about="单位是否符合政务信息资源整合共享要求。最近一次不符合的，不安排新建、改建、扩建。",
    empty="还没有审查过。",
    find=selectors.unit_check_for,
    rows=selectors.unit_checks,
    facts=lambda one, _actor: [
        Fact("单位", one.organisation.name),
        Fact("结论", _light(one)),
        Fact("情况", one.words, wide=True),
        Fact("审查", f"{one.checked_by}　{one.checked_on}"),
    ],
    shown=UnitCheckOut,
    lights=_light,
    columns=[
        Column("passed", "结论", _light, sort="passed", width=140),
        name_column("单位", "organisation.name"),
        Column("words", "情况", "words"),
        Column("checked", "日期", "checked_on", sort="checked_on", css="nw"),
    ],
    filters=[text_filter("body", "单位", "organisation__name")],
    chips=lambda actor: cited(actor, "projects.integration"),
    asks={},
    new=New(
        services.check_unit,
        UnitCheckForm,
        policies.may_plan,
        "登记审查",
        beside="words",
        by="projects.unit.check",
        name="new_unit_check",
    ),
)
