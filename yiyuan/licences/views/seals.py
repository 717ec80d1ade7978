"""Seals at both doors: whose, until when, where the key lies; each use on record."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from yiyuan.kernel.actor import Actor, Function
from yiyuan.licences import display, selectors, services
from yiyuan.licences.forms import ReasonForm, SealForm
from yiyuan.licences.models import Seal
from yiyuan.licences.types import SEAL_STATE_WORDS
from yiyuan.licences.workflow import SEAL
from yiyuan.web.components import Fact, number
from yiyuan.web.lists import Column, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New

LATEST = 20


class SealOut(MatterOut, Schema):
    """custody: where the key lies; `local` is for demonstration and has no legal force."""

    name: str
    number: str
    organisation: str = Field(alias="organisation.name")
    valid_from: datetime
    valid_until: datetime
    custody: str
    made_at: datetime
    reason: str


def _facts(seal: Seal, _actor: Actor) -> Sequence[Fact]:
    reason = [Fact("停用的原因", seal.reason, wide=True)] if seal.reason else []
    return [
        *reason,
        Fact("持有单位", seal.organisation.name),
        Fact("印章编码", seal.number),
        Fact("有效期", f"{seal.valid_from:%Y-%m-%d} 至 {seal.valid_until:%Y-%m-%d}"),
        Fact("密钥保管", seal.get_custody_display()),
        Fact("制章", f"{seal.maker_name}，{seal.made_at:%Y-%m-%d}"),
        Fact("用印", f"{number(seal.uses.count())} 次"),
    ]


def _context(_actor: Actor, seal: Seal) -> Mapping[str, Any]:  # template variables
    return {
        "uses": seal.uses.select_related("licence").order_by("-id")[:LATEST],
    }


SEALS = Matters(
    SEAL,
    app="licences",
    noun="seal",
    title="电子印章",
    about="颁证单位的电子印章由平台管理机构制作，签发证照时使用，每次用印都有记录。",
    unit="枚",
    empty="还没有电子印章。平台管理机构为颁证单位制章之后，才能签发证照。",
    find=selectors.seal_for,
    rows=selectors.seals,
    facts=_facts,
    shown=SealOut,
    lights=display.seal_light,
    columns=[
        state_column(display.seal_light),
        name_column("印章", "name", note=lambda one: one.number),
        Column("holder", "持有单位", "organisation.name", sort="organisation__name", width=200),
        Column("until", "有效期止", lambda one: one.valid_until.date(), sort="valid_until", width=120, css="nw"),
        Column("custody", "密钥保管", lambda one: one.get_custody_display(), width=200),
    ],
    filters=[state_filter(SEAL_STATE_WORDS), text_filter("name", "印章", "name")],
    page="licences/seal.html",
    context=_context,
    asks={"end": Ask(services.end_seal, ReasonForm, beside="note", name="end_seal")},
    new=New(
        services.make_seal,
        SealForm,
        frozenset({Function.OPERATOR}),
        "制作电子印章",
        "密钥在本机生成，只用于演示：文件上会写明“演示，无法律效力”。",
        beside="organisation_id",
        key="licences.sealed",
        name="new_seal",
    ),
)
