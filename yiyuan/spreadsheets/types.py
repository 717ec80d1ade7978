"""States and words of workbooks and spreadsheets."""

from enum import StrEnum


class Outcome(StrEnum):
    """What became of one resource of a workbook."""

    TAKEN = "taken"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


OUTCOME_WORDS = {Outcome.TAKEN: "收下", Outcome.UNCHANGED: "没有变化", Outcome.REFUSED: "未收"}


class SheetState(StrEnum):
    """Of a spreadsheet taken in by a column mapping. A bureau's own is distributed; each part is offered first."""

    MAPPING = "mapping"
    DISTRIBUTED = "distributed"
    OFFERED = "offered"
    DECLINED = "declined"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


SHEET_STATE_WORDS = {
    SheetState.MAPPING: "待对照列",
    SheetState.DISTRIBUTED: "已分发给各部门",
    SheetState.OFFERED: "待部门导入",
    SheetState.DECLINED: "部门已退回",
    SheetState.RUNNING: "正在导入",
    SheetState.DONE: "已导入",
    SheetState.CANCELLED: "已取消，其余的行未导入",
    SheetState.FAILED: "没有导入完",
}
