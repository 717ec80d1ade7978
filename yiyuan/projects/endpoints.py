"""The same for machines."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from yiyuan.projects import display, overviews, selectors, services
from yiyuan.projects.answers import ProjectOut
from yiyuan.projects.forms import ProjectForm
from yiyuan.projects.inspection_pages import INSPECTIONS
from yiyuan.projects.money_pages import LEDGER
from yiyuan.projects.pages import PROJECTS
from yiyuan.projects.plan_pages import BODIES, PLANS
from yiyuan.projects.review_pages import EXPERTS, UNIT_CHECKS
from yiyuan.projects.types import Gate
from yiyuan.web.bodies import body_of
from yiyuan.web.edge import actor_of

router = Router()
PLANS.router("plans/", router=router)
BODIES.router("bodies/", router=router)
LEDGER.router("ledger/", router=router)
EXPERTS.router("experts/", router=router)
UNIT_CHECKS.router("unit-checks/", router=router)
INSPECTIONS.router("inspections/", router=router)
PROJECTS.router(router=router)
RegisterIn = body_of(ProjectForm, name="ProjectsRegisterIn")


@router.post("registered", response={201: ProjectOut}, summary="补登已批复的项目")
def register_project(request: HttpRequest, said: RegisterIn) -> object:  # type: ignore[valid-type]  # made at start
    actor = actor_of(request)
    made = services.register_project(actor=actor, **said.dict())  # type: ignore[attr-defined]  # a schema
    return 201, PROJECTS.seen(selectors.project_for(actor, made), actor)


class GateLine(Schema):
    """One rule of the law that judges the project: whether it holds, the fact, the requirements it rests on."""

    key: str
    title: str
    holds: bool
    fact: str
    requirements: list[str]


class GateOut(Schema):
    """A question; holds: the answer is yes."""

    gate: Gate
    words: str
    holds: bool
    lines: list[GateLine]


@router.get("{int:project_id}/gates", response=list[GateOut], summary="现在可以做什么")
def project_gates(request: HttpRequest, project_id: int) -> object:
    return display.questions(selectors.project_for(actor_of(request), project_id))


class SystemLineOut(Schema):
    """A running system; project_id: what built it, as far as known."""

    id: int = Field(alias="system.id")
    name: str = Field(alias="system.name")
    organisation: str = Field(alias="system.organisation")
    cloud: str = Field(alias="system.cloud")
    network: str = Field(alias="system.network")
    exchange: str = Field(alias="system.exchange")
    in_catalog: bool = Field(alias="system.in_catalog")
    declared: int = Field(alias="system.declared")
    kept: int = Field(alias="system.kept")
    project_id: int | None

    @staticmethod
    def resolve_project_id(line: overviews.SystemLine) -> int | None:
        return line.project.id if line.project else None


@router.get("running-systems", response=list[SystemLineOut], summary="政务信息系统目录")
def running_systems(request: HttpRequest) -> object:
    return overviews.running_systems(actor_of(request))


class BasisOut(Schema):
    """What the budget of a year rests on: scores 0 to 100, none before an evaluation; asked: fen, of the unit."""

    project_id: int = Field(alias="project.id")
    project: str = Field(alias="project.name")
    unit: str = Field(alias="project.organisation.name")
    operation: int | None = Field(None, alias="evaluation.operation")
    sharing: int | None = Field(None, alias="evaluation.sharing")
    performance: int | None = Field(None, alias="evaluation.performance")
    passed: bool | None = Field(None, alias="evaluation.passed")
    granted: int | None
    consumers: int | None
    deliveries: int | None
    asked: int

    @staticmethod
    def resolve_granted(one: overviews.Basis) -> int | None:
        return one.shared.granted if one.shared else None

    @staticmethod
    def resolve_consumers(one: overviews.Basis) -> int | None:
        return one.shared.consumers if one.shared else None

    @staticmethod
    def resolve_deliveries(one: overviews.Basis) -> int | None:
        return one.shared.deliveries if one.shared else None


@router.get("budget", response=list[BasisOut], summary="某一年预算的参考：评价和共享")
def budget_basis(request: HttpRequest, year: Annotated[int, Query(ge=2000, le=2099)]) -> object:
    return overviews.budget_basis(actor_of(request), year)


class AskedOut(Schema):
    """amount: fen. The last line is the total."""

    unit: str
    funding: str
    projects: int
    amount: int


@router.get("plans/{int:year_plan_id}/funds", response=list[AskedOut], summary="资金需求计划")
def plan_funds(request: HttpRequest, year_plan_id: int) -> object:
    return overviews.funds_asked(actor_of(request), year_plan_id)
