"""The door of workdays: due dates, days left, lights, the calendar strip."""

from datetime import date

from yiyuan.kernel.terms import Term
from yiyuan.workdays import rules, selectors
from yiyuan.workdays.types import Due, Light, StripDay


def due(term: Term, start: date) -> Due:
    """The last day of a term whose event falls on `start` (not counted)."""
    return rules.due(selectors.calendar(fresh=True), term, start)


def workdays_left(today: date, due_on: date) -> int:
    """Workdays still to come: 0 is due today, negative is late by so many workdays (at least 1)."""
    return rules.workdays_left(selectors.calendar(), today, due_on)


def light(today: date, due_on: date | None, term: Term | None) -> Light:
    """The light of a due date today."""
    return rules.light(selectors.calendar(), today, due_on, term)


def strip(start: date, due_on: date, today: date) -> list[StripDay]:
    """The calendar strip from the event to the due date, or to today if that is later."""
    return rules.strip(selectors.calendar(), start, due_on, today)


def is_workday(day: date) -> bool:
    """Whether offices work on this day."""
    return rules.is_workday(selectors.calendar(), day)


def is_provisional(first: date, last: date) -> bool:
    """Whether a count between these days rests on a year not announced yet."""
    return rules.is_provisional(selectors.calendar(), first, last)
