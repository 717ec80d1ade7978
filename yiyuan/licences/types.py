"""What crosses the border of licences."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, NewType

from yiyuan.kernel.questions import Question

LicenceId = NewType("LicenceId", int)


class State(StrEnum):
    """Of a licence. `ISSUED` is not 有效: that asks for a layout file and a seal."""

    MADE = "made"
    RETURNED = "returned"
    AUDITED = "audited"
    ISSUED = "issued"
    SUSPENDED = "suspended"
    REPLACED = "replaced"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    DROPPED = "dropped"


STATE_WORDS = {
    State.MADE: "已制证，待审核",
    State.RETURNED: "审核退回",
    State.AUDITED: "已审核，待签发",
    State.ISSUED: "已签发",
    State.SUSPENDED: "已停用",
    State.REPLACED: "已失效，有更新版本",
    State.CANCELLED: "已注销",
    State.EXPIRED: "已过期",
    State.DROPPED: "未签发，已作废",
}
WITH_REASON = (State.RETURNED, State.SUSPENDED, State.CANCELLED)
OUT = (State.ISSUED, State.SUSPENDED, State.REPLACED, State.CANCELLED, State.EXPIRED)  # were issued once


class Origin(StrEnum):
    """How a licence came to be made."""

    DRAFTED = "drafted"
    BATCH = "batch"
    HISTORY = "history"
    UPDATE = "update"


ORIGIN_WORDS = {
    Origin.DRAFTED: "逐件制证",
    Origin.BATCH: "批量制证",
    Origin.HISTORY: "历史补录",
    Origin.UPDATE: "更新",
}


class SealHolder(StrEnum):
    """Whose seal a licence bears or is to bear, by the rules it was made under or as the record says."""

    ISSUER = "issuer"
    CENTRE = "certification_centre"


SEAL_WORDS = {SealHolder.ISSUER: "颁证单位", SealHolder.CENTRE: "认证中心"}

# 持证主体代码类型代码
CODE_KIND_WORDS = {
    "001": "统一社会信用代码",
    "099": "其他法人或其他组织有效证件代码",
    "111": "公民身份号码",
    "114": "解放军军官证",
    "115": "武警警官证",
    "118": "解放军士兵证",
    "119": "武警士兵证",
    "120": "解放军文职人员证",
    "122": "武警文职人员证",
    "411": "外交护照",
    "412": "公务护照",
    "413": "公务普通护照",
    "414": "普通护照",
    "511": "台湾居民来往大陆通行证",
    "516": "港澳居民来往内地通行证",
    "999": "其他自然人有效证件代码",
}
CITIZEN_ID, USCC = "111", "001"
BODY_CODES = {USCC, "099"}


class Action(StrEnum):
    USE = "use"
    READ = "read"
    VERIFY = "verify"


ACTION_WORDS = {Action.USE: "使用", Action.READ: "查阅", Action.VERIFY: "核验"}


class ObjectionState(StrEnum):
    OPEN = "open"
    DECIDED = "decided"
    CLOSED = "closed"


OBJECTION_WORDS = {
    ObjectionState.OPEN: "核查中",
    ObjectionState.DECIDED: "已有结果，待告知",
    ObjectionState.CLOSED: "已告知，办结",
}


class Applicant(StrEnum):
    """Who objects."""

    CONSUMER = "consumer"
    HOLDER = "holder"
    SOCIAL = "social"


APPLICANT_WORDS = {Applicant.CONSUMER: "用证单位", Applicant.HOLDER: "持证主体", Applicant.SOCIAL: "其他社会用证主体"}


class Doubt(StrEnum):
    """What is objected to."""

    ACCURACY = "accuracy"
    COMPLETENESS = "completeness"
    TIMELINESS = "timeliness"


DOUBT_WORDS = {Doubt.ACCURACY: "准确性", Doubt.COMPLETENESS: "完整性", Doubt.TIMELINESS: "时效性"}


class Outcome(StrEnum):
    CORRECTED = "corrected"
    KEPT = "kept"
    CANCELLED = "cancelled"


OUTCOME_WORDS = {
    Outcome.CORRECTED: "更正（另行更新证照）",
    Outcome.KEPT: "维持",
    Outcome.CANCELLED: "注销（另行注销证照）",
}


class SealState(StrEnum):
    IN_USE = "in_use"
    ENDED = "ended"


SEAL_STATE_WORDS = {SealState.IN_USE: "在用", SealState.ENDED: "已停用"}


class Custody(StrEnum):
    """Where the key of a seal lies."""

    LOCAL = "local"


CUSTODY_WORDS = {Custody.LOCAL: "本地演示密钥（无法律效力）"}


class FileKind(StrEnum):
    OFD = "ofd"
    PDF = "pdf"


FILE_WORDS = {FileKind.OFD: "OFD", FileKind.PDF: "PDF"}
MEDIA = {FileKind.OFD: "application/ofd", FileKind.PDF: "application/pdf"}


class LicenceTag(StrEnum):
    """Audit tags of this room; the moves have their own."""

    MADE = "licences.licence.made"
    BATCH_MADE = "licences.batch.made"
    USED = "licences.licence.used"
    SEALED = "licences.licence.sealed"
    UNSEALED = "licences.licence.unsealed"
    FILE_READ = "licences.file.read"
    COPIED = "licences.licence.copied"
    ARCHIVED = "licences.licence.archived"
    SEAL_MADE = "licences.seal.made"
    OBJECTED = "licences.objection.filed"


@dataclass(frozen=True, slots=True)
class Stated:
    """What a licence says, before it is one.

    valid_until: last day, inclusive; None for a licence without end. values: information item -> text.
    made_on, seal_holder, sealed_on: of a licence made in the past, as its record says.
    """

    holder_kind: str
    holder_name: str
    code_kind: str
    holder_code: str
    licence_no: str
    granted_on: date
    valid_from: date
    valid_until: date | None
    values: dict[str, str]
    made_on: date | None = None
    seal_holder: SealHolder | None = None
    sealed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A version of a licence that was issued once. stands: in force or suspended; past: made from the past."""

    licence_id: int
    licence_no: str
    holder_code: str
    issued_on: date
    valid_until: date | None
    stands: bool
    past: bool


