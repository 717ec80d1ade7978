"""A database that is read, a table that is read again and again, one reading: a table each."""

from yiyuan.connectors import rules
from yiyuan.connectors.types import FEED_WORDS, RUN_ENDS, RUN_WORDS, STATE_WORDS, FeedState, RunState, State
from yiyuan.kernel.actor import Function
from yiyuan.workflow.api import Late, Move, Role, Wait, Workflow

OFFICERS = frozenset({Function.DATA_OFFICER})
HEADS = frozenset({Function.HEAD})
OPEN = [RunState.WAITING, RunState.READING]

# fmt: off
CONNECTOR = Workflow(
    name="connectors.connector", title="数据库对接", words=STATE_WORDS, start=State.DRAFT, ends=set(), hears=(Role.PROVIDER,),
    waits=[
        #    while        we wait for     term  late         who    what
        Wait(State.DRAFT, Role.PROVIDER,  None, Late.REMIND, HEADS, ask="确认防护措施和联系人，启用对接"),
    ],
    moves=[
        #    move       from                         to            by whom        because           must hold          functions button
        Move("confirm", [State.DRAFT, State.PAUSED], State.ACTIVE, Role.PROVIDER, "connectors.said", rules.check_confirmed, HEADS,"确认并启用", done="已启用。取数任务从现在起按期取数。", tells=(Role.PROVIDER,)),
        Move("change",  [*State],                    State.DRAFT,  Role.PROVIDER, None,             None,              OFFICERS, "修改", done="已保存。试连成功后由负责人确认启用。"),
        Move("pause",   State.ACTIVE,                State.PAUSED, Role.PROVIDER, None,             None,              OFFICERS | HEADS, "停用", done="已停用。所有取数任务暂停。", tells=(Role.PROVIDER,)),
    ],
)

FEED = Workflow(
    name="connectors.feed", title="取数任务", words=FEED_WORDS, start=FeedState.OFF, ends=set(), hears=(Role.PROVIDER,),
    waits=[
        Wait(FeedState.DRIFTED, Role.PROVIDER, None, Late.REMIND, OFFICERS, ask="来源变了，核对后修改，再启用"),
    ],
    moves=[
        #    move      from               to                 by whom        because  must hold  functions button
        Move("start",  FeedState.OFF,     FeedState.ON,      Role.PROVIDER, None,    None,      OFFICERS, "启用", done="已启用，马上取一次，以后按期取。", silent="本人启用"),
        Move("stop",   FeedState.ON,      FeedState.OFF,     Role.PROVIDER, None,    None,      OFFICERS, "停用", done="已停用，不再取数。", silent="本部门自己停用"),
        Move("remap",  [*FeedState],      FeedState.OFF,     Role.PROVIDER, None,    None,      OFFICERS, "修改", done="已保存。看过试读的结果再启用。", silent="本人修改"),
        Move("drift",  FeedState.ON,      FeedState.DRIFTED, Role.SYSTEM,   None,    None,      done="来源变了，停止取数"),
    ],
)

# A job that was killed reads again from the start; what was handed in stays handed in.
RUN = Workflow(
    name="connectors.run", title="取数记录", words=RUN_WORDS, start=RunState.WAITING, ends=set(RUN_ENDS), hears=(Role.PROVIDER,),
    waits=[],
    moves=[
        #    move      from              to                  by whom        because  must hold  functions button
        Move("read",   OPEN,             RunState.READING,   Role.SYSTEM,   None,    None,      done="开始取数", silent="没有取成时告知"),
        Move("hand",   RunState.READING, RunState.HANDED,    Role.SYSTEM,   None,    None,      done="取到，交归集检查", silent="没有取成时告知"),
        Move("finish", RunState.HANDED,  RunState.DONE,      Role.SYSTEM,   None,    None,      done="完成", silent="没有取成时告知；对账不一致的批次等人确认"),
        Move("skip",   RunState.READING, RunState.NOTHING,   Role.SYSTEM,   None,    None,      done="没有变化", silent="没有变化"),
        Move("fail",   [*OPEN, RunState.HANDED], RunState.FAILED, Role.SYSTEM, None, None,      done="没有取成"),
        Move("cancel", OPEN,             RunState.CANCELLED, Role.PROVIDER, None,    None,      OFFICERS, "取消", done="已取消。", silent="本人取消"),
    ],
)
# fmt: on
