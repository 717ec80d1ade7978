"""What crosses the border of quality."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yiyuan.dataplane.rules import Dimension, Is, Operator, RuleKind, Severity


class RuleState(StrEnum):
    """Of a rule of a resource."""

    DRAFT = "draft"
    ON = "on"
    OFF = "off"


RULE_WORDS = {RuleState.DRAFT: "待启用", RuleState.ON: "已启用", RuleState.OFF: "已停用"}


class RunState(StrEnum):
    """Of one check of a resource."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


RUN_WORDS = {
    RunState.WAITING: "等候",
    RunState.RUNNING: "检查中",
    RunState.DONE: "完成",
    RunState.FAILED: "没有查成",
    RunState.CANCELLED: "已取消",
}
RUN_ENDS = frozenset({RunState.DONE, RunState.FAILED, RunState.CANCELLED})
OPEN_RUNS = (RunState.WAITING, RunState.RUNNING)


class FindingState(StrEnum):
    """Whether a row that broke a rule was corrected."""

    FOUND = "found"
    AGAIN = "again"
    CORRECTED = "corrected"
    GONE = "gone"


FINDING_WORDS = {
    FindingState.FOUND: "新发现",
    FindingState.AGAIN: "又查到，没有改",
    FindingState.CORRECTED: "已改正",
    FindingState.GONE: "这一行已不在",
}
OPEN_FINDINGS = (FindingState.FOUND, FindingState.AGAIN)


class OrderState(StrEnum):
    """Of a work order."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


ORDER_WORDS = {OrderState.OPEN: "待更正", OrderState.ANSWERED: "已更正，待复查", OrderState.CLOSED: "复查合格，已办结"}

DIMENSION_WORDS = {
    Dimension.CORRECTNESS: "正确性",
    Dimension.COMPLETENESS: "完整性",
    Dimension.TIMELINESS: "时效性",
    Dimension.AVAILABILITY: "可用性",
    Dimension.CONSISTENCY: "一致性",
    Dimension.VALIDITY: "有效性",
}
SEVERITY_WORDS = {Severity.REFUSE: "不收", Severity.MARK: "收下并标记", Severity.WARN: "只提示"}
KIND_WORDS = {
    RuleKind.REQUIRED: "不能为空",
    RuleKind.LEAST: "至少填几项",
    RuleKind.TYPE: "类型",
    RuleKind.CODES: "取值范围（代码）",
    RuleKind.PATTERN: "格式（正则表达式）",
    RuleKind.FORMAT: "内置格式（证件、号码）",
    RuleKind.LENGTH: "长度",
    RuleKind.RANGE: "上下限",
    RuleKind.COMPARE: "两项比较",
    RuleKind.RECENT: "不早于几天前",
    RuleKind.PAST: "不晚于今天",
    RuleKind.UNIQUE: "不能重复",
    RuleKind.REFERENCE: "在另一个资源里有",
}
OPERATOR_WORDS = {
    Operator.LESS: "小于（早于）",
    Operator.AT_MOST: "不大于（不晚于）",
    Operator.EQUAL: "等于",
    Operator.OTHER: "不等于",
    Operator.AT_LEAST: "不小于（不早于）",
    Operator.MORE: "大于（晚于）",
}
IS_WORDS = {
    Is.IN: "是下列取值的",
    Is.NOT_IN: "填了、但不是下列取值的",
    Is.UNLESS: "没有填、或是下列取值的",
    Is.GIVEN: "填了的",
    Is.ABSENT: "没有填的",
}


class QualityTag(StrEnum):
    """Audit tags of this room; the moves have their own."""

    DRAWN = "quality.rule.drawn"
    TRIED = "quality.rule.tried"
    ASKED = "quality.run.asked"


@dataclass(frozen=True, slots=True)
class LastCheck:
    """The last finished check of a resource by a day. below: some quality lies under the region's threshold."""

    name: str
    href: str
    on: date | None
    below: bool


@dataclass(frozen=True, slots=True)
class LastScores:
    """Of the last finished check of a resource: quality -> share of rows that have it, in hundredths of a percent."""

    scores: Mapping[str, int]
    on: date | None


@dataclass(frozen=True, slots=True)
class Counted:
    """A rule in one check: how many rows break it."""

    key: str
    sentence: str
    dimension: Dimension
    rows: int
    own: bool = True  # False: of the catalog's items
