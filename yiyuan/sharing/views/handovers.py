"""Handing over what was in hand, with a list both sign; at both doors."""

from datetime import date

from ninja import Schema
from pydantic import Field, create_model

from yiyuan.kernel.actor import PARTIES
from yiyuan.sharing import selectors, services
from yiyuan.sharing.forms import HandoverForm
from yiyuan.sharing.models import Handover
from yiyuan.web.letter import official_day
from yiyuan.web.lists import Column, name_column
from yiyuan.workflow.api import Matters, New


class MatterInHand(Schema):
    title: str
    ask: str
    due_on: date | None


class _HandoverOut(Schema):
    id: int
    number: str
    to: str = Field(alias="to_name")
    made_on: date
    made_by: str
    drafts: int
    matters: list[MatterInHand]

    @staticmethod
    def resolve_matters(handover: Handover) -> list[dict[str, str | None]]:
        return [{"title": title, "ask": ask, "due_on": due_on or None} for title, ask, due_on in handover.matters]


# "from" is no name in Python
HandoverOut = create_model("HandoverOut", __base__=_HandoverOut, **{"from": (str, Field(alias="from_name"))})  # type: ignore[call-overload]  # a field by its name

HANDOVERS = Matters(
    None,
    app="sharing",
    noun="handover",
    title="移交清单",
    unit="份",
    about="人员变动时，把在办的事项列成清单，双方签字；草稿转到接收人名下。",
    empty="还没有移交过。人员变动时，在这里列出在办事项，打印后双方签字。",
    find=selectors.handover_for,
    rows=selectors.handovers,
    facts=lambda _handover, _actor: (),
    shown=HandoverOut,
    columns=[
        name_column("清单", "number", key="number"),
        Column("from", "移交人", "from_name"),
        Column("to", "接收人", "to_name"),
        Column("count", "事项", lambda handover: len(handover.matters), numeric=True),
        Column("on", "日期", "made_on", sort="made_on"),
    ],
    sort="-on",
    page="sharing/handover.html",
    context=lambda _actor, handover: {"day": official_day(handover.made_on)},
    asks={},
    new=New(
        services.hand_over,
        HandoverForm,
        PARTIES,
        "生成清单",
        words="生成后请打印，由双方签字。",
        beside="to_account_id",
        by="sharing.handover",
        at="",
    ),
)
