"""The desk and signals for machines."""

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from yiyuan.kernel import clock
from yiyuan.kernel.actor import Function
from yiyuan.web.bodies import Body, Day, Id, Text
from yiyuan.web.edge import actor_of, require
from yiyuan.web.lists import filtered
from yiyuan.web.machines import checked
from yiyuan.web.paging import Paging, page_of, paged, placed
from yiyuan.workflow import selectors, services
from yiyuan.workflow.desk import TABS, filters, lines
from yiyuan.workflow.display import term_view
from yiyuan.workflow.explain import Explanation, Ruling, TermLine, explanation
from yiyuan.workflow.forms import SignalForm, WhatIfForm
from yiyuan.workflow.models import Signal, Term
from yiyuan.workflow.types import DeskLine, Part, SignalState, Urged
from yiyuan.workflow.what_if import Question, answers

router = Router()


class SignalIn(Body):
    """`violation`: the key of conduct that the law of the region lists."""

    organisation_id: Id
    violation: Text
    title: Text
    evidence: Text = ""
    basis: Text = ""
    matter: Text = ""


class StatementIn(Body):
    statement: Text = ""


class ConclusionIn(Body):
    confirmed: bool
    conclusion: Text = ""


class UrgeIn(Body):
    """`terms`: ids as the desk names them."""

    terms: list[Id] = Field(min_length=1, max_length=500)


class UrgedOut(Schema):
    """left_out: urged a short while before."""

    urged: int
    left_out: int


class DeskLineOut(Schema):
    """on: the last day; none: no day."""

    part: Part
    title: str
    href: str
    on: date | None
    note: str


class TermOut(Schema):
    """What is waited for. due_on: the last day, provisional until the calendar of its year is known."""

    id: int
    workflow: str
    matter_id: int
    state: str
    title: str
    href: str
    ask: str
    waits_for: str = Field(description="空：平台")
    started_on: date
    due_on: date | None
    provisional: bool
    reminders: dict[str, str] = Field(description="提醒 → 日期")
    urged: int = Field(description="催办次数")
    urged_on: date | None
    articles: list[str]
    closed_on: date | None

    @staticmethod
    def resolve_waits_for(found: Term) -> str:
        return found.waits_for.name if found.waits_for else ""

    @staticmethod
    def resolve_articles(found: Term) -> list[str]:
        shown = term_view(selectors.info_of(found))
        return [str(chip) for chip in shown.chips]


class SignalOut(Schema):
    id: int
    state: SignalState
    title: str
    href: str
    organisation_id: int
    organisation: str = Field(alias="organisation.name")
    violation: str
    requirement_ids: list[str]
    raised_by: str
    raised_on: date
    due_on: date | None
    words: str
    statement: str
    conclusion: str

    @staticmethod
    def resolve_due_on(found: Signal) -> date | None:
        return found.term.due_on if found.term else None

    @staticmethod
    def resolve_words(found: Signal) -> str:
        return str(found.evidence.get("words", ""))


class RulingOut(Schema):
    """One rule as it stood for the case."""

    rule: str = Field(alias="title")
    value: str
    articles: list[str]
    href: str

    @staticmethod
    def resolve_articles(found: Ruling) -> list[str]:
        return [str(chip) for chip in found.chips]


class StepOut(Schema):
    label: str
    on: date
    actor: str
    note: str
    because: RulingOut | None
    who: RulingOut | None


class ReminderOut(Schema):
    kind: str
    on: date


class TermLineOut(Schema):
    ask: str
    organisation: str
    started_on: date
    due_on: date | None
    rule: RulingOut | None = Field(alias="ruling")
    reminders: list[ReminderOut]

    @staticmethod
    def resolve_reminders(found: TermLine) -> Any:  # of ReminderOut
        return [{"kind": kind, "on": day} for kind, day in found.reminders]


class ExplanationOut(Schema):
    """profile: the version of the law it is judged by; historical: another one holds today."""

    title: str
    href: str
    region: str
    law_on: date
    profile: str
    historical: bool
    steps: list[StepOut]
    terms: list[TermLineOut]
    signals: list[SignalOut]

    @staticmethod
    def resolve_signals(found: Explanation) -> Any:  # signals
        return [signal for signal, _ in found.signals]


