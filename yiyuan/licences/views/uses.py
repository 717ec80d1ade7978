"""Uses at both doors: what a holder presents is used, read or verified for a case; the record of it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from yiyuan.kernel.actor import Actor
from yiyuan.licences import display, policies, selectors, services, showing
from yiyuan.licences.forms import UseForm
from yiyuan.licences.models import LicenceUse
from yiyuan.licences.types import ACTION_WORDS
from yiyuan.web.components import Content, Fact, Link
from yiyuan.web.lists import Column, choice_filter, text_filter
from yiyuan.workflow.api import Matters, New


class UseOut(Schema):
    id: int
    licence: str = Field(alias="licence.type_name")
    action: str
    consumer: str = Field(alias="consumer.name")
    person_name: str
    case: str
    purpose: str
    at: datetime
    state: str


class UsedOut(Schema):
    """Verifying answers the state only; holder and values come for a use or reading of an issued licence."""

    id: int
    licence_id: int
    name: str = Field(alias="licence.type_name")
    issuer: str = Field(alias="licence.issuer_name")
    state: str = Field(alias="licence.state")
    state_words: str = Field(alias="licence.get_state_display")
    valid_from: date = Field(alias="licence.valid_from")
    valid_until: date | None = Field(alias="licence.valid_until")
    sealed: bool
    not_valid: str
    seal_words: str
    under_objection: bool
    holder_name: str | None
    holder_code: str | None
    values: dict[str, Any] | None  # information item -> text

    @staticmethod
    def resolve_sealed(seen: Any) -> bool:  # a use with who asks
        return bool(seen.licence.files.exists())

    @staticmethod
    def resolve_not_valid(seen: Any) -> str:
        return display.not_valid(seen.licence)

    @staticmethod
    def resolve_seal_words(seen: Any) -> str:  # a use with who asks
        return display.seal_words(seen.licence)

    @staticmethod
    def resolve_under_objection(seen: Any) -> bool:
        return bool(selectors.open_objections(seen.licence_id))

    @staticmethod
    def resolve_holder_name(seen: Any) -> str | None:
        return seen.licence.holder_name if seen.opens else None

    @staticmethod
    def resolve_holder_code(seen: Any) -> str | None:
        return seen.licence.holder_code if seen.opens else None

    @staticmethod
    def resolve_values(seen: Any) -> Mapping[str, str] | None:
        return showing.values_shown(seen.model) if seen.opens else None


def _facts(use: LicenceUse, _actor: Actor) -> Sequence[Fact]:
    return [
        Fact("用证方式", use.get_action_display()),
        Fact("用证", use.legal_on),
        Fact("办件编号", use.case),
        Fact("用途", use.purpose),
    ]


def _context(_actor: Actor, use: LicenceUse) -> Mapping[str, Any]:  # template variables
    return {
        "now": display.light_of(use.licence) if use.state != use.licence.state else None,
        "face": [
            *display.facts_of(use.licence, whole=use.opens, values=showing.values_shown(use)),
            Fact("电子印章", display.seal_words(use.licence), wide=True),
        ],
        "not_valid": display.not_valid(use.licence),
        "files": use.licence.files.all() if showing.reads_all(use) else (),
        "masked": use.opens and not showing.reads_all(use),
        "objections": selectors.open_objections(use.licence_id),
    }


def _columns(actor: Actor) -> Sequence[Column]:
    def title(use: LicenceUse) -> Content:
        name = use.licence.type_name
        return Link(name, use.get_absolute_url()) if use.consumer_id in actor.organisation_ids else name

    return [
        Column("on", "业务日期", "legal_on", sort="legal_on", css="nw", width=120),
        Column("name", "证照", title, head=True, export=lambda use: use.licence.type_name),
        Column("action", "用证", lambda use: use.get_action_display(), sort="action", width=80),
        Column("consumer", "用证单位", "consumer.name", sort="consumer__name", width=180),
        Column("person", "用证人", "person_name", width=100),
        Column("case", "办件编号", "case", width=140),
        Column("purpose", "用途", "purpose"),
        Column("state", "当时状态", display.light_of, width=140),
    ]


USES = Matters(
    None,
    app="licences",
    noun="use",
    title="用证记录",
    about="使用、查阅、核验都有办件编号和用途。颁证单位看得到谁用了本单位的证照。",
    unit="次",
    empty="还没有用证记录。",
    names={"one": "used"},
    find=selectors.use_of,
    rows=selectors.uses,
    facts=_facts,
    shown=UsedOut,
    listed=UseOut,
    lights=display.light_of,
    columns=_columns,
    filters=[
        choice_filter("action", "用证", ACTION_WORDS),
        text_filter("consumer", "用证单位", "consumer__name"),
        text_filter("case", "办件编号"),
    ],
    page="licences/used.html",
    context=_context,
    asks={},
    new=New(
        services.use_licence,
        UseForm,
        policies.may_use,
        "用证",
        "用持证人出示的编号和证件号码找到证照，每次都有记录。查阅、使用可以下载盖章的文件。",
        beside={
            "licences.no_match": "number",
            "licences.use": "purpose",
            "licences.granted": "number",
            "licences.consent": "number",
        },
        by="licences.use",
        key="licences.use",
        name="use",
        at="/use",
    ),
)
