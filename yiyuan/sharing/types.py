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
    State.GRANTED: "已同意",
    State.REFUSED: "不予共享",
    State.NEGOTIATING: "协商中",
    State.COORDINATING: "待协调",
    State.COORDINATED: "协调有结论，待办理",
    State.WITHDRAWN: "已撤回",
}


class GrantState(StrEnum):
    OPEN = "open"
    IN_USE = "in_use"
    REVOKED = "revoked"
    EXPIRED = "expired"
    GIVEN_BACK = "given_back"


GRANT_WORDS = {
    GrantState.OPEN: "已授权，待首次取用",
    GrantState.IN_USE: "生效中",
    GrantState.REVOKED: "已撤销",
    GrantState.EXPIRED: "已到期",
    GrantState.GIVEN_BACK: "已退回",
}
LIVE = (GrantState.OPEN, GrantState.IN_USE)


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
FILE_METHODS = frozenset({"batch_download", "front_end", "db_push"})


class SharingTag(StrEnum):
    """Audit tags of this room beside the moves of its workflows."""

    DRAFTED = "sharing.application.drafted"
    KEY_ISSUED = "sharing.grant.key_issued"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on rows: item id, operator, value as text."""

    item_id: int
    operator: Operator
    value: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What is asked for or granted: items, conditions all of which hold, methods, the last day of use (inclusive)."""

    fields: frozenset[int]
    rows: frozenset[Condition] = field(default_factory=frozenset)
    methods: frozenset[str] = field(default_factory=frozenset)
    until_on: date | None = None


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
