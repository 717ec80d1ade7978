"""Look-ups, subscriptions, agreements and bought reports at both doors."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.urls import reverse
from ninja import Schema
from pydantic import Field

from yiyuan.kernel import clock
from yiyuan.kernel.actor import PARTIES, Actor
from yiyuan.regulations.api import cited, key
from yiyuan.standing import forms, policies, reading, selectors, services
from yiyuan.standing.models import Agreement, Lookup
from yiyuan.standing.types import GROUND_WORDS
from yiyuan.web.components import Fact, Link, Noted
from yiyuan.web.lists import Column, choice_filter, name_column, text_filter
from yiyuan.workflow.api import Ask, Matters, New


class SeenOut(Schema):
    """A record as the look-up's reader sees it."""

    id: int
    item: str
    matter: str
    description: str
    provider: str
    level: str
    state: str
    nature: str
    document_no: str
    document_on: date | None
    marks: list[str]
    statements: list[str]


class LookupListed(Schema):
    id: int
    ground: str
    purpose: str
    case: str
    shown: str
    at: datetime


class LookupOut(Schema):
    """records: on the day of the look-up, for those who made it."""

    id: int
    ground: str
    purpose: str
    law: str
    matter: str
    case: str
    shown: str
    consent_no: str
    organisation: str = Field(alias="organisation.name")
    by: str
    at: datetime
    records: list[SeenOut] | None

    @staticmethod
    def resolve_records(found: Any) -> Any:  # a look-up with its actor
        return reading.found(found.model, actor=found.actor)


class MadeReport(Schema):
    """code: by which it is verified."""

    id: int
    serial: str
    code: str


class WatchOut(Schema):
    id: int
    name: str
    code: str
    duty: str
    begun_on: date
    ended_on: date | None


class PurchaseOut(Schema):
    id: int
    case: str
    agency: str
    product: str
    made_on: date
    sha256: str


class AgreementOut(Schema):
    id: int
    agency: str = Field(alias="agency.name")
    number: str
    signed_on: date
    until: date


class BulkOut(Schema):
    """asked: the numbers of the look-ups, a subject each."""

    asked: list[int]

    @staticmethod
    def resolve_asked(found: Any) -> list[int]:  # look-ups
        return [one.id for one in found]


def _lookup_facts(one: Lookup, _actor: Actor) -> Sequence[Fact]:
    facts = [
        Fact("查询对象", one.shown),
        Fact("依据", one.get_ground_display()),
        Fact("职责或者用途", one.purpose),
        Fact("查询", Noted(one.at, f"{one.organisation.name} {one.by}")),
    ]
    facts += [Fact("法律依据", one.law)] if one.law else []
    facts += [Fact("事项种类", key("standing.matters").values[one.matter])] if one.matter else []
    facts += [Fact("办件编号", one.case)] if one.case else []
    return [*facts, Fact("书面授权", Noted(one.consent_no, f"{one.file_name}，只用这一次"))] if one.sha256 else facts


LOOKUPS = Matters(
    None,
    app="standing",
    noun="lookup",
    title="信用查询",
    about="每一次查询都写明职责或者用途并留记录；不经同意的查询写明法律依据，另外记录。",
    empty="还没有查询。",
    unit="次",
    parameter="credit_lookup_id",
    find=selectors.lookup_for,
    rows=selectors.lookups,
    facts=_lookup_facts,
    shown=LookupOut,
    listed=LookupListed,
    columns=[
        name_column("查询对象", "shown", note=lambda one: one.purpose),
        Column("ground", "依据", lambda one: one.get_ground_display(), sort="ground"),
        Column("case", "办件编号", "case", sort="case"),
        Column("body", "查询单位", "organisation.short_name", sort="organisation__name"),
        Column("on", "查询日期", "on", sort="on", css="nw"),
    ],
    filters=[
        choice_filter("ground", "依据", GROUND_WORDS),
        text_filter("case", "办件编号"),
        text_filter("body", "查询单位", "organisation__name"),
    ],
    chips=lambda actor: cited(
        actor, "standing.public", "standing.duty", "standing.consent", "standing.without_consent", "standing.matters"
    ),
    links=lambda _actor: [
        Link("信用报告", reverse("standing:reports")),
        Link("监管订阅", reverse("standing:watches")),
        Link("购买的信用报告", reverse("standing:purchases")),
        Link("信用服务机构协议", reverse("standing:agreements")),
    ],
    page="standing/lookup.html",
    context=lambda actor, one: {
        "records": reading.found(one, actor=actor),
        "reports": selectors.reports(actor).filter(lookup=one),
    },
    asks={
        "report": Ask(
            services.make_report,
            forms.ReportForm,
            may=policies.require_maker,
            when=lambda one: one.on == clock.today(),
            label="出具信用报告",
            done="已出具。",
            beside="kind",
            makes=True,
            gives=MadeReport,
            path="reports",
            name="make_report",
        ),
    },
    new=New(
        services.look_up,
        forms.LookupForm,
        PARTIES,
        "查询",
        beside={
            "standing.subject": "code",
            "standing.duty": "purpose",
            "standing.without_consent": "law",
            "standing.consent": "consent_no",
            "standing.consent_once": "file",
            "standing.file": "file",
            "standing.off": "name",
        },
        by="standing.lookup.make",
        name="new_lookup",
        key="standing.duty",
    ),
)


