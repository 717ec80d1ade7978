"""A recheck on one page: the provider's term, its one extension, and who organises what came over the platform."""

from yiyuan.disputes import rules
from yiyuan.disputes.types import (
    COMPARING,
    COMPARISON_WORDS,
    CORRECTION_WORDS,
    INCONSISTENCY_WORDS,
    OPEN,
    CorrectionState,
    ExtensionState,
    OrganisingState,
    State,
)
from yiyuan.disputes.types import ComparisonState as Compared
from yiyuan.disputes.types import InconsistencyState as Open
from yiyuan.kernel.actor import PARTIES, Function
from yiyuan.workflow.api import Late, Move, Role, Wait, Workflow

HEAD = frozenset({Function.HEAD})
OPERATORS = frozenset({Function.OPERATOR, Function.HEAD, Function.BUREAU})
BUREAUS = frozenset({Function.BUREAU})
RUNNING = list(OPEN)
COMPARING_NOW = list(COMPARING)

# fmt: off
RECHECK = Workflow(
    name="disputes.recheck", called="校核", start=State.RECHECKING, hears=(Role.CONSUMER, Role.PROVIDER),
    ends={State.CORRECTED, State.CONFIRMED, State.UNDETERMINED, State.WITHDRAWN},
    waits=[
        #    while             we wait for    term                  when it runs out        who     what        may be a sign of                          day of the event, or last day
        Wait(State.RECHECKING, Role.PROVIDER, "disputes.recheck",   Late.REMIND_AND_SIGNAL, PARTIES, ask="校核", violation="disputes.violation_recheck", since="received_on"),
        Wait(State.EXTENDED,   Role.PROVIDER, "disputes.extension", Late.REMIND_AND_SIGNAL, PARTIES, ask="校核", violation="disputes.violation_recheck", until="extended_until_on"),
    ],
    moves=[
        #    move        from              to                  by whom        because of                must hold              functions button
        Move("extend",   State.RECHECKING, State.EXTENDED,     Role.SYSTEM,   "disputes.extension",     None),
        Move("correct",  RUNNING,          State.CORRECTED,    Role.PROVIDER, "disputes.recheck",       rules.check_corrected, PARTIES,   "已在源头更正"),
        Move("confirm",  RUNNING,          State.CONFIRMED,    Role.PROVIDER, "disputes.recheck",       rules.check_answered,  PARTIES,   "确认无误"),
        Move("give_up",  RUNNING,          State.UNDETERMINED, Role.PROVIDER, "disputes.recheck",       rules.check_answered,  PARTIES,   "无法核实", tells=(Role.CONSUMER, Role.BUREAU)),
        Move("withdraw", RUNNING,          State.WITHDRAWN,    Role.CONSUMER, None,                     None,                  PARTIES,   "撤回", done="已撤回。"),
    ],
)

EXTENSION = Workflow(
    name="disputes.extension", called="校核延期", start=ExtensionState.ASKED, hears=(Role.PROVIDER, Role.OPERATOR),
    ends={ExtensionState.APPROVED, ExtensionState.DECLINED, ExtensionState.LAPSED},
    waits=[
        #    while                 we wait for: whoever is asked  term  when it runs out who   what                  last day: of the recheck
        Wait(ExtensionState.ASKED, Role.COORDINATOR,              None, Late.REMIND,     HEAD, ask="同意延长校核", until="decide_by_on"),
    ],
    moves=[
        Move("approve",              ExtensionState.ASKED, ExtensionState.APPROVED, Role.PROVIDER, "disputes.extension", rules.check_approval, HEAD, "同意延期", tells=(Role.PROVIDER, Role.OPERATOR)),
        Move("approve_for_platform", ExtensionState.ASKED, ExtensionState.APPROVED, Role.OPERATOR, "disputes.extension", rules.check_approval, HEAD, "同意延期"),
        Move("decline",              ExtensionState.ASKED, ExtensionState.DECLINED, Role.PROVIDER, "disputes.extension", None,                 HEAD, "不同意延期", tells=(Role.PROVIDER, Role.OPERATOR)),
        Move("decline_for_platform", ExtensionState.ASKED, ExtensionState.DECLINED, Role.OPERATOR, "disputes.extension", None,                 HEAD, "不同意延期"),
        Move("lapse",                ExtensionState.ASKED, ExtensionState.LAPSED,   Role.SYSTEM,   None,                 None),
    ],
)

ORGANISING = Workflow(
    name="disputes.organising", called="组织校核", start=OrganisingState.OPEN, ends={OrganisingState.DONE},
    waits=[Wait(OrganisingState.OPEN, Role.OPERATOR, None, Late.REMIND, OPERATORS, ask="组织校核")],
    moves=[
        Move("organise", OrganisingState.OPEN, OrganisingState.DONE, Role.OPERATOR, "disputes.organiser", rules.check_organised, OPERATORS, "登记组织情况", silent="校核页写明怎样组织；办结由校核的通知告知"),
        Move("end",      OrganisingState.OPEN, OrganisingState.DONE, Role.SYSTEM,   None,                 None),
    ],
)

