"""What crosses the border of the catalog."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Literal, NewType, NotRequired, TypedDict

ResourceId = NewType("ResourceId", int)
VersionId = NewType("VersionId", int)
ItemId = NewType("ItemId", int)


class State(StrEnum):
    """Of one version of an entry."""

    DRAFT = "draft"
    SECRECY = "secrecy"
    REVIEW = "review"
    READY = "ready"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


STATE_WORDS = {
    State.DRAFT: "草稿",
    State.SECRECY: "待保密审查",
    State.REVIEW: "待审核",
    State.READY: "待发布",
    State.PUBLISHED: "已发布",
    State.SUPERSEDED: "已被新版本取代",
    State.WITHDRAWN: "已撤销",
}


class Sharing(StrEnum):
    UNCONDITIONAL = "unconditional"
    CONDITIONAL = "conditional"
    NOT_SHARED = "not_shared"


SHARING_WORDS = {
    Sharing.UNCONDITIONAL: "无条件共享",
    Sharing.CONDITIONAL: "有条件共享",
    Sharing.NOT_SHARED: "不予共享",
}


class Opening(StrEnum):
    UNCONDITIONAL = "unconditional"
    CONDITIONAL = "conditional"
    NOT_OPEN = "not_open"


OPENING_WORDS = {
    Opening.UNCONDITIONAL: "无条件开放",
    Opening.CONDITIONAL: "有条件开放",
    Opening.NOT_OPEN: "不予开放",
}


class Category(StrEnum):
    """类: the first digit of the code."""

    BASE = "1"
    THEME = "2"
    DEPARTMENT = "3"


CATEGORY_WORDS = {Category.BASE: "基础信息资源", Category.THEME: "主题信息资源", Category.DEPARTMENT: "部门信息资源"}


class DataType(StrEnum):
    """Letters of the national guide."""

    TEXT = "C"
    NUMBER = "N"
    MONEY = "Y"
    DATE = "D"
    DATETIME = "T"
    LOGICAL = "L"
    MEMO = "M"
    INTEGER = "I"
    FLOAT = "F"


class ItemClass(StrEnum):
    """What kind of thing an item holds: decides checking and masking."""

    GENERAL = "general"
    NAME = "name"
    CITIZEN_ID = "citizen_id"
    USCC = "uscc"
    MOBILE = "mobile"
    ADDRESS = "address"
    BANK_CARD = "bank_card"
    EMAIL = "email"
    BIRTH = "birth"
    SENSITIVE = "sensitive"
    TRADE_SECRET = "trade_secret"  # noqa: S105 - a class of items


class Format(StrEnum):
    """信息资源格式, by category of the national guide."""

    DATABASE = "database"
    SPREADSHEET = "spreadsheet"
    FILE = "file"
    IMAGE = "image"
    STREAM = "stream"
    SERVICE = "service"
    DESCRIBED = "described"


class Cycle(StrEnum):
    REALTIME = "realtime"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    IRREGULAR = "irregular"


# days within which a resource of this cycle is loaded again; an irregular one is never behind
CYCLE_DAYS = {
    Cycle.REALTIME: 1,
    Cycle.DAILY: 1,
    Cycle.WEEKLY: 7,
    Cycle.MONTHLY: 31,
    Cycle.QUARTERLY: 92,
    Cycle.HALF_YEARLY: 184,
    Cycle.YEARLY: 366,
}


class Freshness(StrEnum):
    """Whether the pool of a resource keeps to its cycle."""

    KEPT = "kept"
    BEHIND = "behind"
    NEVER = "never"
    HELD = "held"


# what conditional data may serve for; offered, not imposed
PURPOSES = ("行政依据", "工作参考", "数据校核", "业务协同")


class Panel(TypedDict):
    """A fragment an upper room contributes to the page of a resource. Made for one actor and one resource.

    place: "act" beside the heading on narrow windows, "main" above the items, "side" in the right column.
    """

    title: str
    template: str
    context: Mapping[str, Any]  # template variables of the contributing room
    place: NotRequired[Literal["act", "main", "side"]]


class EntryKind(StrEnum):
    DATA = "data"
    LICENCE = "licence"


ENTRY_WORDS = {EntryKind.DATA: "数据资源", EntryKind.LICENCE: "证照目录"}


class Form(StrEnum):
    """The form in which a department records what it knows."""

    FILE = "file"
    MATERIAL = "material"
    CHART = "chart"
    DATA = "data"


class Funding(StrEnum):
    CITY_OR_BELOW = "city_or_below"
    ABOVE = "above"
    OTHER = "other"


class Network(StrEnum):
    """By which network people reach a system."""

    GOVERNMENT = "government"
    INTERNET = "internet"
    PRIVATE = "private"


class SystemLink(StrEnum):
    """How a system exchanges data over the platform."""

    INTERFACE = "interface"
    DATABASE = "database"
    FILE = "file"


class ConditionKind(StrEnum):
    """What a machine can test of who asks."""

    DEPARTMENTS = "departments"
    KINDS = "kinds"
    PURPOSES = "purposes"
    MATERIALS = "materials"
    AUTHORISATION = "authorisation"


CONDITION_WORDS = {
    ConditionKind.DEPARTMENTS: "限定部门",
    ConditionKind.KINDS: "限定单位类别",
    ConditionKind.PURPOSES: "限定用途",
    ConditionKind.MATERIALS: "须交材料",
    ConditionKind.AUTHORISATION: "须经授权",
}
# whose authorisation an entry asks for
AUTHORISER_WORDS = {"person": "当事人本人", "legal_person": "所涉企业或其他组织"}


class CatalogTag(StrEnum):
    """Audit tags of this room beside the moves of the workflows."""

    CHANGE_REGISTERED = "catalog.change.registered"
    DEMAND_DRAFTED = "catalog.demand.drafted"
    DUTIES_CHANGED = "catalog.duty.changed"
    LIST_HANDED_IN = "catalog.list.handed_in"
    LIST_TAKEN = "catalog.list.taken"
    RELEASED = "catalog.release.published"
    GUIDE_PUBLISHED = "catalog.guide.published"
    COMPILATION_OPENED = "catalog.compilation.opened"
    CHALLENGED = "catalog.challenge.filed"
    FEEDBACK_FILED = "catalog.feedback.filed"
    SYSTEM_CHANGED = "catalog.system.changed"
    SYSTEM_REGISTERED = "catalog.system.registered"
    ENTRY_DECLARED = "catalog.system.declared"
    ENTRY_LINKED = "catalog.system.linked"
    LEAD_NAMED = "catalog.library.led"
    WORD_ADDED = "catalog.synonym.added"
    WORD_CHANGED = "catalog.synonym.changed"
    WORD_REMOVED = "catalog.synonym.removed"
    WORD_REFUSED = "catalog.synonym.refused"
    DRAFTED = "catalog.version.drafted"
    SAVED = "catalog.version.saved"
    IMPORTED = "catalog.workbook.imported"
    SHEET_RECEIVED = "catalog.sheet.received"
    SHEET_STARTED = "catalog.sheet.started"
    SHEET_IMPORTED = "catalog.sheet.imported"
    SHEET_CANCELLED = "catalog.sheet.cancelled"
    SHEET_DISTRIBUTED = "catalog.sheet.distributed"
    CODED = "catalog.resource.coded"


@dataclass(frozen=True, slots=True)
class ConditionInfo:
    """A condition of sharing a machine can test. values: organisation ids, kinds, purpose codes or materials."""

    kind: ConditionKind
    values: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Claim:
    """An item that another department is the source of already; or a whole entry that repeats another's."""

    item: str
    provider: str
    resource_id: int
    resource_name: str


