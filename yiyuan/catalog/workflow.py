"""The procedures of the catalog, one table each: whose turn it is, what may happen, and why."""

from yiyuan.catalog import rules
from yiyuan.catalog.types import (
    CHALLENGE_WORDS,
    CHANGE_WORDS,
    FEEDBACK_WORDS,
    ChallengeState,
    ChangeState,
    FeedbackState,
    State,
)
from yiyuan.kernel.actor import Function
from yiyuan.workflow.api import Late, Move, Party, Role, Wait, Workflow

OFFICER = frozenset({Function.DATA_OFFICER})
REVIEWER = frozenset({Function.REVIEWER})
SECRECY = frozenset({Function.SECRECY})
PUBLISHER = frozenset({Function.DATA_OFFICER, Function.HEAD})
IN_WORK = [State.SECRECY, State.REVIEW, State.READY]

# The table keeps its columns: the one place where we align by hand.
# fmt: off
VERSION = Workflow(
    name="catalog.version", called="目录", start=State.DRAFT,
    ends={State.SUPERSEDED, State.WITHDRAWN},
    waits=[
        #    while           we wait for                  term   when it runs out
        Wait(State.SECRECY,  Role.PROVIDER,               None,  Late.REMIND, SECRECY,   ask="保密审查"),
        Wait(State.REVIEW,   Party("catalog.reviewer"),   None,  Late.REMIND, REVIEWER,  ask="审核目录"),
        Wait(State.READY,    Party("catalog.publisher"),  None,  Late.REMIND, PUBLISHER, ask="发布目录"),
    ],
    moves=[
        #    move          from             to                by whom                     because of                must hold                  functions  button
        Move("submit",     State.DRAFT,     State.SECRECY,    Role.PROVIDER,              "catalog.elements",       rules.check_submittable,   OFFICER,   "提交审核"),
        Move("clear",      State.SECRECY,   State.REVIEW,     Role.PROVIDER,              "catalog.secrecy_review", rules.check_other_person,  SECRECY,   "保密审查通过"),
        Move("hold",       State.SECRECY,   State.DRAFT,      Role.PROVIDER,              "catalog.secrecy_review", None,                      SECRECY,   "退回修改", tells=(Role.PROVIDER,)),
        Move("approve",    State.REVIEW,    State.READY,      Party("catalog.reviewer"),  "catalog.author_reviewer", rules.check_other_person, REVIEWER,  "审核通过"),
        Move("return",     State.REVIEW,    State.DRAFT,      Party("catalog.reviewer"),  "catalog.elements",       None,                      REVIEWER,  "退回修改", tells=(Role.PROVIDER,)),
        Move("recall",     IN_WORK,         State.DRAFT,      Role.PROVIDER,              None,                     None,                      OFFICER,   "撤回修改", tells=(Role.PROVIDER,)),
        Move("publish",    State.READY,     State.PUBLISHED,  Party("catalog.publisher"), "catalog.bound",          None,                      PUBLISHER, "发布", tells=(Role.PROVIDER,)),
        Move("supersede",  State.PUBLISHED, State.SUPERSEDED, Role.SYSTEM,                None,                     None, silent="新版本发布时已告知"),
        Move("withdraw",   State.PUBLISHED, State.WITHDRAWN,  Role.PROVIDER,              "catalog.withdrawal",     rules.check_withdrawal,    PUBLISHER, "撤销", tells=(Role.PROVIDER,)),
    ],
)
# fmt: on

OFFICERS = frozenset({Function.DATA_OFFICER, Function.HEAD})
OWED = [ChangeState.TO_UPDATE, ChangeState.EXCEPTED]
CHANGING = [*OWED, ChangeState.TO_APPLY, ChangeState.IN_REVIEW, ChangeState.TO_REPORT]
UPDATE, REPORT = "catalog.change.update", "catalog.change.report"
APPLY, REVIEW = "catalog.change.apply", "catalog.change.review"
VIOLATION = "catalog.violation_change"
SIGNAL = Late.REMIND_AND_SIGNAL

