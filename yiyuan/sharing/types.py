"""What crosses the border of sharing."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NewType

ApplicationId = NewType("ApplicationId", int)
GrantId = NewType("GrantId", int)


class State(StrEnum):
    """Of an application."""

    DRAFT = "draft"
    SENT = "sent"
    RETURNED = "returned"
    FORWARDED = "forwarded"
    GRANTED = "granted"
    REFUSED = "refused"
    NEGOTIATING = "negotiating"
    COORDINATING = "coordinating"
    COORDINATED = "coordinated"
    WITHDRAWN = "withdrawn"


STATE_WORDS = {
    State.DRAFT: "草稿",
    State.SENT: "待答复",
    State.RETURNED: "退回补材料",
    State.FORWARDED: "转报上级，待其答复",
    State.GRANTED: "已同意",
    State.REFUSED: "不予共享",
    State.NEGOTIATING: "协商中",
    State.COORDINATING: "待协调",
    State.COORDINATED: "协调有结论，待办理",
    State.WITHDRAWN: "已撤回",
}


# until it is answered an applicant may add files to what it has said
ATTACHABLE = frozenset({State.DRAFT, State.SENT, State.RETURNED, State.FORWARDED, State.NEGOTIATING})


class GrantState(StrEnum):
    OPEN = "open"
    IN_USE = "in_use"
    UNUSED = "unused"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    EXPIRED = "expired"
    GIVEN_BACK = "given_back"
    LAPSED = "lapsed"
    RENEWED = "renewed"


GRANT_WORDS = {
    GrantState.OPEN: "已授权，待首次取用",
    GrantState.IN_USE: "生效中",
    GrantState.UNUSED: "久未使用，将失效",
    GrantState.SUSPENDED: "已暂停",
    GrantState.REVOKED: "已撤销",
    GrantState.EXPIRED: "已到期",
    GrantState.GIVEN_BACK: "已退回",
    GrantState.LAPSED: "未使用，已失效",
    GrantState.RENEWED: "已续期，由新授权接替",
}
# data may be taken under these; a suspended grant may come back
LIVE = (GrantState.OPEN, GrantState.IN_USE, GrantState.UNUSED)
ENDED = (GrantState.REVOKED, GrantState.EXPIRED, GrantState.GIVEN_BACK, GrantState.LAPSED)


class Suspension(StrEnum):
    """Why a grant rests, and so who may wake it."""

    PROVIDER = "provider"
    BUREAU = "bureau"
    MISUSE = "misuse"
    SUCCESSION = "succession"


SUSPENSION_WORDS = {
    Suspension.PROVIDER: "提供部门暂停",
    Suspension.BUREAU: "主管部门责令暂停",
    Suspension.MISUSE: "检查发现超出用途使用",
    Suspension.SUCCESSION: "机构变动，待重新确认",
}


class CertificateState(StrEnum):
    """Of a certificate that data of an ended grant were returned or destroyed."""

    DUE = "due"
    FILED = "filed"


class Disposal(StrEnum):
    """What became of the data after a grant ended."""

    DESTROYED = "destroyed"
    RETURNED = "returned"
    NOTHING_KEPT = "nothing_kept"


DISPOSAL_WORDS = {
    Disposal.DESTROYED: "已销毁",
    Disposal.RETURNED: "已返还",
    Disposal.NOTHING_KEPT: "只查询，没有留存",
}


class TaskState(StrEnum):
    """Of a task a coordinating body decided."""

    OPEN = "open"
    REPORTED = "reported"
    DONE = "done"


TASK_WORDS = {
    TaskState.OPEN: "办理中",
    TaskState.REPORTED: "已报结果，待确认",
    TaskState.DONE: "已办结",
}


class DemandState(StrEnum):
    """Of a report that a citizen was asked for what sharing provides."""

    RECEIVED = "received"
    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


DEMAND_WORDS = {
    DemandState.RECEIVED: "已收到，待主管部门受理",
    DemandState.OPEN: "待被反映单位答复",
    DemandState.ANSWERED: "已答复，待主管部门核实",
    DemandState.CLOSED: "已办结",
}


class Route(StrEnum):
    """The way to a resource, by its type and the law of the region."""

    SUBSCRIBE = "subscribe"
    APPLY = "apply"
    NEGOTIATE = "negotiate"
    NONE = "none"


class Operator(StrEnum):
    """Simple conditions on rows."""

    IS = "is"
    IS_NOT = "is_not"
    FROM = "from"
    TO = "to"
    STARTS = "starts"


OPERATOR_WORDS = {
    Operator.IS: "等于",
    Operator.IS_NOT: "不等于",
    Operator.FROM: "不小于",
    Operator.TO: "不大于",
    Operator.STARTS: "以…开头",
}

# which lawful methods open which technical door
GATEWAY_METHODS = frozenset({"interface", "system_link", "online_query"})
# of these, the ones that also open list and count; a look-up answers about one record at a time
LIST_METHODS = frozenset({"interface", "system_link"})
FILE_METHODS = frozenset({"batch_download", "front_end", "db_push"})


class SharingTag(StrEnum):
    """Audit tags of this room beside the moves of its workflows."""

    DRAFTED = "sharing.application.drafted"
    CHANGED = "sharing.application.changed"
    DISCARDED = "sharing.application.discarded"
    ATTACHED = "sharing.application.attached"
    DETACHED = "sharing.application.detached"
    KEY_ISSUED = "sharing.grant.key_issued"
    NEED_MADE = "sharing.need.made"
    ELIGIBLE_SET = "sharing.resource.eligible_set"
    MISUSE_FOUND = "sharing.grant.misuse_found"
    SUCCEEDED = "sharing.grant.succeeded"
    PROVIDED = "sharing.provision.registered"
    TASK_SET = "sharing.task.set"
    PAPER_RECORDED = "sharing.paper.recorded"
    CHAIN_SET = "sharing.chain.set"
    SEEN = "sharing.application.seen"
    HANDED_OVER = "sharing.handover.made"
    DEMAND_REPORTED = "sharing.demand.reported"
    REMINDED = "sharing.application.reminded"
    DISPUTED = "sharing.application.disputed"


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was sent; one that is too large may be cut short after the most that is taken."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on rows: item id, operator, value as text."""

    item_id: int
    operator: Operator
    value: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What is asked for or granted: items, conditions all of which hold, methods, the last day of use (inclusive).

    daily_calls, daily_rows: most of a legal day; none: as many as needed.
    """

    fields: frozenset[int]
    rows: frozenset[Condition] = field(default_factory=frozenset)
    methods: frozenset[str] = field(default_factory=frozenset)
    until_on: date | None = None
    daily_calls: int | None = None
    daily_rows: int | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a grant: as named in the catalog, in the pool, and how it is masked ("" = as it is)."""

    item_id: int
    name: str
    column: str
    data_type: str
    item_class: str
    mask: str
    key: bool