@dataclass(frozen=True, slots=True)
class FileSeen:
    """A licence's file: its digest (SHA-256) and when it was sealed or made."""

    sha256: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HeldLicence:
    """A licence that was used for a case: the record of the use, what is printed on it by information item, its
    file; none: it has none.
    """

    use_id: int
    licence_id: int
    name: str
    licence_no: str
    valid_until: date | None
    values: dict[str, str]
    issuer: str
    file: FileSeen | None


@dataclass(frozen=True, slots=True)
class Wish:
    """A use somebody asks for who did not issue the licence. subject: keyed digest of the holder."""

    organisation_ids: frozenset[int]
    organisation_id: int
    resource_id: int
    action: Action
    subject: str


@dataclass(frozen=True, slots=True)
class Leave:
    """What allows a use. items: the personal items shown whole; None: all of them (what one issued oneself)."""

    grant_id: int | None
    items: frozenset[str] | None


MAY_USE: Final[Question[Wish, Leave]] = Question("licences.may_use")


@dataclass(frozen=True, slots=True)
class CopySeen:
    """An annotated copy of a licence, known by its digest. until: last day, inclusive."""

    licence_id: int
    purpose: str
    receiver: str
    until: date


COPY_OF: Final[Question[str, CopySeen]] = Question("licences.copy_of")


@dataclass(frozen=True, slots=True)
class LicenceSeen:
    """A licence that was issued, as its holder and those who were let see it do. kind: of its light. not_valid: why it
    is none that counts, "" where it is one.
    """

    id: int
    resource_id: int
    number: str
    name: str
    kind_words: str
    issuer_id: int
    issuer: str
    region_code: str
    holder_kind: str
    holder_name: str
    holder_code: str
    licence_no: str
    granted_on: date
    validity: str
    valid_until: date | None
    state: State
    values: dict[str, str]
    not_valid: str
    sealed: bool


@dataclass(frozen=True, slots=True)
class UseSeen:
    """A use of one's licence as its holder sees it. at: real time."""

    licence_id: int
    licence: str
    consumer_id: int
    consumer: str
    action: str
    purpose: str
    at: datetime
    operation: str


@dataclass(frozen=True, slots=True)
class ObjectionSeen:
    """A holder's objection, with its last day and what came of it."""

    id: int
    licence: str
    doubt: str
    text: str
    filed_on: date
    due_on: date | None
    state: ObjectionState
    outcome: str
    result: str
    told_on: date | None
