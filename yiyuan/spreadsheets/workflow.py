"""A department's part of a spreadsheet that the bureau distributed."""

from yiyuan.catalog.rules import check_said
from yiyuan.kernel.actor import Function
from yiyuan.spreadsheets.types import SheetState
from yiyuan.workflow.api import Late, Move, Role, Wait, Workflow

OFFICER = frozenset({Function.DATA_OFFICER})

# The table keeps its columns: the one place where we align by hand.
# fmt: off
SHEET = Workflow(
    name="catalog.sheet", called="目录表格", start=SheetState.OFFERED, ends={SheetState.RUNNING, SheetState.DECLINED},
    waits=[
        Wait(SheetState.OFFERED, Role.PROVIDER, None, Late.REMIND, OFFICER, ask="导入为本部门目录草稿"),
    ],
    moves=[
        Move("take",    SheetState.OFFERED, SheetState.RUNNING,  Role.PROVIDER, None, None,             OFFICER, "导入为草稿", silent="分发页汇总各部门的导入"),
        Move("decline", SheetState.OFFERED, SheetState.DECLINED, Role.PROVIDER, None, check_said, OFFICER, "退回", tells=(Role.BUREAU,)),
    ],
)
# fmt: on
