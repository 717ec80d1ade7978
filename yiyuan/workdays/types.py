"""Values of the working-day clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class DayKind(StrEnum):
    """What the yearly notice makes of a day that its weekday alone does not say."""

    REST = "rest"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class MarkedDay:
    """A day the notice names: off (休) or a make-up workday (班)."""

    kind: DayKind
    name: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """All that is known of rest days. A year outside `announced` is provisional."""

    days: Mapping[date, MarkedDay] = field(default_factory=dict)
    announced: frozenset[int] = frozenset()
    version: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a term, included until 24:00 Beijing time.

    provisional: the count met a year whose holidays are not announced yet (暂定).
    """

    on: date
    provisional: bool = False


class Light(StrEnum):
    """How urgent a due date is; always shown with words."""

    LATE = "late"
    SOON = "soon"
    OK = "ok"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class StripDay:
    """One day of the calendar strip under a term.

    number: which counted day of the term this is, 1 for the first; None if it is not counted.
    mark: "休" or "班" where the notice says so, else "".
    """

    on: date
    number: int | None
    is_workday: bool
    mark: str = ""
    name: str = ""
    is_start: bool = False
    is_today: bool = False
    is_due: bool = False
    is_provisional: bool = False


@dataclass(frozen=True, slots=True)
class GridDay:
    """One day of a month's grid. mark: "休" or "班" where the notice says so; name: of the holiday."""

    on: date
    is_workday: bool
    mark: str = ""
    name: str = ""
    is_today: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """A month as weeks from Monday to Sunday; None where a day belongs to another month."""

    number: int
    weeks: Sequence[Sequence[GridDay | None]]
    workdays: int


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """One line of a holiday notice as an administrator enters it."""

    on: date
    kind: DayKind
    name: str


@dataclass(frozen=True, slots=True)
class YearInfo:
    """What is known of one year."""

    year: int
    announced: bool
    notice: str
    source: str
    rest_days: int
    makeup_days: int
    workdays: int
