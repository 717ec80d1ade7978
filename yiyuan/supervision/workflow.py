"""A department's sheet on one page: it states its view, the bureau confirms; and the receipt of a circular."""

from yiyuan.kernel.actor import PARTIES
from yiyuan.supervision import rules
from yiyuan.supervision.types import (
    FINDING_WORDS,
    INSPECTION_WORDS,
    JOINT_WORDS,
    RECEIPT_WORDS,
    REPORT_WORDS,
    SCORING_WORDS,
    STATE_WORDS,
    FindingState,
    InspectionState,
    JointState,
    ReceiptState,
    ReportState,
    ScoringState,
    State,
)
from yiyuan.workflow.api import Late, Move, Role, Wait, Workflow

# fmt: off
SHEET = Workflow(
    name="supervision.sheet", title="年度考核", words=STATE_WORDS, start=State.TAKEN, ends={State.CONFIRMED}, hears=(Role.PROVIDER,),
    waits=[
        #    while         we wait for    term                     late         who     what
        Wait(State.TAKEN,  Role.PROVIDER, "supervision.statement", Late.REMIND, PARTIES, ask="核对考核数据"),
        Wait(State.STATED, Role.BUREAU,   None,                    Late.REMIND, None,   ask="确认考核数据"),
    ],
    moves=[
        #    move       from                        to               by whom        because of                must hold               functions button
        Move("state",   State.TAKEN,                State.STATED,    Role.PROVIDER, "supervision.statement",  rules.check_statement,   PARTIES, "说明情况", done="已说明，主管部门会看到。"),
        Move("retake",  State.STATED,               State.TAKEN,     Role.BUREAU,   "supervision.assessment", rules.check_retaken,     None,    "重新取数", done="已重新取数，部门会再核对。"),
        Move("confirm", [State.TAKEN, State.STATED], State.CONFIRMED, Role.BUREAU,   "supervision.assessment", rules.check_confirmable, None,   "确认",     done="已确认。"),
    ],
)

RECEIPT = Workflow(
    name="supervision.receipt", title="考核通报", words=RECEIPT_WORDS, start=ReceiptState.AWAITED, ends={ReceiptState.RECEIVED},
    waits=[Wait(ReceiptState.AWAITED, Role.PROVIDER, None, Late.REMIND, PARTIES, ask="签收通报")],
    moves=[Move("receive", ReceiptState.AWAITED, ReceiptState.RECEIVED, Role.PROVIDER, "supervision.assessment", None, PARTIES, "签收", done="已签收。", silent="通报页汇总各部门的签收")],
)

JOINT = Workflow(
    name="supervision.joint", title="联合考核", words=JOINT_WORDS, start=JointState.OPEN, ends={JointState.CLOSED},
    waits=[Wait(JointState.OPEN, Role.BUREAU, None, Late.REMIND, None, ask="汇总联合考核", until="due_on")],
    moves=[Move("close", JointState.OPEN, JointState.CLOSED, Role.BUREAU, "supervision.joint", rules.check_joint_closable, None, "汇总", done="已汇总，各部门看得到自己的结果。", silent="各部门在联合考核里看自己的结果")],
)

SCORING = Workflow(
    name="supervision.scoring", title="联合考核评分", words=SCORING_WORDS, start=ScoringState.AWAITED, ends={ScoringState.GIVEN},
    waits=[Wait(ScoringState.AWAITED, Role.PROVIDER, None, Late.REMIND, PARTIES, ask="评分", until="due_on")],
    moves=[Move("give", ScoringState.AWAITED, ScoringState.GIVEN, Role.PROVIDER, "supervision.joint", rules.check_scores, PARTIES, "评分", done="已评分。", silent="汇总的单位在联合考核里看到谁评过")],
)

REPORT = Workflow(
    name="supervision.report", title="年度共享情况报告", words=REPORT_WORDS, start=ReportState.AWAITED, ends={ReportState.SUBMITTED},
    waits=[Wait(ReportState.AWAITED, Role.PROVIDER, "supervision.report", Late.REMIND, PARTIES, ask="报告上一年度共享情况", until="due_on")],
    moves=[Move("submit", ReportState.AWAITED, ReportState.SUBMITTED, Role.PROVIDER, "supervision.report", rules.check_reported, PARTIES, "报告", done="已报告。", silent="领导小组和主管部门在年度报告里看到")],
)

INSPECTION = Workflow(
    name="supervision.inspection", title="专项检查", words=INSPECTION_WORDS, start=InspectionState.OPEN, ends={InspectionState.PUBLISHED},
    waits=[Wait(InspectionState.OPEN, Role.BUREAU, None, Late.REMIND, None, ask="检查并公布结果")],
    moves=[Move("publish", InspectionState.OPEN, InspectionState.PUBLISHED, Role.BUREAU, "supervision.inspection", rules.check_publishable, None, "公布结果", done="已公布，问题转为整改事项。", silent="有问题的单位收到整改事项")],
)

FINDING = Workflow(
    name="supervision.finding", title="检查整改", words=FINDING_WORDS, start=FindingState.OPEN, ends={FindingState.CLOSED}, hears=(Role.PROVIDER,),
    waits=[
        Wait(FindingState.OPEN,     Role.PROVIDER, None, Late.REMIND, PARTIES, ask="按检查意见整改", until="due_on"),
        Wait(FindingState.ANSWERED, Role.BUREAU,   None, Late.REMIND, None,    ask="核实整改"),
    ],
    moves=[
        Move("answer", FindingState.OPEN,     FindingState.ANSWERED, Role.PROVIDER, "supervision.inspection", rules.check_answered, PARTIES, "已整改", done="已答复，等主管部门核实。"),
        Move("close",  FindingState.ANSWERED, FindingState.CLOSED,   Role.BUREAU,   "supervision.inspection", None,                 None,    "办结",   done="已办结。"),
        Move("back",   FindingState.ANSWERED, FindingState.OPEN,     Role.BUREAU,   "supervision.inspection", rules.check_answered, None,    "退回",   done="已退回，继续整改。"),
    ],
)
# fmt: on
