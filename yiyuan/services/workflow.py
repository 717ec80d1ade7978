"""An item, a case and a task for another department: a table each."""

from yiyuan.kernel.actor import PARTIES
from yiyuan.services import rules
from yiyuan.services.types import CASE_WORDS, ITEM_WORDS, TASK_WORDS, CaseState, ItemState, TaskState
from yiyuan.workflow.api import Late, Move, Role, Wait, Workflow

I, C, T = ItemState, CaseState, TaskState  # noqa: E741 - one letter a table

# fmt: off
ITEM = Workflow(
    name="services.item", title="政务服务事项", words=ITEM_WORDS, start=I.DRAFT, ends=frozenset(), hears=(),
    waits=[],
    moves=[
        #    move    from                 to        by whom        because of            must hold             functions button
        Move("open",  [I.DRAFT, I.CLOSED], I.OPEN,   Role.PROVIDER, "services.no_repeat", rules.check_openable, PARTIES, "开始办理", done="已开始办理。", silent="本部门自己的事项"),
        Move("close", I.OPEN,              I.CLOSED, Role.PROVIDER, None,                 None,                 PARTIES, "停办",     done="已停办。",     silent="本部门自己的事项"),
    ],
)

CASE = Workflow(
    name="services.case", title="办件", words=CASE_WORDS, start=C.OPEN, ends={C.DONE, C.REJECTED, C.WITHDRAWN}, hears=(Role.SENDER, Role.PROVIDER),
    waits=[Wait(C.OPEN, Role.PROVIDER, None, Late.REMIND, PARTIES, ask="办理", since="opened_on")],
    moves=[
        Move("approve",  C.OPEN, C.DONE,      Role.PROVIDER, "services.use_licence", rules.check_ready,    PARTIES, "准予办理"),
        Move("reject",   C.OPEN, C.REJECTED,  Role.PROVIDER, None,                   rules.check_rejected, PARTIES, "不予办理"),
        Move("withdraw", C.OPEN, C.WITHDRAWN, Role.PROVIDER, None,                   None,                 PARTIES, "申请人撤回", done="已撤回。"),
    ],
)

TASK = Workflow(
    name="services.task", title="协同任务", words=TASK_WORDS, start=T.ASKED, ends={T.DONE}, hears=(Role.PROVIDER, Role.SENDER),
    waits=[Wait(T.ASKED, Role.PROVIDER, "services.together", Late.REMIND, PARTIES, ask="办理协同任务", until="due_on")],
    moves=[
        Move("answer", T.ASKED, T.DONE, Role.PROVIDER, "services.together", rules.check_answered, PARTIES, "办理完毕", done="已办理，交办的部门会收到。"),
    ],
)
# fmt: on
