"""The library rolls over: each budget year that is over is counted once for every project that still waits."""

from django.db import transaction

from yiyuan.audit.api import record
from yiyuan.kernel import clock
from yiyuan.kernel.actor import SYSTEM, system_of
from yiyuan.projects import selectors
from yiyuan.projects.models import LibraryYear, Project
from yiyuan.projects.rules import money
from yiyuan.projects.types import WAITING_STATES, ProjectTag
from yiyuan.projects.workflow import PROJECT


def roll_library() -> int:
    """All years that are over and not yet counted; how many lines were made. Safe to repeat."""
    return sum(_roll(project_id) for project_id in selectors.waiting_projects())


@transaction.atomic
def _roll(project_id: int) -> int:
    project = Project.objects.select_for_update().get(id=project_id)
    resolved = PROJECT.law(project).resolved("projects.unfunded")
    most: int | None = getattr(resolved.value, "amount", None)
    made = 0
    for year in selectors.years_to_roll(project, today=clock.today()):
        if project.state not in WAITING_STATES or most is None:
            break
        before = project.library_years.order_by("-year").values_list("unfunded", flat=True).first() or 0
        funded = selectors.allotted_in(project, year) > 0
        count = money.rolled(funded=funded, before=before)
        LibraryYear.objects.create(project=project, year=year, funded=funded, unfunded=count, rolled_on=clock.today())
        record(
            system_of(project.region_code),
            ProjectTag.ROLLED,
            object_type="projects.project",
            object_id=project.id,
            requirement_ids=list(resolved.cite),
            facts={"year": year, "funded": funded, "unfunded": count},
        )
        made += 1
        if count >= most:
            PROJECT.move(project, "remove", actor=SYSTEM, note=f"连续 {count} 个预算年度没有安排资金")
    return made
