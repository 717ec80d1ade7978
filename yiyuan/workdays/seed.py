"""The shipped calendar, read from `data/`: what the first migration puts into the database."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from yiyuan.workdays.types import Calendar, DayKind, MarkedDay, NoticeDay

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class ShippedYear:
    """One file. Without days the year was not announced when the file was taken."""

    year: int
    papers: tuple[str, ...]
    days: tuple[NoticeDay, ...]

    @property
    def announced(self) -> bool:
        return bool(self.days)


def shipped_years() -> Iterator[ShippedYear]:
    """Every shipped year, oldest first."""
    for path in sorted(DATA.glob("20*.json")):
        content = json.loads(path.read_text("utf-8"))
        yield ShippedYear(
            year=content["year"],
            papers=tuple(content["papers"]),
            days=tuple(
                NoticeDay(
                    on=date.fromisoformat(day["date"]),
                    kind=DayKind.REST if day["isOffDay"] else DayKind.WORK,
                    name=day["name"],
                )
                for day in content["days"]
            ),
        )


def shipped_calendar() -> Calendar:
    """The shipped years as a calendar, for tests and for reckoning without a database."""
    years = list(shipped_years())
    return Calendar(
        days={day.on: MarkedDay(day.kind, day.name) for year in years for day in year.days},
        announced=frozenset(year.year for year in years if year.announced),
    )
