"""Grants and guardians' mandates at both doors; a shown code scanned, an annotated copy, types to ask for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_http_methods
from ninja import Schema
from pydantic import Field

from yiyuan.catalog.api import licence_entries
from yiyuan.holders import forms, selectors, services
from yiyuan.holders.models import Mandate, UseGrant
from yiyuan.holders.types import GRANT_WORDS, GROUND_WORDS, MANDATE_STATE_WORDS
from yiyuan.holders.workflow import GRANT, MANDATE
from yiyuan.kernel.actor import PARTIES, Actor
from yiyuan.kernel.regions import lineage
from yiyuan.licences.api import use_of
from yiyuan.licences.types import ACTION_WORDS, Action
from yiyuan.organisations.api import infos
from yiyuan.regulations.api import cited
from yiyuan.web.components import Empty, Fact, Light, LightKind, Link, Noted
from yiyuan.web.edge import actor_of, beside, require
from yiyuan.web.htmx import render
from yiyuan.web.lists import (
    Column,
    Filter,
    Listing,
    choice_filter,
    name_column,
    state_column,
    state_filter,
    text_filter,
)
from yiyuan.workflow.api import Ask, MatterOut, Matters, New, Under

GRANT_LIGHTS: dict[str, LightKind] = {
    "asked": "soon",
    "granted": "ok",
    "refused": "late",
    "withdrawn": "end",
    "ended": "end",
    "expired": "end",
}
MANDATE_LIGHTS: dict[str, LightKind] = {"asked": "soon", "standing": "ok", "refused": "late", "ended": "end"}


class GrantOut(MatterOut, Schema):
    """actions: use, read, verify. items: personal items shown whole, others are masked. until: last day, inclusive."""

    type_name: str
    resource_id: int
    consumer: str = Field(alias="consumer.name")
    provider: str = Field(alias="provider.name")
    ground: str
    actions: list[str]
    items: list[str]
    purpose: str
    basis: str
    until: date
    asked_on: date
    decided_on: date | None
    reason: str


def _actions(one: UseGrant) -> str:
    return "、".join(ACTION_WORDS[Action(name)] for name in one.actions)


def _facts(one: UseGrant, _actor: Actor) -> Sequence[Fact]:
    facts = [
        Fact("证照", Link(one.type_name, reverse("catalog:resource", args=[one.resource_id]))),
        Fact("用证单位", one.consumer.name),
        Fact("颁证单位", one.provider.name),
        Fact("用证依据", one.get_ground_display()),
        Fact("用证方式", _actions(one)),
        Fact("完整显示的个人信息项", "、".join(one.items) or "没有，都脱敏显示"),
        Fact("用途", one.purpose, wide=True),
        Fact("职责依据", one.basis, wide=True),
        Fact("有效期止", one.until),
        Fact("申请", Noted(one.asked_on, one.asked_by)),
    ]
    if one.decided_on:
        facts.append(Fact("答复", one.decided_on))
    return [*facts, Fact("原因", one.reason, wide=True)] if one.reason else facts


GRANTS = Matters(
    GRANT,
    app="holders",
    noun="grant",
    title="用证授权",
    parameter="use_grant_id",
    unit="项",
    about="用别的单位颁发的证照，先按证照类型申请。授权以外的用证被拒绝并留记录。",
    empty="还没有用证授权。",
    find=selectors.grant_for,
    rows=selectors.grants,
    facts=_facts,
    shown=GrantOut,
    lights=GRANT_LIGHTS,
    columns=[
        state_column(GRANT_LIGHTS),
        name_column("证照", "type_name"),
        Column("consumer", "用证单位", "consumer.short_name", sort="consumer__name"),
        Column("provider", "颁证单位", "provider.short_name", sort="provider__name"),
        Column("actions", "用证方式", _actions),
        Column("ground", "依据", lambda one: "职责" if one.ground == "duty" else "须持证人同意", sort="ground"),
        Column("until", "有效期止", "until", sort="until", css="nw"),
    ],
    filters=[
        state_filter(GRANT_WORDS),
        choice_filter("ground", "依据", {key.value: words for key, words in GROUND_WORDS.items()}),
        text_filter("name", "证照", "type_name"),
        text_filter("body", "用证单位", "consumer__name"),
    ],
    chips=lambda actor: cited(actor, "licences.granted", "licences.interface", "licences.consent"),
    links=lambda _actor: [
        Link("申请用证授权", reverse("holders:types")),
        Link("扫码核验", reverse("holders:scan")),
        Link("监护关系核实", reverse("holders:mandates")),
    ],
    asks={
        "grant": Ask(services.decide_grant, forms.DecideForm, beside="items", name="grant_use"),
        "refuse": Ask(services.refuse_grant, forms.ReasonForm, beside="reason", name="refuse_use"),
        "stop": Ask(services.stop_grant, forms.ReasonForm, beside="reason", name="stop_use"),
        "withdraw": Ask(services.withdraw_grant, name="withdraw_use"),
        "leave": Ask(services.leave_grant, name="leave_use"),
    },
    new=New(
        services.ask_grant,
        forms.GrantForm,
        PARTIES,
        "申请用证授权",
        "授权以后在办件里、在“用证”页面、通过共享接口都能用。",
        beside={"holders.grant_period": "until", "holders.grant_once": "purpose"},
        by="holders.grant.ask",
        key="licences.granted",
        name="new_grant",
        under=Under(
            "licence_type_id",
            selectors.entry_to_ask,
            "types/<int:licence_type_id>/ask/",
            "types/{int:licence_type_id}/grants",
        ),
    ),
)


class MandateOut(MatterOut, Schema):
    kind: str
    purpose: str
    proof: str
    given_on: date
    until: date
    reason: str


def _mandate_facts(one: Mandate, _actor: Actor) -> Sequence[Fact]:
    names = selectors.names_of(one)
    return [
        Fact("监护人", Noted(names["agent_name"], names["agent_code"]) if names else "已删除"),
        Fact("被监护人", Noted(names["principal_name"], names["principal_code"]) if names else "已删除"),
        Fact("监护关系的证明", one.proof, wide=True),
        Fact("提出", one.given_on),
        Fact("到期", one.until),
        *([Fact("核实情况", one.reason, wide=True)] if one.reason else []),
    ]


MANDATES = Matters(
    MANDATE,
    app="holders",
    noun="mandate",
    title="监护关系核实",
    parameter="guardian_id",
    unit="项",
    about="监护人提出的，核实以后才能查看、出示被监护人的证照。",
    empty="没有要核实的监护关系。",
    find=selectors.mandate_for,
    rows=selectors.mandates_to_confirm,
    facts=_mandate_facts,
    shown=MandateOut,
    lights=MANDATE_LIGHTS,
    columns=[
        state_column(MANDATE_LIGHTS),
        name_column("监护关系的证明", "proof"),
        Column("given", "提出", "given_on", sort="given_on", css="nw"),
        Column("until", "到期", "until", sort="until", css="nw"),
    ],
    filters=[state_filter(MANDATE_STATE_WORDS)],
    chips=lambda actor: cited(actor, "licences.holder"),
    asks={
        "confirm": Ask(services.confirm_mandate, forms.ProofForm, beside="reason", name="confirm_mandate"),
        "refuse": Ask(services.refuse_mandate, forms.ReasonForm, beside="reason", name="refuse_mandate"),
    },
)


@require_GET
def types(request: HttpRequest) -> HttpResponseBase:
    """Types of licences in reach, with how one's own grant stands."""
    actor = actor_of(request)
    require(actor, *PARTIES)
    reach = lineage(actor.region_code)
    entries = [
        one for one in licence_entries() if one.region_code in reach and one.provider_id not in actor.organisation_ids
    ]
    stand = {
        g.resource_id: g for g in selectors.grants(actor).filter(consumer__in=actor.organisation_ids).order_by("id")
    }
    names = infos({one.provider_id for one in entries})

    def how(one: Any) -> Any:  # a LicenceEntry; content
        grant = stand.get(one.resource_id)
        if grant is None:
            return "—"
        return Light(GRANT_LIGHTS[grant.state], grant.get_state_display())

    def ask(one: Any) -> Any:  # a LicenceEntry; content
        return Link("申请", reverse("holders:new_grant", args=[one.resource_id]))

    columns = [
        Column("name", "证照", "name", sort="name", head=True),
        Column("issuer", "颁证单位", lambda one: names[one.provider_id].name),
        Column("personal", "个人信息项", lambda one: sum(item.personal for item in one.items), numeric=True),
        Column("stand", "本单位的授权", how),
        Column("ask", "申请", ask, export=lambda _one: ""),
    ]
    listing = Listing(
        request,
        entries,
        columns,
        [Filter("name", "证照", lambda rows, value: [one for one in rows if value in one.name])],
        filename="可以申请的证照类型",
        caption="可以申请的证照类型",
        unit="种",
        empty=Empty("还没有别的单位发布证照目录。"),
    )
    if listing.is_export:
        return listing.export()
    context = {**listing.context(), "chips": cited(actor, "licences.granted")}
    return render(request, "holders/types.html", context, part="listing")


