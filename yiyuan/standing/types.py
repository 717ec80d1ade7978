"""What crosses the border of this room, and the words of its states and kinds."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class UseLine:
    """A look-up as it counts; whom it was about is not said."""

    title: str
    ground: str
    href: str
    on: date


class StandingTag(StrEnum):
    """Audit tags of this room; the moves have their own. Every kind of look-up leaves its own."""

    FORM = "standing.form.published"
    COMMITTED = "standing.commitment.filed"
    BREACHED = "standing.commitment.breached"
    TOLD = "standing.entry.told"
    MEASURE = "standing.measure.given"
    LOOKED_BY_DUTY = "standing.lookup.duty"
    LOOKED_BY_LAW = "standing.lookup.law"
    LOOKED_BY_CONSENT = "standing.lookup.consent"
    LOOKED_IN_BULK = "standing.lookup.agreement"
    WATCHED = "standing.watch.begun"
    UNWATCHED = "standing.watch.ended"
    BOUGHT = "standing.purchase.attached"
    AGREED = "standing.agreement.signed"
    FORGED = "standing.forgery.found"
    REPORTED = "standing.report.made"
    SHOWN = "standing.record.shown"


class ListKind(StrEnum):
    RED = "red"
    BLACK = "black"


class EntryState(StrEnum):
    TOLD = "told"
    LISTED = "listed"
    DOUBTED = "doubted"
    DROPPED = "dropped"
    LEFT = "left"


ENTRY_WORDS = {
    EntryState.TOLD: "已告知，听取意见",
    EntryState.LISTED: "在名单",
    EntryState.DOUBTED: "在名单，有异议",
    EntryState.DROPPED: "没有列入",
    EntryState.LEFT: "已移出",
}
ON_LIST = frozenset({EntryState.LISTED, EntryState.DOUBTED})


class MeasureState(StrEnum):
    ASKED = "asked"
    DONE = "done"


MEASURE_WORDS = {MeasureState.ASKED: "待反馈", MeasureState.DONE: "已反馈"}


class Ground(StrEnum):
    """Because of what somebody looks up."""

    DUTY = "duty"
    LAW = "law"
    CONSENT = "consent"
    AGREEMENT = "agreement"


GROUND_WORDS = {
    Ground.DUTY: "履行职责",
    Ground.LAW: "法律规定可以不经同意",
    Ground.CONSENT: "信息主体书面授权",
    Ground.AGREEMENT: "按协议批量查询",
}
TAG_OF = {
    Ground.DUTY: StandingTag.LOOKED_BY_DUTY,
    Ground.LAW: StandingTag.LOOKED_BY_LAW,
    Ground.CONSENT: StandingTag.LOOKED_BY_CONSENT,
    Ground.AGREEMENT: StandingTag.LOOKED_IN_BULK,
}


class ReportKind(StrEnum):
    GENERAL = "general"
    CLEAN = "clean"


REPORT_WORDS = {ReportKind.GENERAL: "公共信用信息报告", ReportKind.CLEAN: "专项信用报告（无违法违规证明）"}


class ForgeryState(StrEnum):
    FOUND = "found"
    SENT = "sent"
    REFUSED = "refused"


FORGERY_WORDS = {
    ForgeryState.FOUND: "待批准",
    ForgeryState.SENT: "已批准，已报送",
    ForgeryState.REFUSED: "没有批准",
}


@dataclass(frozen=True, slots=True)
class File:
    """An uploaded file: its name and content."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose credit it is."""

    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Consent:
    """The subject's written authorisation, good for one look-up."""

    number: str
    file: File | None
