"""Inspections, evaluations and audits of a project at both doors."""

from collections.abc import Sequence
from datetime import date

from django import forms
from ninja import Schema
from pydantic import Field

from yiyuan.kernel.actor import PARTIES, Actor, Function
from yiyuan.projects import selectors, services
from yiyuan.projects.models import Inspection
from yiyuan.projects.types import INSPECTION_KIND_WORDS, INSPECTION_WORDS, InspectionKind
from yiyuan.projects.workflow import INSPECTION
from yiyuan.regulations.api import cited
from yiyuan.web.components import Fact, Light, Link
from yiyuan.web.forms import DateField, Form, choose
from yiyuan.web.lists import Column, Filter, Lights, choice_filter, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New, Under, open_terms, term_view

LINES = forms.Textarea(attrs={"rows": 4})
LIGHTS: Lights = {"asked": "run", "answered": "soon", "declined": "late", "closed": "ok"}


class AskForm(Form):
    kind = forms.ChoiceField(label="种类", choices=choose([(k.value, w) for k, w in INSPECTION_KIND_WORDS.items()]))
    words = forms.CharField(label="要求", widget=LINES, max_length=2000, help_text="要项目单位说明什么、提供什么")
    due_on = DateField(label="答复期限")


class AnswerForm(Form):
    words = forms.CharField(label="办理情况", widget=LINES, max_length=4000)


class DeclineForm(Form):
    words = forms.CharField(label="不能配合的原因", widget=LINES, max_length=2000)


class ReturnForm(Form):
    words = forms.CharField(label="还要什么", widget=LINES, max_length=2000)
    due_on = DateField(label="新的答复期限")


class CloseForm(Form):
    words = forms.CharField(label="检查意见", widget=LINES, max_length=2000)


class InspectionOut(MatterOut, Schema):
    """answer_by: the day set. late: answered after it. days: calendar days from the request to the answer."""

    project_id: int
    project: str = Field(alias="project.name")
    kind: InspectionKind
    body: str = Field(alias="body.name")
    unit: str = Field(alias="unit.name")
    words: str
    answer_by: date = Field(alias="model.due_on")
    asked_on: date
    answer: str
    answered_on: date | None
    late: bool = Field(alias="is_late")
    days: int | None
    found: str
    closed_on: date | None

    @staticmethod
    def resolve_days(seen: Inspection) -> int | None:
        return _days(seen)


def _days(one: Inspection) -> int | None:
    return (one.answered_on - one.asked_on).days if one.answered_on else None


def _response(one: Inspection) -> Light | str:
    days = _days(one)
    if days is None:
        return "还没有答复"
    if one.is_late:
        return Light("late", f"{days} 天，逾期答复")
    return Light("ok", f"{days} 天，按期答复")


def _facts(one: Inspection, _actor: Actor) -> Sequence[Fact]:
    facts = [
        Fact("项目", Link(one.project.name, one.project.get_absolute_url())),
        Fact("项目单位", one.unit.name),
        Fact("提出", f"{one.body.short_name} {one.asked_by}　{one.asked_on}"),
        Fact("答复期限", str(one.due_on)),
        Fact("要求", one.words, wide=True),
        Fact("答复用时", _response(one)),
    ]
    if one.answered_on:
        facts.append(Fact("答复", f"{one.answer}　{one.answered_by} {one.answered_on}", wide=True))
    if one.closed_on:
        facts.append(Fact("检查意见", f"{one.found}　{one.closed_on}", wide=True))
    return facts


def _columns(actor: Actor) -> Sequence[Column]:
    waiting = selectors.inspections(actor).exclude(state="closed")
    terms = open_terms("projects.inspection", list(waiting.values_list("id", flat=True)))
    return [
        state_column(LIGHTS),
        name_column("项目", "project.name", key="project"),
        Column("kind", "种类", "get_kind_display", sort="kind"),
        Column("unit", "项目单位", "unit.short_name", sort="unit__name"),
        Column("body", "提出单位", "body.short_name", sort="body__name"),
        Column("asked", "提出", "asked_on", sort="asked_on", css="nw"),
        Column(
            "clock",
            "期限",
            lambda one: term_view(terms.get(one.id)) if one.id in terms else str(one.due_on),
            export=lambda one: one.due_on,
        ),
        Column("response", "答复用时", _response),
    ]


INSPECTIONS = Matters(
    INSPECTION,
    app="projects",
    noun="inspection",
    title="项目监督检查",
    about="主管部门、财政、审计对项目的监督检查、绩效评价、审计：项目单位按期答复，用时、逾期和拒绝都留在记录里。",
    empty="没有监督检查。主管部门、财政、审计在项目的页面提出。",
    find=selectors.inspection_for,
    rows=selectors.inspections,
    facts=_facts,
    shown=InspectionOut,
    lights=LIGHTS,
    columns=_columns,
    filters=[
        state_filter(INSPECTION_WORDS),
        choice_filter("kind", "种类", INSPECTION_KIND_WORDS),
        text_filter("project", "项目", "project__name"),
        text_filter("unit", "项目单位", "unit__name"),
        Filter("late", "答复", selectors.inspections_late, [("yes", "逾期答复"), ("no", "按期答复")]),
    ],
    chips=lambda actor: cited(actor, "projects.inspection"),
    asks={
        "answer": Ask(services.answer_inspection, AnswerForm, beside="words", name="answer_inspection"),
        "decline": Ask(
            services.decline_inspection,
            DeclineForm,
            "项目单位不得拒绝、隐匿、瞒报；确实不能配合的写明原因，留在记录里。",
            beside="words",
            name="decline_inspection",
        ),
        "return": Ask(services.return_inspection, ReturnForm, beside="due_on", name="return_inspection"),
        "close": Ask(services.close_inspection, CloseForm, beside="words", name="close_inspection"),
    },
    new=New(
        services.ask_inspection,
        AskForm,
        PARTIES | {Function.BUREAU},
        "提出监督检查",
        "项目单位的工作台上会有一件待办，到期提醒。",
        beside={"projects.inspection_asked": "due_on"},
        by="projects.inspection.ask",
        key="projects.inspection",
        name="new_inspection",
        under=Under(
            "project_id",
            selectors.project_to_inspect,
            "<int:project_id>/inspection/",
            "{int:project_id}/inspections",
        ),
    ),
)
