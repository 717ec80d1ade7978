"""An item, a case, a task for another department, an endpoint, a site check: a table each."""

from yiyuan.kernel.actor import PARTIES
from yiyuan.services import rules
from yiyuan.services.types import (
    CASE_WORDS,
    CHECK_WORDS,
    ENDPOINT_WORDS,
    ITEM_WORDS,
    TASK_WORDS,
    CaseState,
    CheckState,
    EndpointState,
    ItemState,
    TaskState,
)
from yiyuan.workflow.api import Late, Move, Role, Wait, Workflow

I, C, T, E, S = ItemState, CaseState, TaskState, EndpointState, CheckState  # noqa: E741 - one letter a table

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

ENDPOINT = Workflow(
    name="services.endpoint", title="移动端和监管系统", words=ENDPOINT_WORDS, start=E.APART, ends={E.CLOSED}, hears=(),
    waits=[Wait(E.APART, Role.PROVIDER, None, Late.REMIND, PARTIES, ask="接入，或者写明国家另有规定")],
    moves=[
        Move("connect",    [E.APART, E.EXCEPTED],              E.CONNECTED, Role.PROVIDER, "services.unified_app", rules.check_connected, PARTIES, "已接入",       done="已登记接入。", silent="清单人人看得到"),
        Move("except",     E.APART,                            E.EXCEPTED,  Role.PROVIDER, "services.unified_app", rules.check_excepted,  PARTIES, "国家另有规定", done="已登记依据。", silent="清单人人看得到"),
        Move("disconnect", [E.CONNECTED, E.EXCEPTED],          E.APART,     Role.PROVIDER, None,                   None,                  PARTIES, "改为没有接入", done="已改为没有接入。", silent="清单人人看得到"),
        Move("close",      [E.APART, E.CONNECTED, E.EXCEPTED], E.CLOSED,    Role.PROVIDER, None,                   None,                  PARTIES, "停用",         done="已停用。", silent="清单人人看得到"),
    ],
)

SITE_CHECK = Workflow(
    name="services.site_check", title="监管检查", words=CHECK_WORDS, start=S.OPEN, ends={S.DONE}, hears=(),
    waits=[
        Wait(S.OPEN,    Role.PROVIDER, None,                  Late.REMIND, PARTIES, ask="记录检查的过程和结果"),
        Wait(S.FOUND,   Role.PROVIDER, "services.supervised", Late.REMIND, PARTIES, ask="复查整改情况", until="fix_by"),
        Wait(S.ALERTED, Role.PROVIDER, "services.supervised", Late.REMIND, PARTIES, ask="处置预警", until="fix_by"),
    ],
    moves=[
        Move("note",   S.OPEN,               S.OPEN,    Role.PROVIDER, "services.supervised", rules.check_words,   PARTIES, "记录过程", done="已记下。", silent="本部门自己的检查"),
        Move("clear",  S.OPEN,               S.DONE,    Role.PROVIDER, "services.supervised", rules.check_words,   PARTIES, "没有发现问题，办结", done="已办结。", silent="本部门自己的检查"),
        Move("find",   S.OPEN,               S.FOUND,   Role.PROVIDER, "services.supervised", rules.check_problem, PARTIES, "发现问题", done="已记下问题。", silent="本部门自己的检查"),
        Move("alert",  S.FOUND,              S.ALERTED, Role.SYSTEM,   "services.supervised", None, done="触发预警。", tells=(Role.PROVIDER,)),
        Move("settle", [S.FOUND, S.ALERTED], S.DONE,    Role.PROVIDER, "services.supervised", rules.check_words,   PARTIES, "整改、处置完毕，办结", done="已办结。", silent="本部门自己的检查"),
    ],
)
# fmt: on
