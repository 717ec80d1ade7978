"""What crosses the border of exchange."""

from dataclasses import dataclass, replace
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
BAD_VALUE = 422
PROVIDER_FAILED = 502
PROVIDER_LATE = 504
STATUS_WORDS = {
    OK: "已交付",
    NO_RECORD: "无此记录",
    FORBIDDEN: "已拒绝",
    BAD_VALUE: "查询条件不对",
    PROVIDER_FAILED: "提供方接口出错",
    PROVIDER_LATE: "提供方接口超时",
}
REFUSED = (FORBIDDEN, BAD_VALUE)  # by a rule
ANSWERED = (OK, NO_RECORD)  # what counts as used
FAILED = (PROVIDER_FAILED, PROVIDER_LATE)  # what counts against an interface
WHY_LENGTH = 300  # characters of a refusal on record


class ExchangeTag(StrEnum):
    """Audit tags of this room."""

    DELIVERED = "exchange.delivery.made"
    REFUSED = "exchange.delivery.refused"
    EXTRACT_ASKED = "exchange.extract.asked"
    EXTRACT_REMOVED = "exchange.extract.removed"
    FAILED = "exchange.delivery.failed"
    INTERFACE_SAVED = "exchange.interface.saved"
    INTERFACE_TRIED = "exchange.interface.tried"
    CALLS_REFUSED = "exchange.calls.refused"


# calls that no key let in, by the code the caller was told
CALL_REFUSAL_WORDS = {"no_key": "没有带密钥", "unknown_key": "密钥无效"}


class InterfaceState(StrEnum):
    """Of the interface by which a resource that stays with its provider is offered."""

    DRAFT = "draft"
    UP = "up"
    DOWN = "down"
    PAUSED = "paused"


INTERFACE_WORDS = {
    InterfaceState.DRAFT: "未开通",
    InterfaceState.UP: "正常",
    InterfaceState.DOWN: "中断",
    InterfaceState.PAUSED: "已停用",
}
OPEN_INTERFACES = (InterfaceState.UP, InterfaceState.DOWN)


class Method(StrEnum):
    """How the provider's system is asked."""

    POST_JSON = "post_json"
    POST_FORM = "post_form"
    GET = "get"


METHOD_WORDS = {
    Method.POST_JSON: "POST，请求体是 JSON",
    Method.POST_FORM: "POST，请求体是表单",
    Method.GET: "GET，参数在网址里",
}


class Failure(StrEnum):
    """Why no data came from a provider's system."""

    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    STATUS = "status"
    SHAPE = "shape"
    LARGE = "large"
    INWARD = "inward"
    CREDENTIAL = "credential"
    VALUE = "value"
    BUSY = "busy"
    HEALTH = "health"


FAILURE_WORDS = {
    Failure.TIMEOUT: "没有在约定的时间内答复",
    Failure.UNREACHABLE: "连不上",
    Failure.STATUS: "答复表示出错",
    Failure.SHAPE: "答复的内容与登记的说明不符",
    Failure.LARGE: "一次答复的数据太多",
    Failure.INWARD: "地址不在平台允许访问的范围内",
    Failure.CREDENTIAL: "登记的凭据打不开，须重新填写",
    Failure.VALUE: "不接受这个查询条件",
    Failure.BUSY: "正在答复的调用太多",
    Failure.HEALTH: "检查地址的答复表示出错",
}


@dataclass(frozen=True, slots=True)
class InterfaceField:
    """One information item as the provider's system names it. parameter: under which it is looked for, "" if never."""

    column: str
    name: str
    pg_type: str
    field: str
    parameter: str = ""


@dataclass(frozen=True, slots=True)
class InterfaceInfo:
    """What is needed to ask a provider's system. `credential` is sealed; `header` is "" where none is sent."""

    resource_id: int
    method: Method
    address: str
    fields: tuple[InterfaceField, ...]
    rows_at: str
    none_is_404: bool
    timeout_s: int
    header: str
    credential: bytes
    health: str = ""

    @property
    def parameters(self) -> tuple[InterfaceField, ...]:
        return tuple(field for field in self.fields if field.parameter)


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one call by the provider's own person: names and figures, never what stood in the rows."""

    ok: bool
    words: str
    ms: int = 0
    rows: int = 0
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """Calls of an interface in a span of days."""

    calls: int = 0
    failures: int = 0
    rows: int = 0
    ms: int = 0