class AnswerOut(RulingOut):
    """What the law says; of a term also the last day."""

    due_on: date | None
    provisional: bool


class QuestionOut(Schema):
    question: str = Field(alias="title")
    answers: list[AnswerOut]


@router.get(
    "explain/{workflow}/{int:matter_id}", response=ExplanationOut, summary="一件事按哪条办：每一步、每个期限和依据"
)
def explain_case(request: HttpRequest, workflow: str, matter_id: int) -> Explanation:
    """For its parties and those who oversee its region; others get 404."""
    return explanation(actor_of(request), workflow, matter_id, today=clock.today())


@router.get("what-if", response=list[QuestionOut], summary="假如：某地区某日某类资源，谁来办、到哪天、依据哪一条")
def what_if(request: HttpRequest, sharing_type: Text, region: Text = "", on: Day | None = None) -> list[Question]:
    """Answers only; nothing is done. `sharing_type`: unconditional, conditional or not_shared; here and today else."""
    where, when = region or actor_of(request).region_code, on or clock.today()
    return answers(**checked(WhatIfForm({"region": where, "on": when, "sharing_type": sharing_type})))


@router.get("desk", response=page_of(TermOut), summary="工作台：待办、等别人办、我发起的、本地区在办、已办")
def desk(
    request: HttpRequest,
    paging: Query[Paging],
    *,
    tab: Literal["todo", "waiting", "started", "overseen", "done"] = "todo",
    department: Id | None = None,
    kind: Text = "",
    lateness: Literal["", "late", "today", "week", "later", "none"] = "",
) -> Any:  # a page of terms
    """The most urgent first; each with its date and the articles behind it. department: waited for; kind: workflow."""
    said = {"department": str(department or ""), "kind": kind, "lateness": lateness}
    found = filtered(TABS[tab][1](actor_of(request)), filters(None), said)
    return placed(found, paging, lambda term: term)


@router.get("desk/lines", response=list[DeskLineOut], summary="工作台上的其他事：本月应交的数据、待确认的批次、草稿")
def desk_lines(request: HttpRequest) -> list[DeskLine]:
    """Part by part, the earliest day first."""
    return lines(actor_of(request))


@router.post("urge", response=UrgedOut, summary="催办一件或多件")
def urge(request: HttpRequest, body: UrgeIn) -> Urged:
    """By whoever waits, and the bureau of the region: those waited for are told; it is counted and recorded."""
    return services.urge(body.terms, actor=actor_of(request))


@router.get("signals", response=page_of(SignalOut), summary="线索")
def list_signals(request: HttpRequest, paging: Query[Paging]) -> Any:  # a page of signals
    return paged(selectors.signals(actor_of(request)), paging, lambda signal: signal)


@router.post("signals", response={201: SignalOut}, summary="提出线索，附证据")
def raise_signal(request: HttpRequest, body: SignalIn) -> tuple[int, Signal]:
    """By the bureau or an inspection; the department then states its reasons."""
    actor = actor_of(request)
    require(actor, Function.BUREAU, Function.AUDITOR)
    values = checked(SignalForm(body.dict(), region=actor.region_code, on=clock.today()))
    return 201, selectors.signal_for(actor, services.raise_signal(actor=actor, **values))


@router.get("signals/{int:signal_id}", response=SignalOut, summary="一条线索")
def get_signal(request: HttpRequest, signal_id: int) -> Signal:
    return selectors.signal_for(actor_of(request), signal_id)


@router.post("signals/{int:signal_id}/statement", response=SignalOut, summary="说明情况")
def state_reasons(request: HttpRequest, signal_id: int, body: StatementIn) -> Signal:
    """By the department concerned."""
    actor = actor_of(request)
    services.state_reasons(signal_id, actor=actor, statement=body.statement)
    return selectors.signal_for(actor, signal_id)


@router.post("signals/{int:signal_id}/conclusion", response=SignalOut, summary="认定或者不予认定")
def conclude(request: HttpRequest, signal_id: int, body: ConclusionIn) -> Signal:
    """By the bureau, after the statement."""
    actor = actor_of(request)
    services.conclude(signal_id, actor=actor, **body.dict())
    return selectors.signal_for(actor, signal_id)
