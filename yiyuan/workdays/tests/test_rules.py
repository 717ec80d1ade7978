from datetime import date, timedelta

import chinese_calendar
import pytest

from yiyuan.kernel.errors import RuleBroken
from yiyuan.kernel.terms import Term, Unit
from yiyuan.workdays import rules
from yiyuan.workdays.seed import shipped_calendar, shipped_years
from yiyuan.workdays.types import Calendar, DayKind, Due, Light, NoticeDay

CALENDAR = shipped_calendar()


@pytest.mark.parametrize(
    ("start", "workdays", "due_on"),
    [
        (date(2026, 2, 13), 5, date(2026, 2, 27)),
        (date(2026, 2, 13), 10, date(2026, 3, 5)),
        (date(2026, 2, 13), 20, date(2026, 3, 19)),
        (date(2026, 9, 24), 5, date(2026, 10, 9)),
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 9, 30), 7, date(2026, 10, 15)),
        (date(2026, 9, 24), 7, date(2026, 10, 12)),
        (date(2026, 9, 24), 10, date(2026, 10, 15)),
        (date(2026, 3, 2), 10, date(2026, 3, 16)),
        (date(2026, 3, 2), 7, date(2026, 3, 11)),
        (date(2026, 10, 3), 1, date(2026, 10, 8)),  # received on a rest day: day 1 is the next workday
    ],
)
def test_workdays_skip_holidays_and_count_makeup_days(start, workdays, due_on):
    assert rules.due(CALENDAR, Term(workdays), start) == Due(due_on, provisional=False)


@pytest.mark.parametrize(
    ("start", "term", "due_on"),
    [
        (date(2026, 9, 1), Term(30, Unit.DAY), date(2026, 10, 8)),  # ends on 1 October, rolls
        (date(2026, 3, 2), Term(30, Unit.DAY), date(2026, 4, 1)),
        (date(2026, 1, 31), Term(1, Unit.MONTH), date(2026, 2, 28)),  # no 31 February; a make-up Saturday
        (date(2024, 2, 29), Term(1, Unit.YEAR), date(2025, 2, 28)),
        (date(2026, 4, 30), Term(6, Unit.MONTH), date(2026, 10, 30)),
        (date(2025, 10, 5), Term(1, Unit.YEAR), date(2026, 10, 8)),  # ends in the holiday, rolls
        (date(2026, 11, 30), Term(3, Unit.MONTH), date(2027, 3, 1)),  # 28 February 2027 is a Sunday
    ],
)
def test_days_months_and_years_end_on_the_corresponding_day_and_roll_off_rest_days(start, term, due_on):
    assert rules.due(CALENDAR, term, start).on == due_on


def test_a_term_that_meets_an_unannounced_year_is_provisional():
    assert 2027 not in CALENDAR.announced
    assert rules.due(CALENDAR, Term(10), date(2026, 12, 25)) == Due(date(2027, 1, 11), provisional=True)
    assert not rules.due(CALENDAR, Term(4), date(2026, 12, 25)).provisional


def test_an_unannounced_year_knows_weekends_and_the_fixed_statutory_days_only():
    resting = [day for day in (date(2027, 10, n) for n in range(1, 9)) if not rules.is_workday(CALENDAR, day)]
    assert resting == [date(2027, 10, 1), date(2027, 10, 2), date(2027, 10, 3)]
    assert rules.marked(CALENDAR, date(2027, 5, 1)).name == "劳动节"
    assert rules.marked(CALENDAR, date(2027, 2, 6)) is None


@pytest.mark.parametrize("year", range(2010, 2027))
def test_every_announced_year_agrees_with_an_independent_calendar(year):
    day, differing = date(year, 1, 1), []
    while day.year == year:
        if rules.is_workday(CALENDAR, day) != chinese_calendar.is_workday(day):
            differing.append(day)
        day += timedelta(days=1)
    assert differing == []


