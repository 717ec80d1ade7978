"""What crosses the border of exchange."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Channel(StrEnum):
    GATEWAY = "gateway"
    ONLINE = "online"
    FILE = "file"


CHANNEL_WORDS = {Channel.GATEWAY: "接口", Channel.ONLINE: "联机查询", Channel.FILE: "文件"}


class Action(StrEnum):
    """What was asked for."""

    BY_KEY = "by_key"
    LIST = "list"
    COUNT = "count"
    FILE = "file"


ACTION_WORDS = {Action.BY_KEY: "按键查询", Action.LIST: "列表", Action.COUNT: "计数", Action.FILE: "文件"}


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


FORMAT_WORDS = {Format.CSV: "CSV", Format.XLSX: "Excel"}


class ExtractState(StrEnum):
    """Of a file that is written in the background."""

    WAITING = "waiting"
    WRITING = "writing"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"


EXTRACT_WORDS = {
    ExtractState.WAITING: "排队等候",
    ExtractState.WRITING: "正在写文件",
    ExtractState.READY: "可以下载",
    ExtractState.FAILED: "没有写成",
    ExtractState.CANCELLED: "已取消",
}

OK = 200
NO_RECORD = 404
FORBIDDEN = 403
STATUS_WORDS = {OK: "已交付", NO_RECORD: "无此记录", FORBIDDEN: "已拒绝"}


class ExchangeTag(StrEnum):
    """Audit tags of this room."""

    DELIVERED = "exchange.delivery.made"
    REFUSED = "exchange.delivery.refused"
    EXTRACT_ASKED = "exchange.extract.asked"
    EXTRACT_CANCELLED = "exchange.extract.cancelled"
    EXTRACT_REMOVED = "exchange.extract.removed"


@dataclass(frozen=True, slots=True)
class Relation:
    """What is read: a view in the published schema, its columns with their types, and what identifies a row.

    key: none for a full snapshot without a key.
    """

    name: str
    types: dict[str, str]
    key: tuple[str, ...]


@dataclass(slots=True)  # not frozen: made thousands of times a second
class Made:
    """One answer as it is recorded. Never personal content: subjects are keyed hashes.

    bytes: size of the answer. purpose_ok: None when the caller stated none. batch_id: newest batch among the rows.
    """

    code: str
    grant_id: int
    grant_number: str
    resource_id: int
    resource_name: str
    region_code: str
    consumer_id: int
    provider_id: int
    at: datetime
    legal_on: date
    channel: Channel
    action: Action
    status: int
    rows: int = 0
    bytes: int = 0
    ms: int = 0
    subjects: tuple[str, ...] = ()
    case: str = ""
    reason: str = ""
    operator: str = ""
    person_name: str = ""
    purpose_ok: bool | None = None
    batch_id: int | None = None
    format: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """What was delivered under a grant: calls and files, rows in them, the first and the last of them."""

    count: int
    rows: int
    first_at: datetime | None
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Used:
    """Answers and files that carried data: how many, rows in them, to which departments."""

    deliveries: int
    rows: int
    consumer_ids: frozenset[int]
