"""How a sheet is scored and when it may be confirmed. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor

from yiyuan.kernel.errors import RuleBroken
from yiyuan.supervision.types import Better, Given, Measure

WHOLE = 100  # points
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


def joint_result(given: Iterable[tuple[str, Fraction]]) -> tuple[dict[str, Decimal], Decimal | None]:
    """Of (subject, points of one body): the mean of each subject over the bodies that scored it, and the mean of the
    subjects as the one result; exact until rounded. Nothing where nobody scored.
    """
    points: dict[str, list[Fraction]] = {}
    for subject, one in given:
        points.setdefault(subject, []).append(one)
    means = {subject: sum(some, Fraction(0)) / len(some) for subject, some in points.items()}
    whole = rounded(sum(means.values(), Fraction(0)) / len(means)) if means else None
    return {subject: rounded(mean) for subject, mean in means.items()}, whole


def check_scores(*, given: Sequence[Given], asked: Collection[int], subjects: Collection[str]) -> None:
    """Some score, each of a department that is checked, on a subject of the check, of a hundred, once."""
    keys = [(one.organisation_id, one.subject) for one in given]
    fits = all(body in asked and subject in subjects for body, subject in keys)
    if not given or not fits or len(set(keys)) != len(keys) or any(not 0 <= one.points <= WHOLE for one in given):
        raise RuleBroken("supervision.joint_scores")


def check_joint_closable(*, awaited: int, today: date, due_on: date) -> None:
    """All have scored, or the days for it are over and somebody has."""
    if awaited and today <= due_on:
        raise RuleBroken("supervision.joint_awaited", count=awaited, due_on=due_on)


def check_reported(*, work: str) -> None:
    if not work.strip():
        raise RuleBroken("supervision.report_said")


def check_publishable(*, unseen: int, summary: str) -> None:
    """Every unit was looked at, and the result is written."""
    if unseen or not summary.strip():
        raise RuleBroken("supervision.inspection_result", count=unseen)


def check_answered(*, answer: str) -> None:
    if not answer.strip():
        raise RuleBroken("supervision.answer_said")


def check_opened(*, title: str, chosen: Collection[int], known: Collection[int]) -> None:
    """A title, and bodies of the region."""
    if not title.strip() or not chosen or not set(chosen) <= set(known):
        raise RuleBroken("supervision.bodies")


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


def check_retaken(*, reason: str) -> None:
    if not reason.strip():
        raise RuleBroken("supervision.retake_said")


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
