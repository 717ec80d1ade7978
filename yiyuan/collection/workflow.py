"""A plan, a task of unified collection, a unit's return and a report: a table each."""

from yiyuan.collection import rules
from yiyuan.collection.types import (
    DIGITISATION_WORDS,
    PLAN_WORDS,
    REPORT_WORDS,
    RETURN_WORDS,
    TASK_WORDS,
    DigitisationState,
    PlanState,
    ReportState,
    ReturnState,
    TaskState,
)
from yiyuan.kernel.actor import OFFICERS, PARTIES, Function
from yiyuan.workflow.api import Late, Move, Role, Wait, Workflow

# fmt: off
PLAN = Workflow(
    name="collection.plan", title="采集计划", words=PLAN_WORDS, start=PlanState.STANDING, ends={PlanState.ENDED}, hears=(Role.PROVIDER,),
    waits=[],
    moves=[
        #    move      from                to                  by whom        because             must hold        functions button
        Move("change", PlanState.STANDING, PlanState.STANDING, Role.PROVIDER, "collection.plan",  None,            OFFICERS, "修改",     done="已保存。", silent="本部门自己修改"),
        Move("end",    PlanState.STANDING, PlanState.ENDED,    Role.PROVIDER, None,               rules.check_end, OFFICERS, "停止采集", done="已停止采集。", silent="本部门自己停止"),
    ],
)
OWN_BUREAU = frozenset({Function.BUREAU})
S = TaskState
# A county's bureau reviews and the city's consents; for a department of the city one step of the same bureau suffices.
TASK = Workflow(
    name="collection.task", title="统一规范采集", words=TASK_WORDS, start=S.DRAFT, ends={S.REFUSED}, hears=(Role.CONSUMER,),
    waits=[
        #    while      we wait for       term  late         who         what
        Wait(S.REVIEW,  Role.PROVIDER,    None, Late.REMIND, OWN_BUREAU, ask="审核基层采集申请"),
        Wait(S.CONSENT, Role.COORDINATOR, None, Late.REMIND, OWN_BUREAU, ask="同意或者不同意基层采集申请"),
        Wait(S.STUCK,   Role.CONSUMER,    None, Late.REMIND, OFFICERS,   ask="汇总的数据没有入池，看原因后再汇总一次"),
    ],
    moves=[
        #    move       from                     to          by whom           because                     must hold              functions button
        Move("send",    S.DRAFT,                 S.REVIEW,   Role.CONSUMER,    "collection.task_evidence", rules.check_task,      OFFICERS,   "送审",     done="已送审。"),
        Move("approve", S.REVIEW,                S.APPROVED, Role.PROVIDER,    "collection.task_approval", rules.check_one_step,  OWN_BUREAU, "同意，纳入", done="已同意，纳入统一规范采集。"),
        Move("review",  S.REVIEW,                S.CONSENT,  Role.PROVIDER,    "collection.task_approval", rules.check_two_steps, OWN_BUREAU, "审核通过，报市级", done="审核通过，已报市级主管部门。"),
        Move("consent", S.CONSENT,               S.APPROVED, Role.COORDINATOR, "collection.task_approval", None,                  OWN_BUREAU, "同意，纳入", done="已同意，纳入统一规范采集。"),
        Move("back",    S.REVIEW,                S.DRAFT,    Role.PROVIDER,    None,                       rules.check_note,      OWN_BUREAU, "退回修改", done="已退回。"),
        Move("refuse",  S.REVIEW,                S.REFUSED,  Role.PROVIDER,    None,                       rules.check_note,      OWN_BUREAU, "不同意",   done="已答复不同意。"),
        Move("decline", S.CONSENT,               S.REFUSED,  Role.COORDINATOR, None,                       rules.check_note,      OWN_BUREAU, "不同意",   done="已答复不同意。"),
        Move("start",   [S.APPROVED, S.DONE],    S.RUNNING,  Role.CONSUMER,    "collection.task_approval", rules.check_round,     OFFICERS,   "开始填报", done="已开始，通知各基层单位填报。", silent="各单位的填报任务各自通知"),
        Move("close",   S.RUNNING,               S.CLOSED,   Role.CONSUMER,    None,                       None,                  OFFICERS,   "截止，汇总入池", done="已截止，正在汇总。", silent="本部门自己截止"),
        Move("finish",  S.CLOSED,                S.DONE,     Role.SYSTEM,      None,                       None,                  done="汇总的数据已入池"),
        Move("fail",    S.CLOSED,                S.STUCK,    Role.SYSTEM,      None,                       None,                  done="汇总的数据没有入池"),
        Move("again",   S.STUCK,                 S.CLOSED,   Role.CONSUMER,    None,                       None,                  OFFICERS,   "再汇总一次", done="正在汇总。", silent="本部门自己再汇总"),
    ],
)

