"""Plans, duties and filed rules at both doors, from a table of asks each."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from ninja import Schema
from pydantic import Field

from yiyuan.collection import selectors
from yiyuan.collection.forms import EndForm, MandateForm, NormForm, PlanForm, offered
from yiyuan.collection.models import Mandate, Norm, Plan
from yiyuan.collection.services import norms, plans
from yiyuan.collection.types import (
    ACTIVITY_WORDS,
    FLAG_WORDS,
    MODE_WORDS,
    PLACE_WORDS,
    PLAN_WORDS,
    Flag,
    Mode,
    Place,
    PlanState,
)
from yiyuan.collection.workflow import PLAN
from yiyuan.elements.types import Elsewhere
from yiyuan.kernel import clock
from yiyuan.kernel.actor import OFFICERS, PARTIES, Actor
from yiyuan.regulations.api import chips
from yiyuan.web.components import Chip, Fact, Light, Link, Noted, number
from yiyuan.web.lists import Column, Filter, name_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, Law, MatterOut, Matters, New

# flag -> rule whose articles stand beside it
BECAUSE: Mapping[Flag, str] = {
    Flag.NO_DUTY: "collection.duties",
    Flag.OUTSIDE_DUTIES: "collection.duties",
    Flag.OUTSIDE_LIST: "collection.duty_list",
    Flag.OUTSIDE_CATALOG: "collection.catalogued",
    Flag.SECOND_SOURCE: "collection.one_source",
    Flag.SAME_NAME: "collection.one_source",
    Flag.LAW_CITED: "collection.exception",
}


class SourceOut(Schema):
    """A published resource that holds an item already."""

    item: str
    resource_id: int
    resource: str
    provider: str
    shareable: bool
    registered: bool


class PlanOut(MatterOut, Schema):
    """flags: what the platform marked; sources: where its items stood already when it was saved."""

    organisation: str = Field(alias="organisation.name")
    place: Place
    resource_id: int | None
    resource_name: str
    items: list[str]
    personal: bool
    mode: Mode
    duty: str
    article: str
    necessity: str
    exception: str
    different: str
    flags: list[Flag]
    sources: list[SourceOut]
    saved_on: date
    ended_on: date | None


def _light(plan: Plan) -> Light:
    if plan.state == PlanState.ENDED:
        return Light("end", PLAN_WORDS[PlanState.ENDED])
    return Light("late", "在采集，有标注") if plan.flags else Light("ok", PLAN_WORDS[PlanState.STANDING])


def _marks(plan: Plan) -> list[Noted]:
    law = Law(plan.region_code, plan.law_on or plan.saved_on)
    return [Noted(FLAG_WORDS[flag], chips(law.resolved(BECAUSE[flag]))) for flag in map(Flag, plan.flags)]


def _facts(plan: Plan, _actor: Actor) -> Sequence[Fact]:
    entry: Any = "不在目录里"  # content
    if plan.resource_id:
        entry = Link(plan.resource_name, reverse("catalog:resource", args=[plan.resource_id]))
    made = [
        Fact("采集部门", plan.organisation.name),
        Fact("目录", entry),
        Fact("信息项", "、".join(plan.items), wide=True),
        Fact("个人信息", "有" if plan.personal else "没有"),
        Fact("取得方式", MODE_WORDS[Mode(plan.mode)]),
        Fact("在哪里采集", PLACE_WORDS[Place(plan.place)]),
        Fact("登记", f"{plan.saved_by}　{plan.saved_on}"),
        Fact("法定职责", plan.duty or "没有写明", wide=True),
        Fact("法律依据", plan.article or "没有写明", wide=True),
        Fact("必要性", plan.necessity or "没有写明", wide=True),
    ]
    if plan.exception:
        made.append(Fact("另行采集的法律法规", plan.exception, wide=True))
    if plan.different:
        made.append(Fact("同名的区别", plan.different, wide=True))
    made += [Fact("标注", mark, wide=True) for mark in _marks(plan)]
    if plan.ended_on:
        made.append(Fact("停止", Noted(plan.ended_reason, str(plan.ended_on)), wide=True))
    return made


def _marked(rows: QuerySet[Plan]) -> str:
    marked = rows.filter(state=PlanState.STANDING).exclude(flags=[]).count()
    return f"{number(marked)} 份有标注" if marked else ""


def _links(_actor: Actor) -> list[Link]:
    named = {"mandates": "登记的职责", "norms": "采集规范"}
    return [Link(title, reverse(f"collection:{name}")) for name, title in named.items()]


def _chips(actor: Actor) -> Sequence[Chip]:
    law = Law(actor.region_code, clock.today())
    return [chip for key in ("collection.plan", "collection.one_source") for chip in chips(law.resolved(key))]


PLANS = Matters(
    PLAN,
    app="collection",
    noun="plan",
    title="采集计划",
    unit="份",
    about="采集什么、凭哪项职责和法律、为什么必须采集。能共享取得的申请共享，不再采集。",
    empty="还没有采集计划。",
    find=selectors.plan_for,
    rows=selectors.plans,
    facts=_facts,
    shown=PlanOut,
    lights=_light,
    columns=[
        Column("state", "状态", _light, sort="state", width=140),
        name_column("计划", str, note=lambda one: one.flags_words),
        Column("organisation", "采集部门", "organisation.short_name", sort="organisation__name"),
        Column("items", "信息项", lambda one: len(one.items), numeric=True),
        Column("personal", "个人信息", lambda one: "有" if one.personal else "没有"),
        Column("mode", "取得方式", lambda one: MODE_WORDS[Mode(one.mode)]),
        Column("duty", "法定职责", lambda one: one.duty or "没有写明"),
        Column("saved", "登记日期", "saved_on", sort="saved_on", css="nw"),
    ],
    filters=[
        state_filter(PLAN_WORDS),
        Filter("flag", "标注", lambda rows, flag: rows.filter(flags__contains=[flag]), list(FLAG_WORDS.items())),
        text_filter("name", "目录", "resource_name"),
        text_filter("body", "部门", "organisation__name"),
    ],
    headline=_marked,
    chips=_chips,
    links=_links,
    page="collection/plan.html",
    context=lambda _actor, plan: {"sources": [offered(Elsewhere(**one)) for one in plan.sources]},
    asks={
        "change": Ask(plans.change_plan, PlanForm, page="edit", name="edit_plan"),
        "end": Ask(plans.end_plan, EndForm, beside="reason", name="end_plan"),
    },
    new=New(
        plans.save_plan,
        PlanForm,
        OFFICERS,
        "登记采集计划",
        "保存时平台查目录和数据元：已有来源的不能保存，页面给出来源和申请共享的入口。",
        by="collection.plan.save",
        key="collection.plan",
        name="new_plan",
    ),
)


class MandateOut(Schema):
    id: int
    organisation: str = Field(alias="organisation.name")
    duty: str
    article: str
    from_on: date
    ended_on: date | None


def _mandate_light(mandate: Mandate) -> Light:
    return Light("end", "已终止") if mandate.ended_on else Light("ok", "有效")


MANDATES = Matters(
    None,
    app="collection",
    noun="mandate",
    title="登记的职责",
    unit="项",
    about="部门的法定职责和它的依据。采集计划从中选；选不到的，平台标注为不在登记的职责内。",
    empty="还没有登记职责。",
    find=selectors.mandate_for,
    rows=selectors.mandates,
    facts=lambda one, _actor: [
        Fact("部门", one.organisation.name),
        Fact("依据", one.article, wide=True),
        Fact("登记日期", one.from_on),
        Fact("终止日期", one.ended_on or "没有终止"),
    ],
    shown=MandateOut,
    lights=_mandate_light,
    columns=[
        Column("state", "状态", _mandate_light, width=110),
        name_column("职责", "duty"),
        Column("organisation", "部门", "organisation.short_name", sort="organisation__name"),
        Column("article", "依据", "article"),
        Column("since", "登记日期", "from_on", sort="from_on", css="nw"),
    ],
    filters=[text_filter("name", "职责", "duty"), text_filter("body", "部门", "organisation__name")],
    asks={
        "end": Ask(
            norms.end_mandate,
            label="终止",
            done="已终止。",
            may=norms.check_kept_by,
            when=lambda one: one.ended_on is None,
            name="end_mandate",
        ),
    },
    new=New(norms.register_mandate, MandateForm, PARTIES, "登记职责", key="collection.duties", name="new_mandate"),
)


class NormOut(Schema):
    """latest: whether this version holds. sha256: of the file as filed."""

    id: int
    organisation: str = Field(alias="organisation.name")
    title: str
    activities: list[str]
    number: str
    dated_on: date
    version: int
    latest: bool
    file_name: str
    sha256: str
    filed_on: date


def _norm_light(norm: Norm) -> Light:
    return Light("ok", "现行") if norm.latest else Light("end", "已被新版替代")


NORMS = Matters(
    None,
    app="collection",
    noun="norm",
    title="采集规范",
    unit="份",
    about="各部门采集、发布、维护数据的规范和程序。同一名称再登记一次就是新的一版，旧版留存。",
    empty="还没有登记采集、发布、维护的规范。",
    find=selectors.norm_for,
    rows=selectors.norms,
    facts=lambda one, _actor: [
        Fact("部门", one.organisation.name),
        Fact("规范", one.activities_words),
        Fact("文号", one.number or "没有写明"),
        Fact("印发日期", one.dated_on),
        Fact("文件", Link(one.file_name, reverse("collection:norm_file", args=[one.id])), wide=True),
        Fact("摘要", f"SHA-256 {one.sha256}", wide=True),
        Fact("登记", f"{one.filed_by}　{one.filed_on}"),
    ],
    shown=NormOut,
    lights=_norm_light,
    columns=[
        Column("state", "状态", _norm_light, width=140),
        name_column("名称", str),
        Column("organisation", "部门", "organisation.short_name", sort="organisation__name"),
        Column("about", "规范", "activities_words"),
        Column("number", "文号", lambda one: one.number or "—"),
        Column("dated", "印发日期", "dated_on", sort="dated_on", css="nw"),
    ],
    filters=[
        text_filter("name", "名称", "title"),
        text_filter("body", "部门", "organisation__name"),
        Filter(
            "about", "规范", lambda rows, one: rows.filter(activities__contains=[one]), list(ACTIVITY_WORDS.items())
        ),
    ],
    asks={},
    new=New(norms.file_norm, NormForm, PARTIES, "登记规范", key="collection.norms", name="new_norm", beside="file"),
)
