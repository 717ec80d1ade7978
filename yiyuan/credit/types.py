"""Words of public credit information."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class SubjectKind(StrEnum):
    """Level one of the catalog."""

    NATURAL = "natural"
    LEGAL = "legal"
    OTHER = "other"


SUBJECT_WORDS = {SubjectKind.NATURAL: "自然人", SubjectKind.LEGAL: "法人", SubjectKind.OTHER: "其他组织"}


class Section(StrEnum):
    """Level two of the catalog."""

    BASIC = "basic"
    QUALIFICATION = "qualification"
    SUPERVISION = "supervision"
    OTHER = "other"


SECTION_WORDS = {
    Section.BASIC: "基本信息",
    Section.QUALIFICATION: "资质信息",
    Section.SUPERVISION: "监管信息",
    Section.OTHER: "其他信息",
}


class Level(StrEnum):
    """Who may read a record. Every record has exactly one."""

    PUBLIC = "public"
    AUTHORISED = "authorised"
    INTERNAL = "internal"

    @property
    def strictness(self) -> int:
        return list(Level).index(self)


LEVEL_WORDS = {Level.PUBLIC: "公开信息", Level.AUTHORISED: "授权查询信息", Level.INTERNAL: "内部共享信息"}


class Origin(StrEnum):
    """The four sources of public credit information; a fifth mark for credit of society that follows the same rules."""

    ORGAN = "organ"
    MARKET = "market"
    PERSON = "person"
    ASSOCIATION = "association"
    SOCIAL = "social"


ORIGIN_WORDS = {
    Origin.ORGAN: "行政和社会管理机构履职形成",
    Origin.MARKET: "市场主体经济社会活动形成",
    Origin.PERSON: "自然人工作生活形成",
    Origin.ASSOCIATION: "行业协会和社会中介组织掌握",
    Origin.SOCIAL: "社会信用信息（参照执行）",
}


class Nature(StrEnum):
    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


NATURE_WORDS = {Nature.POSITIVE: "守信", Nature.NEUTRAL: "一般", Nature.NEGATIVE: "不良（失信）"}


class Severity(StrEnum):
    NONE = ""
    MINOR = "minor"
    GENERAL = "general"
    SERIOUS = "serious"


SEVERITY_WORDS = {Severity.NONE: "不分", Severity.MINOR: "轻微", Severity.GENERAL: "一般", Severity.SERIOUS: "严重"}


class RecordState(StrEnum):
    LIVE = "live"
    ENDED = "ended"
    REPAIRED = "repaired"
    WITHDRAWN = "withdrawn"
    ARCHIVED = "archived"


RECORD_WORDS = {
    RecordState.LIVE: "有效",
    RecordState.ENDED: "已终止",
    RecordState.REPAIRED: "已修复，终止公示",
    RecordState.WITHDRAWN: "已撤回",
    RecordState.ARCHIVED: "已归档",
}


class ReaderKind(StrEnum):
    PUBLIC = "public"
    SUBJECT = "subject"
    CONSENTED = "consented"
    LAWFUL = "lawful"
    ORGAN = "organ"
    CENTRE = "centre"
    PROVIDER = "provider"


READER_WORDS = {
    ReaderKind.PUBLIC: "社会公众",
    ReaderKind.SUBJECT: "信息主体本人",
    ReaderKind.CONSENTED: "经信息主体书面授权",
    ReaderKind.LAWFUL: "法律规定不经同意的查询",
    ReaderKind.ORGAN: "行政机关履行职责",
    ReaderKind.CENTRE: "信用中心",
    ReaderKind.PROVIDER: "提供单位",
}


class VersionKind(StrEnum):
    ADDED = "added"
    CORRECTED = "corrected"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


VERSION_WORDS = {
    VersionKind.ADDED: "录入",
    VersionKind.CORRECTED: "更正",
    VersionKind.ENDED: "终止",
    VersionKind.WITHDRAWN: "撤回",
}


class ObjectionState(StrEnum):
    FILED = "filed"
    CHECKING = "checking"
    ANSWERED = "answered"
    CORRECTED = "corrected"
    UPHELD = "upheld"
    UNCONFIRMED = "unconfirmed"
    UNVERIFIABLE = "unverifiable"


OBJECTION_WORDS = {
    ObjectionState.FILED: "待发核查",
    ObjectionState.CHECKING: "提供单位核查中",
    ObjectionState.ANSWERED: "待处理",
    ObjectionState.CORRECTED: "更正",
    ObjectionState.UPHELD: "维持",
    ObjectionState.UNCONFIRMED: "无法确认",
    ObjectionState.UNVERIFIABLE: "无法核查",
}
OBJECTION_OPEN = (ObjectionState.FILED, ObjectionState.CHECKING, ObjectionState.ANSWERED)


class ObjectionDoor(StrEnum):
    CENTRE = "centre"
    PROVIDER = "provider"


DOOR_WORDS = {ObjectionDoor.CENTRE: "市信用中心", ObjectionDoor.PROVIDER: "信息提供单位"}


class RepairState(StrEnum):
    ASKED = "asked"
    REPAIRED = "repaired"
    REFUSED = "refused"


REPAIR_WORDS = {RepairState.ASKED: "待认定单位办理", RepairState.REPAIRED: "已修复", RepairState.REFUSED: "不予修复"}


class FileState(StrEnum):
    READING = "reading"
    STUCK = "stuck"
    READ = "read"
    CANCELLED = "cancelled"


FILE_WORDS = {
    FileState.READING: "正在读",
    FileState.STUCK: "出错停下",
    FileState.READ: "已读完",
    FileState.CANCELLED: "已取消",
}


@dataclass(frozen=True, slots=True)
class File:
    """An uploaded file: its name and content."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Who:
    """A subject as a record names it."""

    kind: SubjectKind
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class SubjectOut:
    """A subject as a reader sees it: masked where the reader may not know more."""

    id: int
    kind: SubjectKind
    code: str
    name: str
    ended_on: date | None
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A record as one reader sees it."""

    id: int
    subject_kind: SubjectKind
    subject_code: str
    subject_name: str
    provider_id: int
    provider: str
    item_code: str
    item: str
    kind: str  # level three: 行政许可, 行政处罚, 信用承诺 …
    section: Section
    matter: str
    description: str
    valid_from: date
    valid_until: date | None
    level: Level
    origin: Origin
    nature: Nature
    severity: Severity
    state: RecordState
    document_no: str
    document_on: date | None
    made_on: date
    published_until: date | None
    marks: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    values: dict[str, str] = field(default_factory=dict)

    @property
    def negative(self) -> bool:
        return self.nature is Nature.NEGATIVE

    @property
    def state_words(self) -> str:
        return RECORD_WORDS[self.state]

    @property
    def level_words(self) -> str:
        return LEVEL_WORDS[self.level]


@dataclass(frozen=True, slots=True)
class SupplyLine:
    """A record as its provider gave it; title: its document."""

    title: str
    item: str
    href: str
    on: date
    in_time: bool


class CreditTag(StrEnum):
    """Audit tags of this room; the moves have their own. The nine activities of the law each have theirs."""

    ITEM = "credit.item.added"
    ITEM_LEVEL = "credit.item.levelled"
    ITEM_ENDED = "credit.item.ended"
    CATALOG = "credit.catalog.published"
    TERM = "credit.term.set"
    ADDED = "credit.record.added"
    CORRECTED = "credit.record.corrected"
    ENDED = "credit.record.ended"
    WITHDRAWN = "credit.record.withdrawn"
    ARCHIVED = "credit.record.archived"
    DELETED = "credit.record.deleted"
    FILE = "credit.file.taken"
    STATED = "credit.record.stated"
    READ = "credit.record.read"
    READ_LAWFUL = "credit.record.read_lawful"
    SUBJECT = "credit.subject.changed"
    OBJECTED = "credit.objection.filed"
    TOLD = "credit.receiver.told"
    REPAIR = "credit.repair.asked"
    DAMAGED = "credit.record.damaged"