R = ReturnState
RETURN = Workflow(
    name="collection.return", title="填报", words=RETURN_WORDS, start=R.DUE, ends={R.TAKEN, R.MISSED}, hears=(Role.SENDER,),
    waits=[
        Wait(R.DUE, Role.SENDER, None, Late.REMIND, PARTIES, ask="按任务填报", until="due_on"),
    ],
    moves=[
        #    move      from    to        by whom        because  must hold          functions button
        Move("send",   R.DUE,  R.SENT,   Role.SENDER,   None,    rules.check_rows,  PARTIES,  "上报",     done="已上报。", tells=(Role.CONSUMER,)),
        Move("recall", R.SENT, R.DUE,    Role.SENDER,   None,    None,              PARTIES,  "撤回修改", done="已撤回，改好再报。"),
        Move("return", R.SENT, R.DUE,    Role.CONSUMER, None,    rules.check_note,  OFFICERS, "退回修改", done="已退回。"),
        Move("take",   R.SENT, R.TAKEN,  Role.SYSTEM,   None,    None,              done="已汇总", silent="任务截止"),
        Move("miss",   R.DUE,  R.MISSED, Role.SYSTEM,   None,    None,              done="任务截止，没有填报"),
    ],
)

REPORT = Workflow(
    name="collection.report", title="未经批准的采集", words=REPORT_WORDS, start=ReportState.OPEN, ends={ReportState.CLOSED}, hears=(Role.CONSUMER,),
    waits=[
        Wait(ReportState.OPEN, Role.BUREAU, None, Late.REMIND, ask="处理基层反映的未经批准的采集"),
    ],
    moves=[
        Move("close", ReportState.OPEN, ReportState.CLOSED, Role.BUREAU, "collection.task_only", rules.check_note, None, "写明结果，办结", done="已处理。"),
    ],
)

D = DigitisationState
# A resource on paper is listed when it is published; when its entry says that it is electronic, it is done.
DIGITISATION = Workflow(
    name="collection.digitisation", title="数字化改造", words=DIGITISATION_WORDS, start=D.UNPLANNED, ends={D.DONE, D.GONE}, hears=(Role.PROVIDER,),
    waits=[
        #    while        we wait for    term  late         who       what
        Wait(D.UNPLANNED, Role.PROVIDER, None, Late.REMIND, OFFICERS, ask="登记数字化改造计划"),
        Wait(D.PLANNED,   Role.PROVIDER, None, Late.REMIND, OFFICERS, ask="按计划完成数字化改造", until="planned_on"),
        Wait(D.RUNNING,   Role.PROVIDER, None, Late.REMIND, OFFICERS, ask="按计划完成数字化改造", until="planned_on"),
    ],
    moves=[
        #    move     from                                to         by whom        because                 must hold                 functions button
        Move("plan",   [D.UNPLANNED, D.PLANNED],           D.PLANNED, Role.PROVIDER, "collection.digitised", rules.check_digitisation, OFFICERS, "登记改造计划", done="已登记。", silent="本部门自己登记"),
        Move("revise", D.RUNNING,                          D.RUNNING, Role.PROVIDER, "collection.digitised", rules.check_digitisation, OFFICERS, "修改计划", done="已修改。", silent="本部门自己修改"),
        Move("begin",  D.PLANNED,                          D.RUNNING, Role.PROVIDER, None,                   None,                     OFFICERS, "开始改造", done="已开始。", silent="本部门自己开始"),
        Move("finish", [D.PLANNED, D.RUNNING],             D.DONE,    Role.PROVIDER, "collection.digitised", rules.check_finished,     OFFICERS, "完成改造", done="已登记完成。把目录改为电子形式，就可以归集。", silent="本部门自己完成"),
        Move("turn",   [D.UNPLANNED, D.PLANNED, D.RUNNING], D.DONE,   Role.SYSTEM,   "collection.digitised", None,                     done="目录已改为电子形式"),
        Move("retire", [D.UNPLANNED, D.PLANNED, D.RUNNING], D.GONE,   Role.SYSTEM,   None,                   None,                     done="目录已撤销"),
        Move("reopen", [D.DONE, D.GONE],                   D.UNPLANNED, Role.SYSTEM, "collection.digitised", None,                     done="目录又改为纸质"),
    ],
)
# fmt: on
