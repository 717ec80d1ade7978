"""A rule, a check, a work order: a table each."""

from yiyuan.kernel.actor import PARTIES, Function
from yiyuan.quality import rules
from yiyuan.quality.types import ORDER_WORDS, RULE_WORDS, RUN_ENDS, RUN_WORDS, OrderState, RuleState, RunState
from yiyuan.workflow.api import Late, Move, Role, Wait, Workflow

DRAWERS = PARTIES | {Function.BUREAU}
OPEN = [RunState.WAITING, RunState.RUNNING]

# fmt: off
RULE = Workflow(
    name="quality.rule", title="质量规则", words=RULE_WORDS, start=RuleState.DRAFT, ends={RuleState.OFF}, hears=(Role.PROVIDER,),
    waits=[
        #    while            we wait for  term  late         who      what
        Wait(RuleState.DRAFT, Role.SENDER, None, Late.REMIND, DRAWERS, ask="试用规则，再启用"),
    ],
    moves=[
        #    move       from              to             by whom      because  must hold          functions button
        Move("on",      RuleState.DRAFT,  RuleState.ON,  Role.SENDER, None,    rules.check_tried, DRAWERS, "启用", done="已启用，以后的归集和检查都按它核对。"),
        Move("drop",    RuleState.DRAFT,  RuleState.OFF, Role.SENDER, None,    None,              DRAWERS, "不要了", done="已作废。", silent="没有启用过"),
        Move("off",     RuleState.ON,     RuleState.OFF, Role.SENDER, None,    None,              DRAWERS, "停用", done="已停用。"),
        Move("replace", RuleState.ON,     RuleState.OFF, Role.SYSTEM, None,    None,              done="由新版本代替", silent="新版本启用时告知"),
    ],
)

RUN = Workflow(
    name="quality.run", title="质量检查", words=RUN_WORDS, start=RunState.WAITING, ends=set(RUN_ENDS), hears=(Role.PROVIDER,),
    waits=[],
    moves=[
        #    move      from              to                  by whom        because            must hold functions button
        Move("start",  OPEN,             RunState.RUNNING,   Role.SYSTEM,   None,              None,     done="开始检查", silent="低于标准的另发工单"),
        Move("finish", RunState.RUNNING, RunState.DONE,      Role.SYSTEM,   "quality.checked", None,     done="完成", silent="低于标准的另发工单"),
        Move("fail",   OPEN,             RunState.FAILED,    Role.SYSTEM,   None,              None,     done="没有查成"),
        Move("cancel", OPEN,             RunState.CANCELLED, Role.PROVIDER, None,              None,     PARTIES, "取消", done="已取消。", silent="本人取消"),
    ],
)

ORDER = Workflow(
    name="quality.order", title="质量工单", words=ORDER_WORDS, start=OrderState.OPEN, ends={OrderState.CLOSED}, hears=(Role.PROVIDER,),
    waits=[
        #    while            we wait for    term               late         who      what
        Wait(OrderState.OPEN, Role.PROVIDER, "quality.correct", Late.REMIND, PARTIES, ask="更正数据，写明怎样更正的"),
    ],
    moves=[
        #    move      from                                    to                   by whom        because                must hold         functions button
        Move("answer", OrderState.OPEN,                        OrderState.ANSWERED, Role.PROVIDER, "quality.responsible", rules.check_done, PARTIES, "已更正", done="已写明；复查合格后自动办结。", silent="复查后告知"),
        Move("close",  [OrderState.OPEN, OrderState.ANSWERED], OrderState.CLOSED,   Role.SYSTEM,   None,                  None,             done="复查合格，办结"),
        Move("reopen", OrderState.ANSWERED,                    OrderState.OPEN,     Role.SYSTEM,   None,                  None,             done="复查不合格，退回"),
    ],
)
# fmt: on
