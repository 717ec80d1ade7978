"""Legal time. Terms, validity and business dates use it; sessions, audit stamps and one-time codes use `real_now`.

Outside the demo legal time is real time. The demo moves it by whole days: one small file holds the offset, every
process reads it (a `stat` per call), so pages, gateway and worker agree at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")

_frozen: ContextVar[datetime | None] = ContextVar("frozen_legal_time", default=None)
_offset_file: Path | None = None
_offset: tuple[int, timedelta] = (0, timedelta())


def real_now() -> datetime:
    """The instant it really is, aware, in UTC."""
    return datetime.now(UTC)


def now() -> datetime:
    """The instant the law reckons with, aware, in UTC."""
    return _frozen.get() or real_now() + offset()


def today() -> date:
    """The legal date in Beijing; a day ends at 24:00 there."""
    return now().astimezone(BEIJING).date()


def date_of(instant: datetime) -> date:
    """The Beijing date of an aware instant."""
    return instant.astimezone(BEIJING).date()


def offset() -> timedelta:
    """How far the demo has moved legal time; zero elsewhere."""
    global _offset  # noqa: PLW0603 - a cache of one value, keyed by the file's change time
    if _offset_file is None:
        return timedelta()
    try:
        changed = _offset_file.stat().st_mtime_ns
    except FileNotFoundError:
        return timedelta()
    if _offset[0] != changed:
        _offset = (changed, timedelta(days=int(_offset_file.read_text() or 0)))
    return _offset[1]


def use_offset_file(path: Path | None) -> None:
    """Read the demo's offset from this file from now on; None: legal time is real time."""
    global _offset_file, _offset
    _offset_file, _offset = path, (0, timedelta())


def move_to(day: date) -> None:
    """Move legal time of a demo so that today is `day`. The time of day goes on as it is."""
    assert _offset_file is not None, "legal time moves in a demo only"
    days = (day - date_of(real_now())).days
    part = _offset_file.with_suffix(".part")
    part.write_text(str(days))
    part.replace(_offset_file)


@contextmanager
def frozen(at: date | datetime) -> Iterator[None]:
    """Hold legal time still, for tests and what-if questions. A date means 09:00 in Beijing."""
    instant = at if isinstance(at, datetime) else datetime(at.year, at.month, at.day, 9, tzinfo=BEIJING)
    token = _frozen.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
