"""A length of time as regulations state it: 10 working days, 3 months, 30 days."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Unit(StrEnum):
    WORKDAY = "workday"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Term:
    """`amount` units, counted from the day after the event; the last day is included until 24:00 Beijing time."""

    amount: int
    unit: Unit = Unit.WORKDAY

    def __str__(self) -> str:
        return f"{self.amount} {_WORDS[self.unit]}"


@dataclass(frozen=True, slots=True, order=True)
class Yearly:
    """A day of every year by which something is done; it never moves to a working day."""

    month: int
    day: int

    def __str__(self) -> str:
        return f"每年 {self.month} 月 {self.day} 日前"

    def in_year(self, year: int) -> date:
        """The day itself; the last of February where the year has no 29th."""
        last = monthrange(year, self.month)[1]
        return date(year, self.month, min(self.day, last))


@dataclass(frozen=True, slots=True)
class Count:
    """So many of a unit one after the other: three years in a row."""

    amount: int
    unit: Unit

    def __str__(self) -> str:
        return f"连续 {self.amount} {_WORDS[self.unit]}"


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole in hundredths of it: more than 10 % of the rows."""

    percent: int

    def __str__(self) -> str:
        return f"{self.percent}%"

    def is_exceeded(self, part: int, *, of: int) -> bool:
        """Whether a part is more than this share of the whole; of nothing, nothing is."""
        return 100 * part > self.percent * of


_WORDS = {Unit.WORKDAY: "个工作日", Unit.DAY: "日", Unit.MONTH: "个月", Unit.YEAR: "年"}
