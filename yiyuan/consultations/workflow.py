"""A consultation on one page: sent out, summed up; and an invited department: it answers, or the day passes."""

from yiyuan.consultations import rules
from yiyuan.consultations.types import REPLY_WORDS, STATE_WORDS, Reply, State
from yiyuan.kernel.actor import Function
from yiyuan.workflow.api import Late, Move, Role, Wait, Workflow

HEAD = frozenset({Function.HEAD})
BUREAU = frozenset({Function.BUREAU})

# fmt: off
CONSULTATION = Workflow(
    name="consultations.consultation", title="征求意见", words=STATE_WORDS, start=State.DRAFT, ends={State.CLOSED},
    waits=[],
    moves=[
        #    move     from         to            by whom: drafter because must hold             functions button               it was
        Move("open",  State.DRAFT, State.OPEN,   Role.CONSUMER,   None,   rules.check_openable, BUREAU,   "发出征求意见",       done="已发出，各部门工作台上可以看到。", silent="每个被征求的部门由它的反馈期限知道"),
        Move("close", State.OPEN,  State.CLOSED, Role.CONSUMER,   None,   rules.check_closable, BUREAU,   "归纳，结束征求意见", done="已归纳，各部门可以看到采纳情况。", silent="采纳情况由各部门的反馈页列出"),
    ],
)

REPLY = Workflow(
    name="consultations.reply", title="征求意见", words=REPLY_WORDS, start=Reply.AWAITED, ends={Reply.ANSWERED, Reply.SILENT}, hears=(Role.CONSUMER, Role.PROVIDER),
    waits=[
        #    while          we wait for     term  when late    who       what is asked          last day: of the notice
        Wait(Reply.AWAITED, Role.PROVIDER,  None, Late.EXPIRE, HEAD, ask="反馈意见", until="due_on"),
    ],
    moves=[
        #    move      from           to              by whom        because  must hold             functions button
        Move("answer", Reply.AWAITED, Reply.ANSWERED, Role.PROVIDER, None,    rules.check_opinions, HEAD,     "反馈", done="意见已反馈。"),
        Move("lapse",  Reply.AWAITED, Reply.SILENT,   Role.SYSTEM,   None,    None),
    ],
)
# fmt: on