@dataclass(frozen=True, slots=True)
class ItemInfo:
    """One information item of a published version. `column`: its name in the pool, stable over versions."""

    id: ItemId
    position: int
    name: str
    data_type: DataType
    length: int | None
    scale: int | None
    column: str
    key: bool
    required: bool
    codes: tuple[str, ...]
    pattern: str
    minimum: str
    maximum: str
    item_class: ItemClass
    personal: bool
    sharing: Sharing | None = None  # a type of its own


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """A published resource in one line, for who counts them. since: the day its first version was published."""

    id: int
    name: str
    provider_id: int
    cycle: str
    held: bool
    since: date


@dataclass(frozen=True, slots=True)
class ProviderEntry:
    """A published resource of a provider as those who assess it count it. opening, opening_basis: as its entry says."""

    id: int
    name: str
    held: bool
    fresh_on: date | None
    freshness: Freshness
    opening: str
    opening_basis: str


@dataclass(frozen=True, slots=True)
class OpenEntry:
    """What a published entry says of being opened to society. grounds: values of `opening.grounds`."""

    resource_id: int
    code: str
    name: str
    summary: str
    provider_id: int
    provider: str
    region_code: str
    opening: str
    method: str
    condition: str
    grounds: tuple[str, ...]
    cycle: str
    published_on: date
    category: str
    class_code: str


