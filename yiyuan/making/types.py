"""What crosses the border of making."""

from enum import StrEnum


class RunState(StrEnum):
    RUNNING = "running"
    STUCK = "stuck"
    CANCELLED = "cancelled"
    CHECK = "check"
    CONFIRMED = "confirmed"
    RETURNED = "returned"


RUN_WORDS = {
    RunState.RUNNING: "正在制证",
    RunState.STUCK: "出错停下",
    RunState.CANCELLED: "已取消",
    RunState.CHECK: "制完，待颁证单位抽查",
    RunState.CONFIRMED: "颁证单位已确认",
    RunState.RETURNED: "颁证单位已退回",
}


class PaperState(StrEnum):
    RECEIVED = "received"
    ENTERED = "entered"
    REFUSED = "refused"


PAPER_WORDS = {
    PaperState.RECEIVED: "待录入",
    PaperState.ENTERED: "已制证，由颁证单位审核",
    PaperState.REFUSED: "不能制证",
}


class StepKind(StrEnum):
    """What happened to a licence in the issuer's own system."""

    ISSUED = "issued"
    CHANGED = "changed"
    REVOKED = "revoked"


STEP_WORDS = {StepKind.ISSUED: "签发", StepKind.CHANGED: "更新", StepKind.REVOKED: "废止"}


class StepState(StrEnum):
    OPEN = "open"
    IN_STEP = "in_step"
    EXPLAINED = "explained"


STEP_STATE_WORDS = {
    StepState.OPEN: "不同步",
    StepState.IN_STEP: "同步",
    StepState.EXPLAINED: "已说明原因",
}


class MakingTag(StrEnum):
    RUN = "making.run.started"
    PAPER = "making.paper.received"
    STEP = "making.step.received"
    COUNT = "making.count.made"
