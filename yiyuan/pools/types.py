"""What crosses the border of the pools."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class PoolTag(StrEnum):
    """Audit tags of this room."""

    PREPARED = "pools.table.prepared"
    SAMPLED = "pools.table.sampled"
    TRACED = "pools.row.traced"
    WITHDRAWAL_ASKED = "pools.withdrawal.asked"
    FORGOTTEN = "pools.past.forgotten"


class WithdrawalState(StrEnum):
    ASKED = "asked"
    ACCEPTED = "accepted"
    DONE = "done"
    DROPPED = "dropped"


WITHDRAWAL_WORDS = {
    WithdrawalState.ASKED: "等另一个人确认",
    WithdrawalState.ACCEPTED: "已确认，撤回中",
    WithdrawalState.DONE: "已撤回",
    WithdrawalState.DROPPED: "没有撤回",
}


@dataclass(frozen=True, slots=True)
class ViewInfo:
    """What the gateway and files read for one version of a resource. `name` is `schema.view`.

    key: columns that identify a row; empty: a full snapshot without a key, order by `_digest` then.
    """

    schema: str
    view: str
    resource_id: int
    version_id: int
    version_number: int
    key: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.schema}.{self.view}"


@dataclass(frozen=True, slots=True)
class PoolInfo:
    """The standing copy of a resource: rows now, last load."""

    resource_id: int
    rows: int
    last_batch_id: int | None
    loaded_at: datetime | None
    loaded_on: date | None  # legal day of it


@dataclass(frozen=True, slots=True)
class Stood:
    """A row as it stood for a time. values: by item, masked. row: of the file; None where it was not noted.

    until: None while it stands. ended_by: id of the batch that brought another value or took it out; its own where it
    was withdrawn.
    """

    values: tuple[str, ...]
    batch_id: int
    row: int | None
    since: datetime
    until: datetime | None
    ended_by: int | None
    renewed: bool

    @property
    def is_withdrawn(self) -> bool:
        return self.ended_by == self.batch_id


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with where it came from: the batch that first brought it and the row of its file."""

    item: str
    value: str
    batch_id: int
    row: int | None
    since: datetime


@dataclass(frozen=True, slots=True)
class Traced:
    """A row of a pool: its cells, and all it was, the latest first."""

    cells: tuple[Cell, ...]
    stood: tuple[Stood, ...]
