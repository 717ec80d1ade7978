"""A length of time as regulations state it: 10 working days, 3 months, 30 days."""

from dataclasses import dataclass
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


_WORDS = {Unit.WORKDAY: "个工作日", Unit.DAY: "日", Unit.MONTH: "个月", Unit.YEAR: "年"}
