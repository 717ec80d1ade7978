"""What happened to records, for rooms above: subscriptions, published pages."""

from dataclasses import dataclass

from yiyuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class _OfRecord(Event):
    record_id: int
    subject_code: str
    kind: str
    level: str
    region_code: str


@dataclass(frozen=True, slots=True)
class RecordAdded(_OfRecord):
    pass


@dataclass(frozen=True, slots=True)
class RecordChanged(_OfRecord):
    """Corrected, disputed, stated upon, levelled."""


@dataclass(frozen=True, slots=True)
class RecordEnded(_OfRecord):
    """Ended, withdrawn, repaired, out of its term of publication."""


@dataclass(frozen=True, slots=True)
class RecordDeleted(_OfRecord):
    """Nothing of it is kept; whoever holds a copy destroys it."""
