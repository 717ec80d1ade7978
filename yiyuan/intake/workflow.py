"""A batch on one page: received, checked, confirmed by who sent it or its provider, in the pool; or failed.

What takes more out of the pool than the law's share is confirmed by two persons: `propose` by who handed it in, `second`
by another one, who may also be the first to look.
"""

from yiyuan.intake import rules
from yiyuan.intake.types import STATE_WORDS, State
from yiyuan.kernel.actor import Function
from yiyuan.workflow.api import Move, Role, Wait, Workflow

OFFICERS = frozenset({Function.DATA_OFFICER})
SECRECY = frozenset({Function.SECRECY})
SECONDS = frozenset({Function.DATA_OFFICER, Function.HEAD})
RUNNING = [State.RECEIVED, State.MAPPING, State.CHECKED, State.SECOND, State.ACCEPTED]
# the provider, or the unit that sent it
CONFIRM, CANCEL = ("confirm", "confirm_sent"), ("cancel", "cancel_sent")
MAP = ("map", "map_sent")
PROPOSE, SECOND = ("propose", "propose_sent"), ("second", "second_sent")
OTHER = ("account_id", "intake.other_person")
BOTH = (Role.SENDER, Role.PROVIDER)

# fmt: off
BATCH = Workflow(
    name="intake.batch", title="归集批次", words=STATE_WORDS, start=State.RECEIVED, ends={State.LOADED, State.WITHDRAWN, State.FAILED}, hears=(Role.SENDER, Role.PROVIDER),
    waits=[
        Wait(State.MAPPING, Role.SENDER, None, functions=OFFICERS, ask="对照列"),
        Wait(State.SECOND,  Role.SENDER, None, functions=SECONDS,  ask="确认替换"),
    ],
    moves=[
        #    move             from                                            to              by whom        because              must hold                 functions  button
        Move("ask",           State.RECEIVED,                                 State.MAPPING,  Role.SYSTEM,   None,                None,                               done="列没有对上，待对照"),
        Move("map",           [State.MAPPING, State.CHECKED, State.SECOND],   State.RECEIVED, Role.PROVIDER, None,                None,                     OFFICERS, "对照列", done="列已对照，检查中。"),
        Move("map_sent",      [State.MAPPING, State.CHECKED, State.SECOND],   State.RECEIVED, Role.SENDER,   None,                None,                     OFFICERS, "对照列", done="列已对照，检查中。"),
        Move("check",         State.RECEIVED,                                 State.CHECKED,  Role.SYSTEM,   None,                None,                               done="检查完，待确认"),
        Move("keep",          State.RECEIVED,                                 State.ACCEPTED, Role.SYSTEM,   None,                None,                               done="检查完，交时已确认", silent="没有入池时告知"),
        Move("confirm",       State.CHECKED,                                  State.ACCEPTED, Role.PROVIDER, None,                rules.check_one_suffices, OFFICERS, "确认入池", done="已确认。"),
        Move("confirm_sent",  State.CHECKED,                                  State.ACCEPTED, Role.SENDER,   None,                rules.check_one_suffices, OFFICERS, "确认入池", done="已确认。"),
        Move("propose",       State.CHECKED,                                  State.SECOND,   Role.PROVIDER, rules.SECOND_PERSON, None,                     OFFICERS, "确认，交另一个人再确认", done="已确认，等另一个人再确认。"),
        Move("propose_sent",  State.CHECKED,                                  State.SECOND,   Role.SENDER,   rules.SECOND_PERSON, None,                     OFFICERS, "确认，交另一个人再确认", done="已确认，等另一个人再确认。"),
        Move("second",        [State.CHECKED, State.SECOND],                  State.ACCEPTED, Role.PROVIDER, rules.SECOND_PERSON, None,                     SECONDS,  "再次确认入池", not_by=OTHER, done="第二个人已确认。"),
        Move("second_sent",   [State.CHECKED, State.SECOND],                  State.ACCEPTED, Role.SENDER,   rules.SECOND_PERSON, None,                     SECONDS,  "再次确认入池", not_by=OTHER, done="第二个人已确认。"),
        Move("again",         [State.CHECKED, State.SECOND, State.ACCEPTED],  State.RECEIVED, Role.SYSTEM,   None,                None,                               done="数据池变了，重新预览", tells=BOTH),
        Move("load",          State.ACCEPTED,                                 State.LOADED,   Role.SYSTEM,   None,                None,                               done="已入池", silent="确认的人在批次页看到；没有入池时告知"),
        Move("withdraw",      State.LOADED,                                   State.WITHDRAWN, Role.SYSTEM,  None,                None,                               done="已从数据池撤回", silent="撤回本身告知"),
        Move("cancel",        RUNNING,                                        State.FAILED,   Role.PROVIDER, None,                None,                     SECONDS,  "取消", done="已取消。"),
        Move("cancel_sent",   RUNNING,                                        State.FAILED,   Role.SENDER,   None,                None,                     SECONDS,  "取消", done="已取消。"),
        Move("fail",          RUNNING,                                        State.FAILED,   Role.SYSTEM,   None,                None,                               done="没有入池"),
        Move("clear",         State.FAILED,                                   State.RECEIVED, Role.PROVIDER, None,                None,                     SECRECY,  "不涉密，继续检查", done="核查为不涉密，继续检查。", tells=BOTH),
        Move("destroy",       State.FAILED,                                   State.FAILED,   Role.PROVIDER, None,                None,                     SECRECY,  "涉密，销毁原件", done="核查为涉密，原件已销毁。", tells=BOTH),
    ],
)
# fmt: on
