"""Ask every department for its report on the year before, take it."""

from django.db import transaction

from yiyuan.kernel import clock
from yiyuan.kernel.actor import Actor
from yiyuan.organisations.api import bureaus
from yiyuan.regulations.api import resolve
from yiyuan.supervision import previews, selectors
from yiyuan.supervision.models import YearReport
from yiyuan.supervision.workflow import REPORT


@transaction.atomic
def open_reports() -> int:
    """Where a text sets the day: one report on the year before for each department that has none. How many were opened.

    Safe to repeat.
    """
    today = clock.today()
    opened = 0
    for region in sorted({bureau.region_code for bureau in bureaus()}):
        day = resolve("supervision.report", region=region, on=today).yearly
        if day is None:
            continue
        for number in selectors.assessed_bodies(region):
            made, new = YearReport.objects.get_or_create(
                organisation_id=number,
                year=today.year - 1,
                defaults={"region_code": region, "due_on": day.in_year(today.year)},
            )
            if new:
                REPORT.begin(made)
                opened += 1
    return opened


@transaction.atomic
def submit_report(report_id: int, *, actor: Actor, work: str, problems: str = "") -> None:
    """The department reports, with the figures the platform has of it today.

    Raises NotFound, NotAllowed, MoveRefused, RuleBroken("supervision.report_said").
    """
    found = selectors.report_for(actor, report_id, lock=True)
    REPORT.move(
        found,
        "submit",
        actor=actor,
        work=work,
        also_set={
            "work": work.strip(),
            "problems": problems.strip(),
            "figures": previews.of_year(found.region_code, found.organisation_id, found.year),
            "submitted_by": actor.person_name,
            "submitted_on": clock.today(),
        },
    )
