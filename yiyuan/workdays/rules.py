"""Counting of legal terms. Pure: from a calendar and dates to dates.

The day of the event is not counted; the last day is included until 24:00. A month or year ends on the corresponding
day, else on the last day of that month. A term in days, months or years that ends on a rest day rolls to the next
workday (the platform's default, by analogy to the Civil Code); a term in workdays ends on a workday by itself.
"""

from calendar import Calendar as Weeks
from calendar import monthrange
from datetime import date, timedelta

from yiyuan.kernel.errors import RuleBroken
from yiyuan.kernel.terms import Term, Unit
from yiyuan.workdays.types import Calendar, DayKind, Due, GridDay, Light, MarkedDay, Month, NoticeDay, StripDay

ONE_DAY = timedelta(days=1)
SOON_AT_MOST = 3  # working days; a display rule of the platform, not of any text
_SATURDAY = 5
_WEEKS = Weeks()  # from Monday
_MARKS = {DayKind.REST: "休", DayKind.WORK: "班"}

# The statutory days with a fixed date (State Council order 795, in force 2025-01-01). Festivals of the lunar calendar
# and make-up days come from the yearly notice only.
_FIXED = {(1, 1): "元旦", (5, 1): "劳动节", (5, 2): "劳动节", (10, 1): "国庆节", (10, 2): "国庆节", (10, 3): "国庆节"}


def marked(calendar: Calendar, day: date) -> MarkedDay | None:
    """What the notice says of this day; for a year without notice, the fixed statutory days."""
    if found := calendar.days.get(day):
        return found
    if day.year not in calendar.announced and (name := _FIXED.get((day.month, day.day))):
        return MarkedDay(DayKind.REST, name)
    return None


def is_workday(calendar: Calendar, day: date) -> bool:
    """Whether offices work on this day."""
    if mark := marked(calendar, day):
        return mark.kind is DayKind.WORK
    return day.weekday() < _SATURDAY


def months(calendar: Calendar, year: int, *, today: date) -> list[Month]:
    """The twelve months of a year, to be drawn as grids."""

    def grid_day(day: date) -> GridDay:
        mark = marked(calendar, day)
        sign = "" if mark is None else _MARKS[mark.kind]
        return GridDay(day, is_workday(calendar, day), sign, mark.name if mark else "", day == today)

    found = []
    for number in range(1, 13):
        weeks = [
            [grid_day(day) if day.month == number else None for day in week]
            for week in _WEEKS.monthdatescalendar(year, number)
        ]
        found.append(Month(number, weeks, sum(day.is_workday for week in weeks for day in week if day)))
    return found


def is_provisional(calendar: Calendar, first: date, last: date) -> bool:
    """Whether the holidays of any year from `first` to `last`, both included, are not announced."""
    return any(year not in calendar.announced for year in range(first.year, last.year + 1))


def next_workday(calendar: Calendar, day: date) -> date:
    """The day itself if it is a workday, else the first workday after it."""
    while not is_workday(calendar, day):
        day += ONE_DAY
    return day


def add_workdays(calendar: Calendar, start: date, amount: int) -> date:
    """The `amount`-th workday after `start`; `start` itself for 0."""
    day = start
    while amount > 0:
        day += ONE_DAY
        amount -= is_workday(calendar, day)
    return day


def add_months(start: date, months: int) -> date:
    """The corresponding day so many months later, else the last day of that month."""
    year, month0 = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month0 + 1, min(start.day, monthrange(year, month0 + 1)[1]))


def due(calendar: Calendar, term: Term, start: date) -> Due:
    """The last day of a term whose event falls on `start`."""
    match term.unit:
        case Unit.WORKDAY:
            end = add_workdays(calendar, start, term.amount)
        case Unit.DAY:
            end = next_workday(calendar, start + timedelta(days=term.amount))
        case Unit.MONTH:
            end = next_workday(calendar, add_months(start, term.amount))
        case Unit.YEAR:
            end = next_workday(calendar, add_months(start, 12 * term.amount))
    return Due(end, is_provisional(calendar, min(start + ONE_DAY, end), end))


