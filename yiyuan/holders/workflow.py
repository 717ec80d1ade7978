"""A grant to use licences, and a mandate: a table each."""

from yiyuan.holders import rules
from yiyuan.holders.types import GRANT_WORDS, MANDATE_STATE_WORDS, GrantState, MandateState
from yiyuan.kernel.actor import PARTIES, Function
from yiyuan.workflow.api import Late, Move, Party, Role, Wait, Workflow

G, M = GrantState, MandateState
HEAD, OPERATORS = frozenset({Function.HEAD}), frozenset({Function.OPERATOR})
DECIDER = Party("licences.use_decider")

# fmt: off
GRANT = Workflow(
    name="holders.grant", title="用证授权", words=GRANT_WORDS, start=G.ASKED, hears=(Role.CONSUMER, Role.PROVIDER),
    ends={G.REFUSED, G.WITHDRAWN, G.ENDED, G.EXPIRED},
    waits=[Wait(G.ASKED, DECIDER, "licences.use_reply", Late.REMIND, HEAD, ask="答复用证申请")],
    moves=[
        #    move        from       to           by whom        because of            must hold             functions button
        Move("grant",    G.ASKED,   G.GRANTED,   DECIDER,       "licences.granted",   rules.check_narrower, HEAD,     "同意", done="已授权，现在生效。"),
        Move("refuse",   G.ASKED,   G.REFUSED,   DECIDER,       "licences.granted",   rules.check_reason,   HEAD,     "不予授权", done="已答复不予授权。"),
        Move("withdraw", G.ASKED,   G.WITHDRAWN, Role.CONSUMER, None,                 None,                 PARTIES,  "撤回", done="已撤回。"),
        Move("stop",     G.GRANTED, G.ENDED,     DECIDER,       "licences.granted",   rules.check_reason,   HEAD,     "终止授权", done="已终止，下一次用证就会被拒绝。"),
        Move("leave",    G.GRANTED, G.ENDED,     Role.CONSUMER, None,                 None,                 PARTIES,  "不再使用", done="已退回授权。"),
        Move("expire",   G.GRANTED, G.EXPIRED,   Role.SYSTEM, done="授权到期。"),
    ],
)

MANDATE = Workflow(
    name="holders.mandate", title="监护人、代办授权", words=MANDATE_STATE_WORDS, start=M.ASKED, ends={M.REFUSED, M.ENDED}, hears=(),
    waits=[Wait(M.ASKED, Role.OPERATOR, None, Late.REMIND, OPERATORS, ask="核实监护关系")],
    moves=[
        Move("confirm", M.ASKED,    M.STANDING, Role.OPERATOR, "licences.holder", rules.check_reason, OPERATORS, "已核实", done="已核实，监护人可以查看、出示。", silent="持证人在自己的页面看到"),
        Move("refuse",  M.ASKED,    M.REFUSED,  Role.OPERATOR, "licences.holder", rules.check_reason, OPERATORS, "没有核实", done="已记下。", silent="持证人在自己的页面看到"),
        Move("end",     [M.ASKED, M.STANDING], M.ENDED, Role.SYSTEM, done="授权已结束。", silent="持证人自己结束，或者到期"),
    ],
)
# fmt: on
