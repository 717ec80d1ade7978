"""Files of records, objections and repair, each on one page."""

from yiyuan.credit import rules
from yiyuan.credit.types import FILE_WORDS, OBJECTION_WORDS, REPAIR_WORDS, RepairState
from yiyuan.credit.types import FileState as F
from yiyuan.credit.types import ObjectionState as O
from yiyuan.kernel.actor import PARTIES, Function
from yiyuan.workflow.api import Late, Move, Role, Wait, Workflow

CENTRE = frozenset({Function.OPERATOR})

# fmt: off
FILE = Workflow(
    name="credit.file", title="批量提供", words=FILE_WORDS, start=F.READING, ends={F.READ, F.CANCELLED}, hears=(Role.PROVIDER,),
    waits=[Wait(F.STUCK, Role.PROVIDER, None, Late.REMIND, PARTIES, ask="批量提供出错停下，接着读或者取消")],
    moves=[
        #    move      from                  to           by whom        because of  must hold  functions button
        Move("finish", F.READING,            F.READ,      Role.SYSTEM,   done="已读完，逐行有结果。", tells=(Role.PROVIDER,)),
        Move("fail",   F.READING,            F.STUCK,     Role.SYSTEM,   done="出错停下。"),
        Move("again",  F.STUCK,              F.READING,   Role.PROVIDER, None, None, PARTIES, "接着读", done="接着读，读过的行不再读。", silent="自己接着读"),
        Move("cancel", [F.READING, F.STUCK], F.CANCELLED, Role.PROVIDER, None, None, PARTIES, "取消", done="已取消，收下的记录留下。", silent="自己取消"),
    ],
)

OBJECTION = Workflow(
    name="credit.objection", title="信用信息异议", words=OBJECTION_WORDS, start=O.FILED, hears=(Role.OPERATOR, Role.PROVIDER),
    ends={O.CORRECTED, O.UPHELD, O.UNCONFIRMED, O.UNVERIFIABLE},
    waits=[
        Wait(O.FILED,    Role.OPERATOR, "credit.objection_send",   Late.REMIND,            CENTRE,  ask="发出核查"),
        Wait(O.CHECKING, Role.PROVIDER, "credit.objection_check",  Late.REMIND_AND_SIGNAL, PARTIES, ask="核查异议", violation="credit.violation_objection"),
        Wait(O.ANSWERED, Role.OPERATOR, "credit.objection_decide", Late.REMIND,            CENTRE,  ask="处理异议"),
    ],
    moves=[
        #    move          from        to              by whom        because of                must hold                functions button
        Move("send",       O.FILED,    O.CHECKING,     Role.OPERATOR, "credit.objection_send",  None,                    CENTRE,  "发出核查", done="已发出核查。"),
        Move("answer",     O.CHECKING, O.ANSWERED,     Role.PROVIDER, "credit.objection_check", rules.check_said,        PARTIES, "答复核查", done="已答复。"),
        Move("correct",    O.ANSWERED, O.CORRECTED,    Role.OPERATOR, "credit.corrected",       rules.check_corrected,   CENTRE,  "更正", done="已更正，留下新的一版。"),
        Move("uphold",     O.ANSWERED, O.UPHELD,       Role.OPERATOR, "credit.upheld",          rules.check_upheld,      CENTRE,  "维持", done="已维持，取消异议标注。"),
        Move("unconfirm",  O.ANSWERED, O.UNCONFIRMED,  Role.OPERATOR, "credit.unconfirmed",     rules.check_unconfirmed, CENTRE,  "无法确认", done="已记载核查情况和异议内容。"),
        Move("unverified", O.ANSWERED, O.UNVERIFIABLE, Role.OPERATOR, "credit.unverifiable",    rules.check_unverified,  CENTRE,  "无法核查", done="已记载，不再向社会提供。"),
    ],
)

REPAIR = Workflow(
    name="credit.repair", title="信用修复", words=REPAIR_WORDS, start=RepairState.ASKED, ends={RepairState.REPAIRED, RepairState.REFUSED}, hears=(Role.PROVIDER,),
    waits=[Wait(RepairState.ASKED, Role.PROVIDER, "credit.repair", Late.REMIND, PARTIES, ask="办理信用修复")],
    moves=[
        Move("repair", RepairState.ASKED, RepairState.REPAIRED, Role.PROVIDER, "credit.repair", rules.check_repairable, PARTIES, "予以修复", done="已修复，终止公示和共享。", silent="查询过的单位另外告知"),
        Move("refuse", RepairState.ASKED, RepairState.REFUSED,  Role.PROVIDER, "credit.repair", rules.check_said,       PARTIES, "不予修复", done="已答复不予修复。", silent="本单位办理，申请人从本人页面看到"),
    ],
)
# fmt: on
