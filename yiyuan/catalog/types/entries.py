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

# 项, in the order of the national guide; recalled, so a city may change the file it is read from
CLASS_WORDS: dict[str, dict[str, str]] = {
    "1": {"01": "国家人口", "02": "法人单位", "03": "自然资源和空间地理", "04": "社会信用", "05": "电子证照"},
    "2": {
        "01": "公共服务",
        "02": "健康保障",
        "03": "社会保障",
        "04": "食品药品安全",
        "05": "安全生产",
        "06": "价格监管",
        "07": "能源安全",
        "08": "信用体系",
        "09": "城乡建设",
        "10": "社区治理",
        "11": "生态环保",
        "12": "应急维稳",
    },
    "3": {"07": "省、市、县部门"},
}


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


DATA_TYPE_WORDS = {
    DataType.TEXT: "字符型 C",
    DataType.NUMBER: "数值型 N",
    DataType.MONEY: "货币型 Y",
    DataType.DATE: "日期型 D",
    DataType.DATETIME: "日期时间型 T",
    DataType.LOGICAL: "逻辑型 L",
    DataType.MEMO: "备注型 M",
    DataType.INTEGER: "整型 I",
    DataType.FLOAT: "浮点型 F",
}


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


ITEM_CLASS_WORDS = {
    ItemClass.GENERAL: "一般",
    ItemClass.NAME: "姓名",
    ItemClass.CITIZEN_ID: "公民身份号码",
    ItemClass.USCC: "统一社会信用代码",
    ItemClass.MOBILE: "手机号码",
    ItemClass.ADDRESS: "住址",
    ItemClass.BANK_CARD: "银行卡号",
    ItemClass.EMAIL: "电子邮箱",
    ItemClass.BIRTH: "出生日期",
    ItemClass.SENSITIVE: "其他敏感信息",
}


class Format(StrEnum):
    """信息资源格式, by category of the national guide."""

    DATABASE = "database"
    SPREADSHEET = "spreadsheet"
    FILE = "file"
    IMAGE = "image"
    STREAM = "stream"
    SERVICE = "service"
    DESCRIBED = "described"


FORMAT_WORDS = {
    Format.DATABASE: "数据库",
    Format.SPREADSHEET: "电子表格",
    Format.FILE: "电子文件",
    Format.IMAGE: "图形图像",
    Format.STREAM: "流媒体",
    Format.SERVICE: "服务接口",
    Format.DESCRIBED: "自描述格式",
}


class Cycle(StrEnum):
    REALTIME = "realtime"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    IRREGULAR = "irregular"


CYCLE_WORDS = {
    Cycle.REALTIME: "实时",
    Cycle.DAILY: "每日",
    Cycle.WEEKLY: "每周",
    Cycle.MONTHLY: "每月",
    Cycle.QUARTERLY: "每季度",
    Cycle.HALF_YEARLY: "每半年",
    Cycle.YEARLY: "每年",
    Cycle.IRREGULAR: "不定期",
}


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


FRESHNESS_WORDS = {
    Freshness.KEPT: "按周期更新",
    Freshness.BEHIND: "超过更新周期",
    Freshness.NEVER: "尚未归集",
    Freshness.HELD: "数据留在提供部门",
}

# what conditional data may serve for; offered, not imposed
PURPOSES = ("行政依据", "工作参考", "数据校核", "业务协同")

SECURITY_LEVEL_WORDS = {1: "1 级（最低）", 2: "2 级", 3: "3 级", 4: "4 级（最高）"}


class Panel(TypedDict):
    """A fragment an upper room contributes to the page of a resource. Made for one actor and one resource.

    place: "act" beside the heading on narrow windows, "main" above the items, "side" in the right column.
    """

    title: str
    template: str
    context: Mapping[str, Any]  # template variables of the contributing room
    place: NotRequired[Literal["act", "main", "side"]]


class Outcome(StrEnum):
    """What became of one resource of a workbook."""

    TAKEN = "taken"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


OUTCOME_WORDS = {Outcome.TAKEN: "收下", Outcome.UNCHANGED: "没有变化", Outcome.REFUSED: "未收"}


class SheetState(StrEnum):
    """Of a spreadsheet taken in by a column mapping. A bureau's own is distributed; each part is offered first."""

    MAPPING = "mapping"
    DISTRIBUTED = "distributed"
    OFFERED = "offered"
    DECLINED = "declined"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


SHEET_STATE_WORDS = {
    SheetState.MAPPING: "待对照列",
    SheetState.DISTRIBUTED: "已分发给各部门",
    SheetState.OFFERED: "待部门导入",
    SheetState.DECLINED: "部门已退回",
    SheetState.RUNNING: "正在导入",
    SheetState.DONE: "已导入",
    SheetState.CANCELLED: "已取消，其余的行未导入",
    SheetState.FAILED: "没有导入完",
}


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


FORM_WORDS = {Form.FILE: "文件", Form.MATERIAL: "资料", Form.CHART: "图表", Form.DATA: "数据"}
# what is said of each form: field -> label
FORM_FIELDS: dict[str, dict[str, str]] = {
    Form.FILE: {"file_type": "文件类型", "layout": "版式"},
    Form.MATERIAL: {"carrier": "载体", "extent": "份数或页数"},
    Form.CHART: {"chart_type": "图表类型", "scale": "比例或分辨率"},
    Form.DATA: {"storage": "库表或文件", "encoding": "字符编码"},
}

CONTENT_WORDS = {
    "text": "文字",
    "number": "数字",
    "chart": "图表",
    "image": "图像",
    "audio": "音频",
    "video": "视频",
}


class Funding(StrEnum):
    CITY_OR_BELOW = "city_or_below"
    ABOVE = "above"
    OTHER = "other"


FUNDING_WORDS = {
    Funding.CITY_OR_BELOW: "市级及以下财政资金",
    Funding.ABOVE: "中央或者省级财政资金",
    Funding.OTHER: "其他资金",
}
STANDARD_LEVELS = {"national": "国家标准", "province": "省级标准", "city": "市级标准", "county": "县级标准"}


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
LICENCE_WORDS = {
    "permit": "行政许可类",
    "qualification": "资格资质类",
    "certificate": "证明类",
    "approval": "批文类",
    "other": "其他",
}
HOLDER_WORDS = {"person": "自然人", "legal_person": "法人", "other": "其他组织"}


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
    SYSTEM_REGISTERED = "catalog.system.registered"
    ENTRY_DECLARED = "catalog.system.declared"
    ENTRY_LINKED = "catalog.system.linked"
    LEAD_NAMED = "catalog.library.led"
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

    @property
    def key_items(self) -> tuple[ItemInfo, ...]:
        return tuple(item for item in self.items if item.key)

    def chosen(self, item_ids: Sequence[int]) -> tuple[ItemInfo, ...]:
        """The items with these ids, in the resource's order."""
        wanted = set(item_ids)
        return tuple(item for item in self.items if item.id in wanted)
