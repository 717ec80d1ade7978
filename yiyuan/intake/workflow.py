"""A batch on one page: received, checked, confirmed by who sent it or its provider, in the pool; or failed."""

from yiyuan.intake.types import STATE_WORDS, State
from yiyuan.kernel.actor import Function
from yiyuan.workflow.api import Move, Role, Workflow

OFFICERS = frozenset({Function.DATA_OFFICER})
SECRECY = frozenset({Function.SECRECY})
RUNNING = [State.RECEIVED, State.CHECKED, State.ACCEPTED]
CONFIRM, CANCEL = ("confirm", "confirm_sent"), ("cancel", "cancel_sent")  # the provider, or the unit that sent it

# A job that was killed checks again: a state may be reached from itself.
# fmt: off
BATCH = Workflow(
    name="intake.batch", title="归集批次", words=STATE_WORDS, start=State.RECEIVED, ends={State.LOADED, State.FAILED}, hears=(Role.SENDER, Role.PROVIDER),
    waits=[],
    moves=[
        #    move            from                              to              by whom        because            must hold  functions  button
        Move("check",        [State.RECEIVED, State.CHECKED],  State.CHECKED,  Role.SYSTEM,   None,              None,                 done="检查完，待确认"),
        Move("keep",         [State.RECEIVED, State.ACCEPTED], State.ACCEPTED, Role.SYSTEM,   None,              None,                 done="检查完，交时已确认", silent="没有入池时告知"),
        Move("confirm",      State.CHECKED,                    State.ACCEPTED, Role.PROVIDER, None,              None,      OFFICERS,  "确认入池", done="已确认。"),
        Move("confirm_sent", State.CHECKED,                    State.ACCEPTED, Role.SENDER,   None,              None,      OFFICERS,  "确认入池", done="已确认。"),
        Move("load",         State.ACCEPTED,                   State.LOADED,   Role.SYSTEM,   None,              None,                 done="已入池", silent="确认的人在批次页看到；没有入池时告知"),
        Move("cancel",       RUNNING,                          State.FAILED,   Role.PROVIDER, None,              None,      OFFICERS,  "取消", done="已取消。"),
        Move("cancel_sent",  RUNNING,                          State.FAILED,   Role.SENDER,   None,              None,      OFFICERS,  "取消", done="已取消。"),
        Move("fail",         RUNNING,                          State.FAILED,   Role.SYSTEM,   None,              None,                 done="没有入池"),
        Move("clear",        State.FAILED,                     State.RECEIVED, Role.PROVIDER, None,              None,      SECRECY,   "不涉密，继续检查", done="核查为不涉密，继续检查。", tells=(Role.SENDER, Role.PROVIDER)),
        Move("destroy",      State.FAILED,                     State.FAILED,   Role.PROVIDER, None,              None,      SECRECY,   "涉密，销毁原件", done="核查为涉密，原件已销毁。", tells=(Role.SENDER, Role.PROVIDER)),
    ],
)
# fmt: on