CORRECTION = Workflow(
    name="disputes.correction", called="更正通知", title="更正通知", words=CORRECTION_WORDS, start=CorrectionState.TOLD, ends={CorrectionState.ACKNOWLEDGED}, hears=(Role.CONSUMER,),
    waits=[Wait(CorrectionState.TOLD, Role.CONSUMER, "disputes.acknowledge", Late.REMIND, PARTIES, ask="确认收到更正", since="told_on")],
    moves=[
        Move("acknowledge", CorrectionState.TOLD, CorrectionState.ACKNOWLEDGED, Role.CONSUMER, "disputes.acknowledge", rules.check_acknowledged, PARTIES, "确认收到", done="已确认，提供部门会收到。", tells=(Role.PROVIDER,)),
    ],
)

# the first department is PROVIDER, the second CONSUMER
INCONSISTENCY = Workflow(
    name="disputes.inconsistency", called="数据不一致", title="数据不一致", words=INCONSISTENCY_WORDS, start=Open.NEGOTIATING, ends={Open.DONE, Open.DROPPED}, hears=(Role.PROVIDER, Role.CONSUMER),
    waits=[
        Wait(Open.NEGOTIATING,  Role.CONSUMER, "disputes.negotiate",  Late.REMIND, PARTIES, ask="协商一致", since="raised_on"),
        Wait(Open.COORDINATING, Role.BUREAU,   "disputes.coordinate", Late.REMIND, BUREAUS, ask="组织甄别"),
    ],
    moves=[
        #    move               from                                   to                 by whom        because of                must hold              functions button
        Move("agree",           Open.NEGOTIATING,                      Open.SETTLED,      Role.SYSTEM,   "disputes.inconsistency", None,                  None,     done="两部门意见一致。"),
        Move("convene",         Open.NEGOTIATING,                      Open.COORDINATING, Role.SYSTEM,   "disputes.inconsistency", None,                  None,     done="由主管部门组织甄别。", where=("disputes.inconsistency", "bureau")),
        Move("escalate",        Open.NEGOTIATING,                      Open.COORDINATING, Role.PROVIDER, "disputes.inconsistency", rules.check_escalated, PARTIES,  "请主管部门协调", done="已请主管部门协调。"),
        Move("escalate_second", Open.NEGOTIATING,                      Open.COORDINATING, Role.CONSUMER, "disputes.inconsistency", rules.check_escalated, PARTIES,  "请主管部门协调", done="已请主管部门协调。"),
        Move("conclude",        Open.COORDINATING,                     Open.SETTLED,      Role.BUREAU,   "disputes.inconsistency", rules.check_concluded, BUREAUS,  "记下结论", done="已记下结论，交主管这项数据的部门在源头办理。"),
        Move("drop",            [Open.NEGOTIATING, Open.COORDINATING], Open.DROPPED,      Role.BUREAU,   "disputes.inconsistency", rules.check_dropped,   BUREAUS,  "不属于不一致", done="已办结：不属于不一致。"),
        Move("reopen",          Open.SETTLED,                          Open.COORDINATING, Role.SYSTEM,   "disputes.inconsistency", None,                  None,     done="没有按结论更正，再由主管部门组织甄别。"),
        Move("resolve",         [Open.NEGOTIATING, Open.COORDINATING], Open.DONE,         Role.SYSTEM,   "disputes.inconsistency", None,                  None,     done="双方数据已经一致。"),
        Move("finish",          Open.SETTLED,                          Open.DONE,         Role.SYSTEM,   "disputes.inconsistency", None,                  None,     done="已在源头办理。"),
    ],
)

# the authoritative source is PROVIDER, the one that verifies CONSUMER
COMPARISON = Workflow(
    name="disputes.comparison", title="多元校核", words=COMPARISON_WORDS, start=Compared.WAITING, ends={Compared.DONE, Compared.FAILED, Compared.CANCELLED}, hears=(Role.PROVIDER, Role.CONSUMER),
    waits=[],
    moves=[
        Move("start",  COMPARING_NOW,    Compared.RUNNING,   Role.SYSTEM,   None,               None, done="开始比对", silent="比对完告知"),
        Move("finish", Compared.RUNNING, Compared.DONE,      Role.SYSTEM,   "disputes.compare", None, done="没有差异", silent="没有差异"),
        Move("differ", Compared.RUNNING, Compared.DONE,      Role.SYSTEM,   "disputes.compare", None, done="查出差异，列在差异清单里"),
        Move("fail",   COMPARING_NOW,    Compared.FAILED,    Role.SYSTEM,   None,               None, done="没有比成"),
        Move("cancel", COMPARING_NOW,    Compared.CANCELLED, Role.PROVIDER, None,               None, PARTIES, "取消", done="已取消。", silent="本人取消"),
    ],
)
# fmt: on
