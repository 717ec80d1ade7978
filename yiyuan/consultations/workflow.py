"""An invited department on one page: it answers, or the day passes."""

from yiyuan.consultations import rules
from yiyuan.consultations.types import Reply
from yiyuan.kernel.actor import Function
from yiyuan.workflow.api import Late, Move, Role, Wait, Workflow

HEAD = frozenset({Function.HEAD})

# fmt: off
REPLY = Workflow(
    name="consultations.reply", start=Reply.AWAITED, ends={Reply.ANSWERED, Reply.SILENT},
    waits=[
        #    while          we wait for     term  when late    who       what is asked          last day: of the notice
        Wait(Reply.AWAITED, Role.PROVIDER,  None, Late.EXPIRE, HEAD, ask="反馈意见", until="due_on"),
    ],
    moves=[
        #    move      from           to              by whom        because  must hold             functions button
        Move("answer", Reply.AWAITED, Reply.ANSWERED, Role.PROVIDER, None,    rules.check_opinions, HEAD,     "反馈"),
        Move("lapse",  Reply.AWAITED, Reply.SILENT,   Role.SYSTEM,   None,    None),
    ],
)
# fmt: on
