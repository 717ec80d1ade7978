"""Facts the pools announce."""

from dataclasses import dataclass
from datetime import datetime

from yiyuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class SnapshotReady(Event):
    """A batch is in the pool; `rows` stand there now."""

    resource_id: int
    version_id: int
    batch_id: int
    rows: int


@dataclass(frozen=True, slots=True)
class BatchWithdrawn(Event):
    """A batch that came into the pool at `loaded_at` is out of it again; `withdrawal_id` tells why."""

    resource_id: int
    batch_id: int
    withdrawal_id: int
    provider_id: int
    loaded_at: datetime