@pytest.mark.parametrize(("year", "workdays"), [(2023, 249), (2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_its_known_number_of_workdays(year, workdays):
    assert rules.workdays_in_year(CALENDAR, year) == workdays


def test_no_day_is_shipped_twice():
    days = [day.on for year in shipped_years() for day in year.days]
    assert len(days) == len(set(days))


def test_days_left_are_zero_on_the_last_day_and_negative_after_it():
    due_on = date(2026, 10, 12)
    assert rules.workdays_left(CALENDAR, date(2026, 9, 24), due_on) == 7
    assert rules.workdays_left(CALENDAR, date(2026, 10, 9), due_on) == 2  # Saturday 10 October counts
    assert rules.workdays_left(CALENDAR, due_on, due_on) == 0
    assert rules.workdays_left(CALENDAR, date(2026, 10, 13), due_on) == -1
    assert rules.workdays_left(CALENDAR, date(2026, 10, 20), due_on) == -6


def test_the_first_day_after_is_late_even_when_it_is_a_rest_day():
    assert rules.workdays_left(CALENDAR, date(2026, 10, 17), date(2026, 10, 16)) == -1


@pytest.mark.parametrize(
    ("today", "light"),
    [
        (date(2026, 9, 24), Light.OK),
        (date(2026, 9, 30), Light.OK),  # 4 left: 8, 9, 10, 12 October
        (date(2026, 10, 8), Light.SOON),  # 3 left
        (date(2026, 10, 12), Light.SOON),
        (date(2026, 10, 13), Light.LATE),
    ],
)
def test_a_seven_day_term_turns_yellow_at_three_days_left(today, light):
    assert rules.light(CALENDAR, today, date(2026, 10, 12), Term(7)) == light


def test_a_short_term_turns_yellow_at_a_third_of_itself():
    due_on = date(2026, 3, 5)  # two workdays from 3 March
    assert rules.light(CALENDAR, date(2026, 3, 3), due_on, Term(2)) == Light.OK
    assert rules.light(CALENDAR, date(2026, 3, 4), due_on, Term(2)) == Light.SOON
    assert rules.light(CALENDAR, date(2026, 3, 4), None, Term(2)) == Light.NONE


def test_the_strip_numbers_counted_days_and_names_holidays():
    days = rules.strip(CALENDAR, date(2026, 9, 24), date(2026, 10, 12), date(2026, 10, 9))
    by_date = {day.on: day for day in days}
    assert days[0].on == date(2026, 9, 24) and days[0].is_start and days[0].number is None
    assert [day.number for day in days if day.number] == [1, 2, 3, 4, 5, 6, 7]
    assert (by_date[date(2026, 9, 25)].mark, by_date[date(2026, 9, 25)].name) == ("休", "中秋节")
    assert (by_date[date(2026, 10, 10)].mark, by_date[date(2026, 10, 10)].number) == ("班", 6)
    assert by_date[date(2026, 10, 9)].is_today
    assert days[-1].is_due and days[-1].number == 7


def test_the_strip_of_a_late_case_runs_on_to_today():
    days = rules.strip(CALENDAR, date(2026, 9, 24), date(2026, 10, 12), date(2026, 10, 15))
    assert days[-1].on == date(2026, 10, 15)
    assert days[-1].number is None


@pytest.mark.parametrize(
    ("on_or_after", "found"),
    [(date(2026, 1, 31), date(2026, 1, 31)), (date(2026, 2, 1), date(2027, 1, 31))],
)
def test_a_yearly_date_stands_without_rolling(on_or_after, found):
    assert rules.yearly_date(1, 31, on_or_after=on_or_after) == found


@pytest.mark.parametrize(
    ("days", "problem"),
    [
        ([NoticeDay(date(2027, 1, 1), DayKind.REST, "元旦")] * 2, "twice"),
        ([NoticeDay(date(2029, 1, 1), DayKind.REST, "元旦")], "foreign"),
        ([NoticeDay(date(2028, 1, 1), DayKind.REST, "元旦")], "foreign"),
        ([NoticeDay(date(2026, 12, 24), DayKind.REST, "元旦")], "foreign"),
        ([NoticeDay(date(2027, 1, 4), DayKind.WORK, "元旦")], "makeup_on_weekday"),
        ([NoticeDay(date(2027, 1, 2), DayKind.WORK, "元旦")], "empty"),
    ],
)
def test_a_notice_with_a_slip_is_refused(days, problem):
    with pytest.raises(RuleBroken) as broken:
        rules.check_notice(2027, days)
    assert (broken.value.rule, broken.value.facts["problem"]) == ("workdays.notice", problem)


def test_a_notice_may_bridge_the_new_year_from_the_week_before():
    rules.check_notice(
        2007,
        [
            NoticeDay(date(2006, 12, 30), DayKind.WORK, "元旦"),
            NoticeDay(date(2006, 12, 31), DayKind.WORK, "元旦"),
            NoticeDay(date(2007, 1, 3), DayKind.REST, "元旦"),
        ],
    )


def test_a_calendar_of_nothing_counts_weekends_only():
    assert rules.due(Calendar(), Term(5), date(2026, 3, 2)) == Due(date(2026, 3, 9), provisional=True)


@pytest.mark.parametrize("first", [date(2023, 12, 29), date(2026, 2, 14), date(2026, 12, 30), date(2028, 2, 27)])
@pytest.mark.parametrize("days", [0, 1, 5, 6, 7, 8, 30, 400])
def test_counting_by_weeks_agrees_with_counting_day_by_day(first, days):
    """Announced years, an unannounced one, and across both."""
    last = first + timedelta(days=days)
    one_by_one = sum(rules.is_workday(CALENDAR, first + timedelta(days=n)) for n in range(1, days + 1))
    assert rules.workdays_between(CALENDAR, first, last) == one_by_one


def test_a_far_date_is_counted_by_weeks(monkeypatch):
    asked = []
    is_workday = rules.is_workday
    monkeypatch.setattr(rules, "is_workday", lambda *args: asked.append(1) or is_workday(*args))
    assert rules.workdays_between(CALENDAR, date(2026, 1, 1), date(5450, 4, 17)) > 870_000
    assert len(asked) < 25_000  # the fixed days of the years in between


def test_a_month_is_drawn_from_monday_to_sunday_with_rest_and_make_up_days():
    october = rules.months(CALENDAR, 2026, today=date(2026, 10, 8))[9]
    first, second = october.weeks[0], october.weeks[1]
    assert [day.on.day if day else None for day in first] == [None, None, None, 1, 2, 3, 4]
    assert [(day.mark, day.name) for day in first if day] == [("休", "国庆节")] * 4
    assert [day.on.day for day in second if day and day.is_today] == [8]
    assert [day.on.day for day in second if day and day.mark == "班"] == [10]
    assert october.workdays == 18


def test_the_months_of_a_year_have_the_workdays_of_the_year():
    months = rules.months(CALENDAR, 2026, today=date(2026, 1, 1))
    assert sum(month.workdays for month in months) == rules.workdays_in_year(CALENDAR, 2026)
