"""What crosses the border of the record."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class AuditTag(StrEnum):
    """Audit tags of this room."""

    SUBJECT_SOUGHT = "audit.subject.sought"


class Fault(StrEnum):
    """What `verify` can find wrong with a row."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    RESEALED = "resealed"


FAULT_WORDS = {
    Fault.CHANGED: "内容被改动",
    Fault.REMOVED: "已被删除",
    Fault.INSERTED: "不是由平台写入",
    Fault.RESEALED: "封存记录被改动",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One row that is not as it was sealed. `entry_id` 0: a checkpoint, named in `detail`."""

    fault: Fault
    entry_id: int
    detail: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """A refused attempt by the number its reader was shown. subject: the rule or right it broke on; no person."""

    at: datetime
    legal_on: date
    tag: str
    organisation: str
    region_code: str
    method: str
    path: str
    subject: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Outcome of a verification: rows and checkpoints looked at, and what was found wrong with them."""

    entries: int
    checkpoints: int
    root: str
    checked_at: datetime
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        return not self.findings
