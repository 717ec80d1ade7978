"""The same for machines."""

from django.http import HttpRequest
from ninja import Router, Schema

from yiyuan.projects import display, selectors, services
from yiyuan.projects.forms import ProjectForm
from yiyuan.projects.money_pages import LEDGER
from yiyuan.projects.pages import PROJECTS, ProjectOut
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
