"""Kinds, states and words of lists, demands, duties and tasks."""

from dataclasses import dataclass
from enum import StrEnum


class ListKind(StrEnum):
    CATALOG = "catalog"
    DEMAND = "demand"
    DUTY = "duty"
    NEGATIVE = "negative"
    SUMMARY = "summary"


LIST_WORDS = {
    ListKind.CATALOG: "目录清单",
    ListKind.DEMAND: "需求清单",
    ListKind.DUTY: "责任清单",
    ListKind.NEGATIVE: "负面清单",
    ListKind.SUMMARY: "本地汇总目录清单",
}


class DemandState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    ASSIGNED = "assigned"
    MATCHED = "matched"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


DEMAND_WORDS = {
    DemandState.DRAFT: "草稿",
    DemandState.SUBMITTED: "已提交，待审核",
    DemandState.ASSIGNED: "已列为提供部门的新责任",
    DemandState.MATCHED: "已对应资源",
    DemandState.REFUSED: "不予采纳",
    DemandState.WITHDRAWN: "已撤回",
}


class DutyKind(StrEnum):
    SHARE = "share"
    COLLECT = "collect"


DUTY_WORDS = {DutyKind.SHARE: "提供共享", DutyKind.COLLECT: "采集"}


@dataclass(frozen=True, slots=True)
class OwedDuty:
    """A running duty of a department. resource_id: None where a demand was assigned that no entry carries yet."""

    kind: DutyKind
    words: str
    title: str
    resource_id: int | None


class PartState(StrEnum):
    OPEN = "open"
    DONE = "done"


PART_WORDS = {PartState.OPEN: "未完成", PartState.DONE: "已完成"}
