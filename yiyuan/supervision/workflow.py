"""A department's sheet on one page: it states its view, the bureau confirms; and the receipt of a circular."""

from yiyuan.kernel.actor import PARTIES
from yiyuan.supervision import rules
from yiyuan.supervision.types import RECEIPT_WORDS, STATE_WORDS, ReceiptState, State
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
        Move("confirm", [State.TAKEN, State.STATED], State.CONFIRMED, Role.BUREAU,   "supervision.assessment", rules.check_confirmable, None,   "确认",     done="已确认。"),
    ],
)

RECEIPT = Workflow(
    name="supervision.receipt", title="考核通报", words=RECEIPT_WORDS, start=ReceiptState.AWAITED, ends={ReceiptState.RECEIVED},
    waits=[Wait(ReceiptState.AWAITED, Role.PROVIDER, None, Late.REMIND, PARTIES, ask="签收通报")],
    moves=[Move("receive", ReceiptState.AWAITED, ReceiptState.RECEIVED, Role.PROVIDER, "supervision.assessment", None, PARTIES, "签收", done="已签收。", silent="通报页汇总各部门的签收")],
)
# fmt: on