@require_http_methods(["GET", "POST"])
def scan(request: HttpRequest) -> HttpResponse:
    """What a holder shows is verified; validity only. A GET with the code fills the form and verifies nothing."""
    actor = actor_of(request)
    require(actor, *PARTIES)
    asked = request.GET.get("c", "")
    form = forms.ScanForm(request.POST if request.method == "POST" else None, initial={"code": asked})
    context: dict[str, Any] = {"form": form, "chips": cited(actor, "licences.showing")}  # template variables
    if request.method == "POST" and form.is_valid():
        with beside(request, form, {"licences.use": "purpose"}, otherwise="code"):
            seen = services.scan_code(actor=actor, **form.cleaned_data)
            context |= {"seen": seen, "light": Light("ok" if seen.valid else "late", seen.state_words)}
    return render(request, "holders/scan.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def copy(request: HttpRequest, use_id: int) -> HttpResponse:
    """An annotated copy of what a use opened: an address that works once."""
    actor = actor_of(request)
    licence, whole, purpose = use_of(actor, use_id)
    form = forms.CopyForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "licence": licence, "whole": whole, "purpose": purpose, "use_id": use_id}
    if request.method == "POST" and form.is_valid():
        with beside(request, form):
            made, key = services.copy_link(use_id, actor=actor, **form.values())
            context |= {"made": made, "address": address_of(key)}
    return render(request, "holders/copy.html", context, status=422 if form.errors else 200)


def address_of(key: str) -> str:
    """Where a copy is fetched, once."""
    return f"{settings.PUBLIC_URL}{reverse('holder_copy:fetch', args=[key])}"


app_name = "holders"
urlpatterns = [
    *GRANTS.urls("grants/"),
    *MANDATES.urls("mandates/"),
    path("types/", types, name="types"),
    path("scan/", scan, name="scan"),
    path("copies/<int:use_id>/", copy, name="copy"),
]
