"""A licence and an objection to it, each on one page."""

from yiyuan.kernel.actor import Function
from yiyuan.licences import rules
from yiyuan.licences.types import SEAL_STATE_WORDS, STATE_WORDS, ObjectionState, SealState, State
from yiyuan.workflow.api import Late, Move, Role, Wait, Workflow

MAKERS = frozenset({Function.DATA_OFFICER})
AUDITORS = frozenset({Function.DATA_OFFICER, Function.REVIEWER, Function.HEAD})
ISSUERS = frozenset({Function.REVIEWER, Function.HEAD})
KEEPERS = frozenset({Function.DATA_OFFICER, Function.HEAD})
OUT = [State.ISSUED, State.SUSPENDED]
OTHER = ("maker_account_id", "licences.other_person")  # nobody audits or issues what they made themselves

# fmt: off
LICENCE = Workflow(
    name="licences.licence", title="证照", words=STATE_WORDS, start=State.MADE,
    ends={State.REPLACED, State.CANCELLED, State.EXPIRED, State.DROPPED},
    waits=[
        #    while           we wait for    term  late         who       what
        Wait(State.MADE,     Role.PROVIDER, None, Late.REMIND, AUDITORS, ask="审核证照"),
        Wait(State.RETURNED, Role.PROVIDER, None, Late.REMIND, MAKERS,   ask="改正后重新送审，或者作废"),
        Wait(State.AUDITED,  Role.PROVIDER, None, Late.REMIND, ISSUERS,  ask="签发证照"),
    ],
    moves=[
        #    move       from                          to               by whom        because of            must hold                 functions button
        Move("audit",   State.MADE,                   State.AUDITED,   Role.PROVIDER, "licences.issuer",    None,                     AUDITORS, "审核通过", not_by=OTHER, done="已审核通过，待签发。"),
        Move("return",  [State.MADE, State.AUDITED],  State.RETURNED,  Role.PROVIDER, "licences.issuer",    rules.check_reason,       AUDITORS, "退回", done="已退回。"),
        Move("remake",  State.RETURNED,               State.MADE,      Role.PROVIDER, None,                 None,                     MAKERS,   "改正，重新送审", done="已改正，重新送审。"),
        Move("drop",    State.RETURNED,               State.DROPPED,   Role.PROVIDER, None,                 None,                     MAKERS,   "作废", done="已作废。", silent="送审的人自己作废"),
        Move("issue",   State.AUDITED,                State.ISSUED,    Role.PROVIDER, "licences.issue",     None,                     ISSUERS,  "签发", not_by=OTHER, done="已签发。", tells=("maker_account_id",)),
        Move("suspend", State.ISSUED,                 State.SUSPENDED, Role.PROVIDER, "licences.issuer",    rules.check_reason,       KEEPERS,  "停用", done="已停用。", tells=("maker_account_id",)),
        Move("resume",  State.SUSPENDED,              State.ISSUED,    Role.PROVIDER, "licences.issuer",    rules.check_reason,       KEEPERS,  "恢复", done="已恢复。", tells=("maker_account_id",)),
        Move("replace", State.ISSUED,                 State.REPLACED,  Role.PROVIDER, "licences.issuer",    None,                     ISSUERS,  "更新", done="已由更新版本代替。", silent="更新的证照签发时已告知"),
        Move("cancel",  OUT,                          State.CANCELLED, Role.PROVIDER, "licences.issuer",    rules.check_reason,       KEEPERS,  "注销", done="已注销。", tells=("maker_account_id",)),
        Move("expire",  OUT,                          State.EXPIRED,   Role.SYSTEM, done="已过期。", silent="到期日写在证照上"),
    ],
)

OBJECTION = Workflow(
    name="licences.objection", called="证照异议", start=ObjectionState.OPEN, ends={ObjectionState.CLOSED},
    waits=[
        #    while                   we wait for    term                  late                    who      what                              conduct
        Wait(ObjectionState.OPEN,    Role.PROVIDER, "licences.objection", Late.REMIND_AND_SIGNAL, KEEPERS, ask="核查异议，写明结果",       violation="licences.violation_objection"),
        Wait(ObjectionState.DECIDED, Role.PROVIDER, None,                 Late.REMIND,            KEEPERS, ask="把结果告知异议申请人，办结"),
    ],
    moves=[
        #    move      from                    to                      by whom        because of                 must hold            functions button
        Move("decide", ObjectionState.OPEN,    ObjectionState.DECIDED, Role.PROVIDER, "licences.objection_kinds", rules.check_decided, KEEPERS,  "写明核查结果", done="已写明核查结果。"),
        Move("told",   ObjectionState.DECIDED, ObjectionState.DECIDED, Role.PROVIDER, "licences.objection_told", rules.check_how,     KEEPERS,  "告知结果", done="已记下告知。", tells=(Role.CONSUMER, "account_id")),
        Move("close",  ObjectionState.DECIDED, ObjectionState.CLOSED,  Role.PROVIDER, "licences.objection_told", rules.check_told,    KEEPERS,  "办结", done="已办结。", tells=(Role.CONSUMER, "account_id")),
    ],
)
SEAL = Workflow(
    name="licences.seal", title="电子印章", words=SEAL_STATE_WORDS, start=SealState.IN_USE, ends={SealState.ENDED}, hears=(Role.PROVIDER,),
    waits=[],
    moves=[
        #    move   from              to               by whom        because of           must hold           functions               button
        Move("end", SealState.IN_USE, SealState.ENDED, Role.OPERATOR, "licences.sealed",   rules.check_reason, frozenset({Function.OPERATOR}), "停用，吊销证书", done="已停用，证书已吊销。"),
    ],
)
# fmt: on
