"""The withdrawal of a batch on one page: asked for by one person, confirmed by another, done by the platform."""

from yiyuan.kernel.actor import Function
from yiyuan.pools.types import WITHDRAWAL_WORDS, WithdrawalState
from yiyuan.workflow.api import Move, Role, Wait, Workflow

PERSONS = frozenset({Function.DATA_OFFICER, Function.HEAD})
OTHER = ("account_id", "pools.other_person")

# fmt: off
WITHDRAWAL = Workflow(
    name="pools.withdrawal", title="撤回批次", words=WITHDRAWAL_WORDS, start=WithdrawalState.ASKED, ends={WithdrawalState.DONE, WithdrawalState.DROPPED}, hears=(Role.PROVIDER,),
    waits=[
        Wait(WithdrawalState.ASKED, Role.PROVIDER, None, functions=PERSONS, ask="确认撤回"),
    ],
    moves=[
        #    move       from                      to                        by whom        because           must hold functions button
        Move("confirm", WithdrawalState.ASKED,    WithdrawalState.ACCEPTED, Role.PROVIDER, "pools.withdraw", None,     PERSONS, "确认撤回", not_by=OTHER, done="已确认，正在撤回。", silent="撤回完告知"),
        Move("drop",    WithdrawalState.ASKED,    WithdrawalState.DROPPED,  Role.PROVIDER, None,             None,     PERSONS, "不撤回", done="不撤回了，数据池没有改动。", tells=(Role.PROVIDER,)),
        Move("finish",  WithdrawalState.ACCEPTED, WithdrawalState.DONE,     Role.SYSTEM,   None,             None,     done="已撤回，恢复了原来的值"),
        Move("fail",    WithdrawalState.ACCEPTED, WithdrawalState.DROPPED,  Role.SYSTEM,   None,             None,     done="没有撤回成"),
    ],
)
# fmt: on
