"""Quality for programs of a person, by personal access token."""

from datetime import date

from django.http import HttpRequest
from ninja import Schema, Status

from yiyuan.catalog.types import Freshness
from yiyuan.quality import boards, running
from yiyuan.quality.pages import ORDERS, RULES, RUNS, RunOut
from yiyuan.web.edge import actor_of

router = RULES.router("rules/")
RUNS.router("runs/", router=router)
ORDERS.router("orders/", router=router)


class UpdateOut(Schema):
    """How a resource stands to its declared period."""

    cycle: str
    state: Freshness
    words: str
    last_on: date | None
    due_on: date | None


class ScoredOut(Schema):
    """One report: quality -> share of rows that have it, in hundredths of a percent."""

    run_id: int
    report_on: date
    rows: int
    scores: dict[str, int]
    lowest: list[str]


class ResourceQualityOut(Schema):
    """named: qualities a text of the region names, held against its threshold. reports: latest first."""

    resource_id: int
    name: str
    provider: str
    contact: str
    update: UpdateOut
    named: list[str]
    rules_on: int
    reports: list[ScoredOut]
    open_orders: list[int]


class DepartmentOut(Schema):
    """The indicators of a department over its last reports."""

    provider_id: int
    name: str
    resources: int
    checked: int
    rows: int
    behind: int
    scores: dict[str, int]
    below: int
    open_orders: int


@router.get("departments", response=list[DepartmentOut], summary="各部门的质量指标")
def departments(request: HttpRequest) -> list[boards.OfDepartment]:
    return boards.of_departments(actor_of(request))


@router.get("resources/{int:resource_id}", response=ResourceQualityOut, summary="一个资源的数据质量")
def resource(request: HttpRequest, resource_id: int) -> ResourceQualityOut:
    found = boards.of_resource(actor_of(request), resource_id)
    reports = [
        ScoredOut(run_id=run.id, report_on=run.report_on, rows=run.rows, scores=run.scores, lowest=run.lowest)
        for run in found.reports
        if run.report_on is not None
    ]
    return ResourceQualityOut(
        resource_id=found.resource.id,
        name=found.resource.name,
        provider=found.provider,
        contact=found.officer.name if found.officer else "",
        update=UpdateOut.model_validate(found.update, from_attributes=True),
        named=list(found.named),
        rules_on=found.rules_on,
        reports=reports,
        open_orders=[order.id for order in found.orders],
    )


@router.post("resources/{int:resource_id}/check", response={201: RunOut}, summary="现在检查一次")
def check(request: HttpRequest, resource_id: int) -> Status[object]:
    actor = actor_of(request)
    return Status(201, RUNS.seen(running.ask_check(resource_id, actor=actor), actor))
