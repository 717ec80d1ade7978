from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class State(StrEnum):
    """Of an order."""

    DRAFT = "draft"
    ISSUED = "issued"
    ANSWERED = "answered"
    REPORTED = "reported"
    CIRCULATED = "circulated"
    RECTIFIED = "rectified"
    WITHDRAWN = "withdrawn"


STATE_WORDS = {
    State.DRAFT: "拟稿，没有发出",
    State.ISSUED: "待整改",
    State.ANSWERED: "已报整改，待复查",
    State.REPORTED: "已上报政府",
    State.CIRCULATED: "已通报",
    State.RECTIFIED: "已整改",
    State.WITHDRAWN: "已撤销",
}
ENDS = frozenset({State.RECTIFIED, State.WITHDRAWN})
OWED = frozenset({State.ISSUED, State.REPORTED, State.CIRCULATED})  # the department has to act


class PaperKind(StrEnum):
    """Files of an order: scans of what was signed, what the department hands in."""

    NOTICE = "notice"
    ANSWER = "answer"
    REPORT = "report"
    ORDER = "order"
    CIRCULAR = "circular"


PAPER_WORDS = {
    PaperKind.NOTICE: "整改通知",
    PaperKind.ANSWER: "整改材料",
    PaperKind.REPORT: "上报政府的报告",
    PaperKind.ORDER: "政府的决定",
    PaperKind.CIRCULAR: "通报",
}
DRAWN = (PaperKind.NOTICE, PaperKind.REPORT, PaperKind.CIRCULAR)  # drafted by the platform as a document


class ReferralState(StrEnum):
    RECORDED = "recorded"
    HANDED = "handed"
    DECIDED = "decided"
    CLOSED = "closed"


REFERRAL_WORDS = {
    ReferralState.RECORDED: "已登记，待移送",
    ReferralState.HANDED: "已移送，待处理决定",
    ReferralState.DECIDED: "已有处理决定",
    ReferralState.CLOSED: "不移送",
}


class TaskState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


TASK_WORDS = {TaskState.OPEN: "待答复", TaskState.ANSWERED: "已答复，待确认", TaskState.CLOSED: "已办结"}


class RectificationTag(StrEnum):
    """Audit tags of this room; the moves have their own."""

    DRAFTED = "rectification.order.drafted"
    PAPER_READ = "rectification.paper.read"
    RECORDED = "rectification.referral.recorded"
    REFERRAL_READ = "rectification.referral.read"
    TASKED = "rectification.task.opened"
    MEASURED = "rectification.measure.taken"
    LIFTED = "rectification.measure.lifted"


@dataclass(frozen=True, slots=True)
class File:
    """An uploaded file."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """A confirmed violation: the conduct the law lists, and how far its rectification has come (None: no order yet)."""

    signal_id: int
    title: str
    href: str
    violation: str
    raised_on: date
    order_id: int | None
    state: State | None
    lapsed: bool
