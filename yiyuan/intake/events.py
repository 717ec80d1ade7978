"""Facts intake announces."""

from dataclasses import dataclass

from yiyuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class BatchChecked(Event):
    """A file was read to its end; its counts stand. A batch may be read again, and is announced again."""

    batch_id: int


@dataclass(frozen=True, slots=True)
class BatchTakenBack(Event):
    """A loaded batch is out of its pool again."""

    batch_id: int
