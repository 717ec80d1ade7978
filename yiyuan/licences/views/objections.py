"""Objections to licences at both doors: the list with its clocks, a new one under its licence, one with its answer."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from ninja import Schema

from yiyuan.kernel.actor import Actor
from yiyuan.licences import display, policies, selectors, services
from yiyuan.licences.forms import DecideForm, InsideForm, TellForm
from yiyuan.licences.models import LicenceObjection
from yiyuan.licences.types import DOUBT_WORDS, OBJECTION_WORDS, ObjectionState
from yiyuan.licences.workflow import OBJECTION
from yiyuan.regulations.api import cited
from yiyuan.web.components import Fact, Link, Noted, number
from yiyuan.web.lists import Column, Filter, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New, Under, open_terms, term_view


class ObjectionOut(MatterOut, Schema):
    licence_id: int
    applicant: str
    applicant_name: str
    doubt: str
    text: str
    filed_on: date
    outcome: str
    result: str
    told_on: date | None
    told_how: str

    @staticmethod
    def resolve_applicant_name(seen: Any) -> str:  # the matter, with who asks
        return _who(seen, seen.actor)


def _who(one: LicenceObjection, actor: Actor) -> str:
    return one.applicant_name if policies.reads_applicant(one, actor=actor) else ""


def _facts(one: LicenceObjection, actor: Actor) -> Sequence[Fact]:
    licence = one.licence
    may_open = policies.visible(type(licence).objects.filter(id=licence.id), to=actor).exists()
    outcome: object = "还没有结果"
    if one.outcome and one.decided_on:
        outcome = Noted(one.get_outcome_display(), f"{one.decided_on.isoformat()}，{one.result}")
    return [
        Fact("证照", Link(licence.licence_no, licence.get_absolute_url()) if may_open else licence.licence_no),
        Fact("颁证单位", licence.issuer_name),
        Fact("申请人", Noted(one.get_applicant_display(), _who(one, actor))),
        Fact("提出", one.filed_on.isoformat()),
        Fact("说明", one.text, wide=True),
        Fact("核查结果", outcome, wide=True),
        Fact("告知", Noted(one.told_on.isoformat(), one.told_how) if one.told_on else "还没有告知申请人"),
    ]


def _columns(actor: Actor) -> Sequence[Column]:
    still = selectors.objections(actor).exclude(state=ObjectionState.CLOSED)
    terms = open_terms(OBJECTION.name, still.values_list("id", flat=True))

    def due(one: LicenceObjection) -> object:
        if one.state != ObjectionState.OPEN:
            return "—"
        return term_view(terms.get(one.id)) or "—"

    return [
        state_column(display.objection_light, width=100),
        name_column("证照", "licence.type_name", note=lambda one: one.licence.licence_no),
        Column("doubt", "异议", lambda one: one.get_doubt_display(), sort="doubt", width=80),
        Column("applicant", "申请人", lambda one: one.get_applicant_display(), sort="applicant", width=120),
        Column("issuer", "颁证单位", "licence.issuer_name", width=120),
        Column("filed", "提出", "filed_on", sort="filed_on", css="nw", width=120),
        Column("due", "到期", due, width=140),
        Column("outcome", "结果", lambda one: one.get_outcome_display() or "—", width=100),
    ]


def _open(rows: QuerySet[LicenceObjection]) -> str:
    still = rows.exclude(state=ObjectionState.CLOSED).count()
    return f"{number(still)} 件没有办结" if still else ""


def _doubt(rows: QuerySet[LicenceObjection], value: str) -> QuerySet[LicenceObjection]:
    return rows.filter(doubt=value)


OBJECTIONS = Matters(
    OBJECTION,
    app="licences",
    noun="objection",
    title="证照异议",
    about="颁证单位核查，结果告知申请人后才能办结。",
    empty="没有异议。用证后发现证照不准、不全或过时的，可以在用证结果页提出。",
    find=selectors.objection_for,
    rows=selectors.objections,
    facts=_facts,
    shown=ObjectionOut,
    lights=display.objection_light,
    columns=_columns,
    filters=[
        state_filter(OBJECTION_WORDS),
        Filter("doubt", "异议", _doubt, [(d.value, w) for d, w in DOUBT_WORDS.items()]),
        text_filter("issuer", "颁证单位", "licence__issuer_name"),
    ],
    headline=_open,
    chips=lambda actor: cited(actor, "licences.objection"),
    asks={
        "decide": Ask(services.decide_objection, DecideForm, beside="result"),
        "told": Ask(services.tell_result, TellForm, beside="how", path="tell", when=lambda one: one.told_on is None),
        "close": Ask(services.close_objection, when=lambda one: one.told_on is not None),
    },
    new=New(
        services.object_to,
        InsideForm,
        lambda _actor: True,
        "提出异议",
        beside="applicant_name",
        name="object",
        key="licences.objection_kinds",
        under=Under("licence_id", services.objectionable, "<int:licence_id>/object/", "{int:licence_id}/objections"),
    ),
)
