"""The sharing application and the grant on one page: whose turn it is, what may happen, and why."""

from yiyuan.kernel.actor import Function
from yiyuan.sharing import rules
from yiyuan.sharing.types import CertificateState, DemandState, GrantState, State, TaskState
from yiyuan.workflow.api import Late, Move, Party, Role, Wait, Workflow

OFFICER = frozenset({Function.DATA_OFFICER})
HEAD = frozenset({Function.HEAD})
EITHER = OFFICER | HEAD
COORDINATOR = frozenset({Function.HEAD, Function.BUREAU, Function.LEADING, Function.DATA_OFFICER})
DECIDER = Party("sharing.decider")
ASKED = [State.SENT, State.RETURNED, State.FORWARDED, State.NEGOTIATING]
USABLE = [GrantState.OPEN, GrantState.IN_USE, GrantState.UNUSED]
RUNNING = [*USABLE, GrantState.SUSPENDED]

GRANTING = {"grant", "agree", "carry_out"}  # moves of an application that open a grant
REFUSING = {"refuse", "uphold"}

# The tables keep their columns: the one place where we align by hand.
# fmt: off
APPLICATION = Workflow(
    name="sharing.application", called="共享申请", start=State.DRAFT, hears=(Role.CONSUMER, Role.PROVIDER),
    ends={State.GRANTED, State.WITHDRAWN},
    waits=[
        #    while                we wait for       term from                    when it runs out        who         date stands
        Wait(State.SENT,          DECIDER,          "sharing.reply",             Late.REMIND_AND_SIGNAL, HEAD,       continues=True, ask="答复", violation="sharing.violation_reply"),
        Wait(State.RETURNED,      Role.CONSUMER,    "sharing.reply",             Late.REMIND,            OFFICER,    continues=True, ask="补材料"),
        Wait(State.FORWARDED,     Role.PROVIDER,    "sharing.reply",             Late.REMIND,            EITHER,     continues=True, ask="登记上级答复"),
        Wait(State.NEGOTIATING,   Role.PROVIDER,    "sharing.negotiation.term",  Late.REMIND,            HEAD,       ask="协商"),
        Wait(State.COORDINATING,  Role.COORDINATOR, "sharing.coordination.term", Late.REMIND,            COORDINATOR, ask="协调"),
        Wait(State.COORDINATED,   DECIDER,          None,                        Late.REMIND,            HEAD,       ask="按协调结论办理"),
    ],
    moves=[
        #    move           from                to                  by whom                              because of                     must hold                   functions    button
        Move("subscribe",   State.DRAFT,        State.GRANTED,      Party("sharing.unconditional_grant"), "sharing.unconditional_grant", rules.check_route, done="已订阅。"),
        Move("send",        State.DRAFT,        State.SENT,         Role.CONSUMER,                       "sharing.purpose",             rules.check_stated,         OFFICER,     "提交申请", done="已提交申请。"),
        Move("propose",     State.DRAFT,        State.NEGOTIATING,  Role.CONSUMER,                       "sharing.not_shared_route",    rules.check_stated,         OFFICER,     "提出协商", done="已提出协商。"),
        Move("grant",       State.SENT,         State.GRANTED,      DECIDER,                             "sharing.scope",               rules.check_grantable,      HEAD,        "同意", done="已同意，授权现在生效。"),
        Move("refuse",      State.SENT,         State.REFUSED,      DECIDER,                             "sharing.refusal",             rules.check_refusal_stated, HEAD,        "不予共享", done="已答复不予共享，理由和依据对方能看到。"),
        Move("return",      State.SENT,         State.RETURNED,     DECIDER,                             "sharing.return_materials",    rules.check_return,         HEAD,        "退回补材料", done="已退回补材料，答复期限不变。"),
        Move("resend",      State.RETURNED,     State.SENT,         Role.CONSUMER,                       "sharing.return_materials",    rules.check_supplied,       OFFICER,     "补齐后再次提交", done="已补齐再次提交。"),
        Move("forward",     State.SENT,         State.FORWARDED,    DECIDER,                             "sharing.forward",             rules.check_forward,        HEAD,        "转报上级", done="已登记转报，答复期限不变。"),
        Move("hear_upper",  State.FORWARDED,    State.SENT,         Role.PROVIDER,                       "sharing.forward",             rules.check_upper_answer,   EITHER,      "登记上级答复", done="已登记上级答复。"),
        Move("negotiate",   State.REFUSED,      State.NEGOTIATING,  Role.CONSUMER,                       "sharing.refused_route",       rules.check_refused_route,  OFFICER,     "提出协商", done="已提出协商。"),
        Move("agree",       State.NEGOTIATING,  State.GRANTED,      Role.PROVIDER,                       "sharing.scope",               rules.check_grantable,      HEAD,        "协商一致，同意", done="协商一致，已同意，授权现在生效。"),
        Move("escalate",    State.NEGOTIATING,  State.COORDINATING, Role.CONSUMER,                       "sharing.coordinator",         None,                       OFFICER,     "协商未果，提请协调", done="已提请协调。"),
        Move("pass_up",     State.NEGOTIATING,  State.COORDINATING, Role.PROVIDER,                       "sharing.coordinator",         None,                       HEAD,        "协商未果，提请协调", done="已提请协调。"),
        Move("conclude",    State.COORDINATING, State.COORDINATED,  Role.COORDINATOR,                    "sharing.coordinator",         rules.check_minutes,        COORDINATOR, "登记协调结论", done="已登记协调结论。"),
        Move("carry_out",   State.COORDINATED,  State.GRANTED,      DECIDER,                             "sharing.scope",               rules.check_grantable,      HEAD,        "按结论同意", done="已按结论同意，授权现在生效。"),
        Move("uphold",      State.COORDINATED,  State.REFUSED,      DECIDER,                             "sharing.refusal",             rules.check_refusal_stated, HEAD,        "按结论不予共享", done="已按结论答复不予共享。"),
        Move("withdraw",    ASKED,              State.WITHDRAWN,    Role.CONSUMER,                       None,                          None,                       OFFICER,     "撤回", done="已撤回。"),
    ],
)

