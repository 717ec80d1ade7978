"""What the texts that hold for a region ask for every year."""

from dataclasses import dataclass
from datetime import date

from yiyuan.kernel.regions import covers
from yiyuan.regulations import texts
from yiyuan.regulations.types import Citation, Requirement


@dataclass(frozen=True, slots=True)
class YearlyDuty:
    """A duty that comes back each year. next_on: its next last day, never moved by a holiday; fixed: the text names it,
    else the year's last day.
    """

    id: str
    text: str
    actor: str
    next_on: date
    fixed: bool
    citation: Citation


def yearly_duties(region: str, *, on: date) -> list[YearlyDuty]:
    """Of issued texts of the region and those above, the next due first."""
    found = [
        _duty(requirement, on)
        for regulation in texts.regulations().values()
        if regulation.status == "issued" and covers(regulation.region, region)
        if regulation.effective is None or regulation.effective <= on
        for requirement in regulation.requirements
        if (requirement.deadline or {}).get("kind") in {"fixed-date", "calendar-year"}
        and requirement.effect != "definition"
        and not (requirement.overridden_by and requirement.overridden_from and requirement.overridden_from <= on)
    ]
    return sorted(found, key=lambda one: (one.next_on, one.id))


def _duty(requirement: Requirement, on: date) -> YearlyDuty:
    said = (requirement.deadline or {}).get("date")
    month, day = map(int, str(said or "12-31").split("-"))
    this_year = date(on.year, month, day)
    next_on = this_year if on <= this_year else date(on.year + 1, month, day)
    return YearlyDuty(
        requirement.id,
        requirement.text,
        requirement.actor,
        next_on,
        fixed=said is not None,
        citation=texts.citation(requirement.id),
    )