def yearly_date(month: int, day: int, *, on_or_after: date) -> date:
    """The next yearly fixed date; it does not roll to a workday."""
    year = on_or_after.year
    this_year = date(year, month, min(day, _days(year, month)))
    return this_year if this_year >= on_or_after else date(year + 1, month, min(day, _days(year + 1, month)))


def _days(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def workdays_between(calendar: Calendar, first: date, last: date) -> int:
    """Workdays after `first` up to and including `last`; 0 if there is none. As long for a century as for a day."""
    if last <= first:
        return 0
    weeks, rest = divmod((last - first).days, 7)
    count = 5 * weeks + sum((last - n * ONE_DAY).weekday() < _SATURDAY for n in range(rest))
    for day in _marked_days(calendar, first, last):
        count += is_workday(calendar, day) - (day.weekday() < _SATURDAY)
    return count


def _marked_days(calendar: Calendar, first: date, last: date) -> set[date]:
    """The days after `first` up to `last` that are not as their weekday says."""
    unannounced = set(range(first.year, last.year + 1)) - calendar.announced
    fixed = (date(year, month, day) for year in unannounced for month, day in _FIXED)
    return {day for day in (*calendar.days, *fixed) if first < day <= last}


def workdays_in_year(calendar: Calendar, year: int) -> int:
    """How many workdays a year has."""
    return workdays_between(calendar, date(year - 1, 12, 31), date(year, 12, 31))


def workdays_left(calendar: Calendar, today: date, due_on: date) -> int:
    """Workdays still to come; 0 when due today (or on a rest day that no workday precedes); negative: days late.

    The first day after a due date is late already, also when it is a rest day: -1.
    """
    if today <= due_on:
        return workdays_between(calendar, today, due_on)
    return -max(1, workdays_between(calendar, due_on, today))


def light(calendar: Calendar, today: date, due_on: date | None, term: Term | None) -> Light:
    """Late after the due date; soon from min(3, a third of the term) workdays left; none without a due date.

    A third is rounded up, so that a term of one day is soon on its only day. A term in months or years counts 3.
    """
    if due_on is None:
        return Light.NONE
    if today > due_on:
        return Light.LATE
    soon = SOON_AT_MOST
    if term is not None and term.unit in (Unit.WORKDAY, Unit.DAY):
        soon = min(SOON_AT_MOST, -(-term.amount // 3))
    return Light.SOON if workdays_left(calendar, today, due_on) <= soon else Light.OK


def strip(calendar: Calendar, start: date, due_on: date, today: date) -> list[StripDay]:
    """The days from the event to the due date (or today, if later), whole weeks not filled up."""
    days: list[StripDay] = []
    number, day, last = 0, start, max(due_on, today)
    while day <= last:
        mark, works = marked(calendar, day), is_workday(calendar, day)
        counted = works and start < day <= due_on
        number += counted
        days.append(
            StripDay(
                on=day,
                number=number if counted else None,
                is_workday=works,
                mark="" if mark is None else ("班" if mark.kind is DayKind.WORK else "休"),
                name="" if mark is None else mark.name,
                is_start=day == start,
                is_today=day == today,
                is_due=day == due_on,
                is_provisional=day.year not in calendar.announced,
            )
        )
        day += ONE_DAY
    return days


def check_notice(year: int, days: list[NoticeDay]) -> None:
    """A notice names each day once, and days of its year or of the week before it (a New Year bridge)."""
    dates = [day.on for day in days]
    if twice := sorted({day.isoformat() for day in dates if dates.count(day) > 1}):
        raise RuleBroken("workdays.notice", problem="twice", days=twice)
    first, last = date(year, 1, 1) - timedelta(days=7), date(year, 12, 31)
    if foreign := sorted(day.isoformat() for day in dates if not first <= day <= last):
        raise RuleBroken("workdays.notice", problem="foreign", days=foreign)
    if pointless := sorted(d.on.isoformat() for d in days if d.kind is DayKind.WORK and d.on.weekday() < _SATURDAY):
        raise RuleBroken("workdays.notice", problem="makeup_on_weekday", days=pointless)
    if not any(day.kind is DayKind.REST for day in days):
        raise RuleBroken("workdays.notice", problem="empty", days=[])
