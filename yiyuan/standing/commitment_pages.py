"""Forms of commitments and commitments at both doors."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from ninja import Schema
from pydantic import Field

from yiyuan.kernel.actor import PARTIES, Actor
from yiyuan.regulations.api import cited
from yiyuan.standing import forms, policies, selectors, services
from yiyuan.standing.models import Commitment, CommitmentForm
from yiyuan.web.components import Fact, Link, Noted
from yiyuan.web.lists import Column, name_column, text_filter
from yiyuan.workflow.api import Ask, Matters, New


class FormOut(Schema):
    id: int
    field: str
    version: int
    title: str
    text: str
    published_on: date


class BreachOut(Schema):
    document_no: str
    found_on: date
    words: str


class CommitmentOut(Schema):
    id: int
    form_id: int
    name: str
    code: str
    matter: str
    organisation: str = Field(alias="organisation.name")
    filed_on: date
    breaches: list[BreachOut]

    @staticmethod
    def resolve_breaches(found: Any) -> Any:  # a commitment with its actor
        return list(found.model.breaches.all())


def _form_facts(one: CommitmentForm, _actor: Actor) -> Sequence[Fact]:
    return [
        Fact("领域", one.field),
        Fact("版次", f"第 {one.version} 版"),
        Fact("发布", Noted(one.published_on, f"{one.organisation.name} {one.published_by}")),
        Fact("正文", one.text, wide=True),
    ]


FORMS = Matters(
    None,
    app="standing",
    noun="form",
    title="信用承诺格式",
    about="各领域的规范格式，一次发布一版；以前的版次留着，作出的承诺记下用的是哪一版。",
    empty="还没有发布信用承诺格式。",
    unit="版",
    parameter="commitment_form_id",
    find=selectors.form_for,
    rows=selectors.forms,
    facts=_form_facts,
    shown=FormOut,
    columns=[
        name_column("名称", "title"),
        Column("field", "领域", "field", sort="field"),
        Column("version", "版次", "version", sort="version", numeric=True),
        Column("published", "发布日期", "published_on", sort="published_on", css="nw"),
    ],
    filters=[text_filter("title", "名称", "title", "field")],
    chips=lambda actor: cited(actor, "standing.forms"),
    links=lambda _actor: [Link("信用承诺", reverse("standing:commitments"))],
    asks={},
    new=New(
        services.publish_form,
        forms.FormForm,
        PARTIES,
        "发布一版格式",
        beside="field",
        by="standing.form.publish",
        name="new_form",
        key="standing.forms",
    ),
)


def _commitment_facts(one: Commitment, _actor: Actor) -> Sequence[Fact]:
    facts = [
        Fact("承诺主体", Noted(one.name, one.code)),
        Fact("承诺书格式", Link(str(one.form), one.form.get_absolute_url())),
        Fact("准入事项", one.matter),
        Fact("承诺日期", Noted(one.filed_on, f"{one.organisation.name} {one.filed_by}登记")),
        Fact("承诺书", one.file_name),
    ]
    found = [
        Fact("违反承诺", Noted(f"{breach.found_on} {breach.words}", breach.document_no), wide=True)
        for breach in one.breaches.all()
    ]
    return [*facts, *(found or [Fact("违反承诺", "没有登记")])]


COMMITMENTS = Matters(
    None,
    app="standing",
    noun="commitment",
    title="信用承诺",
    about="市场主体准入前按规范格式作出，向社会公开；违反的写明认定文书。",
    empty="还没有信用承诺。",
    unit="份",
    find=selectors.commitment_for,
    rows=selectors.commitments,
    facts=_commitment_facts,
    shown=CommitmentOut,
    columns=[
        name_column("承诺主体", "name", note=lambda one: one.code),
        Column("form", "承诺书格式", lambda one: str(one.form), sort="form__title"),
        Column("matter", "准入事项", "matter", sort="matter"),
        Column("filed", "承诺日期", "filed_on", sort="filed_on", css="nw"),
        Column("by", "登记部门", "organisation.short_name", sort="organisation__name"),
    ],
    filters=[text_filter("name", "承诺主体", "name", "code"), text_filter("matter", "准入事项")],
    chips=lambda actor: cited(actor, "standing.commitments"),
    links=lambda _actor: [Link("信用承诺格式", reverse("standing:forms"))],
    asks={
        "breach": Ask(
            services.note_breach,
            forms.BreachForm,
            may=policies.require_noting,
            label="登记违反承诺",
            done="已登记，与承诺一起公开。",
            beside={"standing.dates": "found_on", "standing.said": "words"},
            path="breaches",
            name="note_breach",
        ),
    },
    new=New(
        services.commit,
        forms.CommitmentForm,
        PARTIES,
        "登记信用承诺",
        beside={
            "standing.dates": "filed_on",
            "standing.file": "file",
            "standing.entity": "code",
            "standing.off": "name",
        },
        by="standing.commitment.file",
        name="new_commitment",
        key="standing.commitments",
    ),
)
