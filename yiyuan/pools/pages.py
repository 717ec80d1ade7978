"""Withdrawals of batches at both doors, from a table of asks."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from ninja import Schema

from yiyuan.kernel.actor import Actor
from yiyuan.pools import selectors, withdrawing
from yiyuan.pools.forms import WithdrawForm
from yiyuan.pools.models import Withdrawal
from yiyuan.pools.types import WITHDRAWAL_WORDS
from yiyuan.pools.workflow import PERSONS, WITHDRAWAL
from yiyuan.web.components import Fact, LightKind, Link, moment, number
from yiyuan.web.lists import Column, name_column, state_column, state_filter, text_filter
from yiyuan.workflow.api import Ask, MatterOut, Matters, New, Under

LIGHTS: dict[str, LightKind] = {"asked": "soon", "accepted": "run", "done": "ok", "dropped": "end"}


class WithdrawalOut(MatterOut, Schema):
    """Rows. standing, changed_since: when it was asked for; taken, former, back: when it was done."""

    resource_id: int
    resource_name: str
    batch_id: int
    batch_number: str
    reason: str
    asked_by: str
    asked_at: datetime
    confirmed_by: str
    standing: int
    changed_since: int
    taken: int | None
    former: int | None
    back: int | None
    words: str


def _facts(found: Withdrawal, _actor: Actor) -> Sequence[Fact]:
    made = [
        Fact("资源", Link(found.resource_name, reverse("pools:pool", args=[found.resource_id]))),
        Fact("批次", Link(found.batch_number, reverse("intake:batch", args=[found.batch_id]))),
        Fact("提出", f"{found.asked_by}，{moment(found.asked_at)}"),
        Fact("确认", found.confirmed_by or "还没有"),
        Fact("为什么撤回", found.reason, wide=True),
        Fact("仍是这一批", f"{number(found.standing)} 行"),
        Fact("后来改过", f"{number(found.changed_since)} 行，保留后来的值"),
    ]
    if found.taken is not None:
        made += [
            Fact("撤下", f"{number(found.taken)} 行"),
            Fact("恢复原值", f"{number(found.former or 0)} 行"),
            Fact("放回去掉的", f"{number(found.back or 0)} 行"),
        ]
    if found.words:
        made.append(Fact("说明", found.words, wide=True))
    return made


WITHDRAWALS = Matters(
    WITHDRAWAL,
    app="pools",
    noun="withdrawal",
    title="撤回批次",
    about="入池以后发现整批不对的，一个人提出、另一个人确认后撤回：数据池恢复这一批之前的值，后来的批次改过的不动。",
    empty="没有撤回过批次。在数据池的入池记录里提出。",
    unit="件",
    find=selectors.withdrawal_for,
    rows=selectors.withdrawals,
    facts=_facts,
    shown=WithdrawalOut,
    lights=LIGHTS,
    columns=[
        state_column(LIGHTS),
        name_column("资源", "resource_name", note=lambda one: one.batch_number),
        Column("asked_by", "提出", "asked_by"),
        Column("confirmed_by", "确认", "confirmed_by"),
        Column("taken", "撤下", "taken", numeric=True),
        Column("provider", "提供部门", "provider.name", sort="provider__name"),
        Column("asked", "提出时间", "asked_at", sort="asked_at", css="nw"),
    ],
    filters=[state_filter(WITHDRAWAL_WORDS), text_filter("name", "资源", "resource_name")],
    page="pools/withdrawal.html",
    context=lambda _actor, found: {"later": withdrawing.later_loads(found)},
    asks={
        "confirm": Ask(withdrawing.confirm_withdrawal, name="confirm_withdrawal"),
        "drop": Ask(withdrawing.drop_withdrawal, name="drop_withdrawal"),
    },
    new=New(
        withdrawing.ask_withdrawal,
        WithdrawForm,
        PERSONS,
        "撤回这一批",
        "提出后由本单位另一名专人或负责人确认，然后才撤回。",
        beside="reason",
        by="pools.withdraw",
        name="new_withdrawal",
        under=Under(
            "batch_id",
            withdrawing.load_to_withdraw,
            "batches/<int:batch_id>/withdraw/",
            "batches/{int:batch_id}/withdrawals",
        ),
    ),
)
