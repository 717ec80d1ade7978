"""The library rolls over: each budget year that is over is counted once for every project that still waits."""

from dataclasses import dataclass

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, system_of
from yiyuan.projects import selectors
from yiyuan.projects.models import LibraryYear, Project
from yiyuan.projects.rules import money
from yiyuan.projects.types import WAITING_STATES, ProjectTag
from yiyuan.projects.workflow import PROJECT


@dataclass(frozen=True, slots=True)
class Rolled:
    """What a year comes to for a project: unfunded years in a row, and whether it leaves the library."""

    year: int
    funded: bool
    unfunded: int
    removed: bool


def roll_library() -> int:
    """All years that are over and not yet counted; how many lines were made. Safe to repeat."""
    return sum(_roll(project_id) for project_id in selectors.waiting_projects())


def ahead(project: Project) -> list[Rolled]:
    """What the next rollover makes of a project, without doing it; oldest year first."""
    most: int | None = getattr(PROJECT.law(project).resolved("projects.unfunded").value, "amount", None)
    if project.state not in WAITING_STATES or most is None:
        return []
    count = project.library_years.order_by("-year").values_list("unfunded", flat=True).first() or 0
    found: list[Rolled] = []
    for year in selectors.years_to_roll(project, today=clock.today()):
        funded = selectors.allotted_in(project, year) > 0
        count = money.rolled(funded=funded, before=count)
        found.append(Rolled(year, funded, count, count >= most))
        if count >= most:
            break
    return found


@transaction.atomic
def _roll(project_id: int) -> int:
    project = Project.objects.select_for_update().get(id=project_id)
    cite = list(PROJECT.law(project).resolved("projects.unfunded").cite)
    rolled = ahead(project)
    for one in rolled:
        said = {"year": one.year, "funded": one.funded, "unfunded": one.unfunded}
        LibraryYear.objects.create(project=project, rolled_on=clock.today(), **said)
        record(
            system_of(project.region_code),
            ProjectTag.ROLLED,
            object_type="projects.project",
            object_id=project.id,
            requirement_ids=cite,
            facts=said,
        )
        if one.removed:
            PROJECT.move(project, "remove", actor=SYSTEM, note=f"连续 {one.unfunded} 个预算年度没有安排资金")
    return len(rolled)
