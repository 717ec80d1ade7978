"""When a backup is due, when it is late, which old ones go. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from yiyuan.kernel.clock import BEIJING
from yiyuan.operations.types import Standing

SILENT_S = 30  # a worker writes every two seconds
WAITING_LATE = timedelta(minutes=10)
DOING_LATE = timedelta(hours=1)
PEAK = 1000  # calls without a valid key, of one network in an hour, from which on the operator should look
FULL = 0.9  # of the connections
FREE_BYTES = 2 * 1024**3
FREE_SHARE = 0.1  # of a disk
LATE_AFTER = timedelta(hours=3)  # a due backup that is not there by then is told of


def due_at(now: datetime, *, hour: int) -> datetime:
    """The last instant before `now` at which a backup was due: every day at this hour in Beijing."""
    here = now.astimezone(BEIJING)
    at = here.replace(hour=hour, minute=0, second=0, microsecond=0)
    return at if at <= here else at - timedelta(days=1)


def is_due(newest: datetime | None, *, now: datetime, hour: int) -> bool:
    """newest: when the newest complete backup was begun."""
    return newest is None or newest < due_at(now, hour=hour)


def is_late(newest: datetime | None, *, now: datetime, hour: int) -> bool:
    return is_due(newest, now=now - LATE_AFTER, hour=hour)


def to_drop(complete: Sequence[str], *, keep: int) -> Sequence[str]:
    """Of the complete backups, oldest first, those beyond the newest `keep`; the newest one always stays."""
    return complete[: -max(1, keep)]


def disk_standing(*, free: int, total: int) -> Standing:
    """free, total: bytes of a disk."""
    if free < FREE_BYTES:
        return Standing.LATE
    return Standing.SOON if free < total * FREE_SHARE else Standing.OK


def age_words(age: timedelta) -> str:
    """Like "12 分钟"; whole units, the largest that fits."""
    seconds = int(age.total_seconds())
    for unit, length in (("天", 86_400), ("小时", 3600), ("分钟", 60)):
        if seconds >= length:
            return f"{seconds // length} {unit}"
    return f"{max(0, seconds)} 秒"
