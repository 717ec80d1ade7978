"""An interface and a file written in the background, one table each.

An interface: registered, tried, open; down when it does not answer, up again when it does.
"""

from yiyuan.exchange import rules
from yiyuan.exchange.types import EXTRACT_WORDS, INTERFACE_WORDS, ExtractState
from yiyuan.exchange.types import InterfaceState as State
from yiyuan.kernel.actor import PARTIES, Function
from yiyuan.workflow.api import Late, Move, Role, Wait, Workflow

OFFICERS = frozenset({Function.DATA_OFFICER})
OPEN = [State.UP, State.DOWN]
UNWRITTEN = [ExtractState.WAITING, ExtractState.WRITING]

# fmt: off
INTERFACE = Workflow(
    name="exchange.interface", title="接口", words=INTERFACE_WORDS, start=State.DRAFT, ends=set(), hears=(Role.PROVIDER,),
    waits=[
        #    while        we wait for     term                         late         who       what
        Wait(State.DRAFT, Role.PROVIDER,  None,                        Late.REMIND, OFFICERS, ask="试通接口，然后开通"),
        Wait(State.DOWN,  Role.PROVIDER,  "exchange.interface_repair", Late.REMIND, OFFICERS, ask="恢复接口"),
    ],
    moves=[
        #    move       from                          to            by whom        because                    must hold                    functions button
        Move("open",    [State.DRAFT, State.PAUSED],  State.UP,     Role.PROVIDER, "exchange.interface_spec", rules.check_interface_whole, OFFICERS, "开通", done="已开通。有授权的部门从现在起可以调用。", silent="提供部门自己开通；使用部门在授权页看到"),
        Move("change",  [*State],                     State.DRAFT,  Role.PROVIDER, None,                      None,                        OFFICERS, "修改", done="已保存。用一个有记录的值试一次，成功后开通。"),
        Move("pause",   OPEN,                         State.PAUSED, Role.PROVIDER, None,                      None,                        OFFICERS, "停用", done="已停用。授权仍在，调用暂时得不到数据。", silent="提供部门自己停用；使用部门在授权页看到"),
        Move("retire",  [State.DRAFT, *OPEN],         State.PAUSED, Role.SYSTEM,   None,                      None,                        done="资源撤销，停用"),
        Move("fail",    State.UP,                     State.DOWN,   Role.SYSTEM,   None,                      None,                        done="中断"),
        Move("recover", State.DOWN,                   State.UP,     Role.SYSTEM,   None,                      None,                        done="恢复"),
    ],
)

# A job that was killed writes again from the start.
EXTRACT = Workflow(
    name="exchange.extract", title="下载文件", words=EXTRACT_WORDS, start=ExtractState.WAITING, hears=("account_id",),
    ends={ExtractState.READY, ExtractState.FAILED, ExtractState.CANCELLED},
    waits=[],
    moves=[
        #    move      from                  to                      by whom        because  must hold  functions  button  it was
        Move("write",  UNWRITTEN,            ExtractState.WRITING,   Role.SYSTEM,   None,    None,      done="开始写", silent="写成或没有写成时告知"),
        Move("finish", ExtractState.WRITING, ExtractState.READY,     Role.SYSTEM,   None,    None,      done="写成"),
        Move("fail",   UNWRITTEN,            ExtractState.FAILED,    Role.SYSTEM,   None,    None,      done="没有写成"),
        Move("cancel", UNWRITTEN,            ExtractState.CANCELLED, Role.CONSUMER, None,    None,      PARTIES,   "取消", done="已取消。", silent="本人取消"),
    ],
)
# fmt: on
