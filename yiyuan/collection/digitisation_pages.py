"""The register of what is still on paper, at both doors."""

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from ninja import Schema
from pydantic import Field

from yiyuan.collection import selectors
from yiyuan.collection.models import Digitisation
from yiyuan.collection.services import digitisations
from yiyuan.collection.types import DIGITISATION_WORDS, DigitisationState
from yiyuan.collection.workflow import DIGITISATION
from yiyuan.kernel import clock
from yiyuan.regulations.api import chips
from yiyuan.web.components import Fact, Light, Link, number
from yiyuan.web.forms import DateField, Form
from yiyuan.web.lists import Column, name_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, Law, MatterOut, Matters
from yiyuan.workflow.forms import line_field, text_field


class DigitiseForm(Form):
    by_law = frozenset({"standard"})
    standard = line_field(
        "技术标准", max_length=200, required=False, help_text="名称和编号，如：纸质档案数字化规范 DA/T 31-2017"
    )
    extent = line_field("改造范围", max_length=200, required=False, help_text="哪些年份、多少卷（件）")
    planned_on = DateField(label="计划完成日期")

    def __init__(self, *args: object, matter: Digitisation | None = None, **kwargs: object) -> None:
        if matter is not None:
            said = {name: getattr(matter, name) for name in ("standard", "extent", "planned_on")}
            kwargs.setdefault("initial", said)
        super().__init__(*args, **kwargs)


class FinishForm(Form):
    finished_on = DateField(label="完成日期")
    result = text_field("完成情况", required=False)


class DigitisationOut(MatterOut, Schema):
    """standard, planned_on: of the plan; empty, null: none yet."""

    organisation: str = Field(alias="organisation.name")
    resource_id: int
    resource_name: str
    noted_on: date
    standard: str
    extent: str
    planned_on: date | None
    finished_on: date | None
    result: str


def _light(one: Digitisation) -> Light:
    words = DIGITISATION_WORDS[DigitisationState(one.state)]
    if one.state == DigitisationState.UNPLANNED:
        return Light("late", words)
    if one.state in DIGITISATION.ends:
        return Light("ok" if one.state == DigitisationState.DONE else "end", words)
    if one.planned_on and one.planned_on < clock.today():
        return Light("late", f"{words}，已过计划日期")
    return Light("run", words)


def _headline(rows: QuerySet[Digitisation]) -> str:
    lacking = rows.filter(state=DigitisationState.UNPLANNED).count()
    return f"{number(lacking)} 个没有改造计划" if lacking else ""


DIGITISATIONS = Matters(
    DIGITISATION,
    app="collection",
    noun="digitisation",
    title="数字化改造",
    unit="个",
    about="目录里登记为纸质的资源，发布时自动列在这里：按哪项标准、什么时候改造完成。目录改为电子形式后自动办结。",
    empty="没有纸质的资源。",
    find=selectors.digitisation_for,
    rows=selectors.digitisations,
    facts=lambda one, _actor: [
        Fact("部门", one.organisation.name),
        Fact("资源", Link(one.resource_name, reverse("catalog:resource", args=[one.resource_id]))),
        Fact("列入日期", one.noted_on),
        Fact("技术标准", one.standard or "还没有计划", wide=True),
        Fact("改造范围", one.extent or "没有写明", wide=True),
        Fact("计划完成日期", one.planned_on or "还没有计划"),
        Fact("完成日期", one.finished_on or "还没有完成"),
        Fact("完成情况", one.result or "还没有完成", wide=True),
    ],
    shown=DigitisationOut,
    lights=_light,
    columns=[
        Column("state", "状态", _light, sort="state", width=200),
        name_column("资源", "resource_name"),
        Column("organisation", "部门", "organisation.short_name", sort="organisation__name"),
        Column("standard", "技术标准", lambda one: one.standard or "还没有计划"),
        Column("planned", "计划完成", lambda one: one.planned_on or "还没有计划", sort="planned_on", css="nw"),
        Column("finished", "完成日期", lambda one: one.finished_on or "还没有完成", sort="finished_on", css="nw"),
    ],
    filters=[
        state_filter(DIGITISATION_WORDS),
        text_filter("name", "资源", "resource_name"),
        text_filter("body", "部门", "organisation__name"),
    ],
    headline=_headline,
    chips=lambda actor: chips(Law(actor.region_code, clock.today()).resolved("collection.digitised")),
    asks={
        "plan": Ask(digitisations.plan_digitisation, DigitiseForm, beside="standard", name="plan_digitisation"),
        "revise": Ask(digitisations.plan_digitisation, DigitiseForm, beside="standard", name="revise_digitisation"),
        "begin": Ask(digitisations.begin_digitisation, name="begin_digitisation"),
        "finish": Ask(digitisations.finish_digitisation, FinishForm, beside="finished_on", name="finish_digitisation"),
    },
)
