"""The same for machines."""

from django.http import HttpRequest
from ninja import Router, Schema

from yiyuan.collection.digitisation_pages import DIGITISATIONS
from yiyuan.collection.pages import MANDATES, NORMS, PLANS
from yiyuan.collection.task_pages import REPORTS, RETURNS, TASKS, burdens
from yiyuan.web.edge import actor_of

router = Router()
PLANS.router("plans/", router=router)
MANDATES.router("mandates/", router=router)
NORMS.router("norms/", router=router)
TASKS.router("tasks/", router=router)
RETURNS.router("returns/", router=router)
REPORTS.router("reports/", router=router)
DIGITISATIONS.router("digitisations/", router=router)


class BurdenOut(Schema):
    """cells: items times how often a year, over the approved tasks that ask the unit."""

    unit: str
    tasks: int
    cells: int


@router.get("burdens", response=list[BurdenOut], summary="基层单位的填报负担")
def unit_burdens(request: HttpRequest) -> list[BurdenOut]:
    return [BurdenOut(unit=unit, tasks=tasks, cells=cells) for unit, tasks, cells in burdens(actor_of(request))]
