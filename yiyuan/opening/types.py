"""What crosses the border of opening, and the words of its states and kinds."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

STARS: Final = 5  # the most a data set is given


class OpeningTag(StrEnum):
    """Audit tags of this room; the moves have their own."""

    STANDARD = "opening.standard.published"
    LISTED = "opening.list.published"
    REGISTERED = "opening.dataset.registered"
    CHANGED = "opening.dataset.changed"
    CLEARED = "opening.dataset.cleared"
    SECURITY = "opening.dataset.security_reviewed"
    SOURCE = "opening.dataset.source_named"
    DRAFTED = "opening.release.drafted"
    TREATED = "opening.release.treated"
    EXPLAINED = "opening.release.explained"
    KEY = "opening.access.key_issued"
    REPORTED = "opening.access.reported"
    BREACH = "opening.breach.opened"
    MISSED = "opening.access.report_missed"
    RECEIVED = "opening.inbox.received"
    ACTIVITY = "opening.activity.published"
    RESULTS = "opening.activity.results"
    ASSESSED = "opening.assessment.made"
    UPDATED = "opening.emergency.updated"
    RETURNED = "opening.reuse.entered"


class Rule(StrEnum):
    """Whether a text says that the data may be opened."""

    ALLOWED = "allowed"
    UNSTATED = "unstated"


RULE_WORDS = {Rule.ALLOWED: "规定可以开放", Rule.UNSTATED: "没有规定"}


class ConditionKind(StrEnum):
    """How the condition of a conditional opening is met."""

    PART = "part"
    APPLY = "apply"


CONDITION_WORDS = {ConditionKind.PART: "只开放允许的部分，不用申请", ConditionKind.APPLY: "申请获准、签订协议后开放"}


class ClearanceKind(StrEnum):
    DEIDENTIFIED = "deidentified"
    CONSENT = "consent"


CLEARANCE_WORDS = {ClearanceKind.DEIDENTIFIED: "脱密脱敏记录", ClearanceKind.CONSENT: "权利人同意"}


class ConsentState(StrEnum):
    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"


CONSENT_WORDS = {
    ConsentState.ASKED: "待提供部门答复",
    ConsentState.GIVEN: "同意开放",
    ConsentState.REFUSED: "不同意开放",
}


class ReleaseState(StrEnum):
    DRAFT = "draft"
    BUILDING = "building"
    BUILT = "built"
    SECRECY = "secrecy"
    REVIEW = "review"
    PUBLISHED = "published"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


RELEASE_WORDS = {
    ReleaseState.DRAFT: "准备中",
    ReleaseState.BUILDING: "处理数据",
    ReleaseState.BUILT: "已处理，待提交",
    ReleaseState.SECRECY: "待保密审查",
    ReleaseState.REVIEW: "待开放审核",
    ReleaseState.PUBLISHED: "已开放",
    ReleaseState.REPLACED: "已被新的发布代替",
    ReleaseState.WITHDRAWN: "已撤回",
}


class How(StrEnum):
    """What is done with a column before it is opened."""

    KEEP = "keep"
    DROP = "drop"
    MASK = "mask"
    GENERALISE = "generalise"
    BUCKET = "bucket"
    HASH = "hash"
    ROUND = "round"
    SHIFT = "shift"


HOW_WORDS = {
    How.KEEP: "原样",
    How.DROP: "去掉这一列",
    How.MASK: "遮盖",
    How.GENERALISE: "只留前几个字",
    How.BUCKET: "分段",
    How.HASH: "加密散列",
    How.ROUND: "取整",
    How.SHIFT: "日期平移",
}
ARGUED = {How.GENERALISE: 6, How.BUCKET: 10, How.ROUND: 10, How.SHIFT: 30}  # what stands where no number is given


class Found(StrEnum):
    """What a scan looks for."""

    CITIZEN_ID = "citizen_id"
    BANK_CARD = "bank_card"
    PHONE = "phone"
    EMAIL = "email"
    NAME = "name"
    ADDRESS = "address"


FOUND_WORDS = {
    Found.CITIZEN_ID: "公民身份号码",
    Found.BANK_CARD: "银行卡号",
    Found.PHONE: "手机号码",
    Found.EMAIL: "电子邮箱",
    Found.NAME: "姓名",
    Found.ADDRESS: "住址",
}
NEVER = frozenset({Found.CITIZEN_ID, Found.BANK_CARD})  # no explanation lets them out


class BreachKind(StrEnum):
    """What a user of conditional data is held to have done with its reports."""

    SILENT = "silent"
    UNTRUE = "untrue"


BREACH_KIND_WORDS = {BreachKind.SILENT: "不报告利用情况", BreachKind.UNTRUE: "报告虚假情况"}


class BreachState(StrEnum):
    OPEN = "open"
    UPHELD = "upheld"
    DROPPED = "dropped"


BREACH_WORDS = {
    BreachState.OPEN: "核查中",
    BreachState.UPHELD: "属实，已处理",
    BreachState.DROPPED: "不成立",
}


class AccessState(StrEnum):
    ASKED = "asked"
    AGREED = "agreed"
    ACTIVE = "active"
    PAUSED = "paused"
    REFUSED = "refused"
    ENDED = "ended"


ACCESS_WORDS = {
    AccessState.ASKED: "待答复",
    AccessState.AGREED: "已同意，待签协议",
    AccessState.ACTIVE: "使用中",
    AccessState.PAUSED: "已暂停",
    AccessState.REFUSED: "没有同意",
    AccessState.ENDED: "已终止",
}


class RequestKind(StrEnum):
    CORRECTION = "correction"
    DEMAND = "demand"


REQUEST_WORDS = {RequestKind.CORRECTION: "数据纠错", RequestKind.DEMAND: "数据需求"}


class RequestState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"


REQUEST_STATE_WORDS = {RequestState.OPEN: "待答复", RequestState.ANSWERED: "已答复"}


class ReuseState(StrEnum):
    OFFERED = "offered"
    SHOWN = "shown"
    DECLINED = "declined"


REUSE_STATE_WORDS = {
    ReuseState.OFFERED: "待核对",
    ReuseState.SHOWN: "已展示",
    ReuseState.DECLINED: "没有展示",
}


class EmergencyState(StrEnum):
    OPEN = "open"
    ENDED = "ended"


EMERGENCY_WORDS = {EmergencyState.OPEN: "进行中", EmergencyState.ENDED: "已结束"}


class ActivityKind(StrEnum):
    CONTEST = "contest"
    COOPERATION = "cooperation"


ACTIVITY_WORDS = {ActivityKind.CONTEST: "数据应用竞赛", ActivityKind.COOPERATION: "合作"}


@dataclass(frozen=True, slots=True)
class File:
    """An uploaded file: its name and content."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody outside sent by the site: kind and plain values, checked for their length by the site alone."""

    kind: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Measured:
    """How far single persons stand out. k: smallest group; unique: rows alone in theirs; l: fewest sensitive values.

    None where nothing was chosen to be held together.
    """

    k: int | None
    groups: int
    unique: int
    l: int | None  # noqa: E741 - what it is called everywhere
    suppressed: int = 0


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A key of conditional data, shown once."""

    key: str
