"""What an accepted project owes year by year. Pure."""

from datetime import date

from yiyuan.kernel.errors import RuleBroken
from yiyuan.projects.types import Figures, Sharing


def check_accepted_on(*, accepted_on: date, today: date) -> None:
    """A project is accepted on a day that has come."""
    if accepted_on > today:
        raise RuleBroken("projects.accepted_on")


def years_ended(*, accepted_on: date, today: date) -> range:
    """The calendar years since acceptance that are over; the first one begins with the day of acceptance."""
    return range(accepted_on.year, today.year)


def span_of(year: int, *, accepted_on: date) -> tuple[date, date]:
    """First and last day that count for a year, both inclusive."""
    return max(date(year, 1, 1), accepted_on), date(year, 12, 31)


def sharing_of(figures: Figures) -> Sharing:
    """How the year went."""
    if not figures.catalogued:
        return Sharing.NOTHING
    if not figures.granted:
        return Sharing.NOT_GRANTED
    return Sharing.USED if figures.deliveries else Sharing.NOT_USED
