"""A department's sheet on one page: it states its view, the bureau confirms; and the receipt of a circular."""

from yiyuan.kernel.actor import Function
from yiyuan.supervision import rules
from yiyuan.supervision.types import ReceiptState, State
from yiyuan.workflow.api import Late, Move, Role, Wait, Workflow

EITHER = frozenset({Function.DATA_OFFICER, Function.HEAD})

# fmt: off
SHEET = Workflow(
    name="supervision.sheet", start=State.TAKEN, ends={State.CONFIRMED},
    waits=[
        #    while         we wait for    term                     late         who     what
        Wait(State.TAKEN,  Role.PROVIDER, "supervision.statement", Late.REMIND, EITHER, ask="核对考核数据"),
        Wait(State.STATED, Role.BUREAU,   None,                    Late.REMIND, None,   ask="确认考核数据"),
    ],
    moves=[
        #    move       from                        to               by whom        because of                must hold               functions button
        Move("state",   State.TAKEN,                State.STATED,    Role.PROVIDER, "supervision.statement",  rules.check_statement,   EITHER, "说明情况"),
        Move("confirm", [State.TAKEN, State.STATED], State.CONFIRMED, Role.BUREAU,   "supervision.assessment", rules.check_confirmable, None,   "确认"),
    ],
)

RECEIPT = Workflow(
    name="supervision.receipt", start=ReceiptState.AWAITED, ends={ReceiptState.RECEIVED},
    waits=[Wait(ReceiptState.AWAITED, Role.PROVIDER, None, Late.REMIND, EITHER, ask="签收通报")],
    moves=[Move("receive", ReceiptState.AWAITED, ReceiptState.RECEIVED, Role.PROVIDER, "supervision.assessment", None, EITHER, "签收")],
)
# fmt: on
