"""A project and the plan of a year: a table each. What a text demands before a move stands in `rules/`."""

from yiyuan.kernel.actor import PARTIES, Function
from yiyuan.projects.rules import acceptance, declaring, gates, years
from yiyuan.projects.types import (
    CLOSED_STATES,
    INSPECTION_WORDS,
    PLAN_WORDS,
    STATE_WORDS,
    Gate,
    InspectionState,
    PlanState,
    State,
)
from yiyuan.workflow.api import Late, Move, Role, Wait, Workflow

P, S, I = PlanState, State, InspectionState  # noqa: E741 - one letter a table
ASKING = PARTIES | {Function.BUREAU}
STANDING = sorted(set(S) - CLOSED_STATES)
# fmt: off
PLAN = Workflow(
    name="projects.plan", title="年度项目计划", words=PLAN_WORDS, start=P.COLLECTING, ends=frozenset(),
    waits=[],
    moves=[
        #    move       from          to           by whom      because                must hold                 button
        Move("review",  P.COLLECTING, P.REVIEWING, Role.BUREAU, "projects.yearly_plan", None,                    label="结束征集，研究审查", done="已结束征集。", silent="本部门自己的工作步骤"),
        Move("report",  P.REVIEWING,  P.REPORTED,  Role.BUREAU, "projects.consent",     None,                    label="报政府", done="已报政府。", silent="报送在平台外进行"),
        Move("consent", P.REPORTED,   P.APPROVED,  Role.BUREAU, "projects.consent",     declaring.check_consent, label="登记政府同意", done="已登记政府同意，项目单位可以编制材料。", tells=(Role.COORDINATOR, Role.CONSUMER)),
        Move("hand",    P.APPROVED,   P.APPROVED,  Role.BUREAU, "projects.joint_plans", None,                    label="交发改、财政部门", done="年度建设计划和资金需求计划已交发改、财政部门。", where=("projects.joint_plans", True), tells=(Role.COORDINATOR, Role.CONSUMER)),
    ],
)

