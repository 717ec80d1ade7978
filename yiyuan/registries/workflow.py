"""A registry and one build of it: a table each."""

from yiyuan.kernel.actor import Function
from yiyuan.registries import rules
from yiyuan.registries.types import (
    BUILD_ENDS,
    BUILD_WORDS,
    LINKING_WORDS,
    REGROUPING_WORDS,
    STATE_WORDS,
    SUSPECT_WORDS,
    BuildState,
    RegroupingState,
    State,
    SuspectState,
)
from yiyuan.workflow.api import Move, Role, Workflow

# whoever keeps a registry for its lead: a department, or bureau and centre until one is named
EDITORS = frozenset({Function.DATA_OFFICER, Function.HEAD, Function.BUREAU, Function.OPERATOR})
OPEN = [BuildState.WAITING, BuildState.RUNNING]

# fmt: off
REGISTRY = Workflow(
    name="registries.registry", title="基础库、主题库", words=STATE_WORDS, start=State.EMPTY, ends=set(), hears=(Role.PROVIDER,),
    waits=[],
    moves=[
        #    move     from                          to             by whom        because                  must hold            functions button
        Move("start", [State.EMPTY, State.STOPPED], State.ACTIVE,  Role.PROVIDER, "registries.definition", rules.check_startable, EDITORS, "启用", done="已启用，马上汇集一次；来源更新后自动汇集。", silent="牵头部门自己启用"),
        Move("stop",  State.ACTIVE,                 State.STOPPED, Role.PROVIDER, None,                    None,                EDITORS, "停用", done="已停用，不再汇集，也不再答复查询。", silent="牵头部门自己停用"),
    ],
)

# A build that was killed begins again; what stands in the registry is the last one that was done.
BUILD = Workflow(
    name="registries.build", title="汇集", words=BUILD_WORDS, start=BuildState.WAITING, ends=set(BUILD_ENDS), hears=(Role.PROVIDER,),
    waits=[],
    moves=[
        #    move      from                to                    by whom        because  must hold  functions button
        Move("run",    OPEN,               BuildState.RUNNING,   Role.SYSTEM,   None,    None,      done="开始汇集", silent="没有建成时告知"),
        Move("finish", BuildState.RUNNING, BuildState.DONE,      Role.SYSTEM,   None,    None,      done="完成", silent="没有建成时告知"),
        Move("fail",   OPEN,               BuildState.FAILED,    Role.SYSTEM,   None,    None,      done="没有建成"),
        Move("cancel", OPEN,               BuildState.CANCELLED, Role.PROVIDER, None,    None,      EDITORS, "取消", done="已取消，库里还是上一次的结果。", silent="牵头部门自己取消"),
    ],
)

REGROUPING = Workflow(
    name="registries.regrouping", title="归并对象", words=REGROUPING_WORDS, start=RegroupingState.STANDING, ends={RegroupingState.UNDONE}, hears=(Role.PROVIDER,),
    waits=[],
    moves=[
        #    move    from                      to                      by whom        because               must hold           functions button
        Move("undo", RegroupingState.STANDING, RegroupingState.UNDONE, Role.PROVIDER, "registries.regroup", rules.check_stated, EDITORS, "撤销", done="已撤销，马上重新汇集，恢复原样。", silent="牵头部门自己撤销"),
    ],
)

LINKING = Workflow(
    name="registries.linking", title="找疑似重复", words=LINKING_WORDS, start=BuildState.WAITING, ends=set(BUILD_ENDS), hears=(Role.PROVIDER,),
    waits=[],
    moves=[
        #    move      from                to                    by whom        because  must hold  functions button
        Move("run",    OPEN,               BuildState.RUNNING,   Role.SYSTEM,   None,    None,      done="开始找", silent="找完告知"),
        Move("finish", BuildState.RUNNING, BuildState.DONE,      Role.SYSTEM,   None,    None,      done="找完，请核对疑似重复"),
        Move("fail",   OPEN,               BuildState.FAILED,    Role.SYSTEM,   None,    None,      done="没有找成"),
        Move("cancel", OPEN,               BuildState.CANCELLED, Role.PROVIDER, None,    None,      EDITORS, "取消", done="已取消，以前找到的还在。", silent="牵头部门自己取消"),
    ],
)

SUSPECT = Workflow(
    name="registries.suspect", title="疑似重复", words=SUSPECT_WORDS, start=SuspectState.OPEN, ends={SuspectState.SAME, SuspectState.DIFFERENT}, hears=(Role.PROVIDER,),
    waits=[],
    moves=[
        #    move         from               to                      by whom        because               must hold           functions button
        Move("same",      SuspectState.OPEN, SuspectState.SAME,      Role.PROVIDER, "registries.regroup", rules.check_stated, EDITORS, "是同一个，合并", done="已合并，马上重新汇集。", silent="牵头部门自己核对"),
        Move("different", SuspectState.OPEN, SuspectState.DIFFERENT, Role.PROVIDER, "registries.regroup", rules.check_stated, EDITORS, "不是同一个", done="已记下，以后不再问。", silent="牵头部门自己核对"),
    ],
)
# fmt: on
