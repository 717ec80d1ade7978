"""Forged licences at both doors."""

from collections.abc import Sequence
from datetime import date

from ninja import Schema

from yiyuan.kernel.actor import PARTIES, Actor
from yiyuan.regulations.api import cited, key
from yiyuan.standing import forms, selectors, services
from yiyuan.standing.models import Forgery
from yiyuan.standing.types import FORGERY_WORDS
from yiyuan.standing.workflow import FORGERY
from yiyuan.web.components import Fact, Noted
from yiyuan.web.lists import Column, Lights, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New

FORGERY_LIGHTS: Lights = {"found": "soon", "sent": "ok", "refused": "end"}


class ForgeryOut(MatterOut, Schema):
    """record_id: of the credit record, where the law lets the platform make one."""

    name: str
    code: str
    licence: str
    facts: str
    found_on: date
    reply: str
    outcome: str
    sent_to: str
    sent_on: date | None
    report_no: str
    sha256: str
    record_id: int | None


def _facts(one: Forgery, _actor: Actor) -> Sequence[Fact]:
    facts = [
        Fact("伪造人", Noted(one.name, one.code)),
        Fact("证照", one.licence),
        Fact("发现", Noted(one.found_on, one.organisation.name)),
        Fact("证据", Noted(one.file_name, f"摘要 {one.sha256[:16]}")),
        Fact("事实", one.facts, wide=True),
    ]
    facts += [Fact("审批意见", one.reply, wide=True)] if one.reply else []
    if one.report_no:
        facts.append(Fact("报送", Noted(f"{one.sent_on} {one.sent_to}", f"{one.report_no}，连同证据")))
        facts.append(Fact("怎样处理", key("standing.forgery").values[one.outcome]))
        facts.append(Fact("信用记录", str(one.record_id) if one.record_id else "由征信部门按规定处理"))
    return facts


FORGERIES = Matters(
    FORGERY,
    app="standing",
    noun="forgery",
    title="伪造证照",
    about="用证单位发现伪造的，经批准连同证据报送本市征信部门。",
    empty="没有伪造证照的报告。",
    names={"list": "forgeries"},
    find=selectors.forgery_for,
    rows=selectors.forgeries,
    facts=_facts,
    shown=ForgeryOut,
    lights=FORGERY_LIGHTS,
    columns=[
        state_column(FORGERY_LIGHTS),
        name_column("伪造人", "name", note=lambda one: one.licence),
        Column("by", "发现单位", "organisation.short_name", sort="organisation__name"),
        Column("found", "发现日期", "found_on", sort="found_on", css="nw"),
        Column("sent", "报送日期", "sent_on", sort="sent_on", css="nw"),
    ],
    filters=[state_filter(FORGERY_WORDS), text_filter("name", "伪造人", "name", "code")],
    chips=lambda actor: cited(actor, "standing.forgery"),
    asks={
        "approve": Ask(
            services.approve_forgery,
            forms.ApproveForm,
            beside={"standing.said": "words", "credit.catalog": "item_code"},
            name="approve_forgery",
        ),
        "refuse": Ask(services.refuse_forgery, forms.WordsForm, beside="words", name="refuse_forgery"),
    },
    new=New(
        services.report_forgery,
        forms.ForgeryForm,
        PARTIES,
        "报告伪造证照",
        beside={
            "standing.entity": "code",
            "standing.said": "facts",
            "standing.dates": "found_on",
            "standing.file": "file",
        },
        by="standing.forgery.report",
        name="new_forgery",
        key="standing.forgery",
    ),
)
