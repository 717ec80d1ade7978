"""Notices of corrections at both doors: which data was wrong, how one came by it, what one did on learning of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.urls import reverse
from ninja import Schema
from pydantic import Field

from yiyuan.disputes import corrections, policies, selectors
from yiyuan.disputes.display import CORRECTION_LIGHTS, items_words
from yiyuan.disputes.models import Correction
from yiyuan.disputes.types import (
    CORRECTION_WORDS,
    DOUBT_WORDS,
    EFFECT_WORDS,
    RECEIVED_WORDS,
    CorrectionState,
    Doubt,
    Effect,
    Received,
)
from yiyuan.disputes.workflow import CORRECTION
from yiyuan.kernel.actor import Actor
from yiyuan.web.components import Fact, Link, moment, number
from yiyuan.web.forms import Form, Radios
from yiyuan.web.lists import Column, choice_filter, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, open_terms, term_view


class AcknowledgeForm(Form):
    effect = forms.ChoiceField(label="本部门怎样处理", choices=list(EFFECT_WORDS.items()), widget=Radios)
    note = forms.CharField(
        label="说明",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=300,
        required=False,
        help_text="不写姓名和证件号码",
    )


class CorrectionOut(MatterOut, Schema):
    """record: none for whom it is not sure that it was given the record."""

    recheck_id: int
    resource_id: int | None = Field(alias="recheck.resource_id")
    resource: str = Field(alias="recheck.resource_name")
    items: list[str] = Field(alias="recheck.items")
    receiver: str = Field(alias="receiver.name")
    provider: str = Field(alias="recheck.provider.name")
    grant_id: int
    received: Received
    named: int
    in_bulk: int
    told_on: date
    effect: str
    note: str
    acknowledged_on: date | None
    record: str | None

    @staticmethod
    def resolve_record(found: Any) -> str | None:  # a correction with its actor
        if not policies.may_read_record(found.actor, found.model):
            return None
        return selectors.said_of(found.model.recheck).record or None


def _facts(found: Correction, actor: Actor) -> Sequence[Fact]:
    recheck = found.recheck
    facts = [
        Fact("资源", Link(recheck.about, reverse("catalog:resource", args=[recheck.resource_id]))),
        Fact("提供部门", recheck.provider.name),
        Fact("更正的信息项", items_words(recheck.items)),
        Fact("原来的问题", DOUBT_WORDS[Doubt(recheck.doubt)]),
        Fact("取用部门", found.receiver.name),
        Fact("怎样收到", RECEIVED_WORDS[Received(found.received)]),
        Fact("取用", f"查询 {number(found.named)} 次，整批 {number(found.in_bulk)} 次"),
        Fact("最后一次取用", moment(found.last_at)),
    ]
    if policies.may_read_record(actor, found):
        said = selectors.said_of(recheck)
        facts.append(Fact("哪条记录", said.record or "没有指明，请按信息项核对", wide=True))
    elif found.received == Received.PERHAPS:
        facts.append(Fact("哪条记录", "不能确定这条记录在取走的数据里，请重新取一次全部数据。", wide=True))
    facts.append(Fact("提供部门的说明", recheck.answer, wide=True))
    if found.effect:
        facts.append(Fact("处理", EFFECT_WORDS[Effect(found.effect)]))
        facts += [Fact("说明", found.note, wide=True)] if found.note else []
    return facts


def _context(actor: Actor, found: Correction) -> Mapping[str, Any]:  # template variables
    mine = found.receiver_id in actor.organisation_ids
    return {"mine": mine, "grant_id": found.grant_id, "again": selectors.taken_again(found)}


def _columns(actor: Actor) -> Sequence[Column]:
    waiting = selectors.corrections(actor).filter(state=CorrectionState.TOLD)
    terms = open_terms("disputes.correction", list(waiting.values_list("id", flat=True)))
    return [
        state_column(CORRECTION_LIGHTS),
        name_column("资源", "recheck.about", key="about", note=lambda c: items_words(c.recheck.items)),
        Column("provider", "提供部门", "recheck.provider.short_name", sort="recheck__provider__name"),
        Column("receiver", "取用部门", "receiver.short_name", sort="receiver__name"),
        Column("received", "怎样收到", lambda c: RECEIVED_WORDS[Received(c.received)]),
        Column("told", "告知", "told_on", sort="told_on", css="nw"),
        Column(
            "clock",
            "期限",
            lambda c: term_view(terms.get(c.id)) if c.id in terms else None,
            export=lambda c: terms[c.id].due_on if c.id in terms else None,
        ),
        Column("effect", "处理", lambda c: EFFECT_WORDS[Effect(c.effect)] if c.effect else ""),
    ]


CORRECTIONS = Matters(
    CORRECTION,
    app="disputes",
    noun="correction",
    title="更正通知",
    about="数据在源头更正后，取用过旧数据的部门逐个确认。",
    empty="没有更正通知。数据经校核更正后，取用过旧数据的部门会收到。",
    find=selectors.correction_for,
    rows=selectors.corrections,
    facts=_facts,
    shown=CorrectionOut,
    lights=CORRECTION_LIGHTS,
    columns=_columns,
    filters=[
        state_filter(CORRECTION_WORDS),
        text_filter("name", "资源", "recheck__resource_name"),
        text_filter("receiver", "取用部门", "receiver__name"),
        choice_filter("received", "怎样收到", RECEIVED_WORDS),
    ],
    sort="-told",
    page="disputes/correction.html",
    context=_context,
    asks={
        "acknowledge": Ask(
            corrections.acknowledge_correction,
            AcknowledgeForm,
            "确认本部门已知道更正，写明怎样处理。",
            beside={"disputes.rehandled": "note"},
        )
    },
)
