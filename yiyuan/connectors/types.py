"""What crosses the border of connectors."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Of where a department's data are; an adapter each in `dataplane.sources`."""

    POSTGRESQL = "postgresql"
    MYSQL = "mysql"
    REST = "rest"
    FOLDER = "folder"
    SFTP = "sftp"


KIND_WORDS = {
    Kind.POSTGRESQL: "PostgreSQL，或按它的协议连接的库",
    Kind.MYSQL: "MySQL、MariaDB",
    Kind.REST: "JSON 接口（REST）",
    Kind.FOLDER: "本机目录，文件放进去就收",
    Kind.SFTP: "SFTP 目录，文件放进去就收",
}


DROPS = frozenset({Kind.FOLDER, Kind.SFTP})  # files, not tables


class State(StrEnum):
    """Of a connector."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"


STATE_WORDS = {State.DRAFT: "待负责人启用", State.ACTIVE: "已启用", State.PAUSED: "已停用"}


class FeedState(StrEnum):
    """Of a feed."""

    OFF = "off"
    ON = "on"
    DRIFTED = "drifted"


FEED_WORDS = {FeedState.OFF: "未启用", FeedState.ON: "按期取数", FeedState.DRIFTED: "来源变了，已停"}


class Mode(StrEnum):
    """What is read of a table each time."""

    FULL = "full"
    INCREMENT = "increment"


MODE_WORDS = {
    Mode.FULL: "每次取全部，整体替换",
    Mode.INCREMENT: "每次取变化的，按主键合并",
}


class ArrivalState(StrEnum):
    """Of a file in a folder that is watched."""

    COMING = "coming"
    TAKEN = "taken"
    REFUSED = "refused"


ARRIVAL_WORDS = {
    ArrivalState.COMING: "等传完",
    ArrivalState.TAKEN: "已收",
    ArrivalState.REFUSED: "没有收",
}


class RunKind(StrEnum):
    PULL = "pull"
    COMPARE = "compare"


RUN_KIND_WORDS = {RunKind.PULL: "取数", RunKind.COMPARE: "对账"}


class RunState(StrEnum):
    """Of one reading."""

    WAITING = "waiting"
    READING = "reading"
    HANDED = "handed"
    DONE = "done"
    NOTHING = "nothing"
    FAILED = "failed"
    CANCELLED = "cancelled"


RUN_WORDS = {
    RunState.WAITING: "等候",
    RunState.READING: "正在取数",
    RunState.HANDED: "已取到，检查入池中",
    RunState.DONE: "完成",
    RunState.NOTHING: "没有变化",
    RunState.FAILED: "没有取成",
    RunState.CANCELLED: "已取消",
}
RUN_ENDS = frozenset({RunState.DONE, RunState.NOTHING, RunState.FAILED, RunState.CANCELLED})


class ConnectorsTag(StrEnum):
    """Audit tags of this room; the moves have their own."""

    SAVED = "connectors.connector.saved"
    TRIED = "connectors.connector.tried"
    FEED_SAVED = "connectors.feed.saved"
    SEEN = "connectors.feed.seen"
    ASKED = "connectors.run.asked"


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying to connect; words: the server's version, or what is wrong."""

    ok: bool
    words: str
    tables: int = 0
    unit: str = "张表或清单"


@dataclass(frozen=True, slots=True)
class Mapped:
    """An item of the resource and the column that brings it; type: in the server's words, when it was mapped."""

    item: str
    column: str
    type: str
