"""Writes to the calendar: the yearly notice."""

import secrets
from collections.abc import Sequence

from django.db import transaction

from yiyuan.kernel.actor import Actor, Function
from yiyuan.kernel.errors import NotAllowed, RuleBroken
from yiyuan.kernel.events import publish
from yiyuan.workdays import rules, selectors
from yiyuan.workdays.events import NoticeEntered
from yiyuan.workdays.models import CalendarDay, CalendarVersion, CalendarYear
from yiyuan.workdays.types import NoticeDay


@transaction.atomic
def enter_notice(year: int, *, days: Sequence[NoticeDay], notice: str, source: str = "", actor: Actor) -> None:
    """Enter or replace the official rest days and make-up workdays of a year, after which it is announced.

    notice: number or title of the State Council's notice; source: its address.
    Repeating with the same days is safe. Raises: NotAllowed, RuleBroken(workdays.notice).
    Emits: NoticeEntered, whose listeners write the audit record and compute open due dates again.
    """
    if not actor.is_system and not actor.has(Function.SYSTEM_ADMIN):
        raise NotAllowed("workdays.notice.enter")
    listed = list(days)
    rules.check_notice(year, listed)
    CalendarVersion.objects.select_for_update().get_or_create(id=1, defaults={"stamp": 0})
    row, _ = CalendarYear.objects.update_or_create(
        year=year, defaults={"announced": True, "notice": notice, "source": source}
    )
    taken = CalendarDay.objects.exclude(year=row).filter(date__in=[day.on for day in listed]).select_related("year")
    if clashes := sorted(f"{day.date.isoformat()}（已列入 {day.year.year} 年）" for day in taken):
        raise RuleBroken("workdays.notice", problem="taken", days=clashes)
    row.days.all().delete()
    CalendarDay.objects.bulk_create(CalendarDay(year=row, date=day.on, kind=day.kind, name=day.name) for day in listed)
    CalendarVersion.objects.filter(id=1).update(stamp=secrets.randbits(62))
    selectors.forget()
    publish(NoticeEntered(year=year, days=len(listed), actor=actor))