WATCHES = Matters(
    None,
    app="standing",
    noun="watch",
    title="监管订阅",
    about="本部门监管的主体，信用记录有变化时通知。",
    empty="还没有订阅。",
    unit="个",
    names={"list": "watches"},
    parameter="credit_watch_id",
    find=selectors.watch_for,
    rows=selectors.watches,
    facts=lambda one, _actor: [
        Fact("监管对象", Noted(one.name, one.code)),
        Fact("监管职责", one.duty),
        Fact("订阅日期", one.begun_on),
        Fact("结束日期", one.ended_on or "正在通知"),
    ],
    shown=WatchOut,
    columns=[
        name_column("监管对象", "name", note=lambda one: one.code),
        Column("duty", "监管职责", "duty", sort="duty"),
        Column("begun", "订阅日期", "begun_on", sort="begun_on", css="nw"),
        Column("ended", "结束日期", "ended_on", sort="ended_on", css="nw"),
    ],
    filters=[text_filter("name", "监管对象", "name", "code")],
    chips=lambda actor: cited(actor, "standing.watch"),
    asks={
        "end": Ask(
            services.unwatch,
            may=policies.require_watcher,
            when=lambda one: one.ended_on is None,
            label="结束订阅",
            done="已结束。",
            name="end_watch",
        ),
    },
    new=New(
        services.watch,
        forms.WatchForm,
        PARTIES,
        "订阅",
        beside={
            "standing.entity": "code",
            "standing.duty": "duty",
            "standing.watch_once": "code",
            "standing.off": "name",
        },
        by="standing.watch.begin",
        name="new_watch",
        key="standing.watch",
    ),
)


PURCHASES = Matters(
    None,
    app="standing",
    noun="purchase",
    title="购买的信用报告",
    about="通过政府购买服务取得的信用报告，附在办件上，写明机构和日期。",
    empty="还没有购买的信用报告。",
    unit="份",
    parameter="credit_purchase_id",
    find=selectors.purchase_for,
    rows=selectors.purchases,
    facts=lambda one, _actor: [
        Fact("办件编号", one.case),
        Fact("产品", one.product),
        Fact("信用服务机构", one.agency),
        Fact("出具日期", one.made_on),
        Fact("报告", Noted(one.file_name, f"{one.attached_on} {one.attached_by}登记")),
    ],
    shown=PurchaseOut,
    columns=[
        name_column("产品", "product", note=lambda one: one.agency),
        Column("case", "办件编号", "case", sort="case"),
        Column("made", "出具日期", "made_on", sort="made_on", css="nw"),
    ],
    filters=[text_filter("case", "办件编号"), text_filter("agency", "信用服务机构")],
    chips=lambda actor: cited(actor, "standing.purchased"),
    asks={},
    new=New(
        services.attach_purchase,
        forms.PurchaseForm,
        PARTIES,
        "登记信用报告",
        beside={"standing.dates": "made_on", "standing.file": "file", "standing.off": "case"},
        by="standing.purchase.attach",
        name="new_purchase",
        key="standing.purchased",
    ),
)


def _asked(found: Sequence[Lookup]) -> tuple[int, str]:
    return messages.SUCCESS, f"查询了 {len(found)} 个主体，结果在信用查询里，只有公开信息。"


def _agreement_facts(one: Agreement, _actor: Actor) -> Sequence[Fact]:
    return [
        Fact("信用服务机构", one.agency.name),
        Fact("协议", Noted(one.number, one.file_name)),
        Fact("签订日期", Noted(one.signed_on, f"{one.operator.name} {one.signed_by}登记")),
        Fact("有效期至", one.until),
        Fact("可以查什么", "批量查询只有公开信息；授权查询信息要有信息主体的书面授权，一次一份"),
    ]


AGREEMENTS = Matters(
    None,
    app="standing",
    noun="agreement",
    title="信用服务机构协议",
    about="信用服务机构按协议批量查询公开信息。",
    empty="还没有协议。",
    unit="份",
    parameter="credit_agreement_id",
    find=selectors.agreement_for,
    rows=selectors.agreements,
    facts=_agreement_facts,
    shown=AgreementOut,
    columns=[
        name_column("信用服务机构", "agency.name", key="agency", note=lambda one: one.number),
        Column("signed", "签订日期", "signed_on", sort="signed_on", css="nw"),
        Column("until", "有效期至", "until", sort="until", css="nw"),
    ],
    filters=[text_filter("number", "协议编号")],
    chips=lambda actor: cited(actor, "standing.agencies"),
    asks={
        "query": Ask(
            services.look_up_many,
            forms.BulkForm,
            may=policies.require_agency,
            label="批量查询",
            said=_asked,
            gives=BulkOut,
            beside={"standing.bulk": "codes", "standing.said": "purpose"},
            path="queries",
            name="query_agreement",
        ),
    },
    new=New(
        services.sign_agreement,
        forms.AgreementForm,
        policies.CENTRE,
        "登记协议",
        beside={"standing.dates": "until", "standing.file": "file", "standing.off": "number"},
        by="standing.agreement.sign",
        name="new_agreement",
        key="standing.agencies",
    ),
)
