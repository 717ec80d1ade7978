"""Projects for machines: the same services and forms as the pages."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from yiyuan.kernel.actor import Actor
from yiyuan.kernel.errors import NotAllowed
from yiyuan.projects import policies, selectors, services
from yiyuan.projects.forms import AcceptForm, ProjectForm
from yiyuan.projects.models import Project
from yiyuan.projects.types import SHARING_WORDS
from yiyuan.web.edge import actor_of
from yiyuan.web.machines import checked
from yiyuan.web.paging import Paging, page_of, paged

router = Router()


class ProjectIn(Schema):
    """`system_ids`: registered systems of the department."""

    name: str
    approval_number: str
    system_ids: list[int] = []


class SystemIn(Schema):
    system_id: int


class AcceptIn(Schema):
    """`paper`: name and number of the acceptance report."""

    accepted_on: date
    paper: str = ""


class YearOut(Schema):
    """A calendar year as it was measured after its end; it never changes."""

    year: int
    first_on: date
    last_on: date
    measured_on: date
    promised: int
    kept: int
    catalogued: int
    granted: int
    consumers: int
    deliveries: int
    rows: int
    sharing: str
    sharing_words: str


class ProjectOut(Schema):
    id: int
    name: str
    approval_number: str
    organisation: str
    accepted_on: date | None
    systems: list[str]
    years: list[YearOut]


def _out(found: Project) -> ProjectOut:
    years = [
        YearOut(
            **{name: getattr(year, name) for name in YearOut.model_fields if name != "sharing_words"},
            sharing_words=SHARING_WORDS[year.sharing],
        )
        for year in found.years.all()
    ]
    return ProjectOut(
        id=found.id,
        name=found.name,
        approval_number=found.approval_number,
        organisation=found.organisation.name,
        accepted_on=found.accepted_on,
        systems=[one.system.name for one in found.systems.all()],
        years=years,
    )


def _again(actor: Actor, project_id: int) -> ProjectOut:
    return _out(selectors.project_for(actor, project_id))


@router.get("", response=page_of(ProjectOut), summary="信息化项目和历年共享情况")
def list_projects(request: HttpRequest, paging: Query[Paging]) -> Any:  # a page of projects
    return paged(selectors.projects(actor_of(request)), paging, _out)


@router.post("", response={201: ProjectOut}, summary="登记信息化项目")
def register_project(request: HttpRequest, body: ProjectIn) -> tuple[int, ProjectOut]:
    actor = actor_of(request)
    if not policies.may_register(actor):
        raise NotAllowed("projects.project.register")
    values: dict[str, Any] = checked(ProjectForm(body.dict(), actor=actor))
    return 201, _again(actor, services.register_project(actor=actor, **values))


@router.get("{project_id}", response=ProjectOut, summary="一个信息化项目和历年共享情况")
def get_project(request: HttpRequest, project_id: int) -> ProjectOut:
    return _again(actor_of(request), project_id)


@router.post("{project_id}/systems", response=ProjectOut, summary="项目增加一个信息系统")
def add_system(request: HttpRequest, project_id: int, body: SystemIn) -> ProjectOut:
    actor = actor_of(request)
    services.add_system(project_id, actor=actor, system_id=body.system_id)
    return _again(actor, project_id)


@router.post("{project_id}/accept", response=ProjectOut, summary="记下项目验收")
def accept_project(request: HttpRequest, project_id: int, body: AcceptIn) -> ProjectOut:
    actor = actor_of(request)
    if not policies.may_keep(selectors.project_for(actor, project_id), actor=actor):
        raise NotAllowed("projects.project.write")
    services.accept_project(project_id, actor=actor, **checked(AcceptForm(body.dict())))
    return _again(actor, project_id)
