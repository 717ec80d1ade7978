"""The door of projects."""

from django.db import transaction

from yiyuan.kernel.actor import SYSTEM
from yiyuan.kernel.errors import NotFound
from yiyuan.projects.asking import MEASURES
from yiyuan.projects.models import Project
from yiyuan.projects.papers import PAPERS
from yiyuan.projects.types import CLOSED_STATES
from yiyuan.projects.workflow import PROJECT
from yiyuan.workflow.api import count_states

__all__ = ["MEASURES", "reseal", "states_in", "terminate"]


@transaction.atomic
def terminate(project_id: int, *, note: str) -> None:
    """End a project for good, by a measure of supervision; one that is closed stays as it is. Raises NotFound."""
    found = Project.objects.select_for_update().filter(id=project_id).first()
    if found is None:
        raise NotFound("projects.project", id=project_id)
    if found.state not in CLOSED_STATES:
        PROJECT.move(found, "terminate", actor=SYSTEM, note=note)


def reseal() -> int:
    """Files under the newest secret; how many were not. Safe to repeat."""
    return PAPERS.reseal()


def states_in(region_code: str) -> dict[str, int]:
    """State -> how many projects of a region and those below it."""
    return count_states(Project.objects.all(), region_code)
