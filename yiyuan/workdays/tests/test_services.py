from datetime import date

import pytest
from django.db import transaction

from yiyuan.kernel import events
from yiyuan.kernel.actor import SYSTEM, Actor, Function
from yiyuan.kernel.errors import NotAllowed
from yiyuan.kernel.terms import Term
from yiyuan.workdays import api, selectors
from yiyuan.workdays.events import NoticeEntered
from yiyuan.workdays.models import CalendarVersion, CalendarYear
from yiyuan.workdays.services import enter_notice
from yiyuan.workdays.types import DayKind, Due, Light, NoticeDay

NOTICE = [
    NoticeDay(date(2027, 1, 1), DayKind.REST, "元旦"),
    NoticeDay(date(2027, 1, 4), DayKind.REST, "元旦"),
    NoticeDay(date(2027, 1, 9), DayKind.WORK, "元旦"),
]


@pytest.fixture(autouse=True)
def _forget():
    selectors.forget()
    yield
    selectors.forget()


@pytest.fixture
def heard(monkeypatch):
    monkeypatch.setitem(events._listeners, NoticeEntered, [])
    found = []
    events.listen(NoticeEntered, found.append)
    return found


@pytest.mark.django_db
def test_the_shipped_years_are_in_the_database():
    assert api.due(Term(7), date(2026, 9, 24)) == Due(date(2026, 10, 12), provisional=False)
    assert api.workdays_left(date(2026, 10, 9), date(2026, 10, 12)) == 2
    assert api.light(date(2026, 10, 13), date(2026, 10, 12), Term(7)) is Light.LATE
    assert api.is_workday(date(2026, 10, 10))
    assert len(api.strip(date(2026, 9, 24), date(2026, 10, 12), date(2026, 9, 24))) == 19
    assert [year.year for year in selectors.years() if not year.announced] == [2027]


@pytest.mark.django_db
def test_a_notice_makes_provisional_dates_firm_and_is_announced(heard):
    assert api.due(Term(10), date(2026, 12, 25)) == Due(date(2027, 1, 11), provisional=True)
    enter_notice(2027, days=NOTICE, notice="示例通知", source="", actor=SYSTEM)
    assert api.due(Term(10), date(2026, 12, 25)) == Due(date(2027, 1, 11), provisional=False)
    assert not api.is_workday(date(2027, 1, 4))
    assert api.is_workday(date(2027, 1, 9))
    assert heard == [NoticeEntered(year=2027, days=3, actor=SYSTEM)]
    assert CalendarYear.objects.get(year=2027).notice == "示例通知"


@pytest.mark.django_db
def test_entering_the_same_notice_again_changes_nothing_but_the_stamp(heard):
    enter_notice(2027, days=NOTICE, notice="示例通知", actor=SYSTEM)
    enter_notice(2027, days=NOTICE, notice="示例通知", actor=SYSTEM)
    assert CalendarYear.objects.get(year=2027).days.count() == 3


@pytest.mark.django_db
def test_only_the_system_administrator_enters_notices():
    clerk = Actor(1, "甲", 1, "某局", "340200", frozenset({Function.DATA_OFFICER}))
    with pytest.raises(NotAllowed):
        enter_notice(2027, days=NOTICE, notice="示例通知", actor=clerk)


@pytest.mark.django_db
def test_a_rolled_back_notice_is_forgotten(heard):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        enter_notice(2027, days=NOTICE, notice="示例通知", actor=SYSTEM)
        assert not api.is_workday(date(2027, 1, 4))
        1 / 0  # noqa: B018 - anything that rolls back
    selectors.calendar(fresh=True)
    assert api.is_workday(date(2027, 1, 4))


@pytest.mark.django_db
def test_a_change_by_another_process_is_seen_by_the_next_due_date():
    api.due(Term(1), date(2026, 9, 24))
    CalendarYear.objects.get(year=2026).days.filter(date=date(2026, 9, 25)).delete()
    CalendarVersion.objects.filter(id=1).update(stamp=42)  # as enter_notice does, without this process's forget()
    assert api.due(Term(1), date(2026, 9, 24)).on == date(2026, 9, 25)


@pytest.mark.django_db
def test_the_lights_of_a_list_cost_one_query(django_assert_num_queries):
    selectors.calendar(fresh=True)
    with django_assert_num_queries(0):
        for _row in range(50):
            api.workdays_left(date(2026, 9, 24), date(2026, 10, 12))
