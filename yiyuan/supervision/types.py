from dataclasses import dataclass, field
from enum import StrEnum


class Aspect(StrEnum):
    """Under which head of the text an indicator stands; values of the rule key `supervision.aspects`."""

    QUANTITY = "quantity"
    QUALITY = "quality"
    UPDATE = "update"
    USE = "use"
    SHARE = "share"
    OPENING = "open"
    GATHER = "gather"
    APPLY = "apply"
    SECURITY = "security"
    PROVIDE = "provide"


class Measure(StrEnum):
    """What is read from the rooms."""

    PUBLISHED = "published"
    CATALOG_IN_TIME = "catalog_in_time"
    RECHECKED_IN_TIME = "rechecked_in_time"
    FRESH = "fresh"
    USED = "used"
    ANSWERED_IN_TIME = "answered_in_time"
    SUPPLIED_IN_TIME = "supplied_in_time"
    GIVEN = "given"
    FINDINGS = "findings"


MEASURE_WORDS = {
    Measure.PUBLISHED: "已发布的目录资源",
    Measure.CATALOG_IN_TIME: "目录事项按期办理",
    Measure.FRESH: "按更新周期更新",
    Measure.ANSWERED_IN_TIME: "共享申请按期答复",
    Measure.SUPPLIED_IN_TIME: "同意后按期提供",
    Measure.GIVEN: "授权其他部门使用",
    Measure.USED: "获得的授权已经取用",
    Measure.RECHECKED_IN_TIME: "数据校核按期答复",
    Measure.FINDINGS: "已认定的情形",
}
COUNTS = {Measure.PUBLISHED, Measure.GIVEN, Measure.FINDINGS}  # figures without a whole: shown, not scored
# the heads a measure may stand under; the first the region knows is its own
HEADS: dict[Measure, tuple[Aspect, ...]] = {
    Measure.PUBLISHED: (Aspect.QUANTITY, Aspect.GATHER, Aspect.PROVIDE),
    Measure.CATALOG_IN_TIME: (Aspect.QUANTITY, Aspect.GATHER, Aspect.PROVIDE),
    Measure.FRESH: (Aspect.UPDATE, Aspect.GATHER, Aspect.PROVIDE),
    Measure.ANSWERED_IN_TIME: (Aspect.SHARE, Aspect.PROVIDE),
    Measure.SUPPLIED_IN_TIME: (Aspect.SHARE, Aspect.PROVIDE),
    Measure.GIVEN: (Aspect.SHARE, Aspect.PROVIDE),
    Measure.USED: (Aspect.USE, Aspect.APPLY),
    Measure.RECHECKED_IN_TIME: (Aspect.QUALITY, Aspect.GATHER, Aspect.PROVIDE),
    Measure.FINDINGS: (),
}


class State(StrEnum):
    TAKEN = "taken"
    STATED = "stated"
    CONFIRMED = "confirmed"


STATE_WORDS = {State.TAKEN: "待部门核对", State.STATED: "部门已说明，待确认", State.CONFIRMED: "已确认"}


class ReceiptState(StrEnum):
    AWAITED = "awaited"
    RECEIVED = "received"


RECEIPT_WORDS = {ReceiptState.AWAITED: "待签收", ReceiptState.RECEIVED: "已签收"}


@dataclass(frozen=True, slots=True)
class Record:
    """One matter behind a figure: what, where, and how it is counted."""

    title: str
    href: str
    counted: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure as read. apart: late, but nobody has confirmed it, so it counts neither way."""

    total: int
    good: int
    apart: int = 0
    records: tuple[Record, ...] = field(default=())


class SupervisionTag(StrEnum):
    """Audit tags of this room; the moves have their own."""

    SCHEME_MADE = "supervision.scheme.made"
    OPENED = "supervision.assessment.opened"
    ISSUED = "supervision.circular.issued"
