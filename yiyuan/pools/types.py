"""What crosses the border of the pools."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class PoolTag(StrEnum):
    """Audit tags of this room."""

    PREPARED = "pools.table.prepared"
    SAMPLED = "pools.table.sampled"


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
