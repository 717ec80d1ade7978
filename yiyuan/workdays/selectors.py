"""Reads of the calendar, kept in the process as long as the stored version stands."""

import threading
import time

from yiyuan.workdays import rules
from yiyuan.workdays.models import CalendarDay, CalendarVersion, CalendarYear
from yiyuan.workdays.types import Calendar, DayKind, MarkedDay, NoticeDay, YearInfo

DISPLAY_SECONDS = 1.0  # how long a page may reckon days left without asking for the version

_lock = threading.Lock()
_cached: Calendar | None = None
_checked_at = 0.0


def calendar(*, fresh: bool = False) -> Calendar:
    """The calendar that holds now.

    fresh: ask for the stored version however recently it was asked (one small query). Legal dates are computed
    fresh; lights and days left of a list may be a second old.
    """
    global _cached, _checked_at  # noqa: PLW0603 - a cache of one value, keyed by the stored version
    now = time.monotonic()
    if _cached is not None and not fresh and now - _checked_at < DISPLAY_SECONDS:
        return _cached
    stamp = CalendarVersion.objects.values_list("stamp", flat=True).filter(id=1).first() or 0
    with _lock:
        if _cached is None or _cached.version != stamp:
            _cached = _read(stamp)
        _checked_at = now
        return _cached


def forget() -> None:
    """Have this process read the calendar again on next use."""
    global _cached  # noqa: PLW0603 - see above
    _cached = None


def years() -> list[YearInfo]:
    """Every year the calendar knows, newest first. Two queries."""
    known = calendar(fresh=True)
    infos = []
    for row in CalendarYear.objects.order_by("-year"):
        kinds = [mark.kind for day, mark in known.days.items() if day.year == row.year]
        infos.append(
            YearInfo(
                year=row.year,
                announced=row.announced,
                notice=row.notice,
                source=row.source,
                rest_days=kinds.count(DayKind.REST),
                makeup_days=kinds.count(DayKind.WORK),
                workdays=rules.workdays_in_year(known, row.year),
            )
        )
    return infos


def _read(stamp: int) -> Calendar:
    rows = CalendarDay.objects.values_list("date", "kind", "name")
    return Calendar(
        days={day: MarkedDay(DayKind(kind), name) for day, kind, name in rows},
        announced=frozenset(CalendarYear.objects.filter(announced=True).values_list("year", flat=True)),
        version=stamp,
    )


def year(number: int) -> tuple[YearInfo | None, list[NoticeDay]]:
    """What is known of one year, and the days its notice names, in order; (None, []) for a year never heard of."""
    info = next((one for one in years() if one.year == number), None)
    rows = CalendarDay.objects.filter(year=number).values_list("date", "kind", "name")
    return info, [NoticeDay(on, DayKind(kind), name) for on, kind, name in rows]
