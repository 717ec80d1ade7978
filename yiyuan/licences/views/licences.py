"""Licences at both doors: the library, one of them with what may be done to it, a new one under its catalog entry."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from ninja import Schema
from pydantic import Field, create_model

from yiyuan.formats.api import entries_to_make
from yiyuan.kernel.actor import Actor
from yiyuan.licences import display, policies, selectors, services
from yiyuan.licences.forms import LicenceForm, ReasonForm
from yiyuan.licences.models import Licence, LicenceFile
from yiyuan.licences.types import ORIGIN_WORDS, STATE_WORDS, WITH_REASON, State
from yiyuan.licences.workflow import LICENCE
from yiyuan.regulations.api import chips, cited
from yiyuan.web.bodies import Text, body_of
from yiyuan.web.components import Fact, number
from yiyuan.web.lists import Column, choice_filter, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New, Under

LicenceIn = create_model(
    "LicenceIn", __base__=body_of(LicenceForm), values=(dict[Text, Text], {})
)  # by information item


class FileOut(Schema):
    """sha256: of the file as it is handed out."""

    kind: str
    sha256: str
    size_bytes: int
    sealed_at: datetime


class LicenceOut(MatterOut, Schema):
    """Name and code of the holder are masked to all but the issuer; `not_valid` says why it is none that counts."""

    number: str | None
    name: str = Field(alias="type_name")
    licence_no: str
    issuer: str = Field(alias="issuer_name")
    version: int
    holder_name: str
    holder_code: str
    values: dict[str, Any]  # information item -> text
    granted_on: date
    valid_from: date
    valid_until: date | None
    origin: str
    made_on: date
    rules: str
    seal_holder: str
    sealed: bool
    seal_words: str
    not_valid: str
    files: list[FileOut]
    issued_on: date | None

    @staticmethod
    def resolve_holder_name(seen: Any) -> str:  # a licence with who asks
        return display.holder_of(seen, actor=seen.actor)

    @staticmethod
    def resolve_holder_code(seen: Any) -> str:
        return display.code_of(seen, actor=seen.actor)

    @staticmethod
    def resolve_values(seen: Any) -> Mapping[str, str]:
        return seen.model.values if policies.reads_holder(seen, actor=seen.actor) else {}

    @staticmethod
    def resolve_sealed(seen: Any) -> bool:
        return bool(seen.model.files.all())

    @staticmethod
    def resolve_files(seen: Any) -> list[LicenceFile]:
        return list(seen.model.files.all())

    @staticmethod
    def resolve_not_valid(seen: Any) -> str:
        return display.not_valid(seen.model)

    @staticmethod
    def resolve_seal_words(seen: Any) -> str:
        return display.seal_words(seen)


def _context(actor: Actor, found: Licence) -> Mapping[str, Any]:  # template variables
    return {
        "chips": chips(LICENCE.law(found).resolved("licences.issuer")),
        "made": display.making_facts(found),
        "out": found.state in {State.ISSUED, State.SUSPENDED},
        "not_valid": display.not_valid(found),
        "files": found.files.all() if policies.reads_holder(found, actor=actor) else (),
        "verified": services.verified(found),
        "newer": selectors.newer(found),
        "objections": selectors.objections(actor).filter(licence=found).order_by("-id"),
        "uses": selectors.uses(actor).filter(licence=found).count(),
        "may_object": found.number is not None and policies.reads_holder(found, actor=actor),
    }


def _columns(actor: Actor) -> Sequence[Column]:
    return [
        state_column(display.light_of),
        name_column("证照", "type_name", note=lambda one: one.licence_no),
        Column("holder", "持证主体", lambda one: display.holder_of(one, actor=actor), width=180),
        Column("issuer", "颁证单位", "issuer_name", sort="issuer_name", width=140),
        Column("until", "有效期止", lambda one: one.valid_until or "长期", sort="valid_until", width=120),
        Column("origin", "来历", lambda one: one.get_origin_display(), sort="origin", width=100),
        Column("issued", "签发", lambda one: one.issued_on or "—", sort="issued_on", width=120, css="nw"),
    ]


def _issued(rows: QuerySet[Licence]) -> str:
    issued = rows.filter(state=State.ISSUED).count()
    return f"{number(issued)} 件已签发" if issued else ""


def _facts(found: Licence, actor: Actor) -> Sequence[Fact]:
    reason = [Fact("原因", found.reason, wide=True)] if found.reason and found.state in WITH_REASON else []
    return [*reason, *display.facts_of(found, whole=policies.reads_holder(found, actor=actor))]


def _move(name: str, form: type[ReasonForm] | None = None) -> Ask:
    return Ask(partial(services.move_licence, move=name), form, beside="note")


LICENCES = Matters(
    LICENCE,
    app="licences",
    noun="licence",
    title="电子证照",
    about="制成的证照由颁证单位的另一人审核、签发时加盖颁证单位的电子印章，生成 OFD 和 PDF 文件。",
    empty="还没有制证。编制并发布证照目录、报备电子证照专人之后，就可以制证。",
    find=selectors.licence_for,
    rows=selectors.licences,
    facts=_facts,
    shown=LicenceOut,
    lights=display.light_of,
    columns=_columns,
    filters=[
        state_filter(STATE_WORDS),
        choice_filter("origin", "来历", ORIGIN_WORDS),
        text_filter("name", "证照名称", "type_name"),
        text_filter("number", "证照编号", "licence_no"),
        text_filter("issuer", "颁证单位", "issuer_name"),
    ],
    headline=_issued,
    chips=lambda actor: cited(actor, "licences.issue"),
    told=lambda actor: {"new_href": reverse("licences:make") if entries_to_make(actor) else ""},
    page="licences/licence.html",
    context=_context,
    names={"move": "move"},
    moved_at="moves/<slug:move>/",
    operation="moves/{move}",
    asks={
        "audit": _move("audit"),
        "return": _move("return", ReasonForm),
        "remake": Ask(services.remake_licence, LicenceForm, body=LicenceIn, page="remake", operation="remake"),
        "drop": _move("drop"),
        "issue": _move("issue"),
        "suspend": _move("suspend", ReasonForm),
        "resume": _move("resume", ReasonForm),
        "cancel": _move("cancel", ReasonForm),
        "update": Ask(
            services.update_licence,
            LicenceForm,
            "新版本经审核、签发后生效，原版本同时失效。",
            body=LicenceIn,
            page="update",
            operation="update",
            label="更新",
            done="已制成新版本，待另一人审核。",
            may=services.check_updatable,
            makes=True,
        ),
    },
    new=New(
        services.make_licence,
        LicenceForm,
        lambda _actor: True,  # who may is said of each entry
        "制证",
        "制成后由颁证单位的另一人审核，再签发。",
        body=LicenceIn,
        under=Under(
            "resource_id", selectors.entry_to_make, "make/<int:resource_id>/", "entries/{int:resource_id}/licences"
        ),
    ),
)
