"""An issue on one page."""

from yiyuan.issues import rules
from yiyuan.issues.types import STATE_WORDS, State
from yiyuan.kernel.actor import WORKERS
from yiyuan.workflow.api import Late, Move, Role, Wait, Workflow

OPEN = [State.OPEN, State.TAKEN]

# fmt: off
ISSUE = Workflow(
    name="issues.issue", title="共享问题", words=STATE_WORDS, start=State.OPEN, ends={State.CLOSED}, hears=(Role.CONSUMER, Role.PROVIDER),
    waits=[
        #    while        we wait for     term  late         who      what
        Wait(State.OPEN,  Role.PROVIDER,  None, Late.REMIND, WORKERS, ask="接收问题"),
        Wait(State.TAKEN, Role.PROVIDER,  None, Late.REMIND, WORKERS, ask="解决问题，写明结果"),
    ],
    moves=[
        #    move      from        to            by whom        because  must hold           functions button           it was
        Move("assign", OPEN,       State.OPEN,   Role.CONSUMER, None,    None,               WORKERS,  "指派",          done="已指派。"),
        Move("take",   State.OPEN, State.TAKEN,  Role.PROVIDER, None,    None,               WORKERS,  "接收",          done="已接收。"),
        Move("close",  OPEN,       State.CLOSED, Role.PROVIDER, None,    rules.check_result, WORKERS,  "写明结果，关闭", done="问题已关闭。"),
    ],
)
# fmt: on