# Which of the first two ways an event goes, and whether a report follows, is what the region's clocks say.
# fmt: off
CHANGE = Workflow(
    name="catalog.change", title="目录变更", words=CHANGE_WORDS, start=ChangeState.REGISTERED, hears=(Role.PROVIDER,),
    ends={ChangeState.DONE, ChangeState.DROPPED},
    waits=[
        #    while                   we wait for    term    when it runs out
        Wait(ChangeState.TO_UPDATE,  Role.PROVIDER, UPDATE, SIGNAL,      OFFICERS, ask="更新目录", since="changed_on", violation=VIOLATION, violation_by="conduct"),
        Wait(ChangeState.TO_APPLY,   Role.PROVIDER, APPLY,  SIGNAL,      OFFICERS, ask="申请更新目录", since="changed_on", violation=VIOLATION, violation_by="conduct"),
        Wait(ChangeState.EXCEPTED,   Role.PROVIDER, None,   Late.REMIND, OFFICERS, ask="更新目录"),
        Wait(ChangeState.IN_REVIEW,  Role.BUREAU,   REVIEW, SIGNAL,                ask="审核、更新目录和责任清单"),
        Wait(ChangeState.TO_REPORT,  Role.PROVIDER, REPORT, SIGNAL,      OFFICERS, ask="报送更新后的目录", since="report_from_on", violation=VIOLATION, violation_by="conduct"),
    ],
    moves=[
        #    move           from                    to                     by whom        because of                  must hold                    functions  button
        Move("owe_update",  ChangeState.REGISTERED, ChangeState.TO_UPDATE, Role.SYSTEM,   UPDATE,                     None, done="开始计时。"),
        Move("owe_request", ChangeState.REGISTERED, ChangeState.TO_APPLY,  Role.SYSTEM,   APPLY,                      None, done="开始计时。"),
        Move("except",      ChangeState.TO_UPDATE,  ChangeState.EXCEPTED,  Role.PROVIDER, "catalog.change.exception", rules.check_exception,       OFFICERS,  "说明正当理由", where=("catalog.change.exception", "justified"), done="已说明正当理由。"),
        Move("apply",       ChangeState.TO_APPLY,   ChangeState.IN_REVIEW, Role.PROVIDER, APPLY,                      rules.check_update_request,  OFFICERS,  "申请更新", done="已申请更新。"),
        Move("update",      OWED,                   ChangeState.TO_REPORT, Role.SYSTEM,   UPDATE,                     None, done="目录已更新。"),
        Move("finish",      OWED,                   ChangeState.DONE,      Role.SYSTEM,   UPDATE,                     None, done="目录已更新，办结。"),
        Move("review",      ChangeState.IN_REVIEW,  ChangeState.DONE,      Role.SYSTEM,   REVIEW,                     None, done="已审核、更新。"),
        Move("report",      ChangeState.TO_REPORT,  ChangeState.DONE,      Role.PROVIDER, REPORT,                     rules.check_change_basis,    OFFICERS,  "报送", done="已报送。", tells=(Role.BUREAU,)),
        Move("drop",        CHANGING,               ChangeState.DROPPED,   Role.BUREAU,   None,                       rules.check_said,            None,      "注销登记", done="已注销登记。"),
    ],
)

CHALLENGE = Workflow(
    name="catalog.challenge", title="类型异议", words=CHALLENGE_WORDS, start=ChallengeState.OPEN, hears=(Role.CONSUMER, Role.PROVIDER),
    ends={ChallengeState.CHANGED, ChallengeState.KEPT, ChallengeState.WITHDRAWN},
    waits=[
        Wait(ChallengeState.OPEN,   Role.PROVIDER, None, Late.REMIND, OFFICERS, ask="答复类型异议"),
        Wait(ChallengeState.AGREED, Role.PROVIDER, None, Late.REMIND, OFFICERS, ask="发布更改类型的新版本"),
    ],
    moves=[
        #    move        from                                          to                        by whom        because of                   must hold               functions  button
        Move("agree",    ChallengeState.OPEN,                          ChallengeState.AGREED,    Role.PROVIDER, None,                        None,                   OFFICERS,  "同意更改", done="已同意更改。"),
        Move("keep",     ChallengeState.OPEN,                          ChallengeState.KEPT,      Role.PROVIDER, "catalog.basis",             rules.check_type_kept,  OFFICERS,  "维持原类型", done="已维持原类型。"),
        Move("change",   [ChallengeState.OPEN, ChallengeState.AGREED], ChallengeState.CHANGED,   Role.SYSTEM,   "catalog.type_fixed_by",     None, done="类型已更改。"),
        Move("withdraw", ChallengeState.OPEN,                          ChallengeState.WITHDRAWN, Role.CONSUMER, None,                        None,                   OFFICERS,  "撤回异议", done="已撤回异议。"),
    ],
)

FEEDBACK = Workflow(
    name="catalog.feedback", title="使用反馈", words=FEEDBACK_WORDS, start=FeedbackState.OPEN, ends={FeedbackState.ANSWERED}, hears=(Role.CONSUMER, Role.PROVIDER),
    waits=[
        Wait(FeedbackState.OPEN, Role.PROVIDER, None, Late.REMIND, OFFICERS, ask="答复使用反馈"),
    ],
    moves=[
        Move("answer", FeedbackState.OPEN, FeedbackState.ANSWERED, Role.PROVIDER, None, rules.check_said, OFFICERS, "答复", done="已答复。"),
    ],
)
# fmt: on
