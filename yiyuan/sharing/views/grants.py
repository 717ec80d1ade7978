"""Grants: what is held and what is given, their life, their key; at both doors."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST
from ninja import Schema

from yiyuan.catalog.types import DATA_TYPE_WORDS, DataType
from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed, NotFound
from yiyuan.regulations.api import chips
from yiyuan.sharing import policies, selectors, services
from yiyuan.sharing.display import (
    MASK_WORDS,
    grant_light,
    kinds_in_words,
    limits_in_words,
    methods_in_words,
    rows_in_words,
)
from yiyuan.sharing.endpoints.schemas import NarrowIn
from yiyuan.sharing.forms import CertificateForm, MisuseForm, NarrowForm, ReasonForm
from yiyuan.sharing.models import Certificate, Grant
from yiyuan.sharing.panels import GRANT_PANELS
from yiyuan.sharing.providing import providing
from yiyuan.sharing.types import GATEWAY_METHODS, GRANT_WORDS, LIVE, GrantState
from yiyuan.sharing.workflow import CERTIFICATE, GRANT
from yiyuan.web.components import Fact, Secret
from yiyuan.web.edge import actor_of
from yiyuan.web.lists import Column, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, Move, term_of, waiting_words


class GrantOut(MatterOut, Schema):
    """masked: information item -> how its values are masked."""

    number: str
    resource_id: int
    resource: str
    provider: str
    consumer: str
    items: list[str]
    masked: dict[str, str]
    methods: list[str]
    from_on: date
    until_on: date
    narrowed: bool
    daily_calls: int | None
    daily_rows: int | None
    first_delivered_on: date | None

    @staticmethod
    def resolve_resource(grant: Grant) -> str:
        return grant.resource_name

    @staticmethod
    def resolve_provider(grant: Grant) -> str:
        return grant.provider.name

    @staticmethod
    def resolve_consumer(grant: Grant) -> str:
        return grant.consumer.name

    @staticmethod
    def resolve_items(grant: Grant) -> list[str]:
        return [field["name"] for field in grant.plan["fields"]]

    @staticmethod
    def resolve_masked(grant: Grant) -> dict[str, str]:
        return {field["name"]: field["mask"] for field in grant.plan["fields"] if field["mask"]}


class MisuseOut(Schema):
    id: int
    signal_id: int | None


class CertificateOut(Schema):
    grant_id: int
    disposal: str
    filed_on: date | None


def _holds(grant: Grant, actor: Actor) -> bool:
    return grant.consumer_id in actor.organisation_ids


def _inspects(grant: Grant, actor: Actor) -> None:
    if not policies.may_inspect(actor, grant):
        raise NotAllowed("sharing.misuse")


def _certifies(grant: Grant, actor: Actor) -> Move:
    certificate: Certificate | None = getattr(grant, "certificate", None)
    if certificate is None:
        raise NotFound("sharing.certificate", id=grant.pk)
    return CERTIFICATE.open_move(certificate, "file", actor)


def _facts(grant: Grant, _actor: Actor) -> Sequence[Fact]:
    resource, info = selectors.resource_of(grant.application), selectors.grant_info(grant)
    ended = f"{grant.closed_on}　{grant.closed_reason}" if grant.closed_on else ""
    facts = [
        Fact("行", rows_in_words(frozenset(info.rows), resource)),
        Fact("方式", methods_in_words(grant.methods)),
        Fact("用途", grant.purpose, wide=True),
        Fact("用途种类", kinds_in_words(grant.use_kinds)),
        Fact("职责", grant.duty or "—"),
        Fact("服务事项", grant.service_item),
        Fact("法律依据", grant.legal_basis),
        Fact("用量", limits_in_words(grant)),
        Fact("到期", grant.until_on.isoformat()),
        Fact("首次取用", grant.first_delivered_on.isoformat() if grant.first_delivered_on else "还没有"),
        Fact("终止", ended, wide=True),
        Fact("依据", chips(GRANT.law(grant).resolved("sharing.use_limit"))),
    ]
    return [fact for fact in facts if fact.value]


def _context(actor: Actor, grant: Grant) -> Mapping[str, Any]:  # template variables
    info, resource = selectors.grant_info(grant), selectors.resource_of(grant.application)
    given = {field.item_id for field in info.fields}
    mine = _holds(grant, actor)
    applies = mine and policies.may_apply(actor)
    return {
        "grant": grant,
        "waiting": "" if mine and info.live else waiting_words("sharing.grant", grant.pk, actor=actor),
        "providing": providing(grant, resource, term_of(GRANT.name, grant.pk), actor=actor),
        "fields": [(one, DATA_TYPE_WORDS[DataType(one.data_type)], MASK_WORDS[one.mask]) for one in info.fields],
        "left_out": [item.name for item in resource.items if item.id in set(grant.application.fields) - given],
        "is_consumer": mine,
        "may_issue": applies and info.live and bool(info.methods & GATEWAY_METHODS),
        "may_renew": applies and GrantState(grant.state) in (*LIVE, GrantState.SUSPENDED, GrantState.EXPIRED),
        "misuses": list(grant.misuses.order_by("id")),
        "certificate": getattr(grant, "certificate", None),
        "certificate_chips": chips(GRANT.law(grant).resolved("sharing.certificate")),
        "panels": _panels(actor, grant.pk),
    }


def _panels(*about: Any) -> list[Any]:  # actor, grant id, a fresh key; components or safe HTML
    return [panel for panel in GRANT_PANELS.ask(about) if panel]


def _untaken(rows: QuerySet[Grant]) -> str:
    waiting = rows.filter(state=GrantState.OPEN).count()
    return f"{waiting} 份还没有取用" if waiting else ""


def _box(title: str, rows: Callable[[Actor], QuerySet[Grant]], other: str, *, about: str, empty: str) -> Matters:
    columns = [
        state_column(grant_light),
        name_column("资源", "resource_name", key="resource", note=lambda grant: grant.number),
        Column("other", "对方单位", f"{other}.short_name", sort=f"{other}__name"),
        Column("items", "信息项", lambda grant: len(grant.plan["fields"]), numeric=True),
        Column("methods", "方式", lambda grant: methods_in_words(grant.methods)),
        Column("until", "使用至", "until_on", sort="until_on"),
        Column("first", "首次取用", lambda grant: grant.first_delivered_on or "", sort="first_delivered_on"),
    ]
    return replace(GRANTS, title=title, rows=rows, about=about, empty=empty, columns=columns)


_reasoned = partial(Ask, form=ReasonForm, beside="reason")
GRANTS = Matters(
    GRANT,
    app="sharing",
    noun="grant",
    title="授权",
    unit="份",
    names={"move": "end"},
    moved_at="<slug:move>/",
    find=selectors.grant_for,
    rows=selectors.grants,
    facts=_facts,
    shown=GrantOut,
    lights=grant_light,
    columns=(),
    filters=[state_filter(GRANT_WORDS), text_filter("name", "资源", "resource_name")],
    sort="-until",
    headline=_untaken,
    page="sharing/grant.html",
    context=_context,
    asks={
        "narrow": Ask(services.narrow_grant, NarrowForm, beside={"sharing.revocation": "reason"}, body=NarrowIn),
        "suspend": _reasoned(services.suspend_grant, moves=("suspend", "halt")),
        "resume": _reasoned(services.resume_grant, moves=("resume", "lift")),
        "keep": _reasoned(services.keep_grant),
        "revoke": _reasoned(services.revoke_grant, moves=("revoke", "stop")),
        "give_back": Ask(
            services.give_back_grant,
            words="用途结束时退回。已取得的数据须返还或销毁，不得转给第三方。",
            operation="give-back",
        ),
        "misuse": Ask(
            services.record_misuse,
            MisuseForm,
            words="对照交付记录和授权用途。记录后授权暂停，并作为线索提出；认定之前不是结论。",
            beside="reason",
            may=_inspects,
            label="记录超出用途使用",
            done="已记录，并作为线索提出；部门说明、认定之前不是结论。",
            gives=MisuseOut,
        ),
        "file": Ask(
            services.file_certificate,
            CertificateForm,
            beside="statement",
            may=_certifies,
            label="出具返还或销毁证明",
            operation="certificate",
            gives=CertificateOut,
        ),
    },
)
GRANTS = replace(
    GRANTS,
    boxes={
        "got": _box(
            "我们获得",
            selectors.got,
            "provider",
            about="本部门可以使用的数据。",
            empty="还没有获得授权。在资源目录里找到资源，点“申请使用”。",
        ),
        "given": _box(
            "我们授出",
            selectors.given,
            "consumer",
            about="谁在用本部门的数据；主管部门看到本地区的全部授权。",
            empty="还没有授权。答复申请时同意，就会列在这里。",
        ),
    },
)


@require_POST
def issue_key(request: HttpRequest, grant_id: int) -> HttpResponseBase:
    """Make a new key and show it this once."""
    actor = actor_of(request)
    value = services.issue_key(grant_id, actor=actor)
    about = f"由{actor.person_name}生成。平台只存摘要，离开本页后谁也看不到；丢了就再生成一把，上一把随即失效。"
    secret, panels = Secret(value, about), _panels(actor, grant_id, value)
    return GRANTS.show(request, selectors.grant_for(actor, grant_id), secret=secret, panels=panels)