GRANT = Workflow(
    name="sharing.grant", called="授权", start=GrantState.OPEN, hears=(Role.CONSUMER, Role.PROVIDER),
    ends={GrantState.REVOKED, GrantState.EXPIRED, GrantState.GIVEN_BACK, GrantState.LAPSED, GrantState.RENEWED},
    waits=[
        #    while                 we wait for     term from                when it runs out        who      date stands
        Wait(GrantState.OPEN,      Role.PROVIDER,  "sharing.delivery",      Late.REMIND_AND_SIGNAL, OFFICER, continues=True, ask="提供数据", violation="sharing.violation_supply"),
        Wait(GrantState.UNUSED,    Role.CONSUMER,  "sharing.unused_notice", Late.EXPIRE,            OFFICER, ask="说明是否继续使用"),
        Wait(GrantState.SUSPENDED, Role.PROVIDER,  None,                    Late.REMIND,            HEAD,    ask="复核后恢复或撤销"),
    ],
    moves=[
        #    move         from                  to                     by whom         because of                 must hold            functions  button
        Move("deliver",   GrantState.OPEN,      GrantState.IN_USE,     Role.SYSTEM,    "sharing.delivery",        None, done="首次取用。", tells=(Role.PROVIDER,)),
        Move("narrow",    GrantState.OPEN,      GrantState.OPEN,       Role.PROVIDER,  "sharing.scope",           rules.check_narrower, HEAD,     "缩小范围", done="授权已缩小，下一次调用按新的范围。"),
        Move("narrow",    GrantState.IN_USE,    GrantState.IN_USE,     Role.PROVIDER,  "sharing.scope",           rules.check_narrower, HEAD,     "缩小范围", done="授权已缩小，下一次调用按新的范围。"),
        Move("suspend",   USABLE,               GrantState.SUSPENDED,  Role.PROVIDER,  "sharing.use_limit",       rules.check_reason,  HEAD,      "暂停", done="授权已暂停，下一次调用就会被拒绝。"),
        Move("halt",      USABLE,               GrantState.SUSPENDED,  Role.BUREAU,    "sharing.use_limit",       rules.check_reason,  None,      "责令暂停", done="授权已责令暂停，下一次调用就会被拒绝。"),
        Move("rest",      USABLE,               GrantState.SUSPENDED,  Role.SYSTEM,    "sharing.misuse",          None, done="授权已暂停。"),
        Move("resume",    GrantState.SUSPENDED, GrantState.IN_USE,     Role.PROVIDER,  "sharing.use_limit",       rules.check_resumed, HEAD,      "恢复", done="授权已恢复。"),
        Move("lift",      GrantState.SUSPENDED, GrantState.IN_USE,     Role.BUREAU,    "sharing.use_limit",       rules.check_reason,  None,      "解除暂停", done="已解除暂停，授权恢复。"),
        Move("warn",      GrantState.OPEN,      GrantState.UNUSED,     Role.SYSTEM,    "sharing.unused",          None, done="已告知久未使用。"),
        Move("warn",      GrantState.IN_USE,    GrantState.UNUSED,     Role.SYSTEM,    "sharing.unused",          None, done="已告知久未使用。"),
        Move("keep",      GrantState.UNUSED,    GrantState.IN_USE,     Role.CONSUMER,  "sharing.unused",          rules.check_reason,  OFFICER,   "仍需使用", done="已说明仍需使用，授权继续有效。"),
        Move("use_again", GrantState.UNUSED,    GrantState.IN_USE,     Role.SYSTEM,    "sharing.unused",          None, done="授权重新使用。"),
        Move("lapse",     GrantState.UNUSED,    GrantState.LAPSED,     Role.SYSTEM,    "sharing.unused",          None, done="未使用，授权失效。"),
        Move("renewed",   RUNNING,              GrantState.RENEWED,    Role.SYSTEM,    "sharing.grant_term",      None, done="由续期授权接替。", silent="续期的授权生效时已告知"),
        Move("revoke",    RUNNING,              GrantState.REVOKED,    Role.PROVIDER,  "sharing.use_limit",       rules.check_reason,  HEAD,      "撤销授权", done="授权已终止，下一次调用就会被拒绝。"),
        Move("stop",      RUNNING,              GrantState.REVOKED,    Role.BUREAU,    "sharing.use_limit",       rules.check_reason,  None,      "责令停止", done="授权已责令停止，下一次调用就会被拒绝。"),
        Move("give_back", RUNNING,              GrantState.GIVEN_BACK, Role.CONSUMER,  "sharing.use_limit",       None,                OFFICER,   "不再使用，退回", done="授权已退回。"),
        Move("expire",    RUNNING,              GrantState.EXPIRED,    Role.SYSTEM,    "sharing.grant_term",      None, done="授权到期。"),
    ],
)

