"""Facts the pools announce."""

from dataclasses import dataclass

from yiyuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class SnapshotReady(Event):
    """A batch is in the pool; `rows` stand there now."""

    resource_id: int
    version_id: int
    batch_id: int
    rows: int