WATCHED_STATES = [*((state.value, words) for state, words in INTERFACE_WORDS.items()), ("none", "没有登记接口")]


@dataclass(frozen=True, slots=True)
class Watched:
    """A resource that stays with its provider, and how its interface did in the last seven legal days.

    state: "" where none is registered. words: the state and the reason. downs: how often it went down.
    """

    resource_id: int
    resource_name: str
    provider: str
    href: str
    state: str = ""
    words: str = "没有登记接口"
    since: datetime | None = None
    last_ok_at: datetime | None = None
    checked_at: datetime | None = None
    calls: int = 0
    failures: int = 0
    days_well: int = 0
    days_failing: int = 0
    downs: int = 0

    @property
    def is_down(self) -> bool:
        return self.state == InterfaceState.DOWN

    @property
    def week_words(self) -> str:
        """Like "5 天正常，1 天有没取到，中断 2 次"."""
        parts = [f"{self.days_well} 天正常"] if self.days_well else []
        parts += [f"{self.days_failing} 天有没取到的"] if self.days_failing else []
        parts += [f"中断 {self.downs} 次"] if self.downs else []
        return "，".join(parts) or "没有调用"


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
    refusal, refusal_words, refusal_articles: code, sentence and articles of an answer that is none.
    provider_ms, provider_rows: where the data stay with the provider, how long its system took, how many rows it gave.
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
    provider_ms: int | None = None
    provider_rows: int | None = None
    failure: str = ""
    refusal: str = ""
    refusal_words: str = ""
    refusal_articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedCalls:
    """What no key let in from one network in seven days. network: empty: all further ones. hours: when it called."""

    reason: str
    network: str
    calls: int
    hours: int
    peak: int
    first_at: datetime
    last_at: datetime

    @property
    def words(self) -> str:
        return CALL_REFUSAL_WORDS[self.reason]


@dataclass(frozen=True, slots=True)
class BrokenInfo:
    """A call the gateway failed at. same: how many of the last seven days failed alike."""

    number: str
    at: datetime
    status: int
    way: str
    exception: str
    place: str
    same: int


@dataclass(frozen=True, slots=True)
class DeliveryInfo:
    """One delivery by its number. why, articles: empty where data were delivered. No person, nothing that was asked."""

    code: str
    at: datetime
    status: int
    result: str
    channel: str
    action: str
    consumer: str
    provider: str
    region_code: str
    resource_name: str
    grant_number: str
    why: str
    articles: tuple[str, ...]
    failed: bool  # the provider's own system did not give it


@dataclass(frozen=True, slots=True)
class Summary:
    """What was delivered under a grant: calls and files, rows in them, the first and the last of them."""

    count: int
    rows: int
    first_at: datetime | None
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Uses:
    """Answers that count as use: calls and look-ups, files, rows in both, the last legal day of any."""

    calls: int = 0
    files: int = 0
    rows: int = 0
    last_on: date | None = None

    @property
    def times(self) -> int:
        return self.calls + self.files


@dataclass(frozen=True, slots=True)
class Mark:
    """An open recheck of a resource. digests: keyed, of the record and whom it is about; none: of all records."""

    number: str
    items: tuple[str, ...]
    received_on: date
    digests: frozenset[str]
    region_code: str
    law_on: date


@dataclass(frozen=True, slots=True)
class Receiver:
    """A department that was given data of a resource, and whether the record asked about was surely among them.

    named: answers about its subject; in_bulk: files and lists. grant_id: the grant it used last.
    """

    consumer_id: int
    grant_id: int
    named: int
    in_bulk: int
    first_at: datetime
    last_at: datetime
    sure: bool

    def after(self, before: "Receiver | None") -> "Receiver":
        """Together with what the same department was given before under another grant."""
        if before is None:
            return self
        return replace(
            self,
            named=self.named + before.named,
            in_bulk=self.in_bulk + before.in_bulk,
            first_at=min(self.first_at, before.first_at),
            sure=self.sure or before.sure,
        )


@dataclass(frozen=True, slots=True)
class Used:
    """Answers and files that carried data: how many, rows in them, to which departments."""

    deliveries: int
    rows: int
    consumer_ids: frozenset[int]
