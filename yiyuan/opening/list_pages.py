"""Standards, the open list, the assessment: what is published once and then stands."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ninja import Schema
from pydantic import Field

from yiyuan.catalog.types import OPENING_WORDS, Opening
from yiyuan.kernel.actor import Actor
from yiyuan.opening import forms, policies, selectors, services
from yiyuan.opening.models import OpeningAssessment, OpenList, OpenStandard
from yiyuan.regulations.api import cited, key
from yiyuan.web.components import Fact, Link, Noted
from yiyuan.web.lists import Column, Filter, name_column, text_filter
from yiyuan.workflow.api import Matters, New


class StandardOut(Schema):
    """parts: what a machine checks of every release."""

    id: int
    kind: str
    version: int
    title: str
    text: str
    parts: dict[str, int]
    published_on: date


class ListLineOut(Schema):
    resource_id: int
    code: str
    name: str
    provider: str
    opening: str
    condition: str
    priorities: list[str]
    planned_on: date | None
    opened_on: date | None


class ListOut(Schema):
    id: int
    number: str
    title: str
    entries: int
    published_on: date
    lines: list[ListLineOut]

    @staticmethod
    def resolve_lines(found: Any) -> Any:  # a list with its actor
        return list(found.model.lines.all())


class FigureOut(Schema):
    organisation: str = Field(alias="organisation.name")
    datasets: int
    owed: int
    fresh: int
    downloads: int
    calls: int
    robots: int
    reuses: int


class AssessmentOut(Schema):
    id: int
    begins_on: date
    ends_on: date
    made_on: date
    figures: list[FigureOut]

    @staticmethod
    def resolve_figures(found: Any) -> Any:  # an assessment with its actor
        return list(found.model.figures.select_related("organisation"))


PART_WORDS = {"k": "同一组至少几行", "l": "同一组敏感属性至少几种", "unique": "最多几行可以被单独认出"}


def _standard_facts(one: OpenStandard, _actor: Actor) -> Sequence[Fact]:
    parts = [Fact(PART_WORDS[name], str(value)) for name, value in one.parts.items()]
    return [
        Fact("哪一项标准", one.kind_words()),
        Fact("版次", f"第 {one.version} 版"),
        Fact("发布", Noted(one.published_on, one.published_by)),
        *parts,
        Fact("正文", one.text, wide=True),
    ]


STANDARDS = Matters(
    None,
    app="opening",
    noun="standard",
    title="开放标准",
    about="五项标准各有版次；每一次开放审核都记下适用的版次。",
    empty="还没有发布开放标准。",
    unit="项",
    find=selectors.standard_for,
    rows=selectors.standards,
    facts=_standard_facts,
    shown=StandardOut,
    columns=[
        name_column("名称", "title"),
        Column("kind", "哪一项标准", OpenStandard.kind_words, sort="kind"),
        Column("version", "版次", "version", sort="version", numeric=True),
        Column("published", "发布日期", "published_on", sort="published_on", css="nw"),
    ],
    filters=[
        text_filter("title", "名称"),
        Filter(
            "kind",
            "哪一项标准",
            lambda rows, value: rows.filter(kind=value),
            choices=list(key("opening.standards").values.items()),
        ),
    ],
    chips=lambda actor: cited(actor, "opening.standards"),
    asks={},
    new=New(
        services.publish_standard,
        forms.StandardForm,
        policies.BUREAU,
        "发布一版标准",
        beside="k",
        by="opening.standard.publish",
        name="new_standard",
        key="opening.standards",
    ),
)


def _list_facts(one: OpenList, _actor: Actor) -> Sequence[Fact]:
    return [
        Fact("发布编号", one.number),
        Fact("数据集", f"{one.entries} 个"),
        Fact("发布", Noted(one.published_on, one.published_by)),
        Fact("大数据中心的意见", one.words or "没有写"),
    ]


def _list_context(_actor: Actor, one: OpenList) -> Mapping[str, Any]:  # template variables
    words = key("opening.priorities").values
    lines = [
        {
            "line": line,
            "opening": OPENING_WORDS[Opening(line.opening)],
            "priorities": "、".join(words[name] for name in line.priorities),
        }
        for line in one.lines.all()
    ]
    return {"lines": lines}


LISTS = Matters(
    None,
    app="opening",
    noun="list",
    title="数据开放清单",
    about="由数据资源主管部门会同大数据中心从目录制定，一次发布一个版本。",
    empty="还没有发布过开放清单。",
    unit="版",
    parameter="open_list_id",
    find=selectors.list_for,
    rows=selectors.lists,
    facts=_list_facts,
    shown=ListOut,
    columns=[
        name_column("名称", "title", note=lambda one: one.number),
        Column("entries", "数据集", "entries", sort="entries", numeric=True),
        Column("published", "发布日期", "published_on", sort="published_on", css="nw"),
        Column("by", "发布人", "published_by", sort="published_by"),
    ],
    filters=[text_filter("title", "名称", "title", "number")],
    chips=lambda actor: cited(actor, "opening.listed", "opening.site"),
    page="opening/list.html",
    context=_list_context,
    asks={},
    new=New(
        services.publish_list,
        forms.ListForm,
        policies.BUREAU,
        "发布一版清单",
        by="opening.list.publish",
        name="new_list",
        key="opening.listed",
    ),
)


def _assessment_facts(one: OpeningAssessment, _actor: Actor) -> Sequence[Fact]:
    return [
        Fact("期间", f"{one.begins_on} 至 {one.ends_on}"),
        Fact("评估", Noted(one.made_on, one.made_by)),
        Fact("机器人", "机器人的访问另外计数，不算下载和调用"),
    ]


def _assessment_context(_actor: Actor, one: OpeningAssessment) -> Mapping[str, Any]:  # template variables
    return {"figures": list(one.figures.select_related("organisation"))}


ASSESSMENTS = Matters(
    None,
    app="opening",
    noun="assessment",
    title="开放评估",
    about="一个期间里各部门开放了什么、下载和调用多少、利用成果有几项。",
    empty="还没有评估过。",
    unit="次",
    parameter="opening_assessment_id",
    find=selectors.assessment_for,
    rows=selectors.assessments,
    facts=_assessment_facts,
    shown=AssessmentOut,
    columns=[
        name_column("期间", "__str__"),
        Column("made", "评估日期", "made_on", sort="made_on", css="nw"),
        Column("by", "评估人", "made_by", sort="made_by"),
    ],
    chips=lambda actor: cited(actor, "opening.assessed"),
    links=lambda _actor: [Link("应当开放而没有开放的", "/opening/owed/")],
    page="opening/assessment.html",
    context=_assessment_context,
    asks={},
    new=New(
        services.assess,
        forms.PeriodForm,
        policies.CENTRE,
        "评估一个期间",
        beside="ends_on",
        by="opening.assessment.make",
        name="new_assessment",
        key="opening.assessed",
    ),
)