@dataclass(frozen=True, slots=True)
class GrantInfo:
    """A grant as delivery sees it."""

    id: GrantId
    number: str
    resource_id: int
    version_number: int
    resource_name: str
    consumer_id: int
    consumer_name: str
    provider_id: int
    region_code: str
    fields: tuple[Field, ...]
    rows: tuple[Condition, ...]
    row_columns: dict[int, str]
    methods: frozenset[str]
    from_on: date
    until_on: date
    live: bool
    has_key: bool
    daily_calls: int | None = None
    daily_rows: int | None = None
    revision: int = 1


@dataclass(frozen=True, slots=True)
class ProvisionInfo:
    """A registered provision outside the platform, to be counted beside deliveries."""

    resource_id: int
    resource_name: str
    provider_id: int
    consumer_id: int
    provided_on: date
    times: int
    rows: int


@dataclass(frozen=True, slots=True)
class Kept:
    """One provider: how many of its published resources are kept to their cycle, behind, never loaded, held."""

    provider_id: int
    provider: str
    kept: int
    behind: int
    never: int
    held: int


@dataclass(frozen=True, slots=True)
class GrantLine:
    """A grant in one line, for who counts grants. used: something was taken under it."""

    number: str
    resource_name: str
    href: str
    used: bool


@dataclass(frozen=True, slots=True)
class UnusedGrant:
    """A grant of which nothing was ever taken."""

    number: str
    resource_name: str
    href: str
    provider_id: int
    consumer_id: int
    from_on: date
    until_on: date


class PaperKind(StrEnum):
    """The formal acts of a sharing application."""

    APPLICATION = "application"
    AUTHORISATION = "authorisation"
    REFUSAL = "refusal"
    RETURN = "return"
    COORDINATION = "coordination"
    REMINDER = "reminder"
    RECEIPT = "receipt"


PAPER_WORDS = {
    PaperKind.APPLICATION: "政务数据共享申请表",
    PaperKind.AUTHORISATION: "政务数据共享授权书",
    PaperKind.REFUSAL: "不予共享告知书",
    PaperKind.RETURN: "补充材料通知书",
    PaperKind.COORDINATION: "数据共享协调记录",
    PaperKind.REMINDER: "催办函",
    PaperKind.RECEIPT: "办理回执",
}
