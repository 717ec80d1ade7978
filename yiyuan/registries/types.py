"""What crosses the border of registries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum


class State(StrEnum):
    """Of a registry."""

    EMPTY = "empty"
    ACTIVE = "active"
    STOPPED = "stopped"


STATE_WORDS = {State.EMPTY: "待定义", State.ACTIVE: "已启用", State.STOPPED: "已停用"}


class Mode(StrEnum):
    """Where its records stand."""

    CENTRAL = "central"
    CONNECTED = "connected"


MODE_WORDS = {Mode.CENTRAL: "集中建设：在平台上汇成一份", Mode.CONNECTED: "接入：查询时读牵头部门的数据"}


class Decides(StrEnum):
    """What decides between values of an item that differ."""

    PRIORITY = "priority"
    NEWEST = "newest"
    AGREE = "agree"


DECIDES_WORDS = {
    Decides.PRIORITY: "来源排在前面的为准，并列的来源不一致就挂起",
    Decides.NEWEST: "时间最近的为准",
    Decides.AGREE: "各来源须一致，不一致就挂起",
}


class Keeps(StrEnum):
    """Which rows of a source take part."""

    IS = "is"
    IS_NOT = "is_not"


KEEPS_WORDS = {Keeps.IS: "只要", Keeps.IS_NOT: "不要"}


class Standing(IntEnum):
    """What became of one source's value. The numbers stand in the tables of the registries."""

    WON = 0
    SAME = 1
    LOST = 2
    HELD = 3


STANDING_WORDS = {
    Standing.WON: "采用",
    Standing.SAME: "与采用的一致",
    Standing.LOST: "没有采用",
    Standing.HELD: "不一致，挂起",
}


class BuildState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


BUILD_WORDS = {
    BuildState.WAITING: "等候",
    BuildState.RUNNING: "正在汇集",
    BuildState.DONE: "完成",
    BuildState.FAILED: "没有建成",
    BuildState.CANCELLED: "已取消",
}
BUILD_ENDS = frozenset({BuildState.DONE, BuildState.FAILED, BuildState.CANCELLED})


class Reach(StrEnum):
    """How much a build reads anew."""

    FULL = "full"
    INCREMENT = "increment"


REACH_WORDS = {Reach.FULL: "全部", Reach.INCREMENT: "变化的"}


class EngineName(StrEnum):
    POSTGRESQL = "postgresql"
    SPARK = "spark"


ENGINE_WORDS = {EngineName.POSTGRESQL: "PostgreSQL", EngineName.SPARK: "Apache Spark"}


class ConflictState(StrEnum):
    HELD = "held"
    CONCLUDED = "concluded"
    AGREED = "agreed"


CONFLICT_WORDS = {
    ConflictState.HELD: "挂起，等甄别结论",
    ConflictState.CONCLUDED: "已有结论",
    ConflictState.AGREED: "来源已一致",
}


class Kind(StrEnum):
    """What is done to subjects."""

    MERGE = "merge"
    SPLIT = "split"


KIND_WORDS = {Kind.MERGE: "合并：两个是同一个对象", Kind.SPLIT: "拆分：一个来源里的这个对象其实是另一个"}


class RegroupingState(StrEnum):
    STANDING = "standing"
    UNDONE = "undone"


REGROUPING_WORDS = {RegroupingState.STANDING: "有效", RegroupingState.UNDONE: "已撤销"}


LINKING_WORDS = {
    BuildState.WAITING: "等候",
    BuildState.RUNNING: "正在找",
    BuildState.DONE: "找完",
    BuildState.FAILED: "没有找成",
    BuildState.CANCELLED: "已取消",
}


class SuspectState(StrEnum):
    OPEN = "open"
    SAME = "same"
    DIFFERENT = "different"


SUSPECT_WORDS = {
    SuspectState.OPEN: "待核对",
    SuspectState.SAME: "是同一个，已合并",
    SuspectState.DIFFERENT: "不是同一个",
}


class RegistriesTag(StrEnum):
    """Audit tags of this room; the moves have their own."""

    FOUNDED = "registries.registry.founded"
    DEFINED = "registries.registry.defined"
    LED = "registries.registry.led"
    SEEN = "registries.registry.previewed"
    ASKED = "registries.build.asked"
    LOOKED = "registries.record.looked_up"
    CONCLUDED = "registries.conflict.concluded"
    EXPORTED = "registries.registry.exported"
    REGROUPED = "registries.regrouping.made"
    LINKED = "registries.linking.asked"
    COMPARED = "registries.suspect.seen"


@dataclass(frozen=True, slots=True)
class ItemRule:
    """An item of the record as a build sees it; `key`: the item that names the subject."""

    id: int
    decides: Decides
    key: bool = False


@dataclass(frozen=True, slots=True)
class SourceRule:
    """A source as a build sees it.

    items: the items it brings. ranks: of an item, where it is not the source's own. codes: of an item, what the
    source writes -> what the registry writes. keeps, words: rows whose filter column is (not) one of these.
    """

    id: int
    rank: int
    items: Sequence[int]
    ranks: Mapping[int, int] = field(default_factory=dict)
    codes: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    keeps: Keeps | None = None
    words: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """Items and sources of a registry: data a build is made from."""

    items: Sequence[ItemRule]
    sources: Sequence[SourceRule]


@dataclass(frozen=True, slots=True)
class Brought:
    """A value of an item as one source brings it. loaded_at: when its batch came into the pool.

    resource_id: None where another registry is the source, or the source is gone.
    """

    source_id: int
    source: str
    resource_id: int | None
    provider_id: int
    provider: str
    value: str
    batch_id: int
    loaded_at: datetime | None
    standing: Standing

    @property
    def standing_words(self) -> str:
        return STANDING_WORDS[self.standing]


@dataclass(frozen=True, slots=True)
class ConflictInfo:
    """Values of one item of one subject that sources contradict each other in.

    subject_hash: who it is about, see `audit.subject_hash`; the number itself is only in `subject`, personal data.
    source_id: whose value the conclusion let in; None while held. values: as they were held.
    """

    id: int
    registry_id: int
    registry: str
    region_code: str
    lead_id: int
    subject: str
    subject_hash: str
    item: str
    state: ConflictState
    found_at: datetime
    values: tuple[Brought, ...]
    source_id: int | None = None
