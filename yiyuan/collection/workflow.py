"""A plan on one page."""

from yiyuan.collection import rules
from yiyuan.collection.types import PLAN_WORDS, PlanState
from yiyuan.kernel.actor import OFFICERS
from yiyuan.workflow.api import Move, Role, Workflow

# fmt: off
PLAN = Workflow(
    name="collection.plan", title="采集计划", words=PLAN_WORDS, start=PlanState.STANDING, ends={PlanState.ENDED}, hears=(Role.PROVIDER,),
    waits=[],
    moves=[
        #    move      from                to                  by whom        because             must hold        functions button
        Move("change", PlanState.STANDING, PlanState.STANDING, Role.PROVIDER, "collection.plan",  None,            OFFICERS, "修改",     done="已保存。", silent="本部门自己修改"),
        Move("end",    PlanState.STANDING, PlanState.ENDED,    Role.PROVIDER, None,               rules.check_end, OFFICERS, "停止采集", done="已停止采集。", silent="本部门自己停止"),
    ],
)
# fmt: on
