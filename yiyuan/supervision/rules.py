"""How a sheet is scored and when it may be confirmed. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from yiyuan.kernel.errors import RuleBroken

CENT = Decimal("0.01")
FIRST_YEAR = 2000  # nobody assessed this before
Span = tuple[date, date]  # legal days, both inclusive


def score(parts: Iterable[tuple[Decimal | None, int, int]]) -> Decimal | None:
    """Of (weight, good, total): the weighted share of what was kept, of a hundred. None where nothing was due.

    What has no weight or nothing due is left out, so a department is not scored on what it had no occasion to do.
    """
    due = [(weight, good, total) for weight, good, total in parts if weight and total]
    if not due:
        return None
    weights = sum(weight for weight, _, _ in due)
    reached = sum(weight * good / total for weight, good, total in due)
    return (Decimal(100) * reached / weights).quantize(CENT, ROUND_HALF_UP)


def check_weights(*, weights: dict[str, Decimal | None]) -> None:
    """All weights or none; none below nothing, and some above."""
    given = [weight for weight in weights.values() if weight is not None]
    if given and (len(given) != len(weights) or min(given) < 0 or not any(given)):
        raise RuleBroken("supervision.weights")


def check_year(*, year: int, today: date) -> None:
    """A year that has begun."""
    if not FIRST_YEAR <= year <= today.year:
        raise RuleBroken("supervision.year", year=year)


def check_issuable(*, unconfirmed: int, number: str, report: str) -> None:
    """A circular tells what was confirmed, of all, under its document number."""
    if unconfirmed:
        raise RuleBroken("supervision.circular", count=unconfirmed)
    if not number.strip() or not report.strip():
        raise RuleBroken("supervision.circular")


def check_statement(*, statement: str) -> None:
    if not statement.strip():
        raise RuleBroken("supervision.statement_said")


def check_confirmable(*, stated: bool, today: date, due_on: date | None) -> None:
    """After the department has spoken, or had its days to speak."""
    if not stated and due_on is not None and today <= due_on:
        raise RuleBroken("supervision.statement", due_on=due_on)


def months_until(on: date, count: int) -> list[Span]:
    """The first and last day of so many months, the one of `on` last and ending with it."""
    found = [(on.replace(day=1), on)]
    while len(found) < count:
        last = found[0][0] - timedelta(days=1)
        found.insert(0, (last.replace(day=1), last))
    return found


def week_of(on: date) -> Span:
    """Monday and Sunday of the week a day lies in."""
    monday = on - timedelta(days=on.weekday())
    return monday, monday + timedelta(days=6)
