"""Measure the years of sharing that are over."""

from datetime import date

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM
from yiyuan.projects import selectors
from yiyuan.projects.models import Project, SharingYear
from yiyuan.projects.rules import years as rules
from yiyuan.projects.types import ProjectTag
from yiyuan.regulations.api import resolve


def measure_years() -> int:
    """Freeze every year since acceptance that is over and not yet measured; how many. Safe to repeat."""
    today = clock.today()
    made = 0
    for project in Project.objects.filter(accepted_on__lt=date(today.year, 1, 1)).order_by("id"):
        law = resolve("projects.yearly_measure", region=project.region_code, on=today)
        if law.flag:
            made += _measure(project, today=today, requirement_ids=list(law.cite))
    return made


@transaction.atomic
def _measure(project: Project, *, today: date, requirement_ids: list[str]) -> int:
    Project.objects.select_for_update().get(id=project.id)  # two workers would measure the same year
    assert project.accepted_on is not None, "only accepted projects are measured"
    known = set(project.years.values_list("year", flat=True))
    missing = [y for y in rules.years_ended(accepted_on=project.accepted_on, today=today) if y not in known]
    for year in missing:
        first, last = rules.span_of(year, accepted_on=project.accepted_on)
        found = selectors.figures_of(project, first=first, last=last)
        SharingYear.objects.create(
            project=project,
            year=year,
            first_on=first,
            last_on=last,
            measured_on=today,
            promised=found.promised,
            kept=found.kept,
            catalogued=found.catalogued,
            granted=found.granted,
            consumers=found.consumers,
            deliveries=found.deliveries,
            rows=found.rows,
        )
        record(
            SYSTEM,
            ProjectTag.MEASURED,
            object_type="projects.project",
            object_id=project.id,
            requirement_ids=requirement_ids,
            facts={"year": year, "granted": found.granted, "deliveries": found.deliveries},
        )
    return len(missing)