PROJECT = Workflow(
    name="projects.project", title="信息化项目", words=STATE_WORDS, start=S.DECLARED, ends={S.REFUSED, S.REMOVED, S.TERMINATED}, hears=(Role.PROVIDER,),
    waits=[
        #    while          we wait for    term                   late         who      what                   the last day
        Wait(S.COMPLETED,  Role.SENDER,   "projects.acceptance", Late.REMIND, PARTIES, ask="组织验收",         until="acceptance_due_on", since="completed_on"),
        Wait(S.RECTIFYING, Role.PROVIDER, None,                  Late.REMIND, PARTIES, ask="按验收意见整改",   until="rectify_by"),
        Wait(S.EVALUATING, Role.BUREAU,   None,                  Late.REMIND, ask="会同财政部门组织评价"),
    ],
    moves=[
        #    move      from          to           by whom        because            must hold                 functions button
        Move("change", S.DECLARED,   S.DECLARED,  Role.PROVIDER, "projects.library", None,                    PARTIES, "修改申报", done="已保存。", silent="本部门自己修改"),
        Move("submit",    S.DECLARED,  S.SUBMITTED, Role.PROVIDER,    "projects.materials",     gates.through(Gate.SUBMIT), PARTIES, "报审", done="材料已报审。", tells=(Role.BUREAU,)),
        Move("send_back", S.SUBMITTED, S.DECLARED,  Role.BUREAU,      None,                     declaring.check_note,  label="退回补正", done="已退回。"),
        Move("refuse",    S.SUBMITTED, S.REFUSED,   Role.BUREAU,      "projects.approval",      declaring.check_note,  label="不予审批", done="已答复不予审批。"),
        Move("approve",   S.SUBMITTED, S.APPROVED,  Role.BUREAU,      "projects.approval",      gates.check_approve,   label="登记批准", done="已登记批准。"),
        Move("establish", S.SUBMITTED, S.APPROVED,  Role.COORDINATOR, "projects.establishment", gates.check_establish, PARTIES, "立项批复", done="已立项批复。", tells=(Role.PROVIDER, Role.BUREAU)),
        Move("start",     S.APPROVED,  S.BUILDING,  Role.PROVIDER,    "projects.leader",        gates.through(Gate.START), PARTIES, "开工", done="已开工。", tells=(Role.BUREAU,)),
        Move("complete",  S.BUILDING,  S.COMPLETED, Role.PROVIDER,    None,                     declaring.check_completed, PARTIES, "竣工", done="已竣工。", tells=(Role.BUREAU,)),
        Move("pass",      S.COMPLETED, S.ACCEPTED,   Role.SENDER,   "projects.acceptance",    acceptance.check_report, PARTIES, "验收通过", done="已验收通过。", tells=(Role.PROVIDER, Role.BUREAU)),
        Move("fail",      S.COMPLETED, S.RECTIFYING, Role.SENDER,   "projects.second",        acceptance.check_failed, PARTIES, "验收不合格", done="已记下不合格。", tells=(Role.PROVIDER, Role.BUREAU)),
        Move("rectify",   S.RECTIFYING, S.COMPLETED, Role.PROVIDER, "projects.second",        declaring.check_note,  PARTIES, "整改完成", done="已整改完成，可以再次验收。", tells=(Role.BUREAU,)),
        Move("accept_delay", S.COMPLETED, S.COMPLETED, Role.BUREAU, "projects.delay",         None,                  label="认可延期", done="已认可延期。", tells=(Role.PROVIDER,)),
        Move("operate",   S.ACCEPTED,  S.RUNNING,    Role.PROVIDER, "projects.running_papers", acceptance.check_operating, PARTIES, "投入运行", done="已投入运行。", tells=(Role.BUREAU,)),
        Move("call",      S.RUNNING,   S.EVALUATING, Role.SYSTEM,   "projects.evaluation",    None,                  done="运行期满，可以评价"),
        Move("evaluated", S.EVALUATING, S.RUNNING,   Role.SYSTEM,   "projects.evaluation",    None,                  done="已评价"),
        Move("remove",    [S.DECLARED, S.SUBMITTED, S.APPROVED], S.REMOVED, Role.SYSTEM, "projects.unfunded", None, done="已剔除出库"),
        Move("terminate", STANDING, S.TERMINATED, Role.SYSTEM,    "projects.measures",       None,                  done="已终止"),
        Move("register", S.DECLARED, S.REGISTERED, Role.PROVIDER, None,             None,                    PARTIES, "补登", done="已补登。", silent="本部门自己补登"),
        Move("accept", S.REGISTERED, S.ACCEPTED,  Role.PROVIDER, None,               years.check_accepted_on, PARTIES, "记下验收", done="已记下验收。从验收当年起，每年统计一次共享情况。", tells=(Role.BUREAU,)),
    ],
)

INSPECTION = Workflow(
    name="projects.inspection", title="项目监督检查", words=INSPECTION_WORDS, start=I.ASKED, ends={I.CLOSED}, hears=(Role.PROVIDER, Role.SENDER),
    waits=[
        Wait(I.ASKED,                  Role.PROVIDER, None, Late.REMIND, PARTIES, ask="答复监督检查", until="due_on"),
        Wait(I.ANSWERED,               Role.SENDER,   None, Late.REMIND, ASKING,  ask="看答复，办结或者退回"),
        Wait(I.DECLINED,               Role.SENDER,   None, Late.REMIND, ASKING,  ask="看拒绝的原因，办结或者退回"),
    ],
    moves=[
        Move("answer",  I.ASKED,                  I.ANSWERED, Role.PROVIDER, "projects.inspection", declaring.check_answered,   PARTIES, "答复", done="已答复。", tells=(Role.SENDER,)),
        Move("decline", I.ASKED,                  I.DECLINED, Role.PROVIDER, "projects.inspection", declaring.check_answered,   PARTIES, "不能配合", done="已记下，提出的单位会看到。", tells=(Role.SENDER,)),
        Move("return",  [I.ANSWERED, I.DECLINED], I.ASKED,    Role.SENDER,   "projects.inspection", declaring.check_inspection, ASKING,  "退回，继续要求", done="已退回。", tells=(Role.PROVIDER,)),
        Move("close",   [I.ANSWERED, I.DECLINED], I.CLOSED,   Role.SENDER,   None,                  declaring.check_note,       ASKING,  "办结", done="已办结。", tells=(Role.PROVIDER,)),
    ],
)
# fmt: on
