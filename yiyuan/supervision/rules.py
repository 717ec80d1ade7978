"""How a sheet is scored and when it may be confirmed. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor

from yiyuan.kernel.errors import RuleBroken
from yiyuan.supervision.types import Better, Measure

FIRST_YEAR = 2000  # nobody assessed this before
Span = tuple[date, date]  # legal days, both inclusive


@dataclass(frozen=True, slots=True)
class Part:
    """One figure as it enters a score: part and whole, its weight, which way it is good."""

    weight: Decimal | None
    good: int
    total: int
    better: str = Better.MORE

    @property
    def reached(self) -> Fraction:
        share = Fraction(self.good, self.total)
        return 1 - share if self.better == Better.LESS else share


def score(parts: Iterable[Part]) -> Decimal | None:
    """The weighted share of what was reached, of a hundred, exact, rounded once at the end. None: nothing was due.

    What has no weight or nothing due is left out, so a department is not scored on what it had no occasion to do.
    """
    due = [(Fraction(part.weight), part.reached) for part in parts if part.weight and part.total]
    if not due:
        return None
    reached = sum((weight * share for weight, share in due), Fraction(0))
    return rounded(100 * reached / sum((weight for weight, _ in due), Fraction(0)))


def rounded(exact: Fraction) -> Decimal:
    """To hundredths, halves up."""
    return Decimal(floor(exact * 100 + Fraction(1, 2))).scaleb(-2)


def check_weights(*, weights: Mapping[Measure, Decimal | None], scored: Collection[Measure]) -> None:
    """All weights or none, of what is scored here alone; none below nothing, and some above."""
    given = [weight for weight in weights.values() if weight is not None]
    strange = set(weights) - set(scored)
    if strange or (given and (len(given) != len(weights) or min(given) < 0 or not any(given))):
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
