"""The sharing application and the grant on one page: whose turn it is, what may happen, and why."""

from yiyuan.kernel.actor import Function
from yiyuan.sharing import rules
from yiyuan.sharing.types import GrantState, State
from yiyuan.workflow.api import Late, Move, Party, Role, Wait, Workflow

OFFICER = frozenset({Function.DATA_OFFICER})
HEAD = frozenset({Function.HEAD})
COORDINATOR = frozenset({Function.HEAD, Function.BUREAU, Function.LEADING, Function.DATA_OFFICER})
DECIDER = Party("sharing.decider")
ASKED = [State.SENT, State.RETURNED, State.NEGOTIATING]
USABLE = [GrantState.OPEN, GrantState.IN_USE]

# The tables keep their columns: the one place where we align by hand.
# fmt: off
APPLICATION = Workflow(
    name="sharing.application", start=State.DRAFT,
    ends={State.GRANTED, State.WITHDRAWN},
    waits=[
        #    while                we wait for       term from                    when it runs out        who         date stands
        Wait(State.SENT,          DECIDER,          "sharing.reply",             Late.REMIND_AND_SIGNAL, HEAD,       continues=True, ask="答复", violation="sharing.violation_reply"),
        Wait(State.RETURNED,      Role.CONSUMER,    "sharing.reply",             Late.REMIND,            OFFICER,    continues=True, ask="补材料"),
        Wait(State.NEGOTIATING,   Role.PROVIDER,    "sharing.negotiation.term",  Late.REMIND,            HEAD,       ask="协商"),
        Wait(State.COORDINATING,  Role.COORDINATOR, "sharing.coordination.term", Late.REMIND,            COORDINATOR, ask="协调"),
        Wait(State.COORDINATED,   DECIDER,          None,                        Late.REMIND,            HEAD,       ask="按协调结论办理"),
    ],
    moves=[
        #    move           from                to                  by whom                              because of                     must hold                   functions    button
        Move("subscribe",   State.DRAFT,        State.GRANTED,      Party("sharing.unconditional_grant"), "sharing.unconditional_grant", rules.check_route),
        Move("send",        State.DRAFT,        State.SENT,         Role.CONSUMER,                       "sharing.purpose",             rules.check_stated,         OFFICER,     "提交申请"),
        Move("propose",     State.DRAFT,        State.NEGOTIATING,  Role.CONSUMER,                       "sharing.not_shared_route",    rules.check_stated,         OFFICER,     "提出协商"),
        Move("grant",       State.SENT,         State.GRANTED,      DECIDER,                             "sharing.scope",               rules.check_grantable,      HEAD,        "同意"),
        Move("refuse",      State.SENT,         State.REFUSED,      DECIDER,                             "sharing.refusal",             rules.check_refusal_stated, HEAD,        "不予共享"),
        Move("return",      State.SENT,         State.RETURNED,     DECIDER,                             "sharing.return_materials",    rules.check_return,         HEAD,        "退回补材料"),
        Move("resend",      State.RETURNED,     State.SENT,         Role.CONSUMER,                       "sharing.return_materials",    rules.check_supplied,       OFFICER,     "补齐后再次提交"),
        Move("negotiate",   State.REFUSED,      State.NEGOTIATING,  Role.CONSUMER,                       "sharing.refused_route",       rules.check_refused_route,  OFFICER,     "提出协商"),
        Move("agree",       State.NEGOTIATING,  State.GRANTED,      Role.PROVIDER,                       "sharing.scope",               rules.check_grantable,      HEAD,        "协商一致，同意"),
        Move("escalate",    State.NEGOTIATING,  State.COORDINATING, Role.CONSUMER,                       "sharing.coordinator",         None,                       OFFICER,     "协商未果，提请协调"),
        Move("pass_up",     State.NEGOTIATING,  State.COORDINATING, Role.PROVIDER,                       "sharing.coordinator",         None,                       HEAD,        "协商未果，提请协调"),
        Move("conclude",    State.COORDINATING, State.COORDINATED,  Role.COORDINATOR,                    "sharing.coordinator",         rules.check_minutes,        COORDINATOR, "登记协调结论"),
        Move("carry_out",   State.COORDINATED,  State.GRANTED,      DECIDER,                             "sharing.scope",               rules.check_grantable,      HEAD,        "按结论同意"),
        Move("uphold",      State.COORDINATED,  State.REFUSED,      DECIDER,                             "sharing.refusal",             rules.check_refusal_stated, HEAD,        "按结论不予共享"),
        Move("withdraw",    ASKED,              State.WITHDRAWN,    Role.CONSUMER,                       None,                          None,                       OFFICER,     "撤回"),
    ],
)

GRANT = Workflow(
    name="sharing.grant", start=GrantState.OPEN,
    ends={GrantState.REVOKED, GrantState.EXPIRED, GrantState.GIVEN_BACK},
    waits=[
        #    while            we wait for     term from           when it runs out        who
        Wait(GrantState.OPEN, Role.PROVIDER,  "sharing.delivery", Late.REMIND_AND_SIGNAL, OFFICER, ask="提供数据", violation="sharing.violation_supply"),
    ],
    moves=[
        #    move         from             to                     by whom         because of           must hold            functions  button
        Move("deliver",   GrantState.OPEN, GrantState.IN_USE,     Role.SYSTEM,    "sharing.delivery",  None),
        Move("revoke",    USABLE,          GrantState.REVOKED,    Role.PROVIDER,  "sharing.use_limit", rules.check_reason,  HEAD,      "撤销授权"),
        Move("stop",      USABLE,          GrantState.REVOKED,    Role.BUREAU,    "sharing.use_limit", rules.check_reason,  None,      "责令停止"),
        Move("give_back", USABLE,          GrantState.GIVEN_BACK, Role.CONSUMER,  "sharing.use_limit", None,                OFFICER,   "不再使用，退回"),
        Move("expire",    USABLE,          GrantState.EXPIRED,    Role.SYSTEM,    "sharing.grant_term", None),
    ],
)
# fmt: on
