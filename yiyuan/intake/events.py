"""Facts intake announces."""

from dataclasses import dataclass

from yiyuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class BatchFailed(Event):
    """Nothing of the batch was taken."""

    batch_id: int
