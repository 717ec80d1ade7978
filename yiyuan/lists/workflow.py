"""Demands and compilation tasks, one table each: whose turn it is, what may happen, and why."""

from yiyuan.catalog.rules import check_said
from yiyuan.kernel.actor import Function
from yiyuan.lists import rules
from yiyuan.lists.types import DemandState, PartState
from yiyuan.workflow.api import Late, Move, Role, Wait, Workflow

OFFICERS = frozenset({Function.DATA_OFFICER, Function.HEAD})
VIOLATION = "catalog.violation"

# The table keeps its columns: the one place where we align by hand.
# fmt: off
DEMAND = Workflow(
    name="catalog.demand", called="数据需求", start=DemandState.DRAFT, hears=(Role.CONSUMER, Role.PROVIDER),
    ends={DemandState.MATCHED, DemandState.REFUSED, DemandState.WITHDRAWN},
    waits=[
        #    while                  we wait for    term  when it runs out
        Wait(DemandState.SUBMITTED, Role.BUREAU,   None, Late.REMIND,           ask="审核需求"),
        Wait(DemandState.ASSIGNED,  Role.PROVIDER, None, Late.REMIND, OFFICERS, ask="提供新增资源"),
    ],
    moves=[
        #    move        from                                      to                     by whom        because of         must hold                 functions  button
        Move("submit",   DemandState.DRAFT,                         DemandState.SUBMITTED, Role.CONSUMER, "catalog.demand",  rules.check_demand,       OFFICERS,  "提交需求"),
        Move("match",    DemandState.SUBMITTED,                     DemandState.MATCHED,   Role.BUREAU,   "catalog.demand",  None,                     None,      "对应已有资源"),
        Move("assign",   DemandState.SUBMITTED,                     DemandState.ASSIGNED,  Role.BUREAU,   "catalog.demand",  None,                     None,      "列为新责任"),
        Move("refuse",   DemandState.SUBMITTED,                     DemandState.REFUSED,   Role.BUREAU,   "catalog.demand",  check_said,               None,      "不予采纳"),
        Move("fulfil",   DemandState.ASSIGNED,                      DemandState.MATCHED,   Role.PROVIDER, "catalog.demand",  None,                     OFFICERS,  "资源已发布"),
        Move("withdraw", [DemandState.DRAFT, DemandState.SUBMITTED], DemandState.WITHDRAWN, Role.CONSUMER, None,              None,                     OFFICERS,  "撤回需求"),
    ],
)

COMPILATION = Workflow(
    name="catalog.compilation", called="编制任务", start=PartState.OPEN, ends={PartState.DONE},
    waits=[
        Wait(PartState.OPEN, Role.PROVIDER, "catalog.compile", Late.REMIND_AND_SIGNAL, OFFICERS, ask="编制并提交清单", until="due_on", violation=VIOLATION, violation_by="conduct"),
    ],
    moves=[
        Move("hand_in", PartState.OPEN, PartState.DONE, Role.PROVIDER, "catalog.compile", None, OFFICERS, silent="编制任务页汇总各部门的提交"),
    ],
)
# fmt: on
