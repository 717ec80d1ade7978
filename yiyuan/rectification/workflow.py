"""An order, a hand-over and a task of supervision: a table each."""

from yiyuan.kernel.actor import PARTIES, WORKERS, Function
from yiyuan.rectification import rules
from yiyuan.rectification.types import ENDS, REFERRAL_WORDS, STATE_WORDS, TASK_WORDS, ReferralState, State, TaskState
from yiyuan.workflow.api import Late, Move, Party, Role, Wait, Workflow

R, S, T = ReferralState, State, TaskState
ISSUER = Party("rectification.issuer")
OFFICE = frozenset({Function.BUREAU, Function.LEADING})
STANDING = [S.ISSUED, S.ANSWERED, S.REPORTED, S.CIRCULATED]

# fmt: off
ORDER = Workflow(
    name="rectification.order", title="整改通知", words=STATE_WORDS, start=S.DRAFT, ends=ENDS, hears=(Role.PROVIDER,),
    waits=[
        #    while         we wait for    article (the day is the order's)  late         who      what                    last day
        Wait(S.ISSUED,     Role.PROVIDER, "rectification.due",              Late.REMIND, PARTIES, ask="整改，报告结果",     until="due_on"),
        Wait(S.ANSWERED,   ISSUER,        None,                             Late.REMIND, OFFICE,  ask="复查整改结果"),
        Wait(S.REPORTED,   Role.PROVIDER, "rectification.due",              Late.REMIND, PARTIES, ask="整改，报告结果",     until="due_on"),
        Wait(S.CIRCULATED, Role.PROVIDER, "rectification.due",              Late.REMIND, PARTIES, ask="整改，报告结果",     until="due_on"),
    ],
    moves=[
        #    move        from                                    to            by whom        because of                must hold              functions button
        Move("change",    S.DRAFT,                               S.DRAFT,      ISSUER,        "rectification.due",      None,                  OFFICE,  "修改",           done="已保存。", silent="还没有发出"),
        Move("issue",     S.DRAFT,                               S.ISSUED,     ISSUER,        "rectification.notice",   rules.check_issue,     OFFICE,  "登记签署，发出", done="已发出。"),
        Move("discard",   S.DRAFT,                               S.WITHDRAWN,  ISSUER,        None,                     rules.check_why,       OFFICE,  "不发了",         done="没有发出。", silent="没有发出过"),
        Move("answer",    [S.ISSUED, S.REPORTED, S.CIRCULATED],  S.ANSWERED,   Role.PROVIDER, "rectification.due",      rules.check_answer,    PARTIES, "报告整改结果",   done="已报告整改结果，等复查。"),
        Move("pass",      S.ANSWERED,                            S.RECTIFIED,  ISSUER,        "rectification.notice",   rules.check_rechecked, OFFICE,  "复查通过",       done="已复查，整改到位。"),
        Move("send_back", S.ANSWERED,                            S.ISSUED,     ISSUER,        "rectification.due",      rules.check_sent_back, OFFICE,  "复查没有通过",   done="已退回，继续整改。"),
        Move("report",    [S.ISSUED, S.ANSWERED, S.CIRCULATED],  S.REPORTED,   ISSUER,        "rectification.report",   rules.check_lapsed,    OFFICE,  "上报政府",       done="已上报政府。", where=("rectification.report", True)),
        Move("order",     S.REPORTED,                            S.ISSUED,     ISSUER,        "rectification.order",    rules.check_ordered,   OFFICE,  "登记政府责令",   done="政府责令限期改正。", where=("rectification.order", True)),
        Move("circulate", [S.ISSUED, S.ANSWERED, S.REPORTED],    S.CIRCULATED, ISSUER,        "rectification.circular", rules.check_lapsed,    OFFICE,  "通报",           done="已通报。", where=("rectification.circular", True)),
        Move("withdraw",  STANDING,                              S.WITHDRAWN,  ISSUER,        None,                     rules.check_why,       OFFICE,  "撤销",           done="已撤销。"),
    ],
)

REFERRAL = Workflow(
    name="rectification.referral", title="移送处理", words=REFERRAL_WORDS, start=R.RECORDED, ends={R.DECIDED, R.CLOSED},
    waits=[
        Wait(R.RECORDED, Role.BUREAU, None, Late.REMIND, ask="移送"),
        Wait(R.HANDED,   Role.BUREAU, None, Late.REMIND, ask="登记处理决定"),
    ],
    moves=[
        Move("hand",   R.RECORDED, R.HANDED,  Role.BUREAU, "rectification.handover", rules.check_handed,  label="登记移送",     done="已移送。"),
        Move("decide", R.HANDED,   R.DECIDED, Role.BUREAU, "rectification.handover", rules.check_decided, label="登记处理决定", done="已登记处理决定。", silent="只供监督方，不通知有关部门"),
        Move("close",  R.RECORDED, R.CLOSED,  Role.BUREAU, None,                     rules.check_why,     label="不移送",       done="不移送。", silent="只供监督方，不通知有关部门"),
    ],
)

# who opened it is COORDINATOR
TASK = Workflow(
    name="rectification.task", title="督查任务", words=TASK_WORDS, start=T.OPEN, ends={T.CLOSED}, hears=(Role.PROVIDER,),
    waits=[
        Wait(T.OPEN,     Role.PROVIDER,    "rectification.task", Late.REMIND, PARTIES,          ask="答复督查任务", until="due_on"),
        Wait(T.ANSWERED, Role.COORDINATOR, None,                 Late.REMIND, WORKERS | OFFICE, ask="确认答复"),
    ],
    moves=[
        Move("answer",    T.OPEN,     T.ANSWERED, Role.PROVIDER,    "rectification.task", rules.check_answer,    PARTIES,          "答复",     done="已答复。"),
        Move("close",     T.ANSWERED, T.CLOSED,   Role.COORDINATOR, "rectification.task", rules.check_rechecked, WORKERS | OFFICE, "办结",     done="已办结。"),
        Move("send_back", T.ANSWERED, T.OPEN,     Role.COORDINATOR, "rectification.task", rules.check_sent_back, WORKERS | OFFICE, "退回再办", done="已退回。"),
    ],
)
# fmt: on
