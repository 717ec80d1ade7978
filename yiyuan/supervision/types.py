from dataclasses import dataclass
from decimal import Decimal
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
    """What is read from the rooms; what each counts stands in `indicators.py`."""

    PUBLISHED = "published"
    HANDED = "handed"
    CATALOG_IN_TIME = "catalog_in_time"
    DUTIES = "duties"
    BELOW = "below"
    CORRECTED_IN_TIME = "corrected_in_time"
    RECHECKED_IN_TIME = "rechecked_in_time"
    FRESH = "fresh"
    USED = "used"
    ANSWERED_IN_TIME = "answered_in_time"
    SUPPLIED_IN_TIME = "supplied_in_time"
    GIVEN = "given"
    DECLARED = "declared"
    OPENING_SAID = "opening_said"
    OPENABLE = "openable"
    SECURED = "secured"
    FINDINGS = "findings"
    CREDIT_IN_TIME = "credit_in_time"
    CREDIT_GIVEN = "credit_given"
    CREDIT_USED = "credit_used"


class Quality(StrEnum):
    """What a provider answers for; values of the rule key `supervision.qualities`."""

    TIMELINESS = "timeliness"
    TRUTH = "truth"
    RELIABILITY = "reliability"
    COMPLETENESS = "completeness"
    ACCURACY = "accuracy"
    AVAILABILITY = "availability"


class Better(StrEnum):
    """Which way a figure is good."""

    MORE = "more"
    LESS = "less"


BETTER_WORDS = {Better.MORE: "越高越好", Better.LESS: "越低越好"}


class State(StrEnum):
    TAKEN = "taken"
    STATED = "stated"
    CONFIRMED = "confirmed"


STATE_WORDS = {State.TAKEN: "待部门核对", State.STATED: "部门已说明，待确认", State.CONFIRMED: "已确认"}


class ReceiptState(StrEnum):
    AWAITED = "awaited"
    RECEIVED = "received"


RECEIPT_WORDS = {ReceiptState.AWAITED: "待签收", ReceiptState.RECEIVED: "已签收"}


class JointState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


JOINT_WORDS = {JointState.OPEN: "评分中", JointState.CLOSED: "已汇总"}


class ScoringState(StrEnum):
    """Of what one body has to score in a joint check."""

    AWAITED = "awaited"
    GIVEN = "given"


SCORING_WORDS = {ScoringState.AWAITED: "待评分", ScoringState.GIVEN: "已评分"}


class ReportState(StrEnum):
    """Of a department's report on a year."""

    AWAITED = "awaited"
    SUBMITTED = "submitted"


REPORT_WORDS = {ReportState.AWAITED: "待报告", ReportState.SUBMITTED: "已报告"}


class InspectionState(StrEnum):
    OPEN = "open"
    PUBLISHED = "published"


INSPECTION_WORDS = {InspectionState.OPEN: "检查中", InspectionState.PUBLISHED: "已公布"}


class FindingState(StrEnum):
    """Of what an inspection found at a unit."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


FINDING_WORDS = {FindingState.OPEN: "待整改", FindingState.ANSWERED: "已整改，待核实", FindingState.CLOSED: "已办结"}


@dataclass(frozen=True, slots=True)
class Given:
    """Points of a hundred that one body gives a department on one subject of a joint check."""

    organisation_id: int
    subject: str
    points: Decimal
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One matter behind a figure: what, where, how it is counted in words, and what it adds to the figure."""

    title: str
    href: str
    counted: str
    total: int = 1
    good: int = 1
    apart: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure as read: the sums of its records. apart: late, but nobody has confirmed it, so it counts neither way."""

    records: tuple[Record, ...] = ()

    @property
    def total(self) -> int:
        return sum(one.total for one in self.records)

    @property
    def good(self) -> int:
        return sum(one.good for one in self.records)

    @property
    def apart(self) -> int:
        return sum(one.apart for one in self.records)


class SupervisionTag(StrEnum):
    """Audit tags of this room; the moves have their own."""

    SCHEME_MADE = "supervision.scheme.made"
    OPENED = "supervision.assessment.opened"
    ISSUED = "supervision.circular.issued"
    JOINT_OPENED = "supervision.joint.opened"
    INSPECTION_OPENED = "supervision.inspection.opened"
    UNIT_SEEN = "supervision.inspection.seen"
