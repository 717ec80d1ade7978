"""Lists of good and bad standing, and the measures that follow, at both doors."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from ninja import Schema
from pydantic import Field

from yiyuan.kernel import clock
from yiyuan.kernel.actor import PARTIES, Actor
from yiyuan.regulations.api import cited, key
from yiyuan.standing import forms, policies, selectors, services
from yiyuan.standing.models import ListEntry, Measure
from yiyuan.standing.types import ENTRY_WORDS, MEASURE_WORDS, ListKind
from yiyuan.standing.workflow import ENTRY, MEASURE
from yiyuan.web.components import Fact, Light, Link, Noted
from yiyuan.web.lists import Column, Lights, choice_filter, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, Law, MatterOut, Matters, New

ENTRY_LIGHTS: Lights = {"told": "soon", "listed": "run", "doubted": "late", "dropped": "end", "left": "end"}
MEASURE_LIGHTS: Lights = {"asked": "soon", "done": "ok"}


def list_name(kind: str, law: Law) -> str:
    """What a list is called where the matter is judged."""
    good, _comma, bad = key("standing.list_names").values[str(law("standing.list_names"))].partition("、")
    return good if kind == ListKind.RED else bad


class MeasureLine(Schema):
    id: int
    organisation: str = Field(alias="asked_of.name")
    words: str
    basis: str
    due_on: date
    until: date | None
    state: str
    feedback: str


class EntryOut(MatterOut, Schema):
    kind: str
    list_name: str
    name: str
    code: str
    basis: str
    facts: str
    told_on: date
    statement: str
    decision_no: str
    decided_on: date | None
    until: date | None
    objection: str
    reply: str
    left_on: date | None
    reason: str
    measures: list[MeasureLine]

    @staticmethod
    def resolve_list_name(found: Any) -> str:  # an entry with its actor
        return list_name(found.model.kind, ENTRY.law(found.model))

    @staticmethod
    def resolve_measures(found: Any) -> Any:
        return list(found.model.measures.select_related("asked_of"))


class MeasureOut(MatterOut, Schema):
    entry_id: int
    subject: str = Field(alias="entry.name")
    organisation: str = Field(alias="asked_of.name")
    words: str
    basis: str
    until: date | None
    feedback: str
    done_on: date | None


def _entry_facts(one: ListEntry, _actor: Actor) -> Sequence[Fact]:
    facts = [
        Fact("名单", list_name(one.kind, ENTRY.law(one))),
        Fact("主体", Noted(one.name, one.code)),
        Fact("认定单位", one.organisation.name),
        Fact("告知日期", one.told_on),
        Fact("列入的依据", one.basis),
        Fact("事实和理由", one.facts, wide=True),
    ]
    if one.decision_no:
        facts.append(Fact("主体的陈述", one.statement, wide=True))
        facts.append(Fact("决定", Noted(one.decision_no, f"{one.decided_on}，有效期至 {one.until}")))
    facts += [Fact("异议", Noted(one.objection, one.reply or "还没有答复"), wide=True)] if one.objection else []
    facts += [Fact("理由", Noted(one.reason, one.left_on or ""), wide=True)] if one.reason else []
    return facts


def _entry_context(_actor: Actor, one: ListEntry) -> Mapping[str, Any]:  # template variables
    lines = [
        {"measure": found, "light": Light(MEASURE_LIGHTS[found.state], found.get_state_display())}  # type: ignore[index]
        for found in one.measures.select_related("asked_of")
    ]
    return {"lines": lines, "title": "激励措施" if one.kind == ListKind.RED else "惩戒措施", "today": clock.today()}


ENTRIES = Matters(
    ENTRY,
    app="standing",
    noun="entry",
    title="信用名单",
    about="先告知主体并听取意见，再按依据作出决定；有效期满自动移出。",
    empty="名单上没有主体。",
    unit="个",
    names={"list": "entries"},
    parameter="list_entry_id",
    find=selectors.entry_for,
    rows=selectors.entries,
    facts=_entry_facts,
    shown=EntryOut,
    lights=ENTRY_LIGHTS,
    columns=[
        state_column(ENTRY_LIGHTS),
        name_column("主体", "name", note=lambda one: one.code),
        Column("kind", "名单", lambda one: list_name(one.kind, ENTRY.law(one)), sort="kind"),
        Column("by", "认定单位", "organisation.short_name", sort="organisation__name"),
        Column("decided", "决定日期", "decided_on", sort="decided_on", css="nw"),
        Column("until", "有效期至", "until", sort="until", css="nw"),
    ],
    filters=[
        state_filter(ENTRY_WORDS),
        choice_filter("kind", "名单", forms.KINDS),
        text_filter("name", "主体", "name", "code"),
    ],
    chips=lambda actor: cited(actor, "standing.lists", "standing.list_names"),
    links=lambda _actor: [Link("措施", reverse("standing:measures"))],
    page="standing/entry.html",
    context=_entry_context,
    asks={
        "enter": Ask(
            services.enter,
            forms.EnterForm,
            beside={"standing.entered": "statement", "standing.file": "file"},
            name="enter_entry",
        ),
        "drop": Ask(services.drop, forms.WordsForm, beside="words", name="drop_entry"),
        "object": Ask(services.object_to, forms.WordsForm, beside="words", name="object_entry"),
        "uphold": Ask(services.uphold, forms.WordsForm, beside="words", name="uphold_entry"),
        "leave": Ask(services.leave, forms.WordsForm, beside="words", name="leave_entry"),
        "measure": Ask(
            services.give_measure,
            forms.MeasureForm,
            may=policies.require_giving,
            label="交办措施",
            done="已交办，部门会收到任务。",
            beside="due_on",
            path="measures",
            name="give_measure",
        ),
    },
    new=New(
        services.tell,
        forms.TellForm,
        PARTIES,
        "登记事先告知",
        beside={"standing.said": "basis", "standing.entity": "code", "standing.off": "name"},
        by="standing.entry.tell",
        name="new_entry",
        key="standing.lists",
    ),
)


def _measure_facts(one: Measure, _actor: Actor) -> Sequence[Fact]:
    facts = [
        Fact("主体", Link(one.entry.name, one.entry.get_absolute_url())),
        Fact("名单", list_name(one.entry.kind, ENTRY.law(one.entry))),
        Fact("由谁采取", one.asked_of.name),
        Fact("交办", Noted(one.given_on, one.asked_by.name)),
        Fact("措施", one.words, wide=True),
        Fact("措施的依据", one.basis, wide=True),
        Fact("措施到期", one.until or "与名单一致"),
    ]
    return [*facts, Fact("反馈", Noted(one.feedback, one.done_on), wide=True)] if one.feedback else facts


MEASURES = Matters(
    MEASURE,
    app="standing",
    noun="measure",
    title="激励和惩戒措施",
    about="对名单上的主体采取什么措施，哪个部门采取，落实得怎样。",
    empty="没有措施。",
    unit="项",
    parameter="standing_measure_id",
    find=selectors.measure_for,
    rows=selectors.measures,
    facts=_measure_facts,
    shown=MeasureOut,
    lights=MEASURE_LIGHTS,
    columns=[
        state_column(MEASURE_LIGHTS),
        name_column("措施", "words", note=lambda one: one.entry.name),
        Column("body", "由谁采取", "asked_of.short_name", sort="asked_of__name"),
        Column("due", "反馈期限", "due_on", sort="due_on", css="nw"),
        Column("done", "反馈日期", "done_on", sort="done_on", css="nw"),
    ],
    filters=[state_filter(MEASURE_WORDS), text_filter("subject", "主体", "entry__name", "entry__code")],
    chips=lambda actor: cited(actor, "standing.lists"),
    links=lambda _actor: [Link("信用名单", reverse("standing:entries"))],
    asks={"report": Ask(services.report_measure, forms.WordsForm, beside="words", name="report_measure")},
)