CERTIFICATE = Workflow(
    name="sharing.certificate", called="返还销毁证明", start=CertificateState.DUE, hears=(Role.CONSUMER, Role.PROVIDER),
    ends={CertificateState.FILED},
    waits=[Wait(CertificateState.DUE, Role.CONSUMER, "sharing.certificate", Late.REMIND, OFFICER, ask="出具返还或销毁证明")],
    moves=[Move("file", CertificateState.DUE, CertificateState.FILED, Role.CONSUMER, "sharing.certificate", rules.check_disposal, OFFICER, "出具证明", done="证明已出具。")],
)

TASK = Workflow(
    name="sharing.task", called="议定任务", start=TaskState.OPEN, hears=(Role.PROVIDER,),
    ends={TaskState.DONE},
    waits=[
        Wait(TaskState.OPEN,     Role.PROVIDER,    None, Late.REMIND, EITHER,      ask="办理议定任务"),
        Wait(TaskState.REPORTED, Role.COORDINATOR, None, Late.REMIND, COORDINATOR, ask="确认任务结果"),
    ],
    moves=[
        Move("report",  TaskState.OPEN,     TaskState.REPORTED, Role.PROVIDER,    "sharing.coordinator", rules.check_result, EITHER,      "报告结果", done="已报告结果。"),
        Move("redo",    TaskState.REPORTED, TaskState.OPEN,     Role.COORDINATOR, "sharing.coordinator", rules.check_result, COORDINATOR, "退回继续办理", done="已退回继续办理。"),
        Move("accept",  TaskState.REPORTED, TaskState.DONE,     Role.COORDINATOR, "sharing.coordinator", None,               COORDINATOR, "确认办结", done="已确认办结。"),
    ],
)

DEMAND = Workflow(
    name="sharing.demand", called="重复索要反映", start=DemandState.RECEIVED, hears=(Role.CONSUMER,),
    ends={DemandState.CLOSED},
    waits=[
        Wait(DemandState.RECEIVED, Role.BUREAU,   None,                   Late.REMIND, None,   ask="受理反映"),
        Wait(DemandState.OPEN,     Role.PROVIDER, "sharing.demand_reply", Late.REMIND, EITHER, ask="答复反映"),
        Wait(DemandState.ANSWERED, Role.BUREAU,   None,                   Late.REMIND, None,   ask="核实答复"),
    ],
    moves=[
        Move("take",    DemandState.RECEIVED, DemandState.OPEN,     Role.BUREAU,   "sharing.no_recollect", None,               None,   "受理并转被反映单位答复", done="已受理，转被反映单位答复。"),
        Move("decline", DemandState.RECEIVED, DemandState.CLOSED,   Role.BUREAU,   "sharing.no_recollect", rules.check_result, None,   "不予受理，写明原因", done="已不予受理。"),
        Move("answer",  DemandState.OPEN,     DemandState.ANSWERED, Role.PROVIDER, "sharing.no_recollect", rules.check_result, EITHER, "答复", done="已答复。"),
        Move("reopen",  DemandState.ANSWERED, DemandState.OPEN,     Role.BUREAU,   "sharing.no_recollect", rules.check_result, None,   "要求重新答复", done="已要求重新答复。"),
        Move("close",   DemandState.ANSWERED, DemandState.CLOSED,   Role.BUREAU,   "sharing.no_recollect", rules.check_result, None,   "办结", done="已办结。"),
    ],
)
# fmt: on