@dataclass(frozen=True, slots=True)
class DeclaredLine:
    """An entry a project or system was declared to bring. shared: it is in the catalog and may be shared."""

    name: str
    system: str
    system_id: int
    linked: bool
    shared: bool


@dataclass(frozen=True, slots=True)
class LeadInfo:
    """Who leads a base database or a theme."""

    region_code: str
    lead_id: int
    lead_name: str


@dataclass(frozen=True, slots=True)
class OverdueLoad:
    """A published resource that was not loaded again within its cycle; `last_on` is None where it never was."""

    resource_id: int
    name: str
    provider_id: int
    region_code: str
    cycle: Cycle
    last_on: date | None
    due_on: date
    held: bool = False


@dataclass(frozen=True, slots=True)
class LicenceEntry:
    """A published licence entry: who issues what to whom, on which template, with which information items."""

    resource_id: ResourceId
    name: str
    provider_id: int
    region_code: str
    issuer: str
    kind: str
    holder: str
    template: str
    items: tuple[ItemInfo, ...]

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class SystemInfo:
    """A registered system as lists show it, with words; declared and kept: entries it was to bring, those shared."""

    id: int
    name: str
    organisation_id: int
    organisation: str
    funding: str
    cloud: str
    network: str
    exchange: str
    classified: bool
    in_use_on: date | None
    in_catalog: bool
    declared: int
    kept: int


@dataclass(frozen=True, slots=True)
class SystemEntries:
    """Of some systems, on a day: entries they were declared to bring, how many of these stood in the catalog, and all
    resources of theirs that did.
    """

    promised: int
    kept: int
    resource_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class ResourceInfo:
    """A published resource as other rooms see it, in its current version."""

    id: ResourceId
    code: str
    name: str
    summary: str
    provider_id: int
    region_code: str
    version_id: VersionId
    version_number: int
    sharing: Sharing
    condition: str
    methods: tuple[str, ...]
    basis: str
    cycle: Cycle
    published_on: date
    held_by_provider: bool
    items: tuple[ItemInfo, ...]
    materials: tuple[str, ...] = ()  # an application may be asked for
    purposes: tuple[str, ...] = ()  # codes of the permitted uses chosen from the list
    purpose: str = ""  # the permitted uses as the provider wrote them
    conditions: tuple[ConditionInfo, ...] = ()  # a machine can test, in their order
    format: Format | None = None
    electronic: bool = True  # False: on paper

    def __str__(self) -> str:
        return self.name

    @property
    def of_documents(self) -> bool:
        """Whether it consists of documents or images, not of rows."""
        return self.format in {Format.FILE, Format.IMAGE}

    @property
    def key_items(self) -> tuple[ItemInfo, ...]:
        return tuple(item for item in self.items if item.key)

    def chosen(self, item_ids: Sequence[int]) -> tuple[ItemInfo, ...]:
        """The items with these ids, in the resource's order."""
        wanted = set(item_ids)
        return tuple(item for item in self.items if item.id in wanted)


@dataclass(frozen=True, slots=True)
class GuideInfo:
    """A bureau's guide in force, as whoever describes an entry needs it.

    notes: field of the entry -> what to write there. required: elements asked beyond the regulation. elements: data
    elements of `standard`, with name, data_type, length, codes.
    """

    title: str
    number: int
    published_on: date
    text: str
    notes: Mapping[str, str]
    required: tuple[str, ...]
    standard: str
    elements: tuple[Mapping[str, Any], ...]
    href: str


@dataclass(frozen=True, slots=True)
class ListedLine:
    """Where a resource stands in a published catalog list: the release, its page, the line."""

    release: str
    href: str
    position: int
