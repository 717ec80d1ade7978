"""A run of making, a paper to make from, an event to keep step with, each on one page."""

from yiyuan.kernel.actor import PARTIES, Function
from yiyuan.making import rules
from yiyuan.making.types import PAPER_WORDS, RUN_WORDS, STEP_STATE_WORDS, PaperState, RunState, StepState
from yiyuan.workflow.api import Late, Move, Role, Wait, Workflow

MAKERS = frozenset({Function.DATA_OFFICER, Function.OPERATOR})
CHECKERS = frozenset({Function.DATA_OFFICER, Function.REVIEWER, Function.HEAD})
R, P, S = RunState, PaperState, StepState

# fmt: off
RUN = Workflow(
    name="making.run", title="批量制证", words=RUN_WORDS, start=R.RUNNING, ends={R.CANCELLED, R.CONFIRMED, R.RETURNED},
    hears=(Role.SENDER,),
    waits=[
        Wait(R.STUCK, Role.SENDER,   None, Late.REMIND, MAKERS,   ask="批量制证出错停下，接着制或者取消"),
        Wait(R.CHECK, Role.PROVIDER, None, Late.REMIND, CHECKERS, ask="抽查批量制成的证照，确认或者退回"),
    ],
    moves=[
        #    move       from                  to           by whom        because of          must hold           functions button
        Move("finish",  R.RUNNING,            R.CHECK,     Role.SYSTEM,   done="已制完，待颁证单位抽查。", tells=(Role.SENDER, Role.PROVIDER)),
        Move("fail",    R.RUNNING,            R.STUCK,     Role.SYSTEM,   done="出错停下。"),
        Move("again",   R.STUCK,              R.RUNNING,   Role.SENDER,   None,               None,               MAKERS,   "接着制", done="接着制，制过的不再制。", silent="自己接着制"),
        Move("cancel",  [R.RUNNING, R.STUCK], R.CANCELLED, Role.SENDER,   None,               None,               MAKERS,   "取消", done="已取消，制成的留下。", silent="自己取消"),
        Move("confirm", R.CHECK,              R.CONFIRMED, Role.PROVIDER, "making.confirmed", rules.check_sample, CHECKERS, "抽查无误，确认", done="已确认。"),
        Move("return",  R.CHECK,              R.RETURNED,  Role.PROVIDER, "making.confirmed", rules.check_reason, CHECKERS, "退回", done="已退回。"),
    ],
)

PAPER = Workflow(
    name="making.paper", title="制证底稿", words=PAPER_WORDS, start=P.RECEIVED, ends={P.ENTERED, P.REFUSED},
    hears=(Role.SENDER,),
    waits=[
        Wait(P.RECEIVED, Role.SENDER, None, Late.REMIND, MAKERS, ask="按影印件录入，制证"),
    ],
    moves=[
        Move("enter",  P.RECEIVED, P.ENTERED, Role.SENDER, "making.papers", None,               MAKERS, "录入制证", done="已制证，由颁证单位审核、签发。", tells=(Role.PROVIDER,)),
        Move("refuse", P.RECEIVED, P.REFUSED, Role.SENDER, None,            rules.check_reason, MAKERS, "不能制证", done="已写明原因。", tells=(Role.PROVIDER,)),
    ],
)

STEP = Workflow(
    name="making.step", title="证照同步", words=STEP_STATE_WORDS, start=S.OPEN, ends={S.IN_STEP, S.EXPLAINED},
    hears=(Role.PROVIDER,),
    waits=[
        #    while   we wait for    term              late                    who      what                                    conduct
        Wait(S.OPEN, Role.PROVIDER, "making.in_step", Late.REMIND_AND_SIGNAL, PARTIES, ask="让电子证照与实体证照同步，或者说明原因", violation="licences.violation_supply"),
    ],
    moves=[
        Move("settle",  S.OPEN, S.IN_STEP,   Role.SYSTEM,   "making.in_step", done="已同步。"),
        Move("explain", S.OPEN, S.EXPLAINED, Role.PROVIDER, "making.in_step", rules.check_reason, PARTIES, "说明原因", done="已记下说明。", silent="颁证单位自己说明"),
    ],
)
# fmt: on
