"""The desk and signals for machines."""

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema

from yiyuan.kernel import clock
from yiyuan.kernel.actor import Function
from yiyuan.web.edge import actor_of, require
from yiyuan.web.machines import checked
from yiyuan.workflow import selectors, services
from yiyuan.workflow.display import term_view
from yiyuan.workflow.explain import Ruling, explanation
from yiyuan.workflow.forms import SignalForm, WhatIfForm
from yiyuan.workflow.models import Signal, Term
from yiyuan.workflow.what_if import answers

router = Router()
MOST = 200
TABS = {
    "todo": selectors.todo,
    "started": selectors.started,
    "overseen": selectors.overseen,
    "done": selectors.done,
}


class SignalIn(Schema):
    """`violation`: the key of conduct that the law of the region lists."""

    organisation_id: int
    violation: str
    title: str
    evidence: str = ""
    matter: str = ""


class StatementIn(Schema):
    statement: str = ""


class ConclusionIn(Schema):
    confirmed: bool
    conclusion: str = ""


def _term(found: Term) -> dict[str, Any]:
    shown = term_view(selectors.info_of(found), region=found.region_code, law_on=found.law_on)
    return {
        "workflow": found.workflow,
        "matter_id": found.matter_id,
        "state": found.state,
        "title": found.title,
        "href": found.href,
        "ask": found.ask,
        "waits_for": found.waits_for.name if found.waits_for else "",
        "started_on": found.started_on,
        "due_on": found.due_on,
        "provisional": found.provisional,
        "reminders": found.reminders,
        "articles": [str(chip) for chip in shown.chips],
        "closed_on": found.closed_on,
    }


def _signal(found: Signal) -> dict[str, Any]:
    due: date | None = found.term.due_on if found.term else None
    return {
        "id": found.id,
        "state": found.state,
        "title": found.title,
        "href": found.href,
        "organisation_id": found.organisation_id,
        "organisation": found.organisation.name,
        "violation": found.violation,
        "requirement_ids": found.requirement_ids,
        "raised_by": found.raised_by,
        "raised_on": found.raised_on,
        "due_on": due,
        "words": found.evidence.get("words", ""),
        "statement": found.statement,
        "conclusion": found.conclusion,
    }


def _ruling(found: Ruling | None) -> dict[str, Any] | None:
    if found is None:
        return None
    articles = [str(chip) for chip in found.chips]
    return {"rule": found.title, "value": found.value, "articles": articles, "href": found.href}


@router.get("explain/{workflow}/{matter_id}", summary="一件事按哪条办：每一步、每个期限和依据")
def explain_case(request: HttpRequest, workflow: str, matter_id: int) -> dict[str, Any]:
    """For its parties and those who oversee its region; others get 404. `profile`: the version it is judged by."""
    case = explanation(actor_of(request), workflow, matter_id, today=clock.today())
    return {
        "title": case.title,
        "href": case.href,
        "region": case.region,
        "law_on": case.law_on,
        "profile": case.profile,
        "historical": case.historical,
        "steps": [
            {
                "label": step.label,
                "on": step.on,
                "actor": step.actor,
                "note": step.note,
                "because": _ruling(step.because),
                "who": _ruling(step.who),
            }
            for step in case.steps
        ],
        "terms": [
            {
                "ask": term.ask,
                "organisation": term.organisation,
                "started_on": term.started_on,
                "due_on": term.due_on,
                "rule": _ruling(term.ruling),
                "reminders": [{"kind": kind, "on": day} for kind, day in term.reminders],
            }
            for term in case.terms
        ],
        "signals": [_signal(signal) for signal, _ in case.signals],
    }


@router.get("what-if", summary="假如：某地区某日某类资源，谁来办、到哪天、依据哪一条")
def what_if(request: HttpRequest, sharing_type: str, region: str = "", on: date | None = None) -> list[dict[str, Any]]:
    """Answers only; nothing is done. `sharing_type`: unconditional, conditional or not_shared; here and today else."""
    where, when = region or actor_of(request).region_code, on or clock.today()
    asked = checked(WhatIfForm({"region": where, "on": when, "sharing_type": sharing_type}))
    return [
        {
            "question": question.title,
            "answers": [
                {
                    "rule": answer.title,
                    "value": answer.value,
                    "due_on": answer.due_on,
                    "provisional": answer.provisional,
                    "articles": [str(chip) for chip in answer.chips],
                    "href": answer.href,
                }
                for answer in question.answers
            ],
        }
        for question in answers(**asked)
    ]


@router.get("desk", summary="工作台：待办、我发起的、本地区在办、已办")
def desk(request: HttpRequest, tab: Literal["todo", "started", "overseen", "done"] = "todo") -> dict[str, Any]:
    """The first 200, the most urgent first; each with its date and the articles behind it."""
    rows = TABS[tab](actor_of(request))
    return {"total": rows.count(), "items": [_term(one) for one in rows[:MOST]]}


@router.get("signals", summary="线索")
def list_signals(request: HttpRequest) -> list[dict[str, Any]]:
    """The latest 200 one may see."""
    return [_signal(one) for one in selectors.signals(actor_of(request))[:MOST]]


@router.post("signals", summary="提出线索，附证据")
def raise_signal(request: HttpRequest, body: SignalIn) -> dict[str, Any]:
    """By the bureau or an inspection; the department then states its reasons."""
    actor = actor_of(request)
    require(actor, Function.BUREAU, Function.AUDITOR)
    values = checked(SignalForm(body.dict(), region=actor.region_code, on=clock.today()))
    return _signal(selectors.signal_for(actor, services.raise_signal(actor=actor, **values)))


@router.get("signals/{signal_id}", summary="一条线索")
def get_signal(request: HttpRequest, signal_id: int) -> dict[str, Any]:
    return _signal(selectors.signal_for(actor_of(request), signal_id))


@router.post("signals/{signal_id}/statement", summary="说明情况")
def state_reasons(request: HttpRequest, signal_id: int, body: StatementIn) -> dict[str, Any]:
    """By the department concerned."""
    actor = actor_of(request)
    services.state_reasons(signal_id, actor=actor, statement=body.statement)
    return _signal(selectors.signal_for(actor, signal_id))


@router.post("signals/{signal_id}/conclusion", summary="认定或者不予认定")
def conclude(request: HttpRequest, signal_id: int, body: ConclusionIn) -> dict[str, Any]:
    """By the bureau, after the statement."""
    actor = actor_of(request)
    services.conclude(signal_id, actor=actor, **body.dict())
    return _signal(selectors.signal_for(actor, signal_id))
